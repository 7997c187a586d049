"""The life of a payment. Nothing else moves its status, and only `settle` believes the processor.

`authorise`, `capture`, `release` and `refund` write down what is wanted and request the effect;
the worker's outcome, or the webhook that brings it first, comes back through `settle`.
"""

import logging
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from concierge import config, effects, events
from concierge.customers import links
from concierge.customers.models import Link, LinkPurpose
from concierge.errors import Refused
from concierge.events import PROVIDER, Actor
from concierge.money import Money
from concierge.payments import queries
from concierge.payments.gateway import (
    NOT_RECOGNISED,
    RefundStanding,
    SavedCard,
    Snapshot,
    Standing,
    Visit,
)
from concierge.payments.models import (
    Card,
    CardSession,
    CardSessionStatus,
    Payment,
    PaymentStatus,
    Refund,
    RefundStatus,
    Wallet,
)
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
# Stripe keeps an idempotency key for at least 24 hours; nothing is posted beyond it.
_CALL_DEADLINE = timedelta(hours=18)
_OUTCOME = {
    Standing.AUTHORISED: PaymentStatus.AUTHORISED,
    Standing.ACTION_REQUIRED: PaymentStatus.ACTION_REQUIRED,
    Standing.DECLINED: PaymentStatus.DECLINED,
    Standing.CAPTURED: PaymentStatus.CAPTURED,
    Standing.CANCELLED: PaymentStatus.CANCELLED,
    Standing.NOT_MADE: PaymentStatus.CANCELLED,
}


# --- cards -------------------------------------------------------------------------------------


def open_card_session(session: Session, link: Link, *, at: datetime) -> CardSession:
    """The customer is on their way to the card page; the worker asks for its address."""
    latest = queries.latest_card_session(session, link.id)
    if latest is not None and latest.is_usable(at):
        return latest
    visit = CardSession(
        customer_id=link.customer_id,
        link_id=link.id,
        status=CardSessionStatus.REQUESTED,
        created_at=at,
        # Stripe takes 30 minutes to 24 hours.
        expires_at=at + timedelta(hours=1),
    )
    session.add(visit)
    session.flush()
    effects.request(
        session,
        "card.open",
        f"card_session:{visit.id}",
        at=at,
        customer_id=link.customer_id,
        # One after the other: two first visits at once would make two customers at the processor.
        lane=f"wallet:{link.customer_id}",
        deadline=at + timedelta(minutes=30),
        token=links.token(link),
    )
    return visit


def check_visit(session: Session, card_session: CardSession, *, at: datetime) -> None:
    """The customer came back from the card page: look what became of it, webhook or not.

    Their page asks again and again while it waits; the look is taken every few seconds.
    """
    if card_session.provider_id is None or card_session.status is CardSessionStatus.COMPLETE:
        return
    subject = f"card_session:{card_session.id}"
    effects.request(
        session,
        "card.check",
        subject,
        at=at,
        customer_id=card_session.customer_id,
        key=f"card.check:{subject}:{_every_few_seconds(at)}",
        deadline=at + timedelta(minutes=10),
    )


def _every_few_seconds(at: datetime) -> int:
    return int(at.timestamp()) // 4


def settle_visit(
    session: Session, card_session: CardSession, visit: Visit, *, at: datetime
) -> None:
    """What the processor says of a visit to the card page; a saved card becomes the default."""
    card_session.provider_id = card_session.provider_id or visit.provider_id
    _wallet(session, card_session.customer_id, visit.customer)
    if card_session.status is CardSessionStatus.COMPLETE:
        return
    if visit.card is not None:
        card_session.status = CardSessionStatus.COMPLETE
        links.use(session.get_one(Link, card_session.link_id), at)
        # There may be several: of the greeting, of a held order. All have done their work.
        for purpose in (LinkPurpose.ACCOUNT, LinkPurpose.CARD):
            links.retire(session, card_session.customer_id, purpose, at=at)
        save_card(session, card_session.customer_id, visit.card, at=at)
    elif visit.expired:
        card_session.status = CardSessionStatus.FAILED
    elif card_session.status is CardSessionStatus.REQUESTED and visit.url is not None:
        card_session.status, card_session.url = CardSessionStatus.OPEN, visit.url


def save_card(session: Session, customer_id: int, saved: SavedCard, *, at: datetime) -> Card:
    """A card was saved: it is charged from now on, and what waited for it goes on."""
    card = Card(
        customer_id=customer_id,
        provider_id=saved.provider_id,
        brand=saved.brand,
        last4=saved.last4,
        exp_month=saved.exp_month,
        exp_year=saved.exp_year,
        created_at=at,
    )
    session.add(card)
    session.flush()
    wallet = session.get_one(Wallet, customer_id)
    wallet.default_card_id = card.id
    wallet.default_card = card
    effects.request(session, "card.default", f"card:{card.id}", at=at, customer_id=customer_id)
    events.record(
        session,
        "card.saved",
        card,
        by=events.customer(customer_id),
        at=at,
        customer_id=customer_id,
        label=card.label,
    )
    return card


