"""One text to everybody who agreed to be written to, and to nobody else."""

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from concierge import clock, db, ticking
from concierge.conversation import broadcasts
from concierge.conversation.models import Broadcast, Conversation, Message
from concierge.customers import consent
from concierge.customers import queries as customers
from concierge.customers.models import ConsentKind, ContactPoint, Customer
from concierge.effects.models import Effect, Urgency
from concierge.errors import Refused
from concierge.orders.models import Order
from tests.privacy.test_commands import flask
from tests.replies.conftest import Phone
from tests.replies.conftest import maria as maria
from tests.shop import SAM, Shop
from tests.shop import shop as shop
from tests.world import MARIA, World

PEONIES = "Hi {name}, peonies are back. Reply STOP to end"


def agrees(shop: Shop, number: str, *, to: bool = True, **given: str) -> int:
    customer_id = shop.customer(number, card=False, **given)
    says(shop, customer_id, to)
    return customer_id


def says(shop: Shop, customer_id: int, to: bool) -> None:
    with shop.deciding(customer_id) as session:
        who = customers.get(session, customer_id)
        consent.agree(
            session, who, ConsentKind.MARKETING, given=to, words="x", source="page", at=shop.now
        )


def starts(shop: Shop, body: str = PEONIES) -> int:
    with db.transaction() as session:
        return broadcasts.start(session, body, by=SAM, at=shop.now).id


def goes_on(shop: Shop, broadcast_id: int, *, many: int = 1000) -> int:
    with db.transaction() as session:
        one = broadcasts.lock(session, broadcast_id)
        return broadcasts.go_on(session, one, at=shop.now, many=many)


def texts(shop: Shop) -> dict[str, str]:
    with db.reading() as session:
        rows = session.execute(
            select(ContactPoint.address, Message.body)
            .join(ContactPoint, ContactPoint.id == Message.contact_point_id)
            .where(Message.broadcast_id.is_not(None))
        )
        return {row[0]: row[1] for row in rows}


def test_it_goes_to_those_who_agreed_by_their_own_names(shop: Shop) -> None:
    agrees(shop, "+15550100001", name="Maria Lopez")
    agrees(shop, "+15550100002", name="Noor Haddad")
    shop.customer("+15550100003")  # was never asked
    agrees(shop, "+15550100004", to=False)
    goes_on(shop, starts(shop))
    assert texts(shop) == {
        "+15550100001": "Hi Maria, peonies are back. Reply STOP to end",
        "+15550100002": "Hi Noor, peonies are back. Reply STOP to end",
    }


def changed(customer_id: int, table: type, **values: object) -> None:
    of = Customer.id if table is Customer else ContactPoint.customer_id
    with db.transaction() as session:
        session.execute(update(table).where(of == customer_id).values(**values))


LEFT_OUT: dict[str, Callable[[Shop, int], None]] = {
    "they opted out": lambda shop, who: changed(who, ContactPoint, opted_out_at=shop.now),
    "nothing arrives there": lambda shop, who: changed(who, ContactPoint, dead_at=shop.now),
    "the number is in doubt": lambda shop, who: changed(who, ContactPoint, doubted_at=shop.now),
    "the number is another's": lambda shop, who: changed(who, Customer, parted_at=shop.now),
    "they were erased": lambda shop, who: changed(who, Customer, erased_at=shop.now),
    "they have no account": lambda shop, who: changed(who, Customer, onboarded_at=None),
    "they took it back": lambda shop, who: says(shop, who, False),
}  # fmt: skip


@pytest.mark.parametrize("why", LEFT_OUT)
def test_nobody_gets_it_where(shop: Shop, why: str) -> None:
    customer_id = agrees(shop, "+15550100001")
    LEFT_OUT[why](shop, customer_id)
    with db.reading() as session:
        assert broadcasts.reach(session) == 0
    assert goes_on(shop, starts(shop)) == 0
    assert texts(shop) == {}


def test_it_is_sent_in_each_ones_waking_hours_only_and_after_all_answers(shop: Shop) -> None:
    shop.now = datetime(2026, 11, 20, 13, 30, tzinfo=UTC)  # 8:30 in New York, 14:30 in Amsterdam
    agrees(shop, "+15550100001")
    agrees(shop, "+31612345678")
    goes_on(shop, starts(shop))
    with db.reading() as session:
        found = {effect.subject: effect for effect in session.scalars(select(Effect))}
        messages = list(session.scalars(select(Message).order_by(Message.id)))
    york, amsterdam = (found[f"message:{message.id}"] for message in messages)
    assert york.due_at == datetime(2026, 11, 20, 9, tzinfo=ZoneInfo("America/New_York"))
    assert york.expires_at == datetime(2026, 11, 20, 20, tzinfo=ZoneInfo("America/New_York"))
    assert amsterdam.due_at == shop.now
    assert amsterdam.expires_at == datetime(2026, 11, 20, 20, tzinfo=ZoneInfo("Europe/Amsterdam"))
    assert {york.urgency, amsterdam.urgency} == {Urgency.BULK}
    assert [message.expires_at for message in messages] == [york.expires_at, amsterdam.expires_at]


