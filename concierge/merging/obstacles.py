"""Why two customers can't be made one now, or taken apart: each reason as a sentence."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from concierge.composing import later
from concierge.conversation.models import Conversation, Message
from concierge.customers import mergers
from concierge.customers.models import ContactPoint, Customer, Merger
from concierge.effects.models import Effect, EffectStatus
from concierge.privacy import obstacles
from concierge.quotes.models import Quote, QuoteStatus

_UNDER_WAY = "A text to them is being sent this very moment: try again in a minute."


def of_merging(session: Session, kept: Customer, absorbed: Customer) -> list[str]:
    """Why `absorbed` can't become part of `kept`; none: they can. Both are locked."""
    if kept.id == absorbed.id:
        return ["That is the same customer already."]
    found = [
        *(_of_either(session, one) for one in (kept, absorbed)),
        _no_number(kept),
        _account(kept, absorbed),
        _more_than_one(session, absorbed),
        _quotes(session, absorbed),
        _planned(session, absorbed),
    ]
    return [why for why in found if why] + obstacles.of(session, absorbed.id)


def of_undoing(session: Session, merger: Merger) -> list[str]:
    """Why they can't be taken apart; none: they can. Both are locked."""
    if merger.undone_at is not None:
        return ["They were taken apart already."]
    points = session.scalars(
        select(ContactPoint).where(ContactPoint.id.in_(merger.point_ids))
    ).all()
    found = []
    if any(point.customer_id != merger.kept_id for point in points):
        found.append("One of their numbers has moved on to somebody else since.")
    elif not any(point.id not in merger.point_ids for point in merger.kept.contact_points):
        found.append(f"{_called(merger.kept)} would be left without a number.")
    sent = (
        select(Quote.number)
        .join(Message, Message.quote_id == Quote.id)
        .where(
            Quote.customer_id == merger.kept_id,
            Quote.status == QuoteStatus.SENT,
            Message.contact_point_id.in_(merger.point_ids),
            Message.id > merger.last_message_id,
        )
        .distinct()
        .order_by(Quote.number)
    )
    found += [
        f"Quote {number} was sent to the number that leaves, and is open: withdraw it first."
        for number in session.scalars(sent)
    ]
    if _is_sending(session, merger.kept_id):
        found.append(_UNDER_WAY)
    return found


def _of_either(session: Session, one: Customer) -> str | None:
    if one.erased_at is not None:
        return f"Customer {one.id} was erased."
    if one.merged_into_id is not None:
        return f"{_called(one)} is part of another customer already: take them apart first."
    if one.is_doubted:
        return f"The number of {_called(one)} may have changed hands: find out first."
    if _is_sending(session, one.id):
        return _UNDER_WAY
    return None


def _no_number(kept: Customer) -> str | None:
    if kept.contact_points:
        return None
    return f"{_called(kept)} has no number any more: keep the other one."


def _account(kept: Customer, absorbed: Customer) -> str | None:
    if kept.onboarded_at is not None or absorbed.onboarded_at is None:
        return None
    return f"{_called(absorbed)} has an account, and {_called(kept)} has none: keep that one."


def _more_than_one(session: Session, absorbed: Customer) -> str | None:
    if not mergers.absorbed(session, absorbed.id):
        return None
    return f"{_called(absorbed)} is made of two already: keep that one, or take them apart first."


def _quotes(session: Session, absorbed: Customer) -> str | None:
    still = select(Quote.number).where(
        Quote.customer_id == absorbed.id,
        Quote.status.in_((QuoteStatus.DRAFT, QuoteStatus.SENT)),
    )
    numbers = ", ".join(str(number) for number in session.scalars(still.order_by(Quote.number)))
    if not numbers:
        return None
    return f"{_called(absorbed)} still has an open quote ({numbers}): withdraw it first."


def _planned(session: Session, absorbed: Customer) -> str | None:
    if not later.is_planned(session, absorbed.id):
        return None
    return f"A text to {_called(absorbed)} is still to be sent later: cancel or edit it first."


def _is_sending(session: Session, customer_id: int) -> bool:
    running = exists().where(
        Effect.customer_id == customer_id,
        Effect.status == EffectStatus.RUNNING,
        Effect.kind == "message.send",
    )
    return bool(session.scalar(select(running)))


def _called(customer: Customer) -> str:
    return customer.name or f"Customer {customer.id}"


def since(session: Session, merger: Merger) -> tuple[int, list[int]]:
    """What came after they were merged: how many texts to and from the numbers that would leave,
    and the numbers of the quotes that stay."""
    thread = select(Conversation.id).where(Conversation.customer_id == merger.kept_id)
    texts = session.scalars(
        select(Message.id).where(
            Message.conversation_id == thread.scalar_subquery(),
            Message.contact_point_id.in_(merger.point_ids),
            Message.id > merger.last_message_id,
        )
    ).all()
    quotes = session.scalars(
        select(Quote.number)
        .where(Quote.customer_id == merger.kept_id, Quote.created_at >= merger.at)
        .order_by(Quote.number)
    ).all()
    return len(texts), list(quotes)
