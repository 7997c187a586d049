"""What became of a text of ours: sent, not sent, lost; and the receipts that say so."""

import logging
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from concierge import effects, events
from concierge.channels.base import DeliveryStatus, Pauses, Receipt
from concierge.conversation import attention, lifetimes
from concierge.conversation.models import Conversation, Direction, Message
from concierge.conversation.write import STOP_CONFIRMATION
from concierge.customers import consent
from concierge.customers import lifecycle as customers
from concierge.customers import queries as customer_queries
from concierge.customers.models import ContactPoint
from concierge.effects import circuits
from concierge.events import PROVIDER

log = logging.getLogger(__name__)

# A message only moves forward: receipts come twice, late and out of order.
_RANK = {
    DeliveryStatus.QUEUED: 0,
    DeliveryStatus.SENT: 1,
    DeliveryStatus.FAILED: 2,
    DeliveryStatus.BLOCKED: 2,
    DeliveryStatus.EXPIRED: 2,
    DeliveryStatus.DELIVERED: 3,
    DeliveryStatus.READ: 4,
}


def sent(
    session: Session, message: Message, provider_id: str, *, parts: int | None, at: datetime
) -> None:
    """The provider took it: from now on an OK may be an answer to it."""
    message.provider_id = message.provider_id or provider_id
    message.parts = parts or message.parts
    message.sent_at = message.sent_at or at
    if message.status is DeliveryStatus.QUEUED:
        message.status = DeliveryStatus.SENT
        events.record(
            session,
            "message.sent",
            message,
            by=PROVIDER,
            at=at,
            customer_id=message.conversation.customer_id,
            quote=message.quote_id,
        )
    attention.touch(session, message.conversation, at=at)


def not_sent(
    session: Session,
    message: Message,
    status: DeliveryStatus,
    *,
    why: str,
    calls: bool,
    at: datetime,
) -> None:
    """We did not send it: blocked or expired. A person hears of it where it `calls` and matters."""
    message.status, message.error = status, why[:300]
    if calls and lifetimes.of(message.template).tell:
        attention.undelivered(session, message.conversation, f"Not sent: {why}", at=at)
    else:
        attention.touch(session, message.conversation, at=at)


def failed(
    session: Session,
    message: Message,
    *,
    code: str | None,
    why: str,
    at: datetime,
    opted_out: bool = False,
    dead: bool = False,
    account: bool = False,
    again: Pauses = (),
) -> None:
    """It won't arrive. It is sent anew where that may help; else a person hears why."""
    if _RANK[message.status or DeliveryStatus.QUEUED] > _RANK[DeliveryStatus.FAILED]:
        return
    message.status = DeliveryStatus.FAILED
    message.error_code = code or message.error_code
    message.error = why[:300]
    point = session.get_one(ContactPoint, message.contact_point_id)
    if account:
        circuits.complain(session, message.channel, why, at)
    if opted_out:
        consent.opt_out(
            session,
            point,
            words=f"error {code}",
            source="carrier",
            by=PROVIDER,
            at=at,
            confirmation=consent.BY_CARRIER,
        )
    if dead:
        customers.mark_dead(session, point, reason=why, at=at)
    if opted_out and message.template == STOP_CONFIRMATION:
        # The carrier took the word for itself and has confirmed it: an operator knows already.
        consent.confirmed(session, point, consent.BY_CARRIER)
        attention.touch(session, message.conversation, at=at)
    elif _goes_again(session, message, again, at=at):
        message.error = f"{why} It is sent again by itself."[:300]
        attention.touch(session, message.conversation, at=at)
    else:
        attention.undelivered(session, message.conversation, f"Not delivered: {why}", at=at)


def _goes_again(session: Session, message: Message, again: Pauses, *, at: datetime) -> bool:
    """Ask for a new send, if one is left and it would not come too late."""
    if message.sends > len(again):
        return False
    due = at + again[message.sends - 1]
    if message.expires_at is not None and due >= message.expires_at:
        return False
    effects.request(
        session,
        "message.again",
        f"message:{message.id}",
        at=at,
        due=due,
        customer_id=message.conversation.customer_id,
    )
    return True


# --- receipts ------------------------------------------------------------------------------------


def receive_receipt(
    session: Session, receipt: Receipt, *, explain: str | None, at: datetime
) -> bool:
    """Move a message forward by a receipt. False when it is no message of ours."""
    found = _of_receipt(session, receipt)
    if found is None:
        return False
    message_id, customer_id, holder_id = found
    customer_queries.lock(session, customer_id)
    message = session.get_one(Message, message_id, populate_existing=True)
    if holder_id is not None:
        _take_back(session, holder_id, receipt, at=at)
    if message.provider_id not in {None, receipt.provider_id}:
        return False
    current = message.status or DeliveryStatus.QUEUED
    if message.provider_id is None or current is DeliveryStatus.QUEUED:
        # The receipt overtook the answer to our own call (or that answer was lost, and this is it).
        circuits.answered(session, message.channel)
        sent(session, message, receipt.provider_id, parts=None, at=at)
        current = message.status or DeliveryStatus.SENT
    is_failure = receipt.status is DeliveryStatus.FAILED
    news = is_failure and receipt.error_code is not None and message.error_code is None
    if _RANK[receipt.status] <= _RANK[current] and not (news and current is DeliveryStatus.FAILED):
        return True
    if is_failure:
        failed(
            session,
            message,
            code=receipt.error_code,
            why=explain or "The carrier did not deliver it and does not say why.",
            opted_out=receipt.opted_out,
            dead=receipt.dead,
            account=receipt.account,
            again=receipt.again,
            at=at,
        )
        return True
    message.status = receipt.status
    message.delivered_at = message.delivered_at or at
    attention.touch(session, message.conversation, at=at)
    return True


def _of_receipt(session: Session, receipt: Receipt) -> tuple[int, int, int | None] | None:
    """(message, customer, another message that was taken for this one), by our own id first.

    Ours stands in the address that the receipt was sent to, so it is sure; the provider's id may
    have been given to a text by a look-up, which can take one for another of the same words.
    """
    by_provider = and_(
        Message.channel == receipt.channel, Message.provider_id == receipt.provider_id
    )
    ours = Message.id == receipt.message_id
    rows = session.execute(
        select(Message.id, Conversation.customer_id, Message.provider_id)
        .join(Message.conversation)
        .where(
            Message.direction == Direction.OUT,
            or_(by_provider, ours) if receipt.message_id is not None else by_provider,
        )
    ).all()
    holder = next((row for row in rows if row.provider_id == receipt.provider_id), None)
    named = next((row for row in rows if row.id == receipt.message_id), None)
    if holder is not None and named is not None and holder.customer_id != named.customer_id:
        named = None
    if named is None or named is holder or named.provider_id is not None:
        return (holder.id, holder.customer_id, None) if holder else None
    return named.id, named.customer_id, holder.id if holder is not None else None


def _take_back(session: Session, message_id: int, receipt: Receipt, *, at: datetime) -> None:
    """A look-up had taken another's text for this one; so this one did not go out."""
    message = session.get_one(Message, message_id, populate_existing=True)
    if message.provider_id != receipt.provider_id:
        return
    log.warning("message %s was not %s after all", message.id, receipt.provider_id)
    message.provider_id = message.sent_at = message.delivered_at = None
    message.status = DeliveryStatus.FAILED
    message.error = "It did not go out; another text of the same words did."
    attention.undelivered(session, message.conversation, f"Not sent: {message.error}", at=at)
    session.flush()
