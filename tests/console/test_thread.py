"""A customer's thread at the console: reading it, answering, saying that it needs no answer."""

import html
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text

from concierge import clock, db
from concierge.channels.base import DeliveryStatus
from concierge.conversation import queries
from concierge.conversation.models import Conversation, Message
from concierge.orders.models import OrderStatus
from concierge.payments.models import Payment, PaymentStatus
from concierge.quotes.models import QuoteStatus
from tests.console.conftest import FRAGMENT, Desk
from tests.console.shop import HOUR, MINUTE, Shop
from tests.world import MARIA, World

THREAD = "/console/conversations/1"


def bubbles(page: str) -> list[str]:
    """What was said, in the order of the page."""
    return [html.unescape(body) for body in re.findall(r'class="bubble">([^<]*)<', page)]


def movements(page: str) -> list[str]:
    """What moved or did not, in the order of the page."""
    return re.findall(r'<li class="movement[^>]*>.*?<p>(.*?)</p>', page, re.DOTALL)


def keys(page: str) -> list[str]:
    """What stands in the thread, in order: m1, q1, o1, a day."""
    return re.findall(r'<li class="[^"]*"\s+data-key="([^"]+)"', page[page.index('id="entries"') :])


def test_the_thread_is_read_from_top_to_bottom(open_shop: Desk) -> None:
    page = open_shop.get(THREAD).text
    said = bubbles(page)
    assert said[0].startswith("Hi, can you get 12 red roses")
    assert said[-1].startswith("Could you do the same every first Friday?")
    assert "Nadia Haddad" in page
    assert "Read as a yes: a plain yes" in page
    assert "Delivered 11:40. Receipt: [one-time link]" in said
    assert "&lt;link:" not in page


def test_quotes_and_orders_stand_where_they_came_about(open_shop: Desk) -> None:
    order = [key for key in keys(open_shop.get(THREAD).text) if key[0] in "mqo"]
    text_of_quote, yes = order.index("m3"), order.index("m4")
    assert text_of_quote < order.index("q1") < yes < order.index("o1") < order.index("m5") or (
        order.index("q1") < yes < order.index("o1") < order.index("m5")
    )


def test_money_stands_where_it_moved_with_what_the_bank_refused(desk: Desk, world: World) -> None:
    with db.transaction() as session:
        shop = Shop(session, clock.now())
        maria = shop.person("Maria Lopez", MARIA)
        card = shop.card(maria)
        shop.heard(maria, 6 * HOUR, "ok")
        quote = shop.quote(maria, 7 * HOUR, ("rose", 1, 500), status=QuoteStatus.ACCEPTED)
        order = shop.order(maria, 6 * HOUR, quote, card)
        refused = session.scalars(select(Payment)).one()
        refused.status, refused.problem = PaymentStatus.DECLINED, "insufficient_funds"
        taken = {"status": PaymentStatus.CAPTURED, "amount_captured": order.total}
        payment = shop.payment(order, card, 5 * HOUR, captured_at=shop.at - 4 * HOUR, **taken)
        shop.heard(maria, 3 * HOUR, "two were wilted")
        payment.amount_refunded = 200
        shop.refund(payment, 2 * HOUR, 200, reason="two wilted")
        shop.heard(maria, HOUR, "thank you")
    page = desk.get(THREAD).text
    assert re.search(r"<span>Visa 4242, [a-z ]*refunded</span>", page), "how the order is paid"
    stood = [key for key in keys(page) if key[0] != "d"]
    assert stood == ["q1", "m1", "o1", "p1", "p2", "m2", "r1", "m3"]
    moved = [" ".join(re.sub("<[^>]+>", "", each).split()) for each in movements(page)]
    assert moved == [
        "$14.00 refused by Visa 4242: insufficient funds · order 1",
        "$14.00 taken from Visa 4242 · order 1",
        "−$2.00 back to Visa 4242, given back · two wilted · order 1",
    ]