def test_whoever_carries_it_on_writes_to_nobody_twice(shop: Shop) -> None:
    for number in range(5):
        agrees(shop, f"+1555010000{number}")
    number = starts(shop)
    wrote = [goes_on(shop, number, many=2) for _ in range(5)]
    assert wrote == [2, 2, 1, 0, 0]
    assert len(texts(shop)) == 5
    with db.reading() as session:
        one = session.get_one(Broadcast, number)
        assert (one.written, one.ended_at) == (5, shop.now)


def test_a_broadcast_leaves_the_inbox_as_it_is(shop: Shop) -> None:
    agrees(shop, "+15550100001")
    with db.reading() as session:
        before = session.scalars(select(Conversation.last_message_at)).one()
    shop.later(minutes=5)
    goes_on(shop, starts(shop))
    with db.reading() as session:
        assert session.scalars(select(Conversation.last_message_at)).one() == before


REFUSED = {
    "": "text-is-empty",
    "Peonies are back.": "no-way-out",
    "Stop by for peonies": "no-way-out",
    "Hi {first}, peonies. Reply STOP to end": "placeholder",
    "Hi {, peonies. Reply STOP to end": "placeholder",
    "See <link:1>. Reply STOP to end": "text-has-marker",
    "x" * 1600 + " STOP": "text-too-long",
}


@pytest.mark.parametrize("body", REFUSED)
def test_what_may_not_be_sent_to_many_is_refused(shop: Shop, body: str) -> None:
    with db.transaction() as session, pytest.raises(Refused) as refused:
        broadcasts.start(session, body, by=SAM, at=shop.now)
    assert refused.value.code == REFUSED[body]


def test_one_at_a_time(shop: Shop) -> None:
    starts(shop)
    with pytest.raises(Refused, match="Another broadcast"):
        starts(shop)


def test_a_bare_ok_after_it_orders_nothing_without_asking_back(shop: Shop, maria: Phone) -> None:
    maria.is_quoted()
    says(shop, maria.customer.id, True)
    goes_on(shop, starts(shop, "{name}, peonies too? Reply STOP to end"))
    maria.gets_texts()
    maria.says("OK")
    with db.reading() as session:
        assert session.scalars(select(Order)).all() == []
    assert "Shall I place order 1" in maria.texts[-1]


# --- with a worker, a clock and a terminal -------------------------------------------------------


def known_where_it_is_noon(world: World) -> None:
    now = clock.now()
    with db.transaction() as session:
        who = customers.lock(session, world.known().id)
        who.timezone = f"Etc/GMT{now.hour - 12:+d}"
        consent.agree(
            session, who, ConsentKind.MARKETING, given=True, words="x", source="page", at=now
        )


def test_the_shell_starts_the_clock_writes_and_the_worker_sends_it_once(world: World) -> None:
    known_where_it_is_noon(world)
    refused = flask(world, "broadcasts", "start", PEONIES, typed="n\n")
    assert "To 1 customers, 1 part each" in refused.output
    with db.reading() as session:
        assert broadcasts.newest(session) == []

    done = flask(world, "broadcasts", "start", PEONIES, "--yes")
    assert done.exit_code == 0, done.output
    assert ticking.broadcast(clock.now()) == 1
    assert ticking.broadcast(clock.now()) == 0
    world.work()
    assert world.texts(MARIA).count("Hi Maria, peonies are back. Reply STOP to end") == 1
    assert "1 texts" in flask(world, "broadcasts", "list").output


def test_what_had_not_gone_out_when_it_was_stopped_never_does(world: World) -> None:
    known_where_it_is_noon(world)
    flask(world, "broadcasts", "start", PEONIES, "--yes")
    ticking.broadcast(clock.now())
    assert "stopped" in flask(world, "broadcasts", "stop", "1").output
    world.work()
    assert not any("peonies" in text for text in world.texts(MARIA))
    with db.reading() as session:
        [message] = session.scalars(select(Message).where(Message.broadcast_id.is_not(None)))
    assert (message.status, message.error) == ("blocked", "The broadcast was stopped.")
    assert flask(world, "broadcasts", "stop", "9").exit_code == 1
