"""A text of whose arrival nobody told us, found in the provider's log afterwards.

Nothing is lost: it is taken in as its webhook would have been. But time has passed, and what was a
yes then may be an answer to nothing now. So one that is old, or after which anything was written,
asks for nothing but STOP by itself; a person reads it.
"""

from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from concierge import config
from concierge.channels.base import Inbound
from concierge.conversation import arrival, receive, respond
from concierge.conversation.arrival import Text
from concierge.conversation.models import Message
from concierge.conversation.reply import Reply
from concierge.intents import Intent

# As long as somebody who texted may still be waiting for the answer.
FRESH = timedelta(hours=1)


def receive_late(
    session: Session, inbound: Inbound, *, sent_at: datetime, last_word: bool, at: datetime
) -> Text | None:
    """Take in a text that was sent at `sent_at`. None: it was here before, and nothing happens.

    `last_word`: nothing else of theirs, sent after it, is still to be taken in.
    """

    def act(reply: Reply) -> None:
        text = reply.message
        stale = not last_word or at - sent_at > FRESH or _written_since(session, text, sent_at)
        if not stale or reply.reading.intent is Intent.STOP:
            respond.respond(reply)
            return
        sent = sent_at.astimezone(config.current().zone)
        arrival.call_for(session, text, f"Came late: was sent {sent:%-d %b %H:%M}")

    return receive.receive(session, inbound, at=at, act=act)


def _written_since(session: Session, text: Text, sent_at: datetime) -> bool:
    """Whether anything was written in the thread since, by whomever.

    The log has whole seconds: what was written within the same one may have come after.
    """
    return bool(
        session.scalar(
            select(
                exists().where(
                    Message.conversation_id == text.conversation_id,
                    Message.created_at > sent_at,
                    Message.id != text.id,
                )
            )
        )
    )