def test_a_refund_stands_on_the_page_of_its_day(desk: Desk, world: World) -> None:
    with db.transaction() as session:
        shop = Shop(session, clock.now())
        maria = shop.person("Maria Lopez", MARIA)
        quote = shop.quote(maria, 90 * HOUR, ("rose", 1, 500), status=QuoteStatus.ACCEPTED)
        shop.order(maria, 90 * HOUR, quote, shop.card(maria), OrderStatus.PAID)
        for number in range(60):
            shop.heard(maria, 80 * HOUR - number * MINUTE, f"text {number}")
        payment = session.scalars(select(Payment)).one()
        payment.amount_refunded = 200
        shop.refund(payment, HOUR, 200)
    newest = keys(desk.get(THREAD).text)
    assert [key for key in newest if key[0] in "pro"] == ["r1"]
    older = keys(desk.get(f"{THREAD}?before=21", headers=FRAGMENT).text)
    assert [key for key in older if key[0] in "pro"] == ["o1", "p1"]


def test_a_busy_page_is_light(desk: Desk, world: World) -> None:
    with db.transaction() as session:
        shop = Shop(session, clock.now())
        maria = shop.person("Maria Lopez", MARIA)
        for number in range(60):
            say = shop.heard if number % 2 else shop.said
            say(maria, (200 - number) * MINUTE, f"text {number}, and some more words of it")
            person = shop.person(f"Person {number}", f"+1212555{number:04}")
            shop.heard(person, number * MINUTE, "hello there, are you open on Sunday, please?")
            shop.waits(person, number * MINUTE)
    for page in (THREAD, "/console/", "/console/customers/1"):
        assert len(desk.get(page).data) < 60_000, page


def test_a_thread_opened_from_further_down_stands_in_its_list(desk: Desk, world: World) -> None:
    with db.transaction() as session:
        shop = Shop(session, clock.now())
        for number in range(60):
            person = shop.person(f"Person {number}", f"+1212555{number:04}")
            shop.heard(person, number * MINUTE, "hello")
    more = re.search(r'data-more="rows" href="([^"]+)"', desk.get("/console/").text)
    assert more
    further = desk.get(html.unescape(more[1]), headers=FRAGMENT).text
    row = re.search(r'href="([^"]+/conversations/\d+[^"]*)"', further)
    assert row
    page = desk.get(html.unescape(row[1])).text
    assert 'aria-current="true"' in page
    assert 'href="/console/">From the top of the list' in page


def test_what_went_wrong_is_said_in_words(open_shop: Desk) -> None:
    page = open_shop.get("/console/conversations/4").text
    assert "Not delivered: The phone is switched off or out of reach (30003)" in page


@pytest.mark.parametrize("status", list(DeliveryStatus))
def test_every_state_of_a_text_has_words(open_shop: Desk, shop: Shop, status: Any) -> None:
    with db.transaction() as session:
        message = session.get_one(Message, 2)
        message.status, message.error = status, "the reason"
    page = open_shop.get(THREAD).text
    about = page[page.index('data-key="m2"') :].split("</li>")[0]
    assert re.search(r'class="state[^"]*">.*?[A-Z][a-z]+', about, re.DOTALL)
    bad = status in {DeliveryStatus.FAILED, DeliveryStatus.BLOCKED, DeliveryStatus.EXPIRED}
    assert ("the reason" in about) == bad


def test_earlier_messages_come_page_by_page_and_none_is_lost(desk: Desk, world: World) -> None:
    with db.transaction() as session:
        shop = Shop(session, clock.now())
        maria = shop.person("Maria Lopez", MARIA)
        for number in range(95):
            shop.heard(maria, (200 - number) * MINUTE, f"text {number}")
            if number % 30 == 10:
                shop.quote(
                    maria,
                    (200 - number) * MINUTE,
                    ("rose", 1, 500),
                    number=number,
                    status=QuoteStatus.EXPIRED,
                )
    page = desk.get(THREAD).text
    seen = keys(page)
    while found := re.search(r'data-more="entries" href="([^"]+)"', page):
        page = desk.get(html.unescape(found[1]), headers=FRAGMENT).text
        seen = keys(page) + seen
    assert [key for key in seen if re.match(r"m\d", key)] == [f"m{n}" for n in range(1, 96)]
    assert [key for key in seen if key[0] == "q"] == ["q1", "q2", "q3"]
    assert seen.index("m11") + 1 == seen.index("q1")


