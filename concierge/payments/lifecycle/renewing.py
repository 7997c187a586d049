"""A reservation lasts some days, and covers one amount. Before it lapses, or where more was agreed,
another is made, and only then the old let go of.

The new one stands aside until the money is reserved: it never counts beside the old one, so never
are two of them captured. Then it takes the old one's place in one transaction, which also asks
that the old one is let go of.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from concierge.errors import Refused
from concierge.money import Money
from concierge.payments import queries
from concierge.payments.lifecycle.asking import ask
from concierge.payments.lifecycle.contesting import require_uncontested
from concierge.payments.lifecycle.letting_go import release
from concierge.payments.lifecycle.recording import record
from concierge.payments.lifecycle.wallet import require_chargeable
from concierge.payments.models import Card, Payment, PaymentStatus

_S = PaymentStatus
_UNDER_WAY = {_S.REQUESTED, _S.ACTION_REQUIRED}
_SAYS = {
    _S.DECLINED: "payment.renewal_declined",
    _S.ACTION_REQUIRED: "payment.renewal_action_required",
    _S.FAILED: "payment.renewal_failed",
    _S.CANCELLED: "payment.renewal_failed",
}


def renew(
    session: Session,
    payment: Payment,
    money: Money,
    *,
    what: str,
    at: datetime,
    card: Card | None = None,
    decided: bool = False,
) -> Payment:
    """Reserve `money` in place of what is reserved, which lasts until then; on the same card
    unless told.

    Raises `Refused`; and `Contested` unless a person has `decided`.
    """
    if payment.status is not PaymentStatus.AUTHORISED or payment.aside:
        raise Refused("nothing-to-renew", "No money is reserved that could be reserved anew.")
    tried = queries.renewals(session, payment.id)
    if any(one.status in _UNDER_WAY and not one.release_wanted for one in tried):
        raise Refused("renewing-already", "The money is being reserved anew already.")
    card = card or payment.card
    require_chargeable(session, card, at=at, patient=not decided)
    if not decided:
        require_uncontested(session, card)
    renewal = Payment(
        order_id=payment.order_id,
        customer_id=payment.customer_id,
        card_id=card.id,
        status=PaymentStatus.REQUESTED,
        amount=money.amount,
        currency=money.currency,
        created_at=at,
        aside=True,
        replaces_id=payment.id,
    )
    renewal.card = card
    session.add(renewal)
    session.flush()
    ask(session, "payment.authorise", renewal, at=at, description=what[:200])
    return renewal


def settled(session: Session, renewal: Payment, rival: Payment | None, *, at: datetime) -> None:
    """How a renewal stands now. `rival` is the payment that counts."""
    if renewal.status is not PaymentStatus.AUTHORISED:
        record(session, _SAYS[renewal.status], renewal, at=at, replaces=renewal.replaces_id)
        if renewal.status is PaymentStatus.FAILED:
            release(session, renewal, at=at)  # should it have been made, nobody waits for it
        return
    old = queries.get(session, renewal.replaces_id or 0)
    lapsed = rival is None and old.status is PaymentStatus.CANCELLED and not old.release_wanted
    if rival is old and old.status is PaymentStatus.AUTHORISED:
        release(session, old, at=at)
        session.flush()  # the old one first: there is room for one that counts
    elif not lapsed:
        # Delivered meanwhile, and the old one is what is captured; or off, or paid otherwise.
        release(session, renewal, at=at)
        record(session, f"payment.{renewal.status}", renewal, at=at)
        return
    renewal.aside = False
    record(session, "payment.renewed", renewal, at=at, replaces=old.id)


def end(session: Session, payment: Payment, *, at: datetime) -> None:
    """It is captured, or about to be: nothing has to take its place any more."""
    for renewal in queries.renewals(session, payment.id):
        if renewal.aside and renewal.status in _UNDER_WAY and not renewal.release_wanted:
            release(session, renewal, at=at)
