"""The one automatic answer outside opening hours, to a text that only a person can deal with.

What machines answer at once they answer at any hour; this comes beside it, once a customer and a
closed period, and not where a person has written meanwhile, hours or not.
"""

from typing import TYPE_CHECKING

from concierge import config
from concierge.conversation import wording
from concierge.conversation.models import Message
from concierge.operators import opening

if TYPE_CHECKING:
    from concierge.conversation.reply import Reply

TEMPLATE = "closed"


def tell(reply: "Reply", *, language: str | None) -> None:
    """A person was called for: say when one is there, if none is."""
    session, sender, at = reply.session, reply.sender, reply.at
    if sender.opted_out_at is not None:
        return
    hours, zone = opening.read(sender.hours), config.current().zone
    if hours.is_open(at, zone):
        return
    since, told = hours.closed_since(at, zone), sender.told_closed_at
    if told is not None and (since is None or told >= since):
        return
    word = session.get(Message, reply.past.persons_last_word)
    if word is not None and (since is None or word.created_at >= since):
        return
    reply.conversation.told_closed_at = sender.told_closed_at = at
    opens = hours.next_opening(at, zone)
    customer = reply.conversation.customer
    language = language or wording.language_of(customer)
    reply.say(
        TEMPLATE,
        language=language,
        good_for=opens - at if opens else None,
        opens=opens and wording.moment(opens, at, wording.zone_of(customer), language),
    )
