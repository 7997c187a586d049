"""The OpenAPI document says what there is, all of it, and nothing else."""

import re
from typing import Any

import pytest
from openapi_spec_validator import validate

from concierge import config
from concierge.orders.models import OrderStatus
from concierge.payments.models import PaymentStatus
from concierge.quotes.models import QuoteStatus
from concierge.web.api import SECTIONS, document
from concierge.web.api.operations import Operation
from concierge.web.api.problems import KINDS
from concierge.web.shell import ROOT
from tests.api.conftest import SCENES, Api
from tests.world import World

OPERATIONS = [each for section in SECTIONS for each in section.operations]


def read(world: World) -> Any:
    return world.app.test_client().get("/api/v1/openapi.json").get_json()


def test_it_is_valid(world: World) -> None:
    said = read(world)
    assert said["openapi"].startswith("3.1.")
    validate(said)


def test_it_describes_every_route_and_method(world: World) -> None:
    routes = {
        (re.sub(r"<[^:>]+:(\w+)>", r"{\1}", rule.rule).removeprefix("/api/v1"), method.lower())
        for rule in world.app.url_map.iter_rules()
        if rule.rule.startswith("/api/")
        for method in rule.methods - {"HEAD"}
    }
    described = {(path, method) for path, found in read(world)["paths"].items() for method in found}
    assert described == routes


def test_every_name_is_used_once() -> None:
    names = [each.name for each in OPERATIONS]
    assert len(set(names)) == len(names)


def test_every_operation_says_what_can_go_wrong_and_who_may(world: World) -> None:
    said = read(world)
    assert said["security"] == [{"token": []}]
    for path, methods in said["paths"].items():
        for method, operation in methods.items():
            if operation.get("security") == []:
                assert path == "/openapi.json"
                continue
            assert {"401", "429", "500"} <= operation["responses"].keys(), path
            names = {each.get("name") for each in operation["parameters"]}
            references = {each.get("$ref") for each in operation["parameters"]}
            if method == "post":
                assert "#/components/parameters/IdempotencyKey" in references, path
                assert {"400", "409", "422"} <= operation["responses"].keys(), path
            if "Link" in operation["responses"]["200" if method != "post" else "401"].get(
                "headers", {}
            ):
                assert {"limit", "before"} <= names, path


def test_its_examples_are_what_the_code_takes(world: World) -> None:
    config.use(world.settings)
    asked = 0
    for operation in OPERATIONS:
        if operation.body is None:
            continue
        schema = read(world)["components"]["schemas"][operation.body.__name__]
        for example in schema["examples"]:
            asked += 1
            operation.body.model_validate(example)
    assert asked >= 8


def test_its_examples_fit_its_schemas(api: Api) -> None:
    schemas = api.document["components"]["schemas"]
    for name, schema in schemas.items():
        for example in schema.get("examples", []):
            api.validate({"$ref": f"#/components/schemas/{name}"}, example)
    for response in api.document["components"]["responses"].values():
        [content] = response["content"].values()
        api.validate(content["schema"], content["example"])


@pytest.mark.parametrize("body", [{}, {"lines": []}, {"customer": 1, "lines": [{"quantity": "1"}]}])
def test_what_its_schemas_forbid_is_refused(api: Api, body: Any) -> None:
    assert not api.fits({"$ref": "#/components/schemas/NewQuote"}, body)
    assert api.post("quotes", body).status_code == 422


def test_every_refusal_of_the_domain_is_described() -> None:
    """If this fails: add the code to KINDS in concierge/web/api/problems.py."""
    features = ("quotes", "orders", "payments", "conversation", "customers")
    sources = [
        path
        for feature in features
        for path in (ROOT / "concierge" / feature).rglob("*.py")
        if {path.stem, path.parent.name} & {"lifecycle", "write", "numbers", "notices", "attention"}
    ]
    codes = {
        code
        for source in sources
        for code in re.findall(r"Refused\(\s*f?\"([^\"]+)\"", source.read_text())
    }
    statuses = {"quote": QuoteStatus, "order": OrderStatus, "payment": PaymentStatus}
    for code in codes:
        noun, _, _ = code.partition("-is-{")
        if noun in statuses:
            assert {f"{noun}-is-{each}" for each in statuses[noun]} <= KINDS.keys(), code
        else:
            pattern = re.sub(r"\\{\w+\\}", r"\\w+", re.escape(code))
            assert any(re.fullmatch(pattern, known) for known in KINDS), code
    assert len(codes) > 15


def test_every_post_has_a_scene() -> None:
    """If this fails: say in SCENES what the new POST needs, and all rules are tested on it."""
    assert {each.rule for each in OPERATIONS if each.method == "POST"} == SCENES.keys()


def test_every_operation_takes_what_its_path_names() -> None:
    def names(operation: Operation) -> set[str]:
        return set(re.findall(r"<id:(\w+)>", operation.rule))

    for operation in OPERATIONS:
        given = operation.view.__code__.co_varnames[: operation.view.__code__.co_argcount]
        assert names(operation) <= set(given), operation.name


def test_the_settings_are_in_it(world: World) -> None:
    assert read(world)["servers"] == [{"url": f"{world.url}/api/v1"}]
    assert document.build(SECTIONS)["info"]["title"].startswith("Rose & Thorn")
