"""The quote builder: what is typed is what Maria reads, once."""

import re
from html import unescape
from typing import Any

import pytest
from sqlalchemy import func, select

from concierge import db
from concierge.customers import lifecycle
from concierge.customers import queries as customers
from concierge.quotes import lifecycle as quotes
from concierge.quotes.models import Quote, QuoteStatus
from tests.console.conftest import FRAGMENT, Desk
from tests.console_orders.conftest import thread_of
from tests.shop import SAM, Shop

ROSES: dict[str, Any] = {
    "number": "1",
    "description": ["12 red roses, hand-tied"],
    "quantity": ["1"],
    "price": ["48"],
    "delivery": "6",
    "address": "14 Elm St",
    "action": "send",
}


def builder(customer: int) -> str:
    return f"/console/conversations/{thread_of(customer)}/quotes"


def made() -> int:
    with db.reading() as session:
        return session.scalar(select(func.count()).select_from(Quote)) or 0


def bubble(page: str) -> str:
    """The text that the preview shows."""
    found = re.search(r'<p class="bubble-out">(.*?)</p>', page, re.DOTALL)
    return unescape(found[1]) if found else ""


def test_what_sam_previews_is_what_maria_reads(shop: Shop, sam: Desk) -> None:
    maria = shop.customer()
    form = ROSES | {"note": "Fresh from the market.", "promised": "tomorrow noon"}
    previewed = bubble(sam.post(f"{builder(maria)}/preview", form).text)
    assert previewed.startswith("12 red roses, hand-tied, delivery $6.00, to 14 Elm St, tomorrow")
    answer = sam.post(builder(maria), form)
    assert (answer.status_code, answer.location) == (303, builder(maria).removesuffix("/quotes"))
    assert shop.texts(maria)[-1] == previewed


def test_a_preview_writes_nothing(shop: Shop, sam: Desk) -> None:
    maria = shop.customer()
    before = shop.texts(maria)
    page = sam.post(f"{builder(maria)}/preview", ROSES, headers=FRAGMENT).text
    assert "$54.00 all in" in bubble(page)
    assert "<html" not in page
    assert (made(), shop.texts(maria)) == (0, before)


MISTAKES = {
    "price": ({"price": ["12,x"]}, "“12,x” is not an amount"),
    "no price": ({"price": [""]}, "What does one cost?"),
    "quantity": ({"quantity": ["0"]}, "1 to 9999"),
    "description": ({"description": [""]}, "Say what it is."),
    "delivery": ({"delivery": "some"}, "“some” is not an amount"),
    "promise": ({"promised": "tomorrow"}, "At what time?"),
    "past": ({"promised": "2020-01-01 10:00"}, "has passed already"),
    "expiry": ({"promised": "in 2 hours", "expires": "in 3 hours"}, "hold longer than"),
    "note": ({"note": "x" * 301}, "at most 300"),
    "nothing": ({"price": ["0"], "delivery": ""}, "more than zero"),
    "too much": ({"quantity": ["9999"], "price": ["999999"]}, "what a card can be charged"),
    "marker": ({"note": "<link:1>"}, "can't contain"),
    "too long": (
        {"description": ["r" * 200] * 9, "quantity": ["1"] * 9, "price": ["1"] * 9},
        "1600 is the most",
    ),
}


