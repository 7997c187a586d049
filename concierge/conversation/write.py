"""Putting a text of ours into the thread; the worker sends it afterwards (`deliver`)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from concierge import effects, events
from concierge.channels import windows
from concierge.channels.base import DeliveryStatus
from concierge.conversation import assigning, lifetimes, promising, queries, wording
from concierge.conversation.attention import call_for, settle, touch, undelivered
from concierge.conversation.models import (
    Conversation,
    Direction,
    Media,
    MediaContent,
    MediaStatus,
    Message,
)
from concierge.conversation.pictures import Picture
from concierge.customers import lifecycle as customers
from concierge.customers import queries as customer_queries
from concierge.customers.known import require_whole
from concierge.customers.models import ContactPoint, Customer
from concierge.errors import NotFound, Refused
from concierge.events import SERVICE, Actor
from concierge.locks import lock_name

LONGEST = 1600
# Goes out although the customer has opted out: the one confirmation of that.
STOP_CONFIRMATION = "stopped"
LOOKED_UP_FOR = timedelta(days=1)
_NO_NUMBER = "This customer's number turned out to be somebody else's; nothing can be sent them."


def of_customer(session: Session, customer_id: int) -> Conversation:
    """The customer's thread, or that of whom they were merged into. Raises NotFound."""
    conversation = session.scalars(
        select(Conversation).where(Conversation.customer_id == _whose(customer_id))
    ).one_or_none()
    if conversation is None:
        raise NotFound("conversation")
    return conversation


def _whose(customer_id: int) -> ColumnElement[int]:
    merged = select(Customer.merged_into_id).where(Customer.id == customer_id)
    return func.coalesce(merged.scalar_subquery(), customer_id)


def begin(session: Session, point: ContactPoint, *, at: datetime) -> Conversation:
    """The thread of a customer who had none."""
    conversation = Conversation(
        customer_id=point.customer_id,
        contact_point_id=point.id,
        created_at=at,
        last_message_at=at,
        last_direction=Direction.IN,
        touched_at=at,
    )
    session.add(conversation)
    session.flush()
    return conversation


def reach(
    session: Session, channel: str, address: str, *, by: Actor, at: datetime
) -> tuple[Conversation, bool]:
    """The thread of whoever is at this address, their customer locked; True: they are new.

    A stranger becomes a customer, as if they had written first.
    """
    point = customer_queries.by_address(session, channel, address)
    if point is None:
        # Two strangers at once, or their first text meanwhile: the second finds the first's.
        lock_name(session, f"{channel}:{address}")
        point = customer_queries.by_address(session, channel, address)
    if point is not None:
        customer_queries.lock(session, point.customer_id)
        whose = point.customer_id
        session.refresh(point)
        if point.customer_id != whose:  # it turned out to be somebody else's while we waited
            customer_queries.lock(session, point.customer_id)
            session.refresh(point)
        if point.address == address:
            return _of_point(session, point, at=at), False
        # They were erased while this waited: whoever is there is a stranger.
    point = customers.welcome(session, channel, address, at=at, by=by)
    customer_queries.lock(session, point.customer_id)
    return begin(session, point, at=at), True


def _of_point(session: Session, point: ContactPoint, *, at: datetime) -> Conversation:
    try:
        thread = of_customer(session, point.customer_id)
    except NotFound:
        return begin(session, point, at=at)
    # Of several numbers, the one that was named.
    thread.contact_point_id, thread.contact_point = point.id, point
    return thread


def write(
    session: Session,
    conversation: Conversation,
    body: str,
    *,
    by: Actor,
    at: datetime,
    due: datetime | None = None,
    pictures: Sequence[Picture] = (),
    seen: int | None = None,
) -> Message:
    """A person (or their script) writes to the customer, which also answers what was waiting.

    With `pictures` it may be without words. It is sent at `due`, at once unless given. What came
    in after the message `seen`, where that is given, its writer did not know of: so the customer
    goes on waiting for an answer to it.
    """
    body = body.strip()
    require_text(body, bare=not pictures)
    require_reachable(session, conversation, at=at)
    waited_for = conversation.waiting_for if conversation.waiting_since else None
    settle(session, conversation, by=by, at=at, answered=True)
    if waited_for and seen is not None:
        unseen = queries.heard_after(session, conversation.id, seen)
        if unseen is not None:
            call_for(session, conversation, waited_for, at=unseen)
    assigning.answered(session, conversation, by=by, at=at)
    promising.answered(session, conversation, by=by, at=at)
    message = put(session, conversation, body, by=by, at=at, due=due, pictures=pictures)
    customer_id = conversation.customer_id
    events.record(session, "message.written", message, by=by, at=at, customer_id=customer_id)
    return message


def require_text(body: str, *, bare: bool = True) -> None:
    """Raises `Refused`, with the reason in words, for what is no text. `bare`: without pictures."""
    if not body and bare:
        raise Refused("text-is-empty", "Write something first.")
    if len(body) > LONGEST:
        raise Refused(
            "text-too-long", f"A text has at most {LONGEST} characters; this one has {len(body)}."
        )
    if "<link:" in body:
        raise Refused("text-has-marker", "A text can't contain “<link:”.")


