"""Two people answer at once: what others have said in a thread since somebody looked at it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from concierge.conversation.models import Direction, Message
from concierge.customers import links
from concierge.errors import Refused
from concierge.events import Actor
from concierge.operators import accounts
from concierge.quotes.models import Quote

# More than so many are not shown: whoever is that far behind reads the thread.
_MOST = 10
# What a phone says by itself is no answer to anything.
_NO_WORDS = ("reaction", "autoreply")


@dataclass(frozen=True, slots=True)
class Word:
    """Something that was said meanwhile. `name`: whoever of ours said it; None for the customer."""

    id: int
    at: datetime
    name: str | None
    body: str


class Crossed(Refused):
    """Somebody else has said something that the writer can't have known of."""

    def __init__(self, said: list[Word]) -> None:
        names = speakers(said)
        have = "have" if len(names) > 1 else "has"
        words = " ".join(f"“{word.body}”" for word in said)
        super().__init__(
            "answered-meanwhile",
            f"{' and '.join(names)} {have} written meanwhile, so nothing was sent: {words}",
        )
        self.said = said


def speakers(said: list[Word]) -> list[str]:
    """Who spoke, each once."""
    return list(dict.fromkeys(word.name or "The customer" for word in said))


def since(session: Session, conversation_id: int, seen: int, *, by: Actor) -> list[Word]:
    """What people said after the message `seen`, oldest first: not what `by` did themselves.

    A quote is said by whoever wrote it, though its text is the service's.
    """
    rows = session.execute(
        select(Message, Quote.created_by)
        .outerjoin(Quote, and_(Quote.id == Message.quote_id, Message.template == "quote"))
        .where(
            Message.conversation_id == conversation_id,
            Message.id > seen,
            or_(
                and_(
                    Message.direction == Direction.IN,
                    or_(Message.intent.is_(None), Message.intent.not_in(_NO_WORDS)),
                ),
                and_(Message.direction == Direction.OUT, Message.template.is_(None)),
                Message.template == "quote",
            ),
        )
        .order_by(Message.id)
        .limit(_MOST)
    ).all()
    said = [(message, quoted or message.author) for message, quoted in rows]
    others = [(message, author) for message, author in said if author != str(by)]
    names = accounts.names(session, {Actor.read(author) for _, author in others})
    return [
        Word(
            message.id,
            message.created_at,
            None if message.inbound else names.get(author, "A colleague"),
            links.show(message.body, "[link]") or "a picture",
        )
        for message, author in others
    ]


def is_answered(said: list[Word]) -> bool:
    """Whether one of ours is among those who spoke."""
    return any(word.name for word in said)


def require_none(
    session: Session, conversation_id: int, seen: int, *, by: Actor, nor_theirs: bool = False
) -> None:
    """Raises `Crossed` where a colleague (or, where it matters, the customer) has spoken since."""
    said = since(session, conversation_id, seen, by=by)
    if is_answered(said) or (said and nor_theirs):
        raise Crossed(said)
