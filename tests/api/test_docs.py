"""docs/api.md says what is true: each of its examples is sent, in order, and has to work."""

import json
import re
import shlex
from collections.abc import Callable

from concierge.web.shell import ROOT
from tests.api.conftest import Api
from tests.world import MARIA, World

PAGE = (ROOT / "docs" / "api.md").read_text()


def maria_says_ok(world: World) -> None:
    world.work()
    world.give_card()
    world.text("OK 1")  # the card's own text came after the quote's: a bare OK could be to that


def maria_asks_for_more(world: World) -> None:
    world.work()
    world.text("Could you do that every Friday?")


# What happens in the world before a section's examples can work.
MEANWHILE: dict[str, Callable[[World], None]] = {
    "Fulfil an order": maria_says_ok,
    "Give money back": World.work,
    "Read and answer": maria_asks_for_more,
}


def test_its_examples_work(api: Api) -> None:
    sent = 0
    for section in re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]:
        if meanwhile := MEANWHILE.get(section.partition("\n")[0]):
            meanwhile(api.world)
        for block in re.findall(r"```sh\n(.*?)```", section, re.DOTALL):
            for command in re.split(r"\n\n", block):
                if command.startswith("curl"):
                    sent += 1
                    curl(api, command)
    assert sent > 15
    [order] = api.get("orders", customer=MARIA)["data"]
    assert (order["status"], order["payment"]["amount_refunded"]) == ("paid", 1500)


def curl(api: Api, command: str) -> None:
    """Send what curl would."""
    words = iter(shlex.split(command.replace("\\\n", " ").replace("$TOKEN", api.token))[1:])
    method, path, body = "GET", "", None
    headers: dict[str, str] = {}
    for word in words:
        if word == "-X":
            method = next(words)
        elif word == "--json":
            method, body = ("POST" if method == "GET" else method), next(words).encode()
        elif word == "-H":
            name, _, value = next(words).partition(": ")
            headers[name] = value
        else:
            path = word.replace("$API", "/api/v1")
    answer = api.call(method, path, body, headers=headers)
    assert answer.status_code in {200, 201}, f"{command}\n{answer.text}"


def test_it_shows_every_way_to_make_something(api: Api) -> None:
    shown = set(re.findall(r"\$API/\w+/\d+/(\w+)", PAGE)) | set(re.findall(r"`(\w+)`", PAGE))
    for path in api.document["paths"]:
        verb = re.search(r"\}/(\w+)$", path)
        assert verb is None or verb[1] in shown | {"text"}, path


def test_its_problem_is_what_is_answered(api: Api) -> None:
    number = api.conversation()
    api.world.text("STOP")
    [shown] = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    said = api.post(f"conversations/{number}/messages", {"body": "Hello?"}).get_json()
    assert json.loads(shown.replace("https://concierge.example.com", api.world.url)) == said
