"""Forgetting Maria, with everything real: the texts, the cards at Stripe, what comes afterwards."""

import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from pydantic import SecretStr
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from concierge import clock, config, db, events
from concierge.channels.base import Inbound
from concierge.conversation import receive
from concierge.conversation.models import Conversation, Message
from concierge.customers import lifecycle as customer_lifecycle
from concierge.customers import queries as customers
from concierge.customers import silenced
from concierge.customers.models import ContactPoint, Customer
from concierge.effects.models import Effect, EffectStatus
from concierge.errors import Refused
from concierge.orders import lifecycle as orders
from concierge.orders import queries as order_queries
from concierge.orders.models import Order
from concierge.payments import lifecycle as payments
from concierge.payments import queries as payment_queries
from concierge.payments.gateway import RefundStanding, Standing
from concierge.payments.models import Card, ProviderEvent, Wallet
from concierge.privacy import erasing, retention
from concierge.privacy.models import Erasure
from concierge.quotes.models import Quote
from tests.shop import SAM, Shop
from tests.waiting import until
from tests.world import MARIA, OPERATOR, World

NOBODY = "+15550100199"


def erase(world: World, phone: str = MARIA) -> int:
    """An operator has a customer erased; their number."""
    customer_id = world.customer(phone).id
    with db.transaction() as session:
        customer = customers.lock(session, customer_id)
        erasing.erase(session, customer, by=OPERATOR, at=clock.now())
    return customer_id


def delivered(world: World) -> None:
    """Maria has had her roses, and one of them back."""
    world.known()
    world.give_card()
    world.quote()
    world.text("OK")
    order = world.order()
    world.decide(
        order.customer_id,
        lambda s: orders.fulfil(s, order_queries.get(s, order.id), by=OPERATOR, at=clock.now()),
    )
    world.work()


def tables_that_mention(words: str) -> list[str]:
    with db.reading() as session:
        names = session.scalars(
            text("select tablename from pg_tables where schemaname = 'public'")
        ).all()
        return [
            name
            for name in names
            if session.scalar(
                text(f"select exists (select 1 from {name} t where t\\:\\:text ilike :words)"),
                {"words": f"%{words}%"},
            )
        ]


def test_maria_is_forgotten_everywhere_and_the_books_stay(world: World) -> None:
    delivered(world)
    world.text("My sister Rosalind will be there", media=[("image/png", world.sample_picture())])
    world.work()
    for words in ("Lopez", "Elm St", "15550100123", "Rosalind", "roses", "hand-tied"):
        assert tables_that_mention(words), words

    erase(world)
    for words in ("Lopez", "Elm St", "15550100123", "Rosalind", "roses", "hand-tied"):
        assert tables_that_mention(words) == [], words
    world.work()
    retention.carry_out(clock.now())  # what Stripe tells of it comes in, and goes

    for words in ("Lopez", "Elm St", "15550100123", "Rosalind", "roses", "hand-tied"):
        assert tables_that_mention(words) == [], words
    order = world.order()
    assert (order.total, order.currency, order.number, order.status) == (5400, "USD", 1, "paid")
    with db.reading() as session:
        record = session.scalars(select(Erasure)).one()
        assert (record.customer_id, record.by, record.because) == (1, "operator:1", "asked")


def test_stripe_forgets_her_cards_and_her(world: World) -> None:
    delivered(world)
    books = world.sandbox.books()
    [known] = [one for one in books["customers"] if not one.get("deleted")]

    erase(world)
    world.work()

    books = world.sandbox.books()
    assert [one["id"] for one in books["customers"] if one.get("deleted")] == [known["id"]]
    assert [method["customer"] for method in books["payment_methods"]] == [None]
    with db.reading() as session:
        card = session.scalars(select(Card)).one()
        assert card.detached_at is not None
        assert not card.provider_id.startswith("pm_")
        assert session.scalars(select(Wallet)).all() == []


def test_the_calls_to_stripe_are_made_again_after_an_outage_and_twice_is_once(
    world: World,
) -> None:
    delivered(world)
    # The answer of each first call is lost on its way back: both had been done.
    world.sandbox.fault("/stripe/v1/payment_methods/*/detach", "cut_after", method="POST", times=3)
    world.sandbox.fault("/stripe/v1/customers/*", "cut_after", method="DELETE", times=3)
    erase(world)

    def settled() -> bool:
        with db.transaction() as session:
            session.execute(text("update effects set due_at = now() where status = 'waiting'"))
        world.work()
        with db.reading() as session:
            kinds = ("card.detach", "customer.forget")
            query = select(Effect.status).where(Effect.kind.in_(kinds))
            return set(session.scalars(query)) == {EffectStatus.DONE}

    until(settled, "both calls to be answered")
    assert [rule["hits"] for rule in world.sandbox.faults()] == [3, 3]
    assert [one["customer"] for one in world.sandbox.books()["payment_methods"]] == [None]


def test_a_receipt_that_was_texted_stops_opening(world: World) -> None:
    delivered(world)
    receipt = world.link()
    assert requests.get(receipt, timeout=10).status_code == 200
    erase(world)
    assert requests.get(receipt, timeout=10).status_code == 404


