"""The one place that believes the processor."""

import logging
from datetime import datetime

from sqlalchemy.orm import Session

from concierge.payments import queries
from concierge.payments.gateway import NOT_RECOGNISED, Snapshot, Standing
from concierge.payments.lifecycle import renewing
from concierge.payments.lifecycle.letting_go import release
from concierge.payments.lifecycle.moves import MOVES, OUTCOME
from concierge.payments.lifecycle.recording import keep_fee, learn_fee, record, record_capture
from concierge.payments.models import Payment, PaymentStatus

log = logging.getLogger(__name__)

_HOLDS = {PaymentStatus.AUTHORISED, PaymentStatus.ACTION_REQUIRED}
_UNTAKEN = {PaymentStatus.REQUESTED, *_HOLDS}


def settle(session: Session, payment: Payment, snapshot: Snapshot, *, at: datetime) -> None:
    """What the processor says, from a call's answer or after a webhook; twice is once.

    Never steps back: what the table of moves does not allow has been overtaken.
    """
    if snapshot.provider_id is not None and payment.provider_id not in {None, snapshot.provider_id}:
        # Another installation on the same account counts its payments from 1 too.
        log.warning("%s says it is payment %s, it is not", snapshot.provider_id, payment.id)
        return
    payment.provider_id = payment.provider_id or snapshot.provider_id
    _with_the_bank(payment, snapshot)
    if snapshot.standing is Standing.PROCESSING:
        return
    to = OUTCOME[snapshot.standing]
    if to is payment.status is PaymentStatus.CAPTURED:
        learn_fee(session, payment, snapshot, at=at)
    if to is payment.status or not MOVES.allows(payment.status, to):
        return
    rival = queries.rival(session, payment)  # before anything is moved
    if to is PaymentStatus.CAPTURED:
        _captured(session, payment, snapshot, rival, at=at)
        return
    MOVES.move(payment, to)
    payment.problem = snapshot.problem
    if to is PaymentStatus.AUTHORISED:
        payment.authorised_at = at
        payment.capture_before = snapshot.capture_before
    if to in _HOLDS and (payment.release_wanted or (rival is not None and not payment.aside)):
        # Not wanted any more; or late, and another has taken its place.
        release(session, payment, at=at)
    elif payment.aside and not payment.release_wanted:
        renewing.settled(session, payment, rival, at=at)
        return
    record(session, f"payment.{payment.status}", payment, at=at)
    if to is PaymentStatus.CANCELLED and not payment.aside:
        _make_up(session, payment, at=at)


def _captured(
    session: Session,
    payment: Payment,
    snapshot: Snapshot,
    rival: Payment | None,
    *,
    at: datetime,
) -> None:
    """The money was taken: as we asked, or by hand at the processor, whatever we had planned."""
    if rival is None:
        payment.aside = False
    elif rival.status in _UNTAKEN:
        # It is paid for; what was to take its place is not needed.
        rival.aside = True
        release(session, rival, at=at)
        session.flush()
        payment.aside = False
    else:
        payment.aside = True  # taken twice, or it may be: a person's matter
    asked = payment.status is PaymentStatus.CAPTURING
    MOVES.move(payment, PaymentStatus.CAPTURED)
    payment.problem = None
    payment.captured_at = at
    payment.amount_captured = snapshot.amount_captured
    keep_fee(payment, snapshot)
    renewing.end(session, payment, at=at)
    record_capture(session, payment, asked=asked, at=at)


def _make_up(session: Session, lost: Payment, *, at: datetime) -> None:
    """Money that was taken by hand beside this one stands in for it."""
    taken = queries.taken_aside(session, lost.order_id)
    if taken is not None:
        taken.aside, lost.aside = False, True
        record(session, "payment.counts", taken, at=at, amount=taken.amount_captured)


def _with_the_bank(payment: Payment, snapshot: Snapshot) -> None:
    """Where the bank asks the customer, or that it did not recognise them when it did."""
    # Asked again it would have been cleared: this is from before they were not recognised.
    is_late = payment.problem == NOT_RECOGNISED and snapshot.problem != NOT_RECOGNISED
    if snapshot.redirect_url is not None and not is_late:
        payment.redirect_url = snapshot.redirect_url
    if payment.status is PaymentStatus.ACTION_REQUIRED and snapshot.problem == NOT_RECOGNISED:
        payment.redirect_url, payment.problem = None, NOT_RECOGNISED


def fail(session: Session, payment: Payment, problem: str, *, at: datetime) -> None:
    """The call was given up; a person has to look."""
    if not MOVES.allows(payment.status, PaymentStatus.FAILED):
        return
    MOVES.move(payment, PaymentStatus.FAILED)
    payment.problem = problem[:200]
    if payment.aside and not payment.release_wanted:
        renewing.settled(session, payment, None, at=at)
    else:
        record(session, "payment.failed", payment, at=at)
