"""What happened to money is booked once, in balance, and for good."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from concierge import db
from concierge.ledger import backfill, checking, queries
from concierge.ledger.models import Account, EntryKind, JournalEntry, Posting
from concierge.ledger.queries import Span
from concierge.money import Money
from concierge.payments import lifecycle as payments
from concierge.payments import queries as payment_queries
from concierge.payments.gateway import RefundStanding, Standing
from concierge.payments.models import Dispute, DisputeStatus, Payment, Refund, RefundStatus
from tests.shop import SAM, Shop

A = Account


def books(order_id: int | None = None, **given: Any) -> dict[Account, int]:
    """What stands on each account, in minor units, debits positive; nothing left out but zero."""
    with db.reading() as session:
        found = queries.balances(session, Span(order_id=order_id, **given))
    return {each.account: each.balance for each in found if each.balance}


def kinds() -> list[str]:
    with db.reading() as session:
        return [str(kind) for kind in session.scalars(select(JournalEntry.kind).order_by("id"))]


def problems() -> list[str]:
    with db.reading() as session:
        return checking.problems(session)


def refund(shop: Shop, order_id: int, amount: int) -> int:
    with db.transaction() as session:
        payment = payment_queries.get(session, shop.payment(order_id).id)
        row = payments.refund(session, payment, amount, by=SAM, at=shop.now, reason=None)
        return row.id


def bank_says_of_refund(shop: Shop, refund_id: int, status: str, provider_id: str | None) -> None:
    with db.transaction() as session:
        row = payment_queries.refund(session, refund_id)
        standing = RefundStanding(provider_id, refund_id, status, None)
        payments.settle_refund(session, row, standing, at=shop.now)


def test_a_reservation_is_no_entry_and_a_capture_is_one(shop: Shop) -> None:
    maria = shop.customer()
    order = shop.confirmed(maria)
    assert kinds() == []
    order = shop.paid(maria)
    assert books(order) == {A.PROCESSOR: 5400, A.SALES: -5400}
    assert books(customer_id=maria) == books()
    assert problems() == []


def test_what_was_captured_is_booked_and_not_what_was_reserved(shop: Shop) -> None:
    order = shop.confirmed(shop.customer())
    shop.bank_says(order, Standing.CAPTURED, amount_captured=3000)
    assert books(order) == {A.PROCESSOR: 3000, A.SALES: -3000}


def test_a_capture_that_is_told_twice_is_booked_once(shop: Shop) -> None:
    order = shop.paid(shop.customer())
    shop.bank_says(order, Standing.CAPTURED, amount_captured=5400)
    assert kinds() == ["payment.captured"]


def test_the_processors_fee_is_booked_with_the_capture_or_when_it_is_known(shop: Shop) -> None:
    maria = shop.customer()
    at_once, later = shop.confirmed(maria), shop.confirmed(maria)
    fee = Money(187, "USD")
    shop.bank_says(at_once, Standing.CAPTURED, amount_captured=5400, fee=fee)
    shop.bank_says(later, Standing.CAPTURED, amount_captured=5400)
    assert books(at_once) == {A.PROCESSOR: 5213, A.SALES: -5400, A.FEES: 187}
    assert books(later) == {A.PROCESSOR: 5400, A.SALES: -5400}
    for _ in range(2):
        shop.bank_says(later, Standing.CAPTURED, amount_captured=5400, fee=fee)
    assert books(later) == books(at_once)


def test_a_fee_in_another_currency_balances_in_its_own(shop: Shop) -> None:
    order = shop.confirmed(shop.customer())
    shop.bank_says(order, Standing.CAPTURED, amount_captured=5400, fee=Money(160, "EUR"))
    with db.reading() as session:
        found = {(each.account, each.currency): each.balance for each in _all(session)}
    assert found == {
        (A.PROCESSOR, "USD"): 5400,
        (A.SALES, "USD"): -5400,
        (A.PROCESSOR, "EUR"): -160,
        (A.FEES, "EUR"): 160,
    }


def _all(session: Any) -> list[queries.Balance]:
    return queries.balances(session, Span())


def test_a_refund_is_booked_once_the_bank_has_it(shop: Shop) -> None:
    order = shop.paid(shop.customer())
    number = refund(shop, order, 1500)
    assert books(order) == {A.PROCESSOR: 5400, A.SALES: -5400}
    bank_says_of_refund(shop, number, "pending", "re_1")
    assert books(order) == {A.PROCESSOR: 5400, A.SALES: -5400}
    for _ in range(2):
        bank_says_of_refund(shop, number, "succeeded", "re_1")
    assert books(order) == {A.PROCESSOR: 3900, A.SALES: -5400, A.REFUNDS: 1500}
    assert problems() == []


def test_a_refund_that_comes_back_is_booked_back(shop: Shop) -> None:
    order = shop.paid(shop.customer())
    number = refund(shop, order, 1500)
    bank_says_of_refund(shop, number, "succeeded", "re_1")
    for _ in range(2):
        bank_says_of_refund(shop, number, "failed", "re_1")
    assert kinds() == ["payment.captured", "refund.succeeded", "refund.failed"]
    assert books(order) == {A.PROCESSOR: 5400, A.SALES: -5400}
    assert problems() == []


def test_a_refund_that_never_went_is_not_booked_back(shop: Shop) -> None:
    order = shop.paid(shop.customer())
    bank_says_of_refund(shop, refund(shop, order, 1500), "failed", "re_1")
    assert kinds() == ["payment.captured"]


@pytest.fixture
def disputed(shop: Shop) -> Dispute:
    """The bank has taken Maria's $54.00 back, and Stripe $15.00 for it; nobody has booked it."""
    payment = shop.payment(shop.paid(shop.customer()))
    row = Dispute(
        payment_id=payment.id,
        customer_id=payment.customer_id,
        provider_id="du_1",
        status=DisputeStatus.OPEN,
        amount=5400,
        currency="USD",
        reason="fraudulent",
        fee=1500,
        fee_currency="USD",
        opened_at=shop.now,
    )
    with db.transaction() as session:
        session.add(row)
    return row


