"""A text that came in, with everything that decides what it sets off, and the ways to answer it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from concierge import config, events, intents
from concierge.conversation import attention, closed, history, notices, write
from concierge.conversation.models import Conversation, Message
from concierge.conversation.pace import Pace
from concierge.intents import Intent, Reading
from concierge.quotes import queries as quote_queries
from concierge.quotes.models import Quote

# So many answers of ours in so long a time, and no person among them: whatever is at the other
# end may be a machine too.
MOST_ANSWERS = 3
_ANSWERS_WITHIN = timedelta(hours=24)
# A patient machine writes thrice a day, for ever.
_MOST_IN_A_MONTH = 20
_MONTH = timedelta(days=30)
# HELP is answered however much else was said: carriers ask for it.
_MOST_HELP = 2
_TWICE_WITHIN = timedelta(minutes=10)
ANSWERS = (
    "greeting",
    "stopped",
    "ask_confirm",
    "ask_undo",
    "ask_which",
    "card_link",
    "closed",
    "confirm_link",
    "help",
    "quote_gone",
    "quote_replaced",
    "receipt",
    "started",
    "status",
    "undo_late",
)


@dataclass
class Reply:
    """`handled` is a word that the carrier has answered already ("STOP", "START", "HELP").

    `came` is how fast they come: see `pace`. `words` is what is read of the text, where that is
    not all of it: see `customers.entry`.
    """

    session: Session
    conversation: Conversation
    message: Message
    at: datetime
    handled: str | None = None
    came: Pace = Pace.CALM
    words: str | None = None

    @property
    def by(self) -> events.Actor:
        """The customer."""
        return events.customer(self.conversation.customer_id)

    @property
    def silent(self) -> bool:
        """Whether nobody is told of it."""
        return self.came is Pace.FLOOD

    @property
    def is_busy(self) -> bool:
        """Whether more come in than the service answers by itself."""
        return self.came is not Pace.CALM

    @cached_property
    def live(self) -> list[Quote]:
        """The quotes that could be accepted, oldest first."""
        return quote_queries.live(self.session, self.conversation.customer_id, self.at)

    @cached_property
    def last(self) -> Message | None:
        """The newest text of ours that they can have read."""
        return history.last_gone_out(self.session, self.message)

    @cached_property
    def last_written(self) -> Message | None:
        """The newest text of ours, on its way or not."""
        return history.last_written(self.session, self.message)

    @cached_property
    def persons_last_word(self) -> int:
        """The id of the newest message that a person wrote them."""
        return history.last_word_of_a_person(self.session, self.conversation.id, self.message.id)

    # --- reading ---------------------------------------------------------------------------------

    @cached_property
    def reading(self) -> Reading:
        """What the text means where it stands."""
        return self.read(self.quotes, self._last_for_reading())

    @cached_property
    def quotes(self) -> tuple[intents.LiveQuote, ...]:
        """The live quotes, as they were presented."""
        return self.as_live(self.live)

    def as_live(self, quotes: list[Quote]) -> tuple[intents.LiveQuote, ...]:
        """These quotes as the reading wants them: in the words that the customer was sent."""
        texts = history.presentations(self.session, quotes)
        return tuple(
            intents.LiveQuote(
                number=quote.number,
                total=quote.total,
                currency=quote.currency,
                text=texts.get(quote.id) or notices.quote_text(quote, at=self.message.created_at),
            )
            for quote in quotes
        )

    def read(
        self,
        quotes: tuple[intents.LiveQuote, ...],
        last: intents.LastMessage | None,
        text: str | None = None,
    ) -> Reading:
        """What it would mean with these quotes live and that message before it."""
        return intents.read(
            (self.message.body if self.words is None else self.words) if text is None else text,
            intents.Context(
                quotes=quotes,
                last=last,
                language=self.conversation.customer.language,
                default_language=config.current().language,
            ),
        )

    def _last_for_reading(self) -> intents.LastMessage | None:
        if self.last is None:
            return None
        if self.last.template is None:
            return intents.LastMessage(self.last.body, "operator")
        shows = self.last.template in (*history.SHOWING, "confirm_link")
        about = next((q.number for q in self.live if shows and q.id == self.last.quote_id), None)
        return intents.LastMessage(self.last.body, "service", about)

    def names(self, quote: Quote, among: list[Quote] | None = None) -> bool:
        """Whether the reply is a yes that says which quote it means: "OK 12".

        Straight after a person's message only such a yes is one.
        """
        pool = self.live if among is None else among
        reading = self.read(self.as_live(pool), intents.LastMessage("", "operator"))
        return reading.intent is Intent.ACCEPT and reading.quote == quote.number

    def is_plain_yes(self) -> bool:
        """Whether the words alone say yes, so that only what they say it to is in doubt."""
        first = self.quotes[0] if self.quotes else intents.LiveQuote(0)
        asked = intents.LastMessage(f"Reply OK {first.number}?", "service", first.number)
        bare = self.message.body.replace("?", " ").replace("¿", " ").replace("？", " ")
        return self.read((first,), asked, bare).intent is Intent.ACCEPT

    # --- answering -------------------------------------------------------------------------------

    def person(self, why: str, *, language: str | None = None) -> None:
        """A person has to look. Outside opening hours the customer reads when one will.

        `language` is what they are answered in, where that is not their own yet.
        """
        if self.silent:
            return
        attention.call_for(self.session, self.conversation, why, at=self.at)
        if not self.is_busy and self.conversation.held_since is None:
            closed.tell(
                self.session, self.conversation, self.message, language=language, at=self.at
            )

    def note(self, what: str) -> None:
        """Add to the reason that operators read under the text."""
        self.message.intent_reason = f"{self.message.intent_reason}; {what}"

    def say(
        self,
        template: str,
        *,
        quote_id: int | None = None,
        order_id: int | None = None,
        language: str | None = None,
        **facts: Any,
    ) -> None:
        """Write one of our texts."""
        write.say(
            self.session,
            self.conversation.customer,
            template,
            at=self.at,
            quote_id=quote_id,
            order_id=order_id,
            language=language,
            **facts,
        )

    def may_answer(self, template: str) -> bool:
        """Whether the service may answer this by itself; otherwise a person is called.

        Not with the same words twice in a row, not when it has talked enough, and then not before
        a person has dealt with the thread.
        """
        last = self.last_written
        if (
            last is not None
            and last.template == template != "help"
            and self.at - last.created_at < _TWICE_WITHIN
        ):
            self.person("Asks the same again")
            return False
        if template == "help" and self.answers_given(("help",)) < _MOST_HELP:
            return True
        if self.conversation.held_since is not None or self.is_busy:
            why = self.conversation.waiting_for or "No automatic answers here until somebody writes"
            self.person(why)
            return False
        given = history.answers(
            self.session,
            self.conversation.id,
            ANSWERS,
            self.persons_last_word,
            self.at - _MONTH,
            limit=_MOST_IN_A_MONTH,
        )
        lately = [each for each in given if each > self.at - _ANSWERS_WITHIN]
        if len(lately) >= MOST_ANSWERS or len(given) >= _MOST_IN_A_MONTH:
            why = "Too many automatic answers in a row: is it a machine?"
            attention.hold(self.session, self.conversation, why, at=self.at)
            return False
        return True

    def answers_given(self, templates: tuple[str, ...]) -> int:
        """How many of these they got lately, with no person's word since."""
        since, after = self.at - _ANSWERS_WITHIN, self.persons_last_word
        return history.count_answers(self.session, self.conversation.id, templates, after, since)

    def answer(self, template: str, *, quote_id: int | None = None, **facts: Any) -> bool:
        """Write one of our texts where the service may; False where a person was called."""
        if not self.may_answer(template):
            return False
        self.say(template, quote_id=quote_id, **facts)
        return True

    def ask(self, template: str, why: str, *, quote_id: int | None = None, **facts: Any) -> None:
        """Put a question, once: whoever answers it with another riddle gets a person."""
        after = self.persons_last_word
        if history.asked(self.session, self.conversation.id, template, after, quote_id):
            self.person(f"{why}; no clear answer")
        else:
            self.answer(template, quote_id=quote_id, **facts)