def require_reachable(session: Session, conversation: Conversation, *, at: datetime) -> None:
    """Raises `Refused`, with the reason in words, where nothing may or can be sent."""
    point = session.get_one(ContactPoint, conversation.contact_point_id)
    require_whole(conversation.customer)
    if point.customer_id != conversation.customer_id:
        raise Refused("customer-has-no-number", _NO_NUMBER)
    if point.opted_out_at is not None:
        raise Refused(
            "customer-opted-out",
            "This customer has opted out (STOP). Nothing can be sent until they text START.",
        )
    if point.dead_at is not None:
        raise Refused("address-is-dead", f"Nothing arrives at {point.address}: {point.dead_reason}")
    if windows.is_closed(point.channel, point.last_heard_at, at):
        raise Refused("window-is-closed", windows.CLOSED)


def why_unreachable(session: Session, conversation: Conversation, *, at: datetime) -> str | None:
    """Why nothing can be sent there, in words; None where it can."""
    try:
        require_reachable(session, conversation, at=at)
    except Refused as refusal:
        return refusal.message
    return None


def say(
    session: Session,
    customer: Customer,
    template: str,
    *,
    at: datetime,
    quote_id: int | None = None,
    order_id: int | None = None,
    good_for: timedelta | None = None,
    language: str | None = None,
    **facts: object,
) -> Message:
    """The service writes one of our texts, in the customer's language unless told another.

    `good_for`: later than that it is not sent any more, where that is sooner than the text's own
    lifetime. Where the number may have changed hands, whoever reads it is told neither a name nor
    how a card ends.
    """
    conversation = of_customer(session, customer.id)
    language = language or wording.language_of(customer)
    name = customer.first_name
    if conversation.customer.is_doubted:
        name = None
        if "card" in facts:
            facts["card"] = wording.SOME_CARD[language]
    body = wording.render(template, language, name=name, **facts)
    return put(
        session,
        conversation,
        body,
        by=SERVICE,
        at=at,
        template=template,
        quote_id=quote_id,
        order_id=order_id,
        expires_at=at + good_for if good_for else None,
    )


def put(
    session: Session,
    conversation: Conversation,
    body: str,
    *,
    by: Actor,
    at: datetime,
    template: str | None = None,
    quote_id: int | None = None,
    order_id: int | None = None,
    expires_at: datetime | None = None,
    due: datetime | None = None,
    pictures: Sequence[Picture] = (),
) -> Message:
    """Put a text into the thread and ask for it to be sent; whoever has opted out gets none.

    Nor does who can't be written to at present (`windows`): that a person hears of.

    It is sent at `due`, at once unless given, and what is written after it goes after it. It is not
    sent any more after `expires_at`, or after its lifetime (`lifetimes`), if that ends
    sooner.
    """
    life = lifetimes.of(template)
    expires_at = min(expires_at or at + life.lasts, at + life.lasts)
    point = session.get_one(ContactPoint, conversation.contact_point_id)
    blocked = _why_blocked(point, conversation, template, at)
    message = Message(
        conversation_id=conversation.id,
        contact_point_id=point.id,
        channel=point.channel,
        direction=Direction.OUT,
        author=str(by),
        body=body,
        template=template,
        quote_id=quote_id,
        order_id=order_id,
        created_at=at,
        status=DeliveryStatus.BLOCKED if blocked else DeliveryStatus.QUEUED,
        error=blocked,
        expires_at=expires_at,
    )
    message.media = [
        Media(
            position=position,
            status=MediaStatus.STORED,
            content_type=picture.content_type,
            width=picture.width,
            height=picture.height,
        )
        for position, picture in enumerate(pictures)
    ]
    session.add(message)
    session.flush()
    for media, picture in zip(message.media, pictures, strict=True):
        session.add(MediaContent(media_id=media.id, content=picture.content))
    touch(session, conversation, at=at, last=message)
    if blocked == windows.CLOSED and life.tell:
        undelivered(session, conversation, f"Not sent: {blocked}", at=at)
    if not blocked:
        effects.request(
            session,
            "message.send",
            f"message:{message.id}",
            at=at,
            customer_id=conversation.customer_id,
            lane=f"point:{point.id}",
            due=due,
            # Later nothing is sent, but what may have been sent is still looked up.
            deadline=expires_at + LOOKED_UP_FOR,
            urgency=life.urgency,
            gate=point.channel,
            expires=expires_at,
            channel=point.channel,
        )
    return message


def _why_blocked(
    point: ContactPoint, conversation: Conversation, template: str | None, at: datetime
) -> str | None:
    if point.customer_id != conversation.customer_id:  # it has another owner now
        return _NO_NUMBER
    if point.opted_out_at is not None and template != STOP_CONFIRMATION:
        return "The customer has opted out."
    return windows.CLOSED if windows.is_closed(point.channel, point.last_heard_at, at) else None