def test_the_statements_of_a_thread_do_not_grow_with_it(
    desk: Desk, world: World, statements: Callable[..., Any]
) -> None:
    made = []
    for count in (3, 30):
        with db.transaction() as session:
            session.execute(text("SET LOCAL session_replication_role = replica"))  # no trigger
            session.execute(text("TRUNCATE customers RESTART IDENTITY CASCADE"))
            shop = Shop(session, clock.now())
            maria = shop.person("Maria Lopez", MARIA)
            card = shop.card(maria)
            for number in range(1, count + 1):
                ago = (200 - number) * MINUTE
                shop.picture(shop.heard(maria, ago, f"text {number}"))
                shop.said(maria, ago, f"answer {number}")
                quote = shop.quote(
                    maria, ago, ("rose", 1, 500), number=number, status=QuoteStatus.ACCEPTED
                )
                shop.order(maria, ago, quote, card)
                someone = shop.person(f"Person {number}", f"+1212555{number:04}")
                shop.heard(someone, ago, "hello")
        with statements() as counted:
            assert desk.get(THREAD).status_code == 200
        made.append(len(counted))
    assert made[0] == made[1], made
    assert made[0] <= 30, "\n".join(counted)


def test_nadia_answers_and_nobody_waits_any_more(open_shop: Desk, world: World) -> None:
    answer = open_shop.post(f"{THREAD}/messages", {"body": "With pleasure!\r\nFrom the 3rd?"})
    assert answer.status_code == 303
    assert answer.location == THREAD
    page = open_shop.get(THREAD).text
    assert bubbles(page)[-1] == "With pleasure!\nFrom the 3rd?"
    assert "On its way" in page
    assert 'id="settle"' not in page
    with db.reading() as session:
        assert session.get_one(Conversation, 1).waiting_since is None


def test_an_answer_reaches_the_customer(desk: Desk, world: World) -> None:
    world.text("Hi, are you open on Sunday?")
    number = world.conversation().id
    desk.post(f"/console/conversations/{number}/messages", {"body": "We are, from nine to one"})
    world.work()
    assert world.texts()[-1] == "We are, from nine to one"
    assert "Delivered" in desk.get(f"/console/conversations/{number}").text


def test_a_script_gets_the_thread_as_an_answer(open_shop: Desk) -> None:
    answer = open_shop.post(f"{THREAD}/messages", {"body": "Yes"}, headers=FRAGMENT)
    assert answer.status_code == 200
    assert bubbles(answer.text)[-1] == "Yes"
    for part in ("head", "entries", "reach", "panel"):
        assert f'data-region="{part}"' in answer.text
    assert "<html" not in answer.text


def test_the_same_click_twice_is_one_text(open_shop: Desk) -> None:
    for _ in range(2):
        assert open_shop.post(f"{THREAD}/messages", {"body": "Yes"}).status_code == 303
    assert bubbles(open_shop.get(THREAD).text).count("Yes") == 1


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("  ", "Write something first."),
        ("x" * 1601, "at most 1600 characters"),
        ("see <link:1>", "can't contain"),
    ],
)
@pytest.mark.parametrize("headers", [{}, FRAGMENT])
def test_what_cannot_be_sent_is_said_and_kept(
    open_shop: Desk, body: str, sentence: str, headers: dict[str, str]
) -> None:
    answer = open_shop.post(f"{THREAD}/messages", {"body": body}, headers=headers)
    assert answer.status_code == 422
    assert sentence in html.unescape(answer.text)
    if not headers and body.strip():
        assert f">{html.escape(body)}</textarea>" in answer.text


def test_to_somebody_who_opted_out_nothing_can_be_written(open_shop: Desk, world: World) -> None:
    bill = "/console/conversations/11"
    page = open_shop.get(bill).text
    assert "This customer has opted out (STOP)" in page
    assert re.search(r'id="send"[^>]* disabled', page)
    answer = open_shop.post(f"{bill}/messages", {"body": "Are you sure, Bill?"})
    assert answer.status_code == 422
    assert "Nothing can be sent until they text START" in answer.text
    assert ">Are you sure, Bill?</textarea>" in answer.text
    with db.reading() as session:
        assert len(queries.thread(session, 11)) == 2