@pytest.mark.parametrize(("wrong", "said"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_said_and_nothing_typed_is_lost(
    shop: Shop, sam: Desk, wrong: dict[str, Any], said: str
) -> None:
    maria = shop.customer()
    form = {**ROSES, "note": "For my mum.", **wrong}
    answer = sam.post(builder(maria), form)
    page = unescape(answer.text)
    assert answer.status_code == 422
    assert said in page
    for name in ("description", "note", "price", "promised"):
        typed = form.get(name, "")
        assert all(part in page for part in (typed if isinstance(typed, list) else [typed]))
    assert made() == 0


def test_a_double_click_sends_one_quote(shop: Shop, sam: Desk) -> None:
    maria = shop.customer()
    before = len(shop.texts(maria))
    first, second = sam.post(builder(maria), ROSES), sam.post(builder(maria), ROSES)
    assert (first.status_code, second.status_code) == (303, 303)
    assert made() == 1
    assert len(shop.texts(maria)) == before + 1


def test_kim_hears_that_sam_was_quicker_and_may_still_send(
    shop: Shop, sam: Desk, kim: Desk
) -> None:
    maria = shop.customer()
    sam.post(builder(maria), ROSES)
    tulips = ROSES | {"description": ["20 tulips"], "price": ["30"]}
    answer = kim.post(builder(maria), tulips)
    assert answer.status_code == 422
    assert "Quote 1 has been made meanwhile" in answer.text
    assert "20 tulips" in answer.text
    assert 'name="number" value="2"' in answer.text
    assert made() == 1
    kim.post(builder(maria), tulips | {"number": "2"})
    assert shop.texts(maria)[-1].endswith("Reply OK 2 to order.")


def test_change_and_resend_replaces_the_old_version(shop: Shop, sam: Desk) -> None:
    maria = shop.customer()
    old = shop.quote(maria)
    page = sam.get(f"{builder(maria)}/new?from={old}").text
    assert 'value="red rose"' in page
    assert re.search(rf'name="replaces" value="{old}"\s+checked', page)
    assert bubble(page).endswith("Reply OK to order.")
    sam.post(builder(maria), ROSES | {"number": "2", "replaces": [str(old)]})
    assert shop.read_quote(old).status is QuoteStatus.WITHDRAWN
    assert shop.texts(maria)[-1].endswith("Reply OK to order.")


def test_a_quote_that_maria_has_accepted_meanwhile_is_not_replaced(shop: Shop, sam: Desk) -> None:
    maria = shop.customer()
    old = shop.quote(maria)
    shop.says_ok(old)
    answer = sam.post(builder(maria), ROSES | {"number": "2", "replaces": [str(old)]})
    assert answer.status_code == 422
    assert "Quote 1 is accepted by now" in answer.text
    assert "12 red roses, hand-tied" in answer.text
    assert made() == 1


def test_two_open_quotes_are_warned_of_and_need_a_number(shop: Shop, sam: Desk) -> None:
    maria = shop.customer()
    shop.quote(maria)
    page = sam.post(f"{builder(maria)}/preview", ROSES | {"number": "2"}).text
    assert bubble(page).endswith("Reply OK 2 to order.")
    assert "Quote 1 ($54.00) is open too" in page


def test_another_customers_quote_is_no_template(shop: Shop, sam: Desk) -> None:
    toms = shop.quote(shop.customer("+15550100124", name="Tom"))
    maria = shop.customer()
    assert sam.get(f"{builder(maria)}/new?from={toms}").status_code == 404


def test_lines_come_and_go_without_scripts(shop: Shop, sam: Desk) -> None:
    maria = shop.customer()
    path = f"{builder(maria)}/preview"
    page = sam.post(path, ROSES | {"action": "line"}).text
    assert page.count('name="description"') == 2
    assert "aria-invalid" not in page
    two = {"description": ["roses", "tulips"], "quantity": ["1", "2"], "price": ["48", "3"]}
    page = sam.post(path, ROSES | two | {"action": "without-0"}).text
    assert page.count('name="description"') == 1
    assert 'value="tulips"' in page
    assert 'value="2"' in page


def test_a_dear_character_is_named_and_replaced(shop: Shop, sam: Desk) -> None:
    maria = shop.customer()
    path = f"{builder(maria)}/preview"
    form = ROSES | {"note": "Fête des mères 🌹, " + "so many words " * 8}
    page = unescape(sam.post(path, form).text)
    assert "Write “e” for “ê”" in page
    assert "Leave out “🌹”" in page
    assert re.search(r"makes it \d parts instead of 2", page)
    page = sam.post(path, form | {"action": "plain"}).text
    assert "Fete des mères" in page
    assert "GSM-7" in page


def test_the_customers_own_address_stays_as_it_is(shop: Shop, sam: Desk) -> None:
    """Written differently it would be another address, and ask for a stronger yes."""
    maria = shop.customer(address="3 Rue de la Forêt")
    form = ROSES | {"address": "3 Rue de la Forêt", "action": "plain"}
    page = unescape(sam.post(f"{builder(maria)}/preview", form).text)
    assert "3 Rue de la Forêt" in page
    assert "own name or address" in page


REMARKS = {
    "another address": ({"address": "5 Oak Ave"}, "confirmed on a one-time link"),
    "a large sum": ({"price": ["600"]}, "More than $500.00"),
    "far away": ({"promised": "in 3 weeks"}, "about a week"),
}


@pytest.mark.parametrize(("given", "said"), REMARKS.values(), ids=REMARKS)
def test_what_is_out_of_the_ordinary_is_remarked_upon(
    shop: Shop, sam: Desk, given: dict[str, Any], said: str
) -> None:
    maria = shop.customer()
    assert said in sam.post(f"{builder(maria)}/preview", ROSES | given).text


def test_a_draft_is_kept_then_sent_once(shop: Shop, sam: Desk, kim: Desk) -> None:
    maria = shop.customer()
    before = len(shop.texts(maria))
    page = sam.post(builder(maria), ROSES | {"action": "draft"}).location
    assert len(shop.texts(maria)) == before
    assert "Send it" in sam.get(page).text
    assert sam.post(f"{page}/sending").status_code == 303
    kim.post(f"{page}/sending")
    assert "This quote is sent already." in kim.get(page).text
    assert len(shop.texts(maria)) == before + 1


def test_changing_a_draft_leaves_one_draft(shop: Shop, sam: Desk) -> None:
    maria = shop.customer()
    sam.post(builder(maria), ROSES | {"action": "draft"})
    sam.post(builder(maria), ROSES | {"number": "2", "action": "draft", "replaces": ["1"]})
    statuses = [shop.read_quote(number).status for number in (1, 2)]
    assert statuses == [QuoteStatus.WITHDRAWN, QuoteStatus.DRAFT]


def test_a_live_quote_is_taken_back_once(shop: Shop, sam: Desk, kim: Desk) -> None:
    maria = shop.customer()
    quote = shop.quote(maria)
    back = f"/console/conversations/{thread_of(maria)}"
    answer = sam.post(f"/console/quotes/{quote}/withdrawal", {"back": back})
    assert answer.location == back
    kim.post(f"/console/quotes/{quote}/withdrawal")
    assert "This quote is withdrawn already." in kim.get(f"/console/quotes/{quote}").text


def test_the_page_of_a_quote_tells_its_story(shop: Shop, sam: Desk) -> None:
    maria = shop.customer()
    quote = shop.quote(maria, lines=(quotes.Line("red rose", 12, 400),))
    order = shop.says_ok(quote)
    page = unescape(sam.get(f"/console/quotes/{quote}").text)
    for words in ("12 x red rose", "$54.00", "Quote 1 sent", "Sam Okafor", "Said OK to quote 1"):
        assert words in page
    assert f"/console/orders/{order}" in page


def test_who_has_opted_out_is_written_no_quote(shop: Shop, sam: Desk) -> None:
    maria = shop.customer()
    with shop.deciding(maria) as session:
        [point] = customers.get(session, maria).contact_points
        lifecycle.opt_out(session, point, words="STOP", source="text", by=SAM, at=shop.now)
    assert "has opted out" in sam.get(f"{builder(maria)}/new").text
    assert sam.post(builder(maria), ROSES).status_code == 422
    assert made() == 0
