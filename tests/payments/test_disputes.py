"""A cardholder disputes a charge, or a bank suspects fraud: known, shown, decided by a person."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from concierge import clock, db
from concierge.conversation import write
from concierge.errors import Refused
from concierge.events import Event
from concierge.money import Money
from concierge.orders import lifecycle as orders
from concierge.orders import queries as order_queries
from concierge.orders.models import OrderStatus
from concierge.payments import dispute_queries, queries
from concierge.payments import lifecycle as payments
from concierge.payments.gateway import DisputeStanding, Standing, WarningFacts
from concierge.payments.models import (
    Dispute,
    DisputeStatus,
    FraudWarning,
    Payment,
    WarningStatus,
)
from tests.shop import SAM, Shop
from tests.world import OPERATOR, World

OPENED = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
DUE = datetime(2026, 11, 27, 14, 0, tzinfo=UTC)


def on_payment(shop: Shop, order: int, verb: Callable[[Session, Payment], Any]) -> Any:
    def act(session: Session, _: Any) -> Any:
        payment = queries.latest(session, order)
        assert payment is not None
        return verb(session, queries.get(session, payment.id))

    return shop.on_order(order, act)


def bank_disputes(shop: Shop, order: int, status: str = "open", **facts: Any) -> None:
    given: dict[str, Any] = {
        "amount": 5400,
        "currency": "USD",
        "reason": "fraudulent",
        "opened_at": OPENED,
        "due_at": DUE,
        "fee": Money(1500, "USD"),
    }
    standing = DisputeStanding("du_1", "pi_1", status, **(given | facts))
    on_payment(shop, order, lambda s, p: payments.settle_dispute(s, p, standing, at=shop.now))


def bank_warns(shop: Shop, order: int, *, actionable: bool = True) -> None:
    facts = WarningFacts("issfr_1", "pi_1", "misc", actionable, OPENED)
    on_payment(shop, order, lambda s, p: payments.settle_warning(s, p, facts, at=shop.now))


def decide(shop: Shop, order: int, to: WarningStatus) -> None:
    def act(session: Session, payment: Payment) -> None:
        row = session.scalars(select(FraudWarning)).one()
        payments.decide(session, row, to, by=SAM, at=shop.now)

    on_payment(shop, order, act)


def disputes() -> list[Dispute]:
    with db.reading() as session:
        return dispute_queries.page(session, is_open=True, limit=9) + dispute_queries.page(
            session, is_open=False, limit=9
        )


def warning() -> FraudWarning:
    with db.reading() as session:
        return session.scalars(select(FraudWarning)).one()


def told(start: str) -> list[tuple[str, dict[str, Any]]]:
    with db.reading() as session:
        rows = session.scalars(
            select(Event).where(Event.kind.startswith(start)).order_by(Event.id)
        ).all()
        return [(row.kind, row.data) for row in rows]


def why_waiting(customer: int) -> str:
    with db.reading() as session:
        return write.of_customer(session, customer).waiting_for or ""


# --- disputes ------------------------------------------------------------------------------------


def test_a_dispute_calls_a_person_with_the_day_by_which_it_is_to_be_answered(shop: Shop) -> None:
    maria = shop.customer()
    order = shop.paid(maria)
    before = shop.texts(maria)
    for _ in range(2):
        bank_disputes(shop, order)
    [(kind, data)] = told("dispute.")
    assert (kind, data["amount"], data["fee"]) == ("dispute.opened", 5400, 1500)
    assert why_waiting(maria) == (
        "$54.00 of order 1 is disputed: answer by 27 Nov 09:00, see Disputes"
    )
    assert shop.texts(maria) == before


@pytest.mark.parametrize(
    ("status", "kinds"),
    [
        ("won", ["dispute.opened", "dispute.won"]),
        ("lost", ["dispute.opened", "dispute.lost"]),
        ("reviewed", ["dispute.opened", "dispute.answered"]),
    ],
)
def test_a_dispute_is_told_from_its_beginning_whenever_we_hear_of_it(
    shop: Shop, status: str, kinds: list[str]
) -> None:
    order = shop.paid(shop.customer())
    bank_disputes(shop, order, status)
    assert [kind for kind, _ in told("dispute.")] == kinds
    assert [row.status for row in disputes()] == [status]


def test_an_inquiry_moves_no_money_until_it_becomes_a_dispute(shop: Shop) -> None:
    order = shop.paid(shop.customer())
    bank_disputes(shop, order, "inquiry", fee=None)
    assert [kind for kind, _ in told("dispute.")] == ["dispute.inquired"]
    bank_disputes(shop, order, "open")
    kind, data = told("dispute.")[-1]
    assert (kind, data["fee"]) == ("dispute.opened", 1500)
    assert len(told("dispute.")) == 2


def test_an_inquiry_that_comes_to_nothing_was_never_a_dispute(shop: Shop) -> None:
    order = shop.paid(shop.customer())
    bank_disputes(shop, order, "inquiry", fee=None)
    bank_disputes(shop, order, "closed", fee=None)
    assert [kind for kind, _ in told("dispute.")] == ["dispute.inquired", "dispute.closed"]


def test_a_late_word_about_a_dispute_changes_nothing(shop: Shop) -> None:
    order = shop.paid(shop.customer())
    bank_disputes(shop, order, "won", fee_back=Money(1500, "USD"))
    bank_disputes(shop, order, "open")
    assert disputes()[0].status is DisputeStatus.WON
    assert told("dispute.won")[0][1]["fee_back"] == 1500


def test_a_fee_of_a_dispute_that_is_booked_later_is_told_once(shop: Shop) -> None:
    order = shop.paid(shop.customer())
    bank_disputes(shop, order, fee=None)
    for _ in range(2):
        bank_disputes(shop, order)
    assert [data["fee"] for _, data in told("dispute.fee_known")] == [1500]


def test_what_is_disputed_is_not_refunded_too(shop: Shop) -> None:
    order = shop.paid(shop.customer())
    bank_disputes(shop, order)

    def give(session: Session, payment: Payment) -> None:
        payments.refund(session, payment, 5400, by=SAM, at=shop.now, reason=None)

    with pytest.raises(Refused, match="give it back twice"):
        on_payment(shop, order, give)


# --- no new charge without a person --------------------------------------------------------------


def test_a_disputed_card_is_not_charged_again_until_a_person_says_so(shop: Shop) -> None:
    maria = shop.customer()
    bank_disputes(shop, shop.paid(maria))
    before = shop.texts(maria)
    second = shop.says_ok(shop.quote(maria))
    assert shop.order(second).status is OrderStatus.PLACED
    assert "disputed or suspected to be fraud" in (shop.order(second).trouble or "")
    assert len(shop.calls("payment.authorise")) == 1
    assert shop.texts(maria)[len(before) + 1 :] == [], "nothing but the quote was sent"
    shop.on_order(second, lambda s, o: orders.resume(s, o, by=SAM, at=shop.now))
    assert len(shop.calls("payment.authorise")) == 2
    shop.bank_says(second, Standing.AUTHORISED)
    assert shop.order(second).status is OrderStatus.CONFIRMED
    assert shop.order(second).trouble is None


def test_the_same_card_saved_again_is_the_same_card(shop: Shop) -> None:
    maria = shop.customer()
    bank_disputes(shop, shop.paid(maria))
    shop.saves_a_card(maria, "4242")
    assert shop.order(shop.says_ok(shop.quote(maria))).trouble is not None
    shop.saves_a_card(maria, "5555")
    assert shop.order(shop.says_ok(shop.quote(maria))).trouble is None


def test_maria_is_asked_for_another_card_instead(shop: Shop) -> None:
    maria = shop.customer()
    bank_disputes(shop, shop.paid(maria))
    order = shop.says_ok(shop.quote(maria))
    shop.on_order(order, lambda s, o: orders.ask(s, o, by=SAM, at=shop.now))
    assert shop.order(order).status is OrderStatus.HELD
    shop.saves_a_card(maria, "5555")
    assert shop.payment(order).card.last4 == "5555"


def test_it_is_charged_as_ever_once_the_dispute_is_over(shop: Shop) -> None:
    maria = shop.customer()
    order = shop.paid(maria)
    bank_disputes(shop, order)
    bank_disputes(shop, order, "lost")
    assert shop.order(shop.says_ok(shop.quote(maria))).trouble is None


def test_a_reservation_is_not_renewed_on_a_disputed_card_by_the_clock(shop: Shop) -> None:
    from concierge import ticking

    maria = shop.customer()
    bank_disputes(shop, shop.paid(maria))
    order = shop.says_ok(shop.quote(maria))
    shop.on_order(order, lambda s, o: orders.resume(s, o, by=SAM, at=shop.now))
    soon = shop.now + timedelta(hours=1)
    shop.bank_says(order, Standing.AUTHORISED, capture_before=soon)
    for _ in range(3):
        ticking.renew_reservations(shop.now)
    assert "could not be made anew" in (shop.order(order).trouble or "")
    assert len(shop.calls("payment.authorise")) == 2
    assert len([kind for kind, _ in told("order.trouble")]) == 2, "said once for each"


# --- fraud warnings ------------------------------------------------------------------------------


def test_a_fraud_warning_calls_a_person_and_one_click_refunds(shop: Shop) -> None:
    maria = shop.customer()
    order = shop.paid(maria)
    for _ in range(2):
        bank_warns(shop, order)
    assert [kind for kind, _ in told("fraud_warning.")] == ["fraud_warning.raised"]
    assert "suspects fraud" in why_waiting(maria)
    decide(shop, order, WarningStatus.REFUNDED)
    assert len(shop.calls("refund.make")) == 1
    assert shop.payment(order).refundable.amount == 0
    with pytest.raises(Refused, match="decided"):
        decide(shop, order, WarningStatus.REFUNDED)
    assert (warning().status, warning().decided_by) == (WarningStatus.REFUNDED, str(SAM))


def test_a_suspected_card_is_charged_again_once_a_person_trusts_its_owner(shop: Shop) -> None:
    maria = shop.customer()
    order = shop.paid(maria)
    bank_warns(shop, order)
    assert shop.order(shop.says_ok(shop.quote(maria))).trouble is not None
    decide(shop, order, WarningStatus.KEPT)
    assert shop.order(shop.says_ok(shop.quote(maria))).trouble is None
    assert shop.calls("refund.make") == []


def test_a_warning_is_overtaken_by_the_dispute_it_warned_of(shop: Shop) -> None:
    order = shop.paid(shop.customer())
    bank_warns(shop, order)
    bank_disputes(shop, order)
    assert warning().status is WarningStatus.OVER
    with pytest.raises(Refused):
        decide(shop, order, WarningStatus.REFUNDED)


def test_a_warning_that_the_processor_calls_settled_needs_nobody(shop: Shop) -> None:
    order = shop.paid(shop.customer())
    bank_warns(shop, order)
    bank_warns(shop, order, actionable=False)
    assert warning().status is WarningStatus.OVER


def test_a_warning_before_anything_was_taken_is_a_reason_to_cancel(shop: Shop) -> None:
    order = shop.confirmed(shop.customer())
    bank_warns(shop, order)
    with pytest.raises(Refused, match="cancel the order"):
        decide(shop, order, WarningStatus.REFUNDED)


# --- from Stripe itself --------------------------------------------------------------------------


def paid_with(world: World, number: str) -> int:
    world.known()
    world.give_card(number=number)
    world.quote()
    world.text("OK")
    order = world.order()

    def deliver(session: Session) -> None:
        orders.fulfil(session, order_queries.get(session, order.id), by=OPERATOR, at=clock.now())

    world.decide(order.customer_id, deliver)
    world.work()
    return order.id


@pytest.mark.parametrize("won", [True, False])
def test_a_dispute_at_stripe_from_its_webhook_to_its_end(world: World, won: bool) -> None:
    paid_with(world, "4000000000000259")
    [row] = disputes()
    assert (row.status, row.amount, row.fee) == (DisputeStatus.OPEN, 5400, 1500)
    assert row.due_at is not None
    assert row.due_at > clock.now() + timedelta(days=6)
    world.sandbox.close_dispute(row.provider_id, won=won)
    world.work()
    [row] = disputes()
    assert row.status is (DisputeStatus.WON if won else DisputeStatus.LOST)
    assert row.closed_at is not None
    assert [kind for kind, _ in told("dispute.")] == [
        "dispute.opened",
        "dispute.won" if won else "dispute.lost",
    ]


def test_a_fraud_warning_at_stripe(world: World) -> None:
    paid_with(world, "4000000000005423")
    assert warning().status is WarningStatus.RAISED
