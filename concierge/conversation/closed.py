"""The one automatic answer outside opening hours, to a text that only a person can deal with.

What machines answer at once they answer at any hour; this comes beside it, once a customer and a
closed period, and not where a person has written meanwhile, hours or not.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from concierge import config
from concierge.conversation import history, wording, write
from concierge.conversation.models import Conversation, Message
from concierge.operators import opening

TEMPLATE = "closed"


def tell(
    session: Session,
    conversation: Conversation,
    message: Message,
    *,
    language: str | None,
    at: datetime,
) -> None:
    """A person was called for: say when one is there, if none is."""
    point = conversation.contact_point
    if point.opted_out_at is not None or point.dead_at is not None:
        return
    hours, zone = opening.hours(session), config.current().zone
    if hours.is_open(at, zone):
        return
    since, told = hours.closed_since(at, zone), conversation.told_closed_at
    if told is not None and (since is None or told >= since):
        return
    word = session.get(Message, history.last_word_of_a_person(session, conversation.id, message.id))
    if word is not None and (since is None or word.created_at >= since):
        return
    conversation.told_closed_at = at
    opens = hours.next_opening(at, zone)
    customer = conversation.customer
    language = language or wording.language_of(customer)
    write.say(
        session,
        customer,
        TEMPLATE,
        at=at,
        language=language,
        good_for=opens - at if opens else None,
        opens=opens and wording.moment(opens, at, wording.zone_of(customer), language),
    )
