"""Never two answers: whoever writes into a thread that somebody else has just answered is told."""

import re
from html import unescape

import pytest

from concierge import db
from concierge.conversation import queries
from concierge.operators import accounts
from tests.console.conftest import FRAGMENT, Desk
from tests.console.shop import PASSWORD
from tests.world import World

THREAD = "/console/conversations/1"
BEN = "ben@roseandthorn.example"
MARIA_WRITES = "+12125550123"


@pytest.fixture
def ben(world: World, open_shop: Desk) -> Desk:
    """A second operator, at a second desk."""
    with db.transaction() as session:
        accounts.create(session, BEN, "Ben Ortiz", PASSWORD)
    desk = Desk(world.app.test_client())
    assert desk.log_in(BEN).status_code == 302
    return desk


def form(page: str) -> dict[str, str]:
    """What the composer of an open page sends along."""
    inside = page[page.index('id="composer"') :]
    sent = ("seen", "began", "compose")
    found = {name: re.search(f'name="{name}"[^>]* value="([^"]+)"', inside) for name in sent}
    return {name: match[1] for name, match in found.items() if match}


def texts_of_ours(body: str) -> int:
    with db.reading() as session:
        return sum(message.body == body for message in queries.thread(session, 1))


def waits() -> bool:
    with db.reading() as session:
        return queries.get(session, 1).waiting_since is not None


def test_ben_is_told_what_nadia_has_just_answered(open_shop: Desk, ben: Desk) -> None:
    opened = form(ben.get(THREAD).text)
    open_shop.post(f"{THREAD}/messages", {"body": "Every first Friday, gladly."})
    answer = ben.post(f"{THREAD}/messages", {"body": "We can't do that", **opened})
    assert answer.status_code == 422
    page = unescape(answer.text)
    assert "Nadia Haddad wrote while you were writing." in page
    assert "<q>Every first Friday, gladly.</q>" in page
    assert ">We can't do that</textarea>" in page, "the draft is kept"
    assert texts_of_ours("We can't do that") == 0


def test_send_anyway_sends_it_once_it_is_known(open_shop: Desk, ben: Desk) -> None:
    opened = form(ben.get(THREAD).text)
    open_shop.post(f"{THREAD}/messages", {"body": "Gladly."})
    page = ben.post(f"{THREAD}/messages", {"body": "And a card?", **opened}).text
    anyway = re.search(r'name="anyway" value="(\d+)"', page)
    assert anyway
    again = {"body": "And a card?", **form(page), "anyway": anyway[1]}
    assert form(page)["began"] == opened["began"], "Send itself still warns"
    assert ben.post(f"{THREAD}/messages", again).status_code == 303
    assert texts_of_ours("And a card?") == 1


def test_a_third_answer_meanwhile_warns_again(open_shop: Desk, ben: Desk) -> None:
    opened = form(ben.get(THREAD).text)
    open_shop.post(f"{THREAD}/messages", {"body": "Gladly."})
    page = ben.post(f"{THREAD}/messages", {"body": "And a card?", **opened}).text
    anyway = re.search(r'name="anyway" value="(\d+)"', page)
    assert anyway
    open_shop.post(f"{THREAD}/messages", {"body": "With a card, of course."})
    again = {"body": "And a card?", **form(page), "anyway": anyway[1]}
    answer = ben.post(f"{THREAD}/messages", again)
    assert answer.status_code == 422
    assert "With a card, of course." in answer.text


def test_an_answer_to_what_one_has_seen_is_sent(open_shop: Desk, ben: Desk) -> None:
    open_shop.post(f"{THREAD}/messages", {"body": "Gladly."})
    opened = form(ben.get(THREAD).text)
    assert ben.post(f"{THREAD}/messages", {"body": "And a card?", **opened}).status_code == 303


def test_ones_own_words_are_no_surprise(open_shop: Desk) -> None:
    opened = form(open_shop.get(THREAD).text)
    for body in ("One", "Two"):
        opened["compose"] = body  # what is written next has a key of its own
        assert open_shop.post(f"{THREAD}/messages", {"body": body, **opened}).status_code == 303


def test_a_colleagues_quote_is_an_answer_too(world: World, open_shop: Desk, ben: Desk) -> None:
    opened = form(ben.get(THREAD).text)
    lines = {"number": "2", "description": "peony", "quantity": "9", "price": "8.00"}
    sent = open_shop.post(f"{THREAD}/quotes", {**lines, "action": "send"})
    assert sent.status_code == 303
    answer = ben.post(f"{THREAD}/messages", {"body": "Peonies?", **opened})
    assert answer.status_code == 422
    assert "Nadia Haddad wrote while you were writing." in answer.text
    assert "peony" in answer.text


