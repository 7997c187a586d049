"""Money given back."""

import logging
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from concierge import effects, events
from concierge.errors import Refused
from concierge.events import PROVIDER, Actor
from concierge.payments import dispute_queries
from concierge.payments.gateway import RefundStanding
from concierge.payments.lifecycle.asking import CALL_DEADLINE
from concierge.payments.models import Payment, PaymentStatus, Refund, RefundStatus

log = logging.getLogger(__name__)


def refund(
    session: Session,
    payment: Payment,
    amount: int,
    *,
    by: Actor,
    at: datetime,
    reason: str | None,
    left: int | None = None,
) -> Refund:
    """Give back `amount` (minor units) of what was taken. Raises `Refused` beyond that.

    `left` is what the asker saw as left to refund: where that has changed since, somebody else
    was quicker (or the same click came twice), and nothing is given back.
    """
    if left is not None and left != payment.refundable.amount:
        raise Refused(
            "refunded-meanwhile",
            f"A refund was made meanwhile: {payment.refundable} is left. Look again first.",
        )
    if dispute_queries.open_about(session, payment.id) is not None:
        raise Refused(
            "payment-disputed",
            "The bank has taken this money back already, or asks about it: answer the dispute. "
            "A refund would give it back twice.",
        )
    if payment.status is not PaymentStatus.CAPTURED:
        raise Refused("nothing-captured", "No money has been taken for this order yet; cancel it.")
    if not 0 < amount <= payment.refundable.amount:
        raise Refused(
            "refund-amount",
            f"Refund more than nothing, and at most the {payment.refundable} that is left.",
        )
    row = _add(session, payment, amount, by=by, at=at, reason=reason)
    effects.request(
        session,
        "refund.make",
        f"refund:{row.id}",
        at=at,
        customer_id=payment.customer_id,
        lane=f"refund:{row.id}",
        deadline=at + CALL_DEADLINE,
        amount=amount,
    )
    _record_refund(session, "refund.requested", row, by=by, at=at)
    return row


def _add(
    session: Session, payment: Payment, amount: int, *, by: Actor, at: datetime, reason: str | None
) -> Refund:
    payment.amount_refunded += amount
    row = Refund(
        payment_id=payment.id,
        amount=amount,
        currency=payment.currency,
        reason=reason,
        status=RefundStatus.REQUESTED,
        created_at=at,
        created_by=str(by),
    )
    row.payment = payment
    session.add(row)
    session.flush()
    return row


def adopt_refund(
    session: Session, payment: Payment, standing: RefundStanding, *, at: datetime
) -> None:
    """A refund that was made at the processor, by hand or by another program, is one of ours too.

    Raises `Unsettled` while refunds of ours are under way that leave no room for it: what becomes
    of them has to be known first.
    """
    if standing.amount > payment.refundable.amount:
        if RefundStatus(standing.status) is RefundStatus.FAILED:
            return  # it took nothing, and we had not heard of it
        raise Unsettled(f"{standing.provider_id} is more than {payment.refundable}")
    row = _add(session, payment, standing.amount, by=PROVIDER, at=at, reason=standing.reason)
    settle_refund(session, row, standing, at=at)


class Unsettled(Exception):
    """Refunds of ours that nobody has answered about stand in the way; look again later."""


def settle_refund(session: Session, row: Refund, standing: RefundStanding, *, at: datetime) -> None:
    """What the processor says of a refund. One that had succeeded can still fail."""
    if standing.provider_id is not None and row.provider_id not in {None, standing.provider_id}:
        log.warning("%s says it is refund %s, it is not", standing.provider_id, row.id)
        return
    ours = row.provider_id is None  # until now nobody but us had spoken
    row.provider_id = row.provider_id or standing.provider_id
    to = RefundStatus(standing.status)
    if to is row.status:
        return
    if row.status is RefundStatus.SUCCEEDED and to is RefundStatus.PENDING:
        return
    if row.status is RefundStatus.FAILED:
        if not ours or row.amount > row.payment.refundable.amount:
            return
        # We had given up asking, but it had been made: that money is gone.
        row.payment.amount_refunded += row.amount
    had_succeeded = row.status is RefundStatus.SUCCEEDED
    row.status, row.problem = to, standing.problem
    if standing.fee is not None:
        row.fee, row.fee_currency = standing.fee.amount, standing.fee.currency
    more = {}
    if to is RefundStatus.FAILED:
        row.payment.amount_refunded -= row.amount
        more = {"had_succeeded": had_succeeded}
    _record_refund(session, f"refund.{to}", row, by=PROVIDER, at=at, **more)


def fail_refund(session: Session, row: Refund, problem: str, *, at: datetime) -> None:
    """It was never asked of the processor, or the processor says that it was not made."""
    standing = RefundStanding(None, row.id, RefundStatus.FAILED, problem[:200])
    settle_refund(session, row, standing, at=at)


def lose_refund(session: Session, row: Refund, problem: str, *, at: datetime) -> None:
    """The call was given up, and it may have been heard: it counts until the processor is asked."""
    if row.status is not RefundStatus.REQUESTED:
        return
    row.status, row.problem = RefundStatus.UNKNOWN, problem[:200]
    subject = f"refund:{row.id}"
    effects.request(
        session,
        "refund.find",
        subject,
        at=at,
        customer_id=row.payment.customer_id,
        # It can be given up, made again by a person, and given up again.
        key=f"refund.find:{subject}:{int(at.timestamp() * 1000)}",
        lane=subject,
    )
    _record_refund(session, "refund.unknown", row, by=PROVIDER, at=at)


def refund_again(row: Refund) -> None:
    """A person has the very refund that was given up asked for once more, under the same key.

    Raises `Refused` where it is known at the processor, or another took its place.
    """
    if row.status is RefundStatus.UNKNOWN:
        row.status, row.problem = RefundStatus.REQUESTED, None
        return
    if row.status is not RefundStatus.FAILED or row.provider_id is not None:
        raise Refused(
            "refund-moved-on", "The processor has answered about this refund. Abandon this."
        )
    if row.amount > row.payment.refundable.amount:
        raise Refused(
            "refund-amount",
            f"Only {row.payment.refundable} is left to refund: another was made since. "
            "Abandon this.",
        )
    row.status, row.problem = RefundStatus.REQUESTED, None
    row.payment.amount_refunded += row.amount


def _record_refund(
    session: Session, kind: str, row: Refund, *, by: Actor, at: datetime, **more: Any
) -> None:
    events.record(
        session,
        kind,
        row,
        by=by,
        at=at,
        customer_id=row.payment.customer_id,
        order=row.payment.order_id,
        amount=row.amount,
        currency=row.currency,
        fee=row.fee,
        fee_currency=row.fee_currency,
        problem=row.problem,
        **more,
    )
