"""Views of the inbox: who is in which, counts that are true, pages that lose nobody; snoozing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text

from concierge import clock, db
from concierge.conversation import minding, queries, queue, snoozing
from concierge.conversation.models import Conversation, Promise
from concierge.conversation.queue import View
from concierge.effects.models import Effect, EffectStatus
from concierge.errors import Refused
from concierge.events import operator
from concierge.orders.models import HeldFor, OrderStatus
from concierge.payments.models import Dispute, DisputeStatus, Payment
from tests.console.conftest import Desk
from tests.console.shop import HOUR, MINUTE, Shop
from tests.console.test_inbox import rows, rows_to_the_end
from tests.world import World

NADIA = operator(1)


def names(view: View) -> list[str]:
    with db.reading() as session:
        found, _ = queue.page(session, view, me=1, at=clock.now())
        return [row.customer.name or row.contact_point.address for row in found]


def counted() -> dict[View, int]:
    with db.reading() as session:
        return queue.counts(session, me=1, at=clock.now())


def change(number: int, **values: Any) -> None:
    """Straight into the row."""
    with db.transaction() as session:
        conversation = session.get_one(Conversation, number)
        for name, value in values.items():
            setattr(conversation, name, value)


def of(name: str) -> int:
    with db.reading() as session:
        found, _ = queue.page(session, at=clock.now(), limit=100)
        return next(row.id for row in found if row.customer.name == name)


@pytest.mark.usefixtures("shop")
def test_waiting_is_whoever_waits_by_promise_and_then_by_how_long() -> None:
    waiting = ["June Park", "+13475550188", "Maria Lopez", "Tom Okafor"]
    assert names(View.WAITING) == waiting
    soon, later = clock.now() + timedelta(hours=1), clock.now() + timedelta(hours=3)
    change(of("Tom Okafor"), promised_at=later, promise=Promise.QUOTE)
    change(of("Hiro Tanaka"), promised_at=soon, promise=Promise.ANSWER)  # who does not wait
    assert names(View.WAITING) == ["Hiro Tanaka", "Tom Okafor", *waiting[:3]]
    assert names(View.ALL)[:6] == [*names(View.WAITING), "Ana-Sofia Brandt"]
    assert counted()[View.WAITING] == 5


@pytest.mark.usefixtures("shop")
def test_mine_and_nobodys() -> None:
    maria, ana = of("Maria Lopez"), of("Ana-Sofia Brandt")
    for number in (maria, ana):
        change(number, assignee_id=1, assigned_at=clock.now())
    assert names(View.MINE) == ["Maria Lopez", "Ana-Sofia Brandt"]
    assert names(View.UNASSIGNED) == ["June Park", "+13475550188", "Tom Okafor"]
    assert (counted()[View.MINE], counted()[View.UNASSIGNED]) == (2, 3)


@pytest.mark.usefixtures("shop")
def test_their_turn_is_a_quote_an_order_that_waits_for_them_or_an_answer_of_somebodys() -> None:
    assert names(View.THEIRS) == []  # Tom has a quote, and has written since
    change(of("Tom Okafor"), waiting_since=None, last_direction="out")
    change(of("Hiro Tanaka"), assignee_id=1, assigned_at=clock.now())
    assert names(View.THEIRS) == ["Tom Okafor", "Hiro Tanaka"]
    assert counted()[View.THEIRS] == 2
    change(of("Hiro Tanaka"), last_direction="in")
    assert names(View.THEIRS) == ["Tom Okafor"]


def test_to_fulfil_is_whoever_has_an_order_to_be_fulfilled(world: World, shop: Shop) -> None:
    assert names(View.FULFIL) == []
    with db.transaction() as session:
        shop.session = session
        tom = session.merge(shop.people["+12015550144"])
        quote = shop.quote(tom, HOUR, ("tulip", 3, 200), number=7)
        shop.order(tom, HOUR, quote, shop.card(tom), OrderStatus.CONFIRMED)
    assert names(View.FULFIL) == ["Tom Okafor"]
    assert counted()[View.FULFIL] == 1


def test_trouble_is_a_lost_text_an_order_a_card_a_dispute_or_a_call_given_up(
    world: World, shop: Shop
) -> None:
    assert names(View.TROUBLE) == []
    change(of("June Park"), undelivered_at=clock.now())
    with db.transaction() as session:
        shop.session = session
        tom, ana, hiro = (
            session.merge(shop.people[number])
            for number in ("+12015550144", "+19175550131", "+13325550108")
        )
        quote = shop.quote(tom, HOUR, ("tulip", 3, 200), number=7)
        order = shop.order(tom, HOUR, quote, shop.card(tom), OrderStatus.CONFIRMED)
        order.trouble = "The reservation lapsed."
        other = shop.quote(ana, HOUR, ("rose", 3, 200), number=8)
        held = shop.order(ana, HOUR, other, shop.card(ana), OrderStatus.PLACED)
        held.status, held.held_for, held.held_at = OrderStatus.HELD, HeldFor.DECLINED, clock.now()
        paid = session.scalars(select(Payment).where(Payment.customer_id == 1)).one()
        session.add(
            Dispute(
                payment_id=paid.id,
                customer_id=1,
                provider_id="du_1",
                status=DisputeStatus.OPEN,
                amount=5400,
                currency="USD",
                reason="fraudulent",
                opened_at=clock.now(),
            )
        )
        session.add(
            Effect(
                kind="refund.request",
                subject="refund:1",
                key="refund:1",
                status=EffectStatus.GIVEN_UP,
                customer_id=hiro.customer_id,
                due_at=clock.now(),
                created_at=clock.now(),
                deadline_at=clock.now(),
                params={},
            )
        )
    found = names(View.TROUBLE)
    assert sorted(found) == [
        "Ana-Sofia Brandt", "Hiro Tanaka", "June Park", "Maria Lopez", "Tom Okafor",
    ]  # fmt: skip
    assert counted()[View.TROUBLE] == 5


def test_a_lost_text_is_trouble_until_a_person_has_seen_to_it(
    world: World, open_shop: Desk
) -> None:
    from concierge.conversation import outcomes

    with db.transaction() as session:
        conversation = queries.get(session, 1)
        last = queries.messages(session, before=None, limit=9, conversation_id=1)
        ours = next(message for message in last if not message.inbound and not message.template)
        ours.status = None
        outcomes.failed(session, ours, code="30005", why="No such number", at=clock.now())
        assert conversation.undelivered_at is not None
    assert "Maria Lopez" in names(View.TROUBLE)
    open_shop.post("/console/conversations/1/settlement")
    assert "Maria Lopez" not in names(View.TROUBLE)


@pytest.mark.parametrize("view", [View.ALL, View.WAITING, View.MINE, View.UNASSIGNED, View.SNOOZED])
def test_pages_of_a_view_show_everybody_once(
    desk: Desk, world: World, view: View, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("concierge.web.console.inbox.PAGE", 7)
    now = clock.now()
    with db.transaction() as session:
        shop = Shop(session, now)
        for number in range(30):
            someone = shop.person(f"Person {number:03}", f"+1212555{number:04}")
            shop.heard(someone, (100 - number) * MINUTE, "hello")
            if number % 3 == 0:
                shop.waits(someone, (number % 9) * MINUTE)
            if number % 5 == 0:
                someone.promised_at = now + (number % 10) * MINUTE
            if number % 4 == 0:
                someone.assignee_id = 1
            if number % 7 == 0:
                someone.snoozed_until = now + 2 * HOUR
    seen = rows_to_the_end(desk, f"/console/?view={view}")
    with db.reading() as session:
        whole, more = queue.page(session, view, me=1, at=now, limit=1000)
        total = queue.counts(session, me=1, at=now)
    assert seen == [row.id for row in whole]
    assert len(seen) == len(set(seen))
    assert more is None
    if view is not View.ALL:
        assert total[view] == len(seen)


def test_counting_ends_at_a_thousand_and_at_a_hundred_of_what_is_looked_up_one_by_one(
    world: World, open_shop: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("concierge.conversation.queue.MANY", 3)
    monkeypatch.setattr("concierge.conversation.queue.SOME", 2)
    for name in ("Ana-Sofia Brandt", "Hiro Tanaka", "Priya Raman"):
        change(of(name), assignee_id=1)
    assert counted()[View.WAITING] == 3
    assert counted()[View.THEIRS] == 2
    page = open_shop.get("/console/").text
    assert 'id="count-waiting">2+<' in page
    assert 'id="count-theirs">1+<' in page


def test_a_page_of_any_view_takes_six_statements_at_most(
    open_shop: Desk, statements: Callable[..., Any]
) -> None:
    for view in View:
        with statements() as made:
            assert open_shop.get(f"/console/?view={view}").status_code == 200
        # Who it is, then the page's: the counts, the queue, the rest; and whether texts are held.
        assert len(made) <= 6, (view, made)


def test_the_row_and_its_thread_keep_the_view(open_shop: Desk) -> None:
    page = open_shop.get("/console/?view=waiting").text
    assert 'href="/console/conversations/1?view=waiting"' in page
    inside = open_shop.get("/console/conversations/1?view=waiting").text
    assert 'data-source="/console/?view=waiting&amp;rows="' in inside
    assert rows(inside) == rows(page)


def test_an_unknown_view_is_all(open_shop: Desk) -> None:
    assert rows(open_shop.get("/console/?view=nonsense").text) == rows(
        open_shop.get("/console/").text
    )


def test_the_inbox_reads_its_indexes(world: World, desk: Desk) -> None:
    """On any number of rows: no sort, and no more of the index than the page has."""
    with db.transaction() as session:
        shop = Shop(session, clock.now())
        for number in range(400):
            someone = shop.person(f"Person {number:03}", f"+1212555{number:04}")
            if number % 2:
                shop.waits(someone, number * MINUTE)
            if number % 15 == 0:
                someone.assignee_id = 1
            if number % 20 == 0:
                someone.snoozed_until = clock.now() + HOUR
    with db.transaction() as session:
        session.execute(text("ANALYZE conversations"))
    wanted = {
        View.WAITING: ("ix_conversations_queue",),
        View.UNASSIGNED: ("ix_conversations_unassigned",),
        View.MINE: ("ix_conversations_mine", "ix_conversations_assignee"),
        View.SNOOZED: ("ix_conversations_snoozed",),
        View.ALL: ("ix_conversations_queue", "ix_conversations_recent"),
    }
    for view, indexes in wanted.items():
        with db.transaction() as session:
            for way in ("enable_seqscan", "enable_bitmapscan", "enable_sort"):
                session.execute(text(f"SET LOCAL {way} = off"))
            plans = _plans(session, view)
        for plan, index in zip(plans, indexes, strict=True):
            assert index in plan, plan
            assert "Sort" not in plan, plan


def _plans(session: Any, view: View) -> list[str]:
    from sqlalchemy import event

    found: list[str] = []
    connection = session.connection()

    def explain(_c: Any, _cursor: Any, statement: str, given: Any, *_: Any) -> None:
        if "FROM conversations" in statement and not statement.startswith("EXPLAIN"):
            lines = connection.exec_driver_sql("EXPLAIN " + statement, given).scalars()
            found.append("\n".join(lines))

    event.listen(connection, "before_cursor_execute", explain)
    queue.page(session, view, me=1, at=clock.now(), limit=300)
    return found


# --- snoozing ------------------------------------------------------------------------------------


def snooze(until: timedelta = HOUR) -> None:
    with db.transaction() as session:
        conversation = queries.get(session, 1)
        at = clock.now()
        snoozing.snooze(session, conversation, at + until, by=NADIA, at=at)


@pytest.mark.usefixtures("shop")
def test_what_is_snoozed_leaves_the_queue_and_comes_back_at_its_old_place() -> None:
    before = names(View.WAITING)
    snooze()
    assert names(View.SNOOZED) == ["Maria Lopez"]
    assert "Maria Lopez" not in names(View.WAITING)
    assert (counted()[View.SNOOZED], counted()[View.WAITING]) == (1, 3)
    minding.wake_snoozed_conversations(clock.now() + 59 * MINUTE)
    assert names(View.SNOOZED) == ["Maria Lopez"]
    assert minding.wake_snoozed_conversations(clock.now() + 61 * MINUTE) == 1
    assert names(View.WAITING) == before
    assert names(View.SNOOZED) == []


@pytest.mark.usefixtures("shop")
def test_what_did_not_wait_calls_a_person_when_its_time_comes() -> None:
    change(1, waiting_since=None, waiting_for=None)
    snooze()
    minding.wake_snoozed_conversations(clock.now() + 61 * MINUTE)
    with db.reading() as session:
        assert queries.get(session, 1).waiting_for == "Snoozed until now"


def test_it_wakes_at_once_when_the_customer_writes_even_a_plain_ok(
    world: World, shop: Shop
) -> None:
    change(1, waiting_since=None, waiting_for=None)
    snooze()
    world.text("thanks", sender="+12125550123")
    assert names(View.SNOOZED) == []
    assert "Maria Lopez" in names(View.WAITING)


def test_snoozing_understands_words_and_refuses_what_it_does_not(open_shop: Desk) -> None:
    path = "/console/conversations/1/snooze"
    refused = open_shop.post(path, {"words": "in a while"})
    assert refused.status_code == 422
    assert "not a time I can read" in refused.text
    assert open_shop.post(path, {"words": "in 2 hours"}).status_code == 303
    assert names(View.SNOOZED) == ["Maria Lopez"]
    page = open_shop.get("/console/conversations/1?view=snoozed").text
    assert page.count("Snoozed until") >= 2
    assert open_shop.post("/console/conversations/1/waking").status_code == 303
    assert names(View.SNOOZED) == []


def test_needs_no_answer_ends_a_snooze(open_shop: Desk) -> None:
    snooze()
    open_shop.post("/console/conversations/1/settlement")
    assert names(View.SNOOZED) == []


@pytest.mark.usefixtures("shop")
def test_nothing_is_snoozed_beyond_what_was_promised() -> None:
    change(1, promised_at=clock.now() + 30 * MINUTE, promise=Promise.QUOTE)
    with pytest.raises(Refused, match="promised"):
        snooze(HOUR)
    snooze(20 * MINUTE)
    assert names(View.SNOOZED) == ["Maria Lopez"]
