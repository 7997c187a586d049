"""What is said often is written once, and filled in for whoever it is said to."""

import html
import re
from datetime import timedelta

import pytest

from concierge import clock, db
from concierge.conversation import queries as conversations
from tests.composing.conftest import field, hidden
from tests.console.conftest import FRAGMENT, Desk
from tests.world import World

REPLIES = "/console/replies"
HELLO = "Hi {name}, {me} from {business} here."


def keep(desk: Desk, name: str, body: str, language: str = "") -> None:
    data = {"name": name, "body": body, "language": language}
    answer = desk.post(REPLIES, data)
    assert answer.status_code == 303, html.unescape(answer.text)


def offered(desk: Desk, thread: str, words: str = "") -> dict[str, str]:
    """What the composer finds, by name, as it would be put in."""
    page = desk.get(f"{thread}/replies?find={words}", headers=FRAGMENT).text
    found = re.findall(r'name="insert" value="([^"]*)"[^>]*><strong>([^<]*)<', page)
    return {html.unescape(name): html.unescape(body) for body, name in found}


def test_it_is_filled_in_for_the_customer(desk: Desk, thread: str, world: World) -> None:
    keep(desk, "Hello", HELLO)
    assert offered(desk, thread) == {"Hello": "Hi Maria, Nadia from Rose & Thorn here."}


def test_a_promise_is_said_in_the_customers_words(desk: Desk, thread: str, world: World) -> None:
    keep(desk, "When", "It is with you by {promise}.")
    assert offered(desk, thread) == {"When": "It is with you by {promise}."}, "nothing is promised"
    world.quote(promised_at=clock.now() + timedelta(days=400))
    assert re.fullmatch(
        r"It is with you by \w{3} \d+ \w{3} \d+:\d\d [AP]M\.", offered(desk, thread)["When"]
    )


def test_what_is_not_known_is_seen_and_not_sent(desk: Desk, world: World) -> None:
    world.text("Hello?")
    thread = f"/console/conversations/{world.conversation().id}"
    keep(desk, "Hello", HELLO)
    body = offered(desk, thread)["Hello"]
    assert body == "Hi {name}, Nadia from Rose & Thorn here."
    before = world.texts()
    answer = desk.post(f"{thread}/messages", {"body": body})
    assert answer.status_code == 422
    assert "“{name}” (the customer's first name) is not known here" in html.unescape(answer.text)
    assert field(answer.text) == body
    world.work()
    assert world.texts() == before


def test_whose_number_is_in_doubt_is_not_named(desk: Desk, thread: str, world: World) -> None:
    keep(desk, "Hello", "Hi {name}, still at {address}?")
    with db.transaction() as session:
        conversation = conversations.get(session, world.conversation().id)
        conversation.contact_point.doubted_at = clock.now()
    assert offered(desk, thread)["Hello"] == "Hi {name}, still at {address}?"


@pytest.mark.parametrize(
    ("name", "body", "sentence"),
    [
        ("Hello", "Hi {nmae}", "“{nmae}” stands for nothing. There are {name}, {business},"),
        ("Hello", "Hi { name }", "“{ name }” stands for nothing"),
        ("Hello", "Hi {}", "“{}” stands for nothing"),
        ("", "Hi", "Give it a name"),
        ("x" * 61, "Hi", "of up to 60 characters"),
        ("Hello", "", "Write what it says"),
        ("Hello", "x" * 1601, "at most 1600 characters"),
        ("taken", "Hi", "There is a reply called “taken” already"),
    ],
)
def test_what_makes_no_reply_is_refused_in_words_and_kept_in_the_form(
    desk: Desk, world: World, name: str, body: str, sentence: str
) -> None:
    keep(desk, "Taken", "Hi")
    answer = desk.post(REPLIES, {"name": name, "body": body})
    assert answer.status_code == 422
    page = html.unescape(answer.text)
    assert sentence in page
    assert f'name="name" value="{name}"' in page


def test_one_name_may_be_kept_once_in_each_language(desk: Desk, thread: str, world: World) -> None:
    keep(desk, "Hours", "Nine to one")
    keep(desk, "Hours", "De neuf à une heure", "fr")
    keep(desk, "Merci", "Merci !", "fr")
    assert offered(desk, thread) == {"Hours": "Nine to one"}
    with db.transaction() as session:
        conversations.get(session, world.conversation().id).customer.language = "fr"
    assert "Merci" in offered(desk, thread)


def test_it_is_found_by_a_word_and_what_begins_so_comes_first(desk: Desk, thread: str) -> None:
    keep(desk, "A thank you", "It was a pleasure")
    keep(desk, "Thanks", "Thank you, {name}")
    keep(desk, "Hours", "Nine to one")
    assert list(offered(desk, thread, "thank")) == ["Thanks", "A thank you"]
    assert list(offered(desk, thread, "NINE one")) == ["Hours"]
    assert offered(desk, thread, "zebra") == {}
    page = desk.get(f"{REPLIES}?q=pleasure").text
    assert "A thank you" in page
    assert "Nine to one" not in page


def test_without_a_script_a_button_puts_it_below_what_is_written(desk: Desk, thread: str) -> None:
    keep(desk, "Hours", "Nine to one")
    key = hidden(desk.get(thread).text, "compose")
    found = desk.post(f"{thread}/draft", {"body": "Yes.", "compose": key, "find": "hours"})
    assert found.location == f"{thread}?find=hours"
    page = desk.get(found.location).text
    assert 'id="canned"' in page
    assert re.search(r'<details[^>]*id="canned"[^>]* open', page)
    assert field(page) == "Yes."
    desk.post(f"{thread}/draft", {"body": "Yes.", "compose": key, "insert": "Nine to one"})
    assert field(desk.get(thread).text) == "Yes. Nine to one"


def test_it_is_changed_and_taken_off(desk: Desk, thread: str) -> None:
    keep(desk, "Hours", "Nine to one")
    desk.post(f"{REPLIES}/1", {"name": "Hours", "body": "Nine to two"})
    assert offered(desk, thread) == {"Hours": "Nine to two"}
    desk.post(f"{REPLIES}/1/removal")
    assert offered(desk, thread) == {}
    assert desk.get(f"{REPLIES}/1").status_code == 404


def test_the_list_is_read_page_by_page(desk: Desk, world: World) -> None:
    from concierge.composing import canned
    from concierge.events import SERVICE

    with db.transaction() as session:
        for number in range(120):
            name = f"Reply {number:03}"
            canned.add(session, name, "", "Hi", by=SERVICE, at=clock.now())
    page, seen = desk.get(REPLIES).text, []
    while True:
        seen += re.findall(r">(Reply \d+)<", page)
        more = re.search(r'href="([^"]+)">More<', page)
        if not more:
            break
        page = desk.get(html.unescape(more[1])).text
    assert seen == [f"Reply {number:03}" for number in range(120)]