def test_a_dead_number_is_said_before_anybody_writes(open_shop: Desk, shop: Shop) -> None:
    with db.transaction() as session:
        point = session.get_one(Conversation, 1).contact_point
        point.dead_at, point.dead_reason = clock.now(), "no such number"
    assert "Nothing arrives at +12125550123: no such number" in open_shop.get(THREAD).text


def test_it_needs_no_answer(open_shop: Desk) -> None:
    answer = open_shop.post(f"{THREAD}/settlement")
    assert answer.location == THREAD
    page = open_shop.get(THREAD).text
    assert "it needs no answer" in page
    assert 'id="settle"' not in page
    assert "3 waiting" in page


def test_a_conversation_begins_with_a_number_as_people_write_it(desk: Desk, world: World) -> None:
    data = {"number": "(212) 555-0147", "body": "Hello Ruth, your wreath is ready."}
    answer = desk.post("/console/conversations", data)
    assert answer.status_code == 303
    assert "+1 212-555-0147" in desk.get(answer.location).text
    world.work()
    assert world.texts("+12125550147") == ["Hello Ruth, your wreath is ready."]


def test_a_number_that_is_known_leads_to_its_conversation(open_shop: Desk) -> None:
    data = {"number": "+12125550123", "body": "One more thing"}
    assert open_shop.post("/console/conversations", data).location == THREAD


@pytest.mark.parametrize(
    ("number", "body", "sentence"),
    [
        ("12", "Hello", "is not a phone number"),
        ("CALL-ME", "Hello", "is not a phone number"),
        ("+12125550147", "", "Write something first."),
        ("+12125550177", "Hello", "has opted out"),
    ],
)
def test_a_conversation_that_cannot_begin_keeps_what_was_typed(
    open_shop: Desk, number: str, body: str, sentence: str
) -> None:
    answer = open_shop.post("/console/conversations", {"number": number, "body": body})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'value="{number}"' in answer.text
    assert f">{body}</textarea>" in answer.text
    assert "+1 212-555-0147" not in open_shop.get("/console/").text, "nobody was made"


def test_there_is_no_such_conversation(open_shop: Desk) -> None:
    assert open_shop.get("/console/conversations/999").status_code == 404
    assert open_shop.post("/console/conversations/999/messages").status_code == 404
    assert open_shop.post("/console/conversations/999/settlement").status_code == 404


def test_what_customers_write_is_text_and_nothing_else(desk: Desk, world: World) -> None:
    with db.transaction() as session:
        shop = Shop(session, clock.now())
        eve = shop.person('<b onclick="x">Eve</b>', MARIA, notes="</textarea><script>1</script>")
        shop.heard(eve, HOUR, "<img src=x onerror=alert(1)>")
        shop.waits(eve, HOUR, "<i>why</i>")
    page = desk.get(THREAD).text
    for harm in ("<img src=x", "<b onclick", "<script>1", "<i>why"):
        assert harm not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page


def test_pages_hold_no_script_or_style_of_their_own(open_shop: Desk) -> None:
    for address in ("/console/", THREAD, "/console/conversations/new", "/console/customers/1"):
        page = open_shop.get(address).text
        assert not re.search(r"<script(?![^>]*\ssrc=)", page), address
        assert not re.search(r"<style|\sstyle=|\son\w+=", page), address
        assert not re.search(r'(src|href|action)="(https?:)?//', page), address
        assert len(page) < 60_000, address


def test_times_are_in_the_zone_of_the_business(open_shop: Desk, shop: Shop) -> None:
    with db.reading() as session:
        newest = queries.thread(session, 1)[-1]
    local = (newest.created_at - timedelta(0)).astimezone(_zone())
    assert f">{local:%H:%M}</time>" in open_shop.get(THREAD).text


def _zone() -> Any:
    from concierge import config

    return config.current().zone
