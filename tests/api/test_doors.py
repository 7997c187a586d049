"""Who may come in, and how often."""

from concierge import clock, db
from concierge.operators import accounts
from concierge.operators.models import Token
from tests.api.conftest import SCENES, Api
from tests.world import World

PUBLIC = {"/api/v1/openapi.json"}


def test_every_route_needs_a_token(world: World) -> None:
    client = world.app.test_client()
    asked = 0
    for rule in world.app.url_map.iter_rules():
        if not rule.rule.startswith("/api/") or rule.rule in PUBLIC:
            continue
        path = world.app.url_map.bind("").build(rule.endpoint, dict.fromkeys(rule.arguments, 1))
        for method in rule.methods:
            for headers in (
                {},
                {"Authorization": "Bearer ct_nobody"},
                {"Authorization": "Basic x"},
            ):
                answer = client.open(path, method=method, headers=headers)
                assert answer.status_code == 401, f"{method} {path}"
                assert answer.mimetype == "application/problem+json"
                assert answer.headers["WWW-Authenticate"].startswith('Bearer realm="api"')
                asked += 1
    assert asked > len(SCENES)


def test_the_document_needs_none(world: World) -> None:
    assert world.app.test_client().get("/api/v1/openapi.json").status_code == 200


def test_a_revoked_token_is_turned_away(api: Api) -> None:
    api.get("quotes")
    with db.transaction() as session:
        accounts.revoke_token(session, "shop")
    assert api.call("GET", "quotes").status_code == 401


def test_it_is_noted_when_a_token_was_used(api: Api) -> None:
    before = clock.now()
    api.get("quotes")
    with db.reading() as session:
        used = session.get_one(Token, 1).last_used_at
    assert used is not None
    assert used >= before


def test_no_cookie_is_set(api: Api) -> None:
    assert "Set-Cookie" not in api.call("GET", "quotes").headers


def test_a_program_that_runs_wild_is_slowed_down(api: Api) -> None:
    api.world.app.config["API_RATE"] = "3 per minute"
    try:
        answers = [api.call("GET", path) for path in ("quotes", "orders", "payments", "quotes")]
    finally:
        api.world.app.config["API_RATE"] = "1200 per minute"
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[-1].get_json()["code"] == "too-many-requests"
    assert int(answers[-1].headers["Retry-After"]) > 0
