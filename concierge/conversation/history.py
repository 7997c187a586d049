"""What had been said in a thread before a reply came, by whom, and what had reached the phone."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, text
from sqlalchemy.orm import Session, aliased, contains_eager

from concierge.channels.base import DeliveryStatus
from concierge.conversation.models import IS_GREETING, Conversation, Direction, Message
from concierge.customers.models import ContactPoint, Customer
from concierge.quotes.models import Quote, QuoteStatus

# The texts that put a quote before the customer; `quote_id` says which.
SHOWING = ("quote", "nudge", "ask_confirm", "quote_replaced", "card_saved")
# What the provider took and has not reported as lost.
GONE_OUT = (DeliveryStatus.SENT, DeliveryStatus.DELIVERED, DeliveryStatus.READ)
OF_CONSENT = ("stopped", "started")


def _ours(conversation_id: int, before: int) -> Select[Message]:
    return (
        select(Message)
        .where(
            Message.conversation_id == conversation_id,
            Message.direction == Direction.OUT,
            Message.id < before,
        )
        .order_by(Message.id.desc())
        .limit(1)
    )


def last_gone_out(session: Session, conversation_id: int, before: int) -> Message | None:
    """The newest text of ours that the customer can have read before a message."""
    query = _ours(conversation_id, before)
    return session.scalars(query.where(Message.status.in_(GONE_OUT))).one_or_none()


def last_written(session: Session, conversation_id: int, before: int) -> Message | None:
    """The newest text of ours before a message, whether or not it has gone out."""
    return session.scalars(_ours(conversation_id, before)).one_or_none()


def presentations(session: Session, quote_ids: list[int]) -> dict[int, str]:
    """By quote: the text that presents it, as it was written."""
    rows = session.execute(
        select(Message.quote_id, Message.body)
        .where(
            Message.quote_id.in_(quote_ids),
            Message.template == "quote",
            Message.direction == Direction.OUT,
        )
        .order_by(Message.id)
    )
    return {row.quote_id: row.body for row in rows}


def shown(session: Session, quote: Quote, before: Message) -> Message | None:
    """The newest text that put this quote before the customer and had gone out before theirs."""
    return shown_before(session, quote.id, before.conversation_id, before.id)


def shown_before(
    session: Session,
    quote_id: int,
    conversation_id: int,
    before: int,
    point_id: int | None = None,
) -> Message | None:
    """The same, by ids; with `point_id`, to that number of theirs."""
    query = _ours(conversation_id, before).where(
        Message.quote_id == quote_id,
        Message.template.in_(SHOWING),
        Message.status.in_(GONE_OUT),
    )
    if point_id is not None:
        query = query.where(Message.contact_point_id == point_id)
    return session.scalars(query).one_or_none()


def persons_words(session: Session, conversation_id: int, after: int, before: int) -> list[str]:
    """What people of the business wrote between two messages, gone out or not."""
    return list(
        session.scalars(
            select(Message.body)
            .where(
                Message.conversation_id == conversation_id,
                Message.id > after,
                Message.id < before,
                _by_a_person(),
            )
            .order_by(Message.id)
        )
    )


def was_unclear(session: Session, conversation_id: int, after: int, before: int) -> bool:
    """Whether a text of theirs between two messages was left to a person."""
    query = select(Message.id).where(
        Message.conversation_id == conversation_id,
        Message.direction == Direction.IN,
        Message.id > after,
        Message.id < before,
        Message.intent == "unclear",
    )
    return session.scalar(query.limit(1)) is not None


def last_word_of_a_person(session: Session, conversation_id: int, before: int) -> int:
    """The id of their newest message; 0 when nobody has written yet."""
    newest = select(func.max(Message.id)).where(
        Message.conversation_id == conversation_id, Message.id < before, _by_a_person()
    )
    return session.scalar(newest) or 0


def asked(
    session: Session, conversation_id: int, template: str, after: int, quote_id: int | None
) -> bool:
    """Whether this question was put (about this quote) after a message."""
    query = select(Message.id).where(
        Message.conversation_id == conversation_id,
        Message.id > after,
        Message.template == template,
    )
    if quote_id is not None:
        query = query.where(Message.quote_id == quote_id)
    return session.scalar(query.limit(1)) is not None


def count_answers(
    session: Session, conversation_id: int, templates: Iterable[str], after: int, since: datetime
) -> int:
    """How many automatic answers were given after a message and since a time."""
    return (
        session.scalar(
            select(func.count())
            .select_from(Message)
            .where(
                Message.conversation_id == conversation_id,
                Message.id > after,
                Message.created_at > since,
                Message.template.in_(list(templates)),
            )
        )
        or 0
    )


def answers(
    session: Session,
    conversation_id: int,
    templates: Iterable[str],
    after: int,
    since: datetime,
    *,
    limit: int,
) -> list[datetime]:
    """When the newest automatic answers were given, after a message and since a time."""
    return list(
        session.scalars(
            select(Message.created_at)
            .where(
                Message.conversation_id == conversation_id,
                Message.id > after,
                Message.created_at > since,
                Message.template.in_(list(templates)),
            )
            .order_by(Message.id.desc())
            .limit(limit)
        )
    )


def greetings(session: Session, since: datetime, prefix: str) -> tuple[int, int]:
    """How many strangers the service has greeted since then: in all, and with this prefix."""
    row = session.execute(
        select(
            func.count(),
            func.count().filter(ContactPoint.address.startswith(prefix, autoescape=True)),
        )
        .select_from(Message)
        .join(ContactPoint, ContactPoint.id == Message.contact_point_id)
        .where(text(f"messages.{IS_GREETING}"), Message.created_at > since)
        .where(Message.author == "service")
    ).one()
    return row[0], row[1]


def wrote_before(session: Session, conversation_id: int, point_id: int, before: int) -> bool:
    """Whether they had written from that very address before a message."""
    return bool(
        session.scalar(
            select(
                exists().where(
                    Message.conversation_id == conversation_id,
                    Message.contact_point_id == point_id,
                    Message.direction == Direction.IN,
                    Message.id < before,
                )
            )
        )
    )


def has_been_written_to(session: Session, conversation_id: int) -> bool:
    """Whether anything of ours is in the thread, but for what STOP and START are answered with."""
    return bool(
        session.scalar(
            select(
                exists().where(
                    Message.conversation_id == conversation_id,
                    Message.direction == Direction.OUT,
                    or_(Message.template.is_(None), Message.template.not_in(OF_CONSENT)),
                )
            )
        )
    )


def earlier_texts(session: Session, conversation_id: int, before: int, limit: int) -> list[str]:
    """What the customer wrote before a message, newest first."""
    return list(
        session.scalars(
            select(Message.body)
            .where(
                Message.conversation_id == conversation_id,
                Message.direction == Direction.IN,
                Message.id < before,
            )
            .order_by(Message.id.desc())
            .limit(limit)
        )
    )


def _by_a_person() -> ColumnElement[bool]:
    return and_(Message.direction == Direction.OUT, Message.template.is_(None))


# --- nudges --------------------------------------------------------------------------------------


def unanswered(
    session: Session, at: datetime, *, after: int = 0, only: int | None = None, limit: int = 200
) -> list[tuple[Quote, ContactPoint]]:
    """Live quotes, by id, that reached the customer and to which nobody has said anything since.

    Neither the customer, machines that answer for them aside, nor a person of the business; and
    never brought back before. With where the customer reads, who must not have opted out.
    """
    since, quoting = aliased(Message), aliased(Message)
    answered = exists().where(
        since.conversation_id == Conversation.id,
        since.id > quoting.id,
        or_(
            and_(
                since.direction == Direction.IN,
                or_(since.intent.is_(None), since.intent != "autoreply"),
            ),
            and_(since.direction == Direction.OUT, since.template.is_(None)),
        ),
    )
    query = (
        select(Quote, ContactPoint)
        .join(Quote.customer)
        .join(Conversation, Conversation.customer_id == Quote.customer_id)
        .join(ContactPoint, ContactPoint.id == Conversation.contact_point_id)
        .join(
            quoting,
            and_(
                quoting.quote_id == Quote.id,
                quoting.template == "quote",
                quoting.status.in_(GONE_OUT),
            ),
        )
        .where(
            Quote.status == QuoteStatus.SENT,
            Quote.expires_at > at,
            Quote.presented_at.is_not(None),
            Quote.nudged_at.is_(None),
            Quote.revises_id.is_(None),  # its order waits, and a person with it
            Quote.id > after,
            ContactPoint.customer_id == Quote.customer_id,
            ContactPoint.opted_out_at.is_(None),
            ContactPoint.dead_at.is_(None),
            ~answered,
        )
        .options(contains_eager(Quote.customer.of_type(Customer)))
        .order_by(Quote.id)
        .limit(limit)
    )
    if only is not None:
        query = query.where(Quote.id == only)
    return [(row[0], row[1]) for row in session.execute(query)]
