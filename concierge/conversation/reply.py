"""A text that came in, with everything that decides what it sets off, and the ways to answer it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from concierge import config, events, intents
from concierge.conversation import arrival, attention, closed, history, notices, queries, write
from concierge.conversation.arrival import Sender, Text
from concierge.conversation.models import Conversation
from concierge.conversation.pace import Pace
from concierge.conversation.past import Line, Past
from concierge.intents import Intent, Reading
from concierge.quotes import queries as quote_queries
from concierge.quotes.models import Quote
from concierge.quotes.queries import Offer

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
    message: Text
    at: datetime
    handled: str | None = None
    came: Pace = Pace.CALM
    words: str | None = None
    past: Past = field(init=False)

    def __post_init__(self) -> None:
        # At once: what is written from here on is no past.
        self.past = Past(self.session, self.sender.conversation_id)

    @property
    def sender(self) -> Sender:
        """Who writes."""
        return self.message.sender

    @cached_property
    def conversation(self) -> Conversation:
        """The thread, loaded; most texts need no more of it than `sender` knows."""
        return queries.get(self.session, self.sender.conversation_id)

    @property
    def by(self) -> events.Actor:
        """The customer."""
        return events.customer(self.sender.customer_id)

    @cached_property
    def offers(self) -> list[Offer]:
        """The same as `live`, in a few words."""
        return quote_queries.offers(self.session, self.sender.customer_id, self.at)

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
        if not self.offers:
            return []
        return quote_queries.live(self.session, self.sender.customer_id, self.at)

    @property
    def last(self) -> Line | None:
        """The newest text of ours that they can have read."""
        return self.past.last_gone_out

    @property
    def last_written(self) -> Line | None:
        """The newest text of ours, on its way or not."""
        return self.past.last_written

    # --- reading ---------------------------------------------------------------------------------

    @cached_property
    def reading(self) -> Reading:
        """What the text means where it stands."""
        return self.read(self.quotes, self._last_for_reading())

    @cached_property
    def quotes(self) -> tuple[intents.LiveQuote, ...]:
        """The live quotes, as they were presented."""
        return self.as_live(self.offers)

    def as_live(self, quotes: Sequence[Offer | Quote]) -> tuple[intents.LiveQuote, ...]:
        """These quotes as the reading wants them: in the words that the customer was sent."""
        texts = self.past.presentations([quote.id for quote in quotes])
        return tuple(
            intents.LiveQuote(
                number=quote.number,
                total=quote.total,
                currency=quote.currency,
                text=texts.get(quote.id) or self._as_written_now(quote.id),
            )
            for quote in quotes
        )

    def _as_written_now(self, quote_id: int) -> str:
        quote = quote_queries.get(self.session, quote_id)
        return notices.quote_text(quote, at=self.message.created_at)

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
                language=self.sender.language,
                default_language=config.current().language,
            ),
        )

    def _last_for_reading(self) -> intents.LastMessage | None:
        if self.last is None:
            return None
        if self.last.template is None:
            return intents.LastMessage(self.last.body, "operator")
        shows = self.last.template in (*history.SHOWING, "confirm_link")
        about = next((q.number for q in self.offers if shows and q.id == self.last.quote_id), None)
        return intents.LastMessage(self.last.body, "service", about)

    def names(self, quote: Offer | Quote, among: Sequence[Offer | Quote] | None = None) -> bool:
        """Whether the reply is a yes that says which quote it means: "OK 12".

        Straight after a person's message only such a yes is one.
        """
        pool = self.offers if among is None else among
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
        if "conversation" in self.__dict__:
            attention.call_for(self.session, self.conversation, why, at=self.at)
        else:
            arrival.call_for(self.session, self.message, why)
        if not self.is_busy and self.sender.held_since is None:
            closed.tell(self, language=language)

    def note(self, what: str) -> None:
        """Add to the reason that operators read under the text."""
        arrival.note(self.session, self.message, what)

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
        if self.sender.held_since is not None or self.is_busy:
            why = self.conversation.waiting_for or "No automatic answers here until somebody writes"
            self.person(why)
            return False
        given = history.answers(
            self.session,
            self.conversation.id,
            ANSWERS,
            self.past.persons_last_word,
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
        since = self.at - _ANSWERS_WITHIN
        return self.past.count_answers(templates, self.past.persons_last_word, since)

    def answer(self, template: str, *, quote_id: int | None = None, **facts: Any) -> bool:
        """Write one of our texts where the service may; False where a person was called."""
        if not self.may_answer(template):
            return False
        self.say(template, quote_id=quote_id, **facts)
        return True

    def ask(self, template: str, why: str, *, quote_id: int | None = None, **facts: Any) -> None:
        """Put a question, once: whoever answers it with another riddle gets a person."""
        if self.was_asked(template, quote_id):
            self.person(f"{why}; no clear answer")
        else:
            self.answer(template, quote_id=quote_id, **facts)

    def was_asked(self, template: str, quote_id: int | None) -> bool:
        """Whether this question was put (about this quote) since a person wrote last."""
        return self.past.asked(template, self.past.persons_last_word, quote_id)
