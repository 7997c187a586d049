"""One payment, from what is to be reserved to what was taken."""

import logging
from datetime import datetime, timedelta

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from concierge import config, events
from concierge.db import put
from concierge.errors import Refused
from concierge.events import PROVIDER
from concierge.money import Money
from concierge.payments import queries
from concierge.payments.gateway import NOT_RECOGNISED, Snapshot, Standing
from concierge.payments.lifecycle.asking import ask, ask_anew, every_few_seconds
from concierge.payments.models import Payment, PaymentStatus
from concierge.transitions import Transitions

log = logging.getLogger(__name__)

_S = PaymentStatus
MOVES = Transitions(
    "payment",
    {
        _S.REQUESTED: {_S.AUTHORISED, _S.ACTION_REQUIRED, _S.DECLINED, _S.CANCELLED, _S.FAILED},
        _S.ACTION_REQUIRED: {_S.AUTHORISED, _S.DECLINED, _S.CANCELLING, _S.CANCELLED},
        _S.AUTHORISED: {_S.CAPTURING, _S.CAPTURED, _S.CANCELLING, _S.CANCELLED},
        _S.CAPTURING: {_S.CAPTURED, _S.CANCELLED, _S.FAILED},
        # (Taken by hand at the processor before our call came: the truth, and a person's matter.)
        _S.CANCELLING: {_S.CANCELLED, _S.CAPTURED, _S.FAILED},
        # Given up before anybody knew; a webhook may still bring the truth, or a person asks again.
        _S.FAILED: {
            _S.REQUESTED,
            _S.AUTHORISED,
            _S.ACTION_REQUIRED,
            _S.DECLINED,
            _S.CAPTURING,
            _S.CAPTURED,
            _S.CANCELLING,
            _S.CANCELLED,
        },
    },
)
_OUTCOME = {
    Standing.AUTHORISED: PaymentStatus.AUTHORISED,
    Standing.ACTION_REQUIRED: PaymentStatus.ACTION_REQUIRED,
    Standing.DECLINED: PaymentStatus.DECLINED,
    Standing.CAPTURED: PaymentStatus.CAPTURED,
    Standing.CANCELLED: PaymentStatus.CANCELLED,
    Standing.NOT_MADE: PaymentStatus.CANCELLED,
}


def authorise(
    session: Session, order_id: int, customer_id: int, money: Money, *, what: str, at: datetime
) -> Payment | None:
    """Reserve `money` for an order on the customer's card. None: there is no card."""
    card = queries.default_card(session, customer_id)
    if card is None or card.detached_at is not None:
        return None
    payment = Payment(
        order_id=order_id,
        customer_id=customer_id,
        card_id=card.id,
        status=PaymentStatus.REQUESTED,
        amount=money.amount,
        currency=money.currency,
        created_at=at,
    )
    put(session, payment)
    set_committed_value(payment, "card", card)
    ask(session, "payment.authorise", payment, at=at, description=what[:200])
    return payment


def present(session: Session, payment: Payment, token: str, *, at: datetime) -> None:
    """The customer is here, as the bank wanted: confirm the very same payment with them."""
    if payment.status is not PaymentStatus.ACTION_REQUIRED:
        raise Refused(f"payment-is-{payment.status}", "This payment needs nothing from you.")
    payment.redirect_url = payment.problem = None
    attempt = int(at.timestamp() * 1000)  # whoever the bank refused may press again at once
    ask(
        session,
        "payment.confirm",
        payment,
        at=at,
        key=f"payment.confirm:payment:{payment.id}:{attempt}",
        deadline=at + timedelta(minutes=15),
        return_url=f"{config.current().public_url}/l/{token}/bank/return",
    )


def look(session: Session, payment: Payment, *, at: datetime) -> None:
    """Ask the processor how it stands; the answer comes through `settle`.

    A waiting page asks again and again; the look is taken every few seconds.
    """
    if payment.provider_id is not None:
        ask(
            session,
            "payment.look",
            payment,
            at=at,
            key=f"payment.look:{payment.id}:{every_few_seconds(at)}",
            deadline=at + timedelta(minutes=10),
        )


def capture(session: Session, payment: Payment, amount: int, *, at: datetime) -> None:
    """Take `amount` (minor units) of what was reserved; the rest is let go of.

    Also again, after the first call was given up: the processor captures a payment once only.
    """
    if not 0 < amount <= payment.amount:
        raise Refused("capture-amount", "Take more than nothing, and at most what was reserved.")
    MOVES.move(payment, PaymentStatus.CAPTURING)
    ask_anew(session, "payment.capture", payment, at=at, amount=amount)


def release(session: Session, payment: Payment, *, at: datetime) -> None:
    """Let go of what was reserved, or of what may yet turn out to be."""
    payment.release_wanted = True
    unknown = payment.status is PaymentStatus.FAILED and payment.provider_id is None
    if payment.status is PaymentStatus.REQUESTED or unknown:
        if unknown:
            # A webhook may tell; but should it never come, the money would stay reserved.
            ask_anew(session, "payment.find", payment, at=at)
        return  # `settle` lets go of it, as soon as it is known
    MOVES.move(payment, PaymentStatus.CANCELLING)
    ask_anew(session, "payment.cancel", payment, at=at)


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
    to = _OUTCOME[snapshot.standing]
    if to is payment.status or not MOVES.allows(payment.status, to):
        return
    MOVES.move(payment, to)
    payment.problem = snapshot.problem
    if to is PaymentStatus.AUTHORISED:
        payment.authorised_at = at
        payment.capture_before = snapshot.capture_before
    if to is PaymentStatus.CAPTURED:
        payment.captured_at = at
        payment.amount_captured = snapshot.amount_captured
    if payment.release_wanted and to in {PaymentStatus.AUTHORISED, PaymentStatus.ACTION_REQUIRED}:
        release(session, payment, at=at)
    _record(session, f"payment.{payment.status}", payment, at=at)


def _with_the_bank(payment: Payment, snapshot: Snapshot) -> None:
    """Where the bank asks the customer, or that it did not recognise them when it did."""
    payment.redirect_url = snapshot.redirect_url or payment.redirect_url
    if payment.status is PaymentStatus.ACTION_REQUIRED and snapshot.problem == NOT_RECOGNISED:
        payment.redirect_url, payment.problem = None, NOT_RECOGNISED


def fail(session: Session, payment: Payment, problem: str, *, at: datetime) -> None:
    """The call was given up; a person has to look."""
    if MOVES.allows(payment.status, PaymentStatus.FAILED):
        MOVES.move(payment, PaymentStatus.FAILED)
        payment.problem = problem[:200]
        _record(session, "payment.failed", payment, at=at)


def ask_again(payment: Payment, to: PaymentStatus) -> None:
    """A person has the very call that was given up made once more, under the same key.

    Raises `Refused` where the payment has moved on since.
    """
    let_go = payment.release_wanted and to is not PaymentStatus.CANCELLING
    if payment.status is not PaymentStatus.FAILED or let_go:
        raise Refused(
            "payment-moved-on",
            "This payment has moved on since: its order shows how it stands. Abandon this.",
        )
    MOVES.move(payment, to)


def _record(session: Session, kind: str, payment: Payment, *, at: datetime) -> None:
    events.record(
        session,
        kind,
        payment,
        by=PROVIDER,
        at=at,
        customer_id=payment.customer_id,
        order=payment.order_id,
        amount=payment.amount,
        currency=payment.currency,
        problem=payment.problem,
    )
