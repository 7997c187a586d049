"""What is owed to partners for an order: owed, then paid, or withdrawn when it was a mistake.

Whoever calls these has locked the order's customer.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from concierge import events
from concierge.errors import Refused
from concierge.events import Actor
from concierge.ledger import booking
from concierge.ledger.booking import About
from concierge.ledger.models import EntryKind, Payable, PayableStatus
from concierge.money import Money
from concierge.orders.models import Order
from concierge.transitions import Transitions

_S = PayableStatus
MOVES = Transitions("payable", {_S.OWED: {_S.PAID, _S.WITHDRAWN}})
_LONGEST_NAME = 80
_LONGEST_NOTE = 200


def book_partner_payable(
    session: Session,
    order: Order,
    partner: str,
    money: Money,
    *,
    by: Actor,
    at: datetime,
    note: str | None = None,
) -> Payable:
    """The business owes `partner` this for the order. Raises `Refused` for nothing or nobody."""
    partner, note = " ".join(partner.split()), " ".join((note or "").split()) or None
    if not partner or len(partner) > _LONGEST_NAME:
        raise Refused(
            "partner-name", f"Say who the partner is, in at most {_LONGEST_NAME} letters."
        )
    if note and len(note) > _LONGEST_NOTE:
        raise Refused("payable-note", f"Keep the note to {_LONGEST_NOTE} letters.")
    if money.currency != order.currency or money.amount <= 0:
        raise Refused("payable-amount", f"Owe more than nothing, in {order.currency}.")
    row = Payable(
        order_id=order.id,
        partner=partner,
        amount=money.amount,
        currency=money.currency,
        note=note,
        status=PayableStatus.OWED,
        created_at=at,
        created_by=str(by),
    )
    session.add(row)
    session.flush()
    _book(session, EntryKind.PARTNER_OWED, row, order, by=by, at=at)
    return row


def pay(session: Session, row: Payable, order: Order, *, by: Actor, at: datetime) -> None:
    """The partner has been paid, outside: from the bank, in cash."""
    MOVES.move(row, PayableStatus.PAID)
    row.ended_at, row.ended_by = at, str(by)
    _book(session, EntryKind.PARTNER_PAID, row, order, by=by, at=at)


def withdraw(session: Session, row: Payable, order: Order, *, by: Actor, at: datetime) -> None:
    """It is not owed after all: a slip, or the partner waived it. Booked back, not struck out."""
    MOVES.move(row, PayableStatus.WITHDRAWN)
    row.ended_at, row.ended_by = at, str(by)
    _book(session, EntryKind.PARTNER_WITHDRAWN, row, order, by=by, at=at)


def _book(
    session: Session, kind: EntryKind, row: Payable, order: Order, *, by: Actor, at: datetime
) -> None:
    about = About("payable", row.id, order.id, order.customer_id)
    booking.book(session, kind, about, row.money, at=at)
    events.record(
        session,
        kind.value,
        row,
        by=by,
        at=at,
        customer_id=order.customer_id,
        order=order.id,
        partner=row.partner,
        amount=row.amount,
        currency=row.currency,
    )
