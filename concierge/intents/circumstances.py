"""What the circumstances make of a yes: to which quote it is, or why it has to be asked back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from concierge.intents.lexicon import LEXICON, OK, WEAK
from concierge.intents.reading import Context, Intent, LastMessage, LiveQuote, Reading
from concierge.intents.text import fold, split
from concierge.intents.whole import Said, tokens_of

_SENTENCE = re.compile(r"[^.!?\n…]*(?:\.(?=\d)[^.!?\n…]*)*[.!?\n…]*")


class Question(NamedTuple):
    """The last question of a message: whether it asks for a yes, and whether to another thing."""

    asks: bool
    other: bool
    offers: bool


def to_a_yes(
    said: Said, asked: bool, spotted: Mapping[str, str], context: Context, language: str
) -> Reading:
    """An acceptance, or the first reason why it is only nearly one."""

    def nearly(reason: str, quote: int | None = None) -> Reading:
        guesses = ((Intent.ACCEPT, 0.7), (Intent.HUMAN, 0.2))
        return Reading(Intent.UNCLEAR, quote, language, reason, guesses, nearly=True)

    if asked:
        return nearly("not a plain yes: a question mark")
    if "never" in spotted:
        return nearly(f"not a plain yes: '{spotted['never']}'")
    live = {quote.number: quote for quote in context.quotes}
    strange = sorted(said.named - set(live))
    if strange:
        guess = ((Intent.ACCEPT, 0.5),)
        reason = f"{strange[0]} is no open quote"
        return Reading(Intent.UNCLEAR, None, language, reason, guess)
    if len(said.named) > 1:
        return nearly("names more than one quote")
    last = context.last
    question = last_question(last.text) if last is not None else _NO_QUESTION
    about = _about(live, last, question)
    if said.level == WEAK and not (about is not None and question.asks and not question.other):
        return nearly("not a plain yes by itself, without a question before it", about)
    if said.level == OK and "thanks" in spotted and last is None and not said.named:
        # After our quote it is a yes; after nothing it is as likely the end of a talk.
        return nearly("an OK with thanks, and nothing was asked before it", about)
    if said.named:
        number: int | None = next(iter(said.named))
    elif last is not None and last.by == "operator":
        return nearly("a person has written since: the yes may be to that", _only(live))
    elif question.other:
        return nearly("a yes to another question", _only(live))
    elif len(live) > 1:
        if about is None or not _asked_by_number(live[about], last):
            return nearly(f"{len(live)} quotes are open and the reply names none")
        number = about
    elif live and about is None:
        return nearly("the last message was about something else", _only(live))
    else:
        number = _only(live)
    quote = live.get(number) if number is not None else None
    if said.part:
        return nearly("repeats only a part of what the quote lists", number)
    if quote is not None and len(quote.options) > 1 and said.option not in quote.options:
        return nearly(f"names none of the options {', '.join(quote.options)}", number)
    how = "the whole message says yes" if said.level != OK else "the whole message says OK"
    to = f", to quote {number}" if number is not None else ""
    return Reading(Intent.ACCEPT, number, language, how + to, option=said.option)


def _only(live: dict[int, LiveQuote]) -> int | None:
    return next(iter(live)) if len(live) == 1 else None


def _about(live: dict[int, LiveQuote], last: LastMessage | None, question: Question) -> int | None:
    """The live quote that the last message presented or asked about."""
    if last is None:
        return _only(live)
    if last.about is not None:
        return last.about if last.about in live else None
    shown = [q.number for q in live.values() if q.text and fold(q.text) in fold(last.text)]
    if len(shown) == 1:
        return shown[0]
    return _only(live) if question.offers else None


def _asked_by_number(quote: LiveQuote, last: LastMessage | None) -> bool:
    """Whether the last message asked about this quote by its number, not merely presented it."""
    if last is None or (quote.text and fold(quote.text) in fold(last.text)):
        return False
    return str(quote.number) in split(last.text).words


_NO_QUESTION = Question(asks=False, other=False, offers=False)


@lru_cache(maxsize=512)
def last_question(text: str) -> Question:
    """What the last question in a message of ours asks. The same texts come again and again."""
    sentences = [s for s in _SENTENCE.findall(text) if s.strip()]
    offers = any("offer" in _spotted(sentence) for sentence in sentences)
    for place in range(len(sentences) - 1, -1, -1):
        if "?" not in sentences[place]:
            continue
        found = _spotted(sentences[place])
        if any("offer" in _spotted(later) for later in sentences[place + 1 :]):
            return Question(asks=True, other=False, offers=True)
        words = [w for w in split(sentences[place]).words if w != ","]
        other = "other_question" in found
        other = other or ("suggestion" not in found and _leaves_a_choice(words))
        return Question(asks=not other, other=other, offers=offers)
    # "Please confirm that this is right" asks like a question does.
    asks = any("request" in _spotted(sentence) for sentence in sentences)
    return Question(asks=asks, other=False, offers=offers)


def _leaves_a_choice(words: list[str]) -> bool:
    """ "When would you like it?" and "red or white?" cannot be answered by a yes."""
    lists = LEXICON.lists[LEXICON.language_of(words, ("en",))]
    asked = bool(words) and words[0] in lists.asking
    return asked or not lists.choosing.isdisjoint(words)


def _spotted(sentence: str) -> frozenset[str]:
    states = LEXICON.within.states()
    state = states.start
    found: set[str] = set()
    for symbol in tokens_of(split(sentence)).symbols:
        state = states.step(state, LEXICON.to_within.get(symbol, symbol))
        found |= states.marks[state]
    return frozenset(found)
