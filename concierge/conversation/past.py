"""What had been said in a thread before a text came: its newest messages, read once.

Nearly every question of the rules is answered by the last few. What they can't answer is asked of
the whole thread (`history`), so how long it is makes no difference.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import islice
from typing import TypeVar

from sqlalchemy.orm import Session

from concierge.conversation import history
from concierge.conversation.models import Message
from concierge.db import ask

T = TypeVar("T")
ENOUGH = 20
_NEWEST = """
SELECT id, direction = 'in', template, status, quote_id, body, created_at, sent_at, intent,
       contact_point_id
FROM messages WHERE conversation_id = %(conversation)s ORDER BY id DESC LIMIT %(limit)s
"""


@dataclass(slots=True)
class Line:
    """One message of the thread."""

    id: int
    inbound: bool
    template: str | None
    status: str | None
    quote_id: int | None
    body: str
    created_at: datetime
    sent_at: datetime | None
    intent: str | None
    point_id: int

    @property
    def gone_out(self) -> bool:
        """Whether it is ours and the provider took it, so that it may have been read."""
        return not self.inbound and self.status in history.GONE_OUT

    @property
    def by_a_person(self) -> bool:
        """Whether a person of the business wrote it."""
        return not self.inbound and self.template is None


class Past:
    """A thread up to now. Ask for it before what is said next is written."""

    def __init__(self, session: Session, conversation_id: int) -> None:
        rows = ask(session, _NEWEST, conversation=conversation_id, limit=ENOUGH + 1)
        self.session = session
        self.conversation_id = conversation_id
        self.lines = [Line(*row) for row in rows[:ENOUGH]]  # newest first
        self.whole = len(rows) <= ENOUGH
        self.until = self.lines[0].id + 1 if self.lines else 0

    @cached_property
    def last_gone_out(self) -> Line | None:
        """The newest text of ours that the customer can have read."""
        found = next((line for line in self.lines if line.gone_out), None)
        return self._or(found, lambda: _line(history.last_gone_out(self.session, *self._here)))

    @cached_property
    def last_written(self) -> Line | None:
        """The newest text of ours, whether or not it has gone out."""
        found = next((line for line in self.lines if not line.inbound), None)
        return self._or(found, lambda: _line(history.last_written(self.session, *self._here)))

    def presentations(self, quote_ids: Iterable[int]) -> dict[int, str]:
        """By quote: the text that presents it, as it was written."""
        found = {
            line.quote_id: line.body
            for line in self.lines
            if line.quote_id and not line.inbound and line.template == "quote"
        }
        missing = [number for number in quote_ids if number not in found]
        return found | (
            history.presentations(self.session, missing) if missing and not self.whole else {}
        )

    def shown(self, quote_id: int, point_id: int | None = None) -> Line | None:
        """The newest text that put this quote before the customer and had gone out; with
        `point_id`, to that number of theirs."""
        found = next(
            (
                line
                for line in self.lines
                if line.gone_out
                and line.quote_id == quote_id
                and line.template in history.SHOWING
                and point_id in {None, line.point_id}
            ),
            None,
        )

        def further() -> Line | None:
            return _line(history.shown_before(self.session, quote_id, *self._here, point_id))

        return self._or(found, further)

    def persons_words(self, after: int) -> list[str]:
        """What people of the business wrote after a message, gone out or not."""
        if self._reaches(after):
            return [line.body for line in self._since(after) if line.by_a_person][::-1]
        here, until = self._here
        return history.persons_words(self.session, here, after=after, before=until)

    def was_unclear(self, after: int) -> bool:
        """Whether a text of theirs after a message was left to a person."""
        if self._reaches(after):
            return any(line.inbound and line.intent == "unclear" for line in self._since(after))
        here, until = self._here
        return history.was_unclear(self.session, here, after=after, before=until)

    @cached_property
    def persons_last_word(self) -> int:
        """The id of the newest message that a person wrote; 0 when nobody has yet."""
        found = next((line.id for line in self.lines if line.by_a_person), None)
        last = self._or(found, lambda: history.last_word_of_a_person(self.session, *self._here))
        return last or 0

    def asked(self, template: str, after: int, quote_id: int | None) -> bool:
        """Whether this question was put (about this quote) after a message."""
        if self._reaches(after):
            return any(
                line.template == template and quote_id in {None, line.quote_id}
                for line in self._since(after)
            )
        return history.asked(self.session, self.conversation_id, template, after, quote_id)

    def count_answers(self, templates: tuple[str, ...], after: int, since: datetime) -> int:
        """How many automatic answers were given after a message and since a time."""
        if self._reaches(after) or self.lines[-1].created_at < since:
            return sum(
                line.created_at > since and line.template in templates
                for line in self._since(after)
            )
        return history.count_answers(self.session, self.conversation_id, templates, after, since)

    @cached_property
    def has_words_of_ours(self) -> bool:
        """Whether anything of ours is in it, but for what STOP and START are answered with."""
        found = any(
            not line.inbound and line.template not in history.OF_CONSENT for line in self.lines
        )
        return found or (
            not self.whole and history.has_been_written_to(self.session, self.conversation_id)
        )

    def earlier_texts(self, limit: int) -> list[str]:
        """What the customer wrote, newest first."""
        found = list(islice((line.body for line in self.lines if line.inbound), limit))
        if len(found) == limit or self.whole:
            return found
        return history.earlier_texts(self.session, *self._here, limit)

    @property
    def _here(self) -> tuple[int, int]:
        return self.conversation_id, self.until

    def _reaches(self, after: int) -> bool:
        return self.whole or self.lines[-1].id <= after

    def _since(self, after: int) -> Iterator[Line]:
        return (line for line in self.lines if line.id > after)

    def _or(self, found: T | None, further: Callable[[], T | None]) -> T | None:
        return found if found is not None or self.whole else further()


def _line(message: Message | None) -> Line | None:
    if message is None:
        return None
    return Line(
        message.id,
        message.inbound,
        message.template,
        message.status,
        message.quote_id,
        message.body,
        message.created_at,
        message.sent_at,
        message.intent,
        message.contact_point_id,
    )