@pytest.mark.parametrize(
    ("decided", "then"),
    [
        (DisputeStatus.OPEN, {A.PROCESSOR: -1500, A.DISPUTED: 5400}),
        (DisputeStatus.WON, {A.PROCESSOR: 3900}),
        (DisputeStatus.LOST, {A.PROCESSOR: -1500, A.DISPUTE_LOSSES: 5400}),
    ],
)
def test_a_dispute_withholds_costs_and_is_won_or_lost(
    shop: Shop, disputed: Dispute, decided: DisputeStatus, then: dict[Account, int]
) -> None:
    backfill.catch_up(shop.now)
    with db.transaction() as session:
        row = session.get_one(Dispute, disputed.id)
        row.status, row.closed_at = decided, None if row.is_open else shop.now
    for _ in range(2):
        backfill.catch_up(shop.now)
    assert books() == {**then, A.SALES: -5400, A.FEES: 1500}
    assert problems() == []


def test_an_inquiry_moves_no_money(shop: Shop, disputed: Dispute) -> None:
    with db.transaction() as session:
        session.get_one(Dispute, disputed.id).status = DisputeStatus.INQUIRY
    backfill.catch_up(shop.now)
    assert kinds() == ["payment.captured"]


# --- what the database refuses -------------------------------------------------------------------


@contextmanager
def refused(error: type[DBAPIError], said: str) -> Iterator[Any]:
    with pytest.raises(error, match=said), db.transaction() as session:
        yield session


def an_entry(session: Any, order_id: int, *, lines: int = 2) -> int:
    customer_id = session.scalar(select(Payment.customer_id).limit(1))
    number = session.scalar(
        insert(JournalEntry)
        .values(
            kind=EntryKind.REFUNDED,
            subject_kind="refund",
            subject_id=77,
            order_id=order_id,
            customer_id=customer_id,
            at=func.now(),
            booked_at=func.now(),
            lines=lines,
        )
        .returning(JournalEntry.id)
    )
    return int(number)


@pytest.mark.parametrize(
    "amounts",
    [
        [(A.REFUNDS, 100, "USD"), (A.PROCESSOR, -99, "USD")],
        [(A.REFUNDS, 100, "USD"), (A.PROCESSOR, -100, "EUR")],
        [(A.REFUNDS, 100, "USD"), (A.SALES, 100, "USD")],
    ],
)
def test_the_database_refuses_what_does_not_balance(
    shop: Shop, amounts: list[tuple[Account, int, str]]
) -> None:
    order = shop.paid(shop.customer())
    with refused(IntegrityError, "does not balance") as session:
        number = an_entry(session, order)
        for account, amount, currency in amounts:
            row = Posting(entry_id=number, account=account, amount=amount, currency=currency)
            session.add(row)
        session.flush()  # not yet: postings come one after the other
    assert kinds() == ["payment.captured"]


def test_the_database_refuses_an_entry_without_postings(shop: Shop) -> None:
    order = shop.paid(shop.customer())
    with refused(IntegrityError, "has 0 postings") as session:
        an_entry(session, order)


def test_the_database_refuses_postings_to_an_entry_of_yesterday(shop: Shop) -> None:
    shop.paid(shop.customer())
    with refused(IntegrityError, "has 4 postings") as session:
        for account, amount in ((A.REFUNDS, 100), (A.SALES, -100)):
            session.add(Posting(entry_id=1, account=account, amount=amount, currency="USD"))