def test_maria_who_texts_again_is_somebody_new(world: World) -> None:
    delivered(world)
    before = erase(world)
    world.text("Hello, it is me")

    again = world.customer()
    assert again.id != before
    assert (again.name, again.onboarded_at) == (None, None)
    assert [m.body for m in world.messages() if m.inbound] == ["Hello, it is me"]
    assert world.texts()[-1].startswith("Hi, this is")


def test_nobody_who_said_stop_is_written_to_after_an_erasure(world: World) -> None:
    delivered(world)
    world.text("STOP")
    erase(world)
    world.work()
    sent = world.texts()

    world.text("Do you still have roses?")
    assert world.texts() == sent, "nothing is sent until START"
    with pytest.raises(Refused, match="opted out"):
        world.write("We have tulips!")
    assert [m.body for m in world.messages() if m.inbound] == ["Do you still have roses?"]

    world.text("START")
    assert len(world.texts()) > len(sent)
    erase(world)
    with db.reading() as session:
        assert not silenced.is_silenced(session, "sms", MARIA), "she had taken it back"


def test_the_hash_of_who_opted_out_leads_to_no_number_and_is_missed_under_another_key(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    with db.transaction() as session:
        silenced.keep(session, "sms", MARIA, at=shop.now)
    assert tables_that_mention(MARIA.removeprefix("+")) == []
    retention.carry_out(shop.now)
    assert not caplog.records

    settings = config.current()
    config.use(settings.model_copy(update={"secret_key": SecretStr("t" * 40)}))
    retention.carry_out(shop.now)
    assert "PRIVACY_KEY is not the key" in caplog.text
    rescued = {"secret_key": SecretStr("t" * 40), "privacy_key": settings.secret_key}
    config.use(settings.model_copy(update=rescued))
    with db.reading() as session:
        assert silenced.is_silenced(session, "sms", MARIA)


def test_only_welcome_makes_a_contact_point_since_it_asks_who_had_opted_out() -> None:
    concierge = Path(erasing.__file__).resolve().parents[1]
    makers = {
        path.relative_to(concierge).as_posix()
        for path in concierge.rglob("*.py")
        if " ContactPoint(customer_id" in path.read_text()
        or "insert(ContactPoint" in path.read_text()
    }
    assert makers == {"customers/lifecycle.py"}


# --- not now -------------------------------------------------------------------------------------


def try_to_erase(shop: Shop, customer_id: int) -> str | None:
    """What it is refused with; None when it is not."""
    try:
        with db.transaction() as session:
            customer = customers.lock(session, customer_id)
            erasing.erase(session, customer, by=SAM, at=shop.now)
    except Refused as refusal:
        return refusal.message
    return None


def refund_on_its_way(shop: Shop, customer_id: int) -> None:
    order_id = shop.paid(customer_id)

    def refund(session: Any, _: Any) -> None:
        payment = payment_queries.live(session, order_id)
        assert payment is not None
        payments.refund(session, payment, 100, by=SAM, at=shop.now, reason=None)

    shop.on_order(order_id, refund)


def capture_given_up(shop: Shop, customer_id: int) -> None:
    order_id = shop.confirmed(customer_id)
    shop.on_order(order_id, lambda s, o: orders.fulfil(s, o, by=SAM, at=shop.now))
    shop.gives_up(order_id)


def text_being_sent(shop: Shop, customer_id: int) -> None:
    shop.quote(customer_id)
    with db.transaction() as session:
        texts = select(Effect).where(Effect.kind == "message.send").order_by(Effect.id)
        effect = session.scalars(texts).all()[-1]
        effect.status, effect.lease_until = EffectStatus.RUNNING, shop.now


@pytest.mark.parametrize(
    ("how", "why"),
    [
        (lambda shop, c: shop.confirmed(c), "Order 1 is open"),
        (lambda shop, c: shop.says_ok(shop.quote(c)), "Order 1 is open"),
        (capture_given_up, "nobody knows yet how it ended"),
        (refund_on_its_way, "A refund is on its way"),
        (text_being_sent, "being made this very moment"),
    ],
    ids=["confirmed", "placed", "capture unknown", "refund", "text"],
)
def test_it_is_refused_while_money_moves_or_something_is_open(
    shop: Shop, how: Callable[[Shop, int], object], why: str
) -> None:
    maria = shop.customer()
    how(shop, maria)
    assert why in (try_to_erase(shop, maria) or "")
    with db.reading() as session:
        assert customers.get(session, maria).name == "Maria Lopez"


def test_a_payment_that_is_let_go_of_is_waited_for(shop: Shop) -> None:
    maria = shop.customer()
    order_id = shop.confirmed(maria)
    shop.on_order(order_id, lambda s, o: orders.cancel(s, o, because="x", by=SAM, at=shop.now))
    assert "A payment is under way" in (try_to_erase(shop, maria) or "")
    shop.bank_says(order_id, Standing.CANCELLED)
    with db.transaction() as session:
        session.execute(text("update effects set status = 'done' where kind like 'payment.%'"))
    assert try_to_erase(shop, maria) is None


def test_an_open_quote_is_taken_back_and_what_waits_to_be_sent_is_not_sent(shop: Shop) -> None:
    maria = shop.customer()
    quote_id = shop.quote(maria)
    assert shop.calls("message.send")
    assert try_to_erase(shop, maria) is None
    assert shop.calls("message.send") == []
    with db.reading() as session:
        assert session.get_one(Quote, quote_id).status == "withdrawn"


def test_she_is_erased_once_and_nothing_is_written_about_her_again(shop: Shop) -> None:
    maria = shop.customer()
    assert try_to_erase(shop, maria) is None
    assert "erased already" in (try_to_erase(shop, maria) or "")
    with shop.deciding(maria) as session:
        customer = customers.get(session, maria)
        with pytest.raises(Refused, match="nothing is kept"):
            customer_lifecycle.edit(session, customer, by=SAM, at=shop.now, name="Maria")


def test_a_text_that_waits_for_the_erasure_is_a_strangers(shop: Shop) -> None:
    """It had found her before she was erased, and got the lock afterwards."""
    maria = shop.customer()
    inbound = Inbound(
        channel="sms", provider_id="SM1", sender=MARIA, recipient="+1555", body="Hello", media=()
    )
    taken: list[int] = []

    def take_in() -> None:
        with db.transaction() as session:
            message = receive.receive(session, inbound, at=shop.now)
            assert message is not None
            taken.append(message.sender.customer_id)

    texting = threading.Thread(target=take_in)
    with db.transaction() as session:
        customer = customers.lock(session, maria)
        texting.start()
        until(_somebody_waits, "the text to wait for the lock")
        erasing.erase(session, customer, by=SAM, at=shop.now)
    texting.join()

    assert taken[0] != maria
    with db.reading() as session:
        ours = select(func.count()).select_from(Message).join(Message.conversation)
        assert session.scalar(ours.where(text("customer_id = :c")), {"c": maria}) == 0
        point = customers.by_address(session, "sms", MARIA)
        assert point is not None
        assert point.customer_id == taken[0]


def _somebody_waits() -> bool:
    with db.reading() as session:
        waiting = text(
            "select count(*) from pg_stat_activity"
            " where datname = current_database() and wait_event_type = 'Lock'"
        )
        return bool(session.scalar(waiting))


# --- what comes afterwards -----------------------------------------------------------------------


def test_what_stripe_tells_of_her_afterwards_is_swept_up(world: World) -> None:
    delivered(world)
    erase(world)
    world.work()  # customer.deleted and payment_method.detached come in
    with db.reading() as session:
        kinds = set(session.scalars(select(ProviderEvent.kind)))
    assert "customer.deleted" in kinds

    retention.carry_out(clock.now())

    with db.reading() as session:
        assert session.scalars(select(ProviderEvent)).all() == []
        assert session.scalars(select(Erasure.provider_ids)).one(), "more may come"
    retention.carry_out(clock.now() + timedelta(days=5))
    with db.reading() as session:
        assert session.scalars(select(Erasure.provider_ids)).one() is None


def test_what_the_bank_says_late_is_booked_and_nobody_is_written_to(shop: Shop) -> None:
    maria = shop.customer()
    order_id = shop.paid(maria)

    def refund(session: Session, _: Order) -> int:
        payment = payment_queries.live(session, order_id)
        assert payment is not None
        row = payments.refund(session, payment, 100, by=SAM, at=shop.now, reason=None)
        done = RefundStanding("re_1", row.id, "succeeded", None)
        payments.settle_refund(session, row, done, at=shop.now)
        return row.id

    refund_id = shop.on_order(order_id, refund)
    with db.transaction() as session:
        session.execute(text("update effects set status = 'done'"))
    assert try_to_erase(shop, maria) is None

    with shop.deciding(maria) as session:
        row = payment_queries.refund(session, refund_id)
        failed = RefundStanding("re_1", refund_id, "failed", "expired_or_canceled_card")
        payments.settle_refund(session, row, failed, at=shop.now)

    assert shop.payment(order_id).amount_refunded == 0
    assert shop.calls("message.send") == [], "the stub is opted out"
    with db.reading() as session:
        thread = session.scalars(select(Conversation)).one()
        assert thread.waiting_since is not None, "a person sees it"


def test_others_are_left_alone(world: World) -> None:
    delivered(world)
    world.text("I am Ana", sender=NOBODY)
    kept = [(m.id, m.body) for m in world.messages(NOBODY)]
    erase(world)
    world.work()
    assert [(m.id, m.body) for m in world.messages(NOBODY)] == kept
    with db.reading() as session:
        points = session.scalars(select(ContactPoint).join(Customer)).all()
        assert {point.address for point in points} == {"erased:1", NOBODY}
        happened = session.scalars(
            select(events.Event).where(events.Event.kind == "customer.erased")
        ).one()
        assert (happened.actor, happened.data) == ("operator:1", {})