def _wallet(session: Session, customer_id: int, provider_id: str) -> Wallet:
    wallet = session.get(Wallet, customer_id)
    if wallet is None:
        wallet = Wallet(customer_id=customer_id, provider_id=provider_id)
        session.add(wallet)
        session.flush()
    return wallet


# --- payments ----------------------------------------------------------------------------------


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
    payment.card = card
    session.add(payment)
    session.flush()
    _request(session, "payment.authorise", payment, at=at, description=what[:200])
    return payment


def present(session: Session, payment: Payment, token: str, *, at: datetime) -> None:
    """The customer is here, as the bank wanted: confirm the very same payment with them."""
    if payment.status is not PaymentStatus.ACTION_REQUIRED:
        raise Refused(f"payment-is-{payment.status}", "This payment needs nothing from you.")
    payment.redirect_url = payment.problem = None
    attempt = int(at.timestamp() * 1000)  # whoever the bank refused may press again at once
    _request(
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
        _request(
            session,
            "payment.look",
            payment,
            at=at,
            key=f"payment.look:{payment.id}:{_every_few_seconds(at)}",
            deadline=at + timedelta(minutes=10),
        )


def capture(session: Session, payment: Payment, amount: int, *, at: datetime) -> None:
    """Take `amount` (minor units) of what was reserved; the rest is let go of.

    Also again, after the first call was given up: the processor captures a payment once only.
    """
    if not 0 < amount <= payment.amount:
        raise Refused("capture-amount", "Take more than nothing, and at most what was reserved.")
    MOVES.move(payment, PaymentStatus.CAPTURING)
    _request_anew(session, "payment.capture", payment, at=at, amount=amount)


def release(session: Session, payment: Payment, *, at: datetime) -> None:
    """Let go of what was reserved, or of what may yet turn out to be."""
    payment.release_wanted = True
    unknown = payment.status is PaymentStatus.FAILED and payment.provider_id is None
    if payment.status is PaymentStatus.REQUESTED or unknown:
        if unknown:
            # A webhook may tell; but should it never come, the money would stay reserved.
            _request_anew(session, "payment.find", payment, at=at)
        return  # `settle` lets go of it, as soon as it is known
    MOVES.move(payment, PaymentStatus.CANCELLING)
    _request_anew(session, "payment.cancel", payment, at=at)


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


# --- refunds -----------------------------------------------------------------------------------


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
    if payment.status is not PaymentStatus.CAPTURED:
        raise Refused("nothing-captured", "No money has been taken for this order yet; cancel it.")
    if not 0 < amount <= payment.refundable.amount:
        raise Refused(
            "refund-amount",
            f"Refund more than nothing, and at most the {payment.refundable} that is left.",
        )
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
    effects.request(
        session,
        "refund.make",
        f"refund:{row.id}",
        at=at,
        customer_id=payment.customer_id,
        deadline=at + _CALL_DEADLINE,
        amount=amount,
    )
    _record_refund(session, "refund.requested", row, by=by, at=at)
    return row


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
    row.status, row.problem = to, standing.problem
    if to is RefundStatus.FAILED:
        row.payment.amount_refunded -= row.amount
    _record_refund(session, f"refund.{to}", row, by=PROVIDER, at=at)


def fail_refund(session: Session, row: Refund, problem: str, *, at: datetime) -> None:
    """The call was given up, or refused."""
    standing = RefundStanding(None, row.id, RefundStatus.FAILED, problem[:200])
    settle_refund(session, row, standing, at=at)


def refund_again(row: Refund) -> None:
    """A person has the very refund that was given up asked for once more, under the same key.

    Raises `Refused` where it is known at the processor, or another took its place.
    """
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


def _request(
    session: Session,
    kind: str,
    payment: Payment,
    *,
    at: datetime,
    key: str | None = None,
    deadline: datetime | None = None,
    **params: Any,
) -> None:
    effects.request(
        session,
        kind,
        f"payment:{payment.id}",
        at=at,
        customer_id=payment.customer_id,
        key=key,
        lane=f"payment:{payment.id}",
        deadline=deadline or at + _CALL_DEADLINE,
        **params,
    )


def _request_anew(
    session: Session, kind: str, payment: Payment, *, at: datetime, **params: Any
) -> None:
    """A call that may have been given up before; the table of moves sees to it that it is one."""
    key = f"{kind}:payment:{payment.id}:{int(at.timestamp() * 1000)}"
    _request(session, kind, payment, at=at, key=key, **params)


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


def _record_refund(session: Session, kind: str, row: Refund, *, by: Actor, at: datetime) -> None:
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
        problem=row.problem,
    )