@pytest.mark.parametrize(
    "change",
    [
        update(Posting).values(amount=Posting.amount * 2),
        update(JournalEntry).values(order_id=JournalEntry.order_id),
        delete(Posting),
        delete(JournalEntry),
        text("truncate postings"),
        text("truncate journal_entries cascade"),
    ],
)
def test_the_database_refuses_to_change_what_was_booked(shop: Shop, change: Any) -> None:
    shop.paid(shop.customer())
    before = books()
    with refused(DBAPIError, "append-only") as session:
        session.execute(change)
    assert books() == before


# --- what was never booked -----------------------------------------------------------------------


@contextmanager
def as_before_there_was_a_ledger() -> Iterator[Any]:
    """A connection to which the ledger's triggers are nothing: for the past, and for fraud."""
    with db.transaction() as session:
        session.execute(text("set local session_replication_role = replica"))
        yield session


def unbook() -> None:
    with as_before_there_was_a_ledger() as session:
        session.execute(delete(Posting))
        session.execute(delete(JournalEntry))


def test_money_that_moved_before_there_was_a_ledger_is_booked_as_it_moved(shop: Shop) -> None:
    order = shop.paid(shop.customer())
    took_at = shop.now
    shop.later(hours=30)
    kept = refund(shop, order, 1500)
    bank_says_of_refund(shop, kept, "succeeded", "re_1")
    gave_at = shop.now
    back = refund(shop, order, 200)
    bank_says_of_refund(shop, back, "succeeded", "re_2")
    bank_says_of_refund(shop, back, "failed", "re_2")
    expected = books(order)
    unbook()
    assert len(problems()) == 2  # taken, given back

    assert backfill.catch_up(shop.later(days=3)) == 2
    assert backfill.catch_up(shop.now) == 0

    assert books(order) == expected
    assert problems() == []
    with db.reading() as session:
        at = {entry.kind: entry.at for entry in queries.page(session, Span())}
    assert at == {EntryKind.CAPTURED: took_at, EntryKind.REFUNDED: gave_at}


def test_a_reversal_and_a_fee_that_an_older_version_missed_are_booked(shop: Shop) -> None:
    order = shop.paid(shop.customer())
    number = refund(shop, order, 1500)
    bank_says_of_refund(shop, number, "succeeded", "re_1")
    with db.transaction() as session:  # as it would have, without a word to the ledger
        session.get_one(Refund, number).status = RefundStatus.FAILED
        payment = session.get_one(Payment, shop.payment(order).id)
        payment.amount_refunded, payment.fee, payment.fee_currency = 0, 187, "USD"
    assert len(problems()) == 1
    assert backfill.catch_up(shop.now) == 2
    assert books(order) == {A.PROCESSOR: 5213, A.SALES: -5400, A.FEES: 187}
    assert problems() == []


def test_a_ledger_that_was_tampered_with_is_found_out(shop: Shop) -> None:
    order = shop.paid(shop.customer())
    assert problems() == []
    with as_before_there_was_a_ledger() as session:
        session.execute(update(Posting).where(Posting.amount < 0).values(amount=-5000))
    found = problems()
    assert any("entry 1 does not balance: $4.00" in each for each in found)
    assert any(f"order {order}: $50.00 taken in the ledger, $54.00" in each for each in found)


def test_balances_of_a_span_leave_out_what_lies_outside(shop: Shop) -> None:
    maria = shop.customer()
    shop.paid(maria)
    first = shop.now
    shop.later(days=2)
    shop.paid(maria)
    assert books(until=shop.now) == {A.PROCESSOR: 5400, A.SALES: -5400}
    assert books(since=first + timedelta(seconds=1)) == {A.PROCESSOR: 5400, A.SALES: -5400}
    assert books() == {A.PROCESSOR: 10800, A.SALES: -10800}


def test_days_are_the_businesss_own(shop: Shop) -> None:
    maria = shop.customer()
    shop.paid(maria)  # Friday 10:00 in New York
    shop.later(hours=13, minutes=30)
    shop.paid(maria)  # Friday 23:30 there, Saturday in UTC
    shop.later(hours=1)
    order = shop.paid(maria)
    bank_says_of_refund(shop, refund(shop, order, 400), "succeeded", "re_1")
    with db.reading() as session:
        [(currency, days)] = queries.per_day(session, Span(), "America/New_York").items()
    assert currency == "USD"
    assert [(str(day.day), day.taken, day.given_back) for day in days] == [
        ("2026-11-20", 10800, 0),
        ("2026-11-21", 5400, 400),
    ]