def test_whoever_writes_is_shown_it_while_they_write(open_shop: Desk, ben: Desk) -> None:
    opened = form(ben.get(THREAD).text)
    open_shop.post(f"{THREAD}/messages", {"body": "Gladly."})
    update = ben.get(f"{THREAD}?began={opened['began']}", headers=FRAGMENT).text
    assert "Nadia Haddad wrote while you were writing." in update
    assert "wrote while" not in ben.get(THREAD, headers=FRAGMENT).text, "nothing is being written"


def test_what_the_customer_adds_does_not_stop_an_answer_but_goes_on_waiting(
    world: World, open_shop: Desk
) -> None:
    opened = form(open_shop.get(THREAD).text)
    world.text("And could you leave it with the doorman?", MARIA_WRITES)
    answer = open_shop.post(f"{THREAD}/messages", {"body": "Gladly.", **opened})
    assert answer.status_code == 303
    assert waits(), "nobody has seen her second question yet"
    opened = form(open_shop.get(THREAD).text)
    open_shop.post(f"{THREAD}/messages", {"body": "The doorman it is.", **opened})
    assert not waits()


def test_a_double_click_is_one_text_whatever_comes_between(world: World, open_shop: Desk) -> None:
    data = {"body": "Gladly.", **form(open_shop.get(THREAD).text)}
    assert open_shop.post(f"{THREAD}/messages", data).status_code == 303
    world.text("Oh good", MARIA_WRITES)
    assert open_shop.post(f"{THREAD}/messages", data).status_code == 303
    assert texts_of_ours("Gladly.") == 1


def test_the_same_words_to_a_new_question_are_a_new_text(world: World, open_shop: Desk) -> None:
    for question in ("Is noon possible?", "And with eucalyptus?"):
        world.text(question, MARIA_WRITES)
        data = {"body": "Yes", **form(open_shop.get(THREAD).text)}
        assert open_shop.post(f"{THREAD}/messages", data).status_code == 303
    assert texts_of_ours("Yes") == 2


# --- quotes --------------------------------------------------------------------------------------

QUOTE = {"number": "2", "description": "peony", "quantity": "9", "price": "8.00", "action": "send"}


def began(page: str) -> str:
    found = re.search(r'name="began"[^>]* value="(\d+)"', page)
    assert found
    return found[1]


def test_a_quote_into_a_thread_that_was_answered_is_not_sent(open_shop: Desk, ben: Desk) -> None:
    opened = began(ben.get(f"{THREAD}/quotes/new").text)
    open_shop.post(f"{THREAD}/messages", {"body": "No peonies before May, alas."})
    answer = ben.post(f"{THREAD}/quotes", {**QUOTE, "began": opened})
    assert answer.status_code == 422
    assert "Nadia Haddad wrote while you were writing." in answer.text
    assert "<q>No peonies before May, alas.</q>" in answer.text
    assert 'value="peony"' in answer.text, "the quote is kept"
    again = {**QUOTE, "began": began(answer.text)}
    assert ben.post(f"{THREAD}/quotes", again).status_code == 303


def test_a_quote_does_not_pass_a_wish_that_came_in_meanwhile(world: World, open_shop: Desk) -> None:
    opened = began(open_shop.get(f"{THREAD}/quotes/new").text)
    world.text("No peonies please, she is allergic", MARIA_WRITES)
    answer = open_shop.post(f"{THREAD}/quotes", {**QUOTE, "began": opened})
    assert answer.status_code == 422
    assert "The customer wrote while you were writing." in answer.text
    assert "she is allergic" in answer.text


def test_a_preview_does_not_make_one_know_more(world: World, open_shop: Desk) -> None:
    opened = began(open_shop.get(f"{THREAD}/quotes/new").text)
    world.text("No peonies please, she is allergic", MARIA_WRITES)
    previewed = open_shop.post(
        f"{THREAD}/quotes/preview", {**QUOTE, "began": opened, "action": "preview"}
    )
    assert began(previewed.text) == opened


def test_a_draft_is_not_sent_into_an_answered_thread(open_shop: Desk, ben: Desk) -> None:
    kept = ben.post(f"{THREAD}/quotes", {**QUOTE, "action": "draft"})
    opened = began(ben.get(kept.location).text)
    open_shop.post(f"{THREAD}/messages", {"body": "No peonies before May, alas."})
    answer = ben.post(f"{kept.location}/sending", {"began": opened}, follow_redirects=True)
    assert "No peonies before May, alas." in answer.text
    assert "nothing was sent" in answer.text
    again = {"began": began(answer.text)}
    answer = ben.post(f"{kept.location}/sending", again, follow_redirects=True)
    assert "is on its way" in answer.text


def test_a_form_that_does_not_say_what_it_knows_sends_as_it_always_did(open_shop: Desk) -> None:
    data = {"body": "Gladly.", "seen": "soon", "began": ""}
    assert open_shop.post(f"{THREAD}/messages", data).status_code == 303
