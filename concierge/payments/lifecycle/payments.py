"""One payment, from what is to be reserved to what was taken."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from concierge import config
from concierge.db import put
from concierge.errors import Refused
from concierge.money import Money
from concierge.payments.lifecycle import renewing
from concierge.payments.lifecycle.asking import ask, ask_anew, every_few_seconds
from concierge.payments.lifecycle.moves import MOVES
from concierge.payments.lifecycle.wallet import to_charge
from concierge.payments.models import Payment, PaymentStatus


def authorise(
    session: Session,
    order_id: int,
    customer_id: int,
    money: Money,
    *,
    what: str,
    at: datetime,
    decided: bool = False,
) -> Payment | None:
    """Reserve `money` for an order on the card that the customer chose.

    None: there is none that may be charged; `obstacle` says why. Raises `Contested` where a charge
    on it is disputed or under suspicion, unless a person has `decided` that it is charged
    nevertheless.
    """
    card = to_charge(session, customer_id, at=at, decided=decided)
    if card is None:
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
    renewing.end(session, payment, at=at)
    ask_anew(session, "payment.capture", payment, at=at, amount=amount)


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
