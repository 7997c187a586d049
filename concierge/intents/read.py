"""Reads a reply: what it means, to which quote, and why.

The words alone come first: only a message whose every word is accounted for can be a yes. Then
the circumstances: which quotes are live, and what the customer was last sent.
"""

from __future__ import annotations

from collections.abc import Iterable

from concierge.intents import reactions
from concierge.intents.circumstances import last_question, to_a_yes
from concierge.intents.lexicon import COMMANDS, LEXICON
from concierge.intents.reading import Context, Intent, Reading
from concierge.intents.text import PAUSE, fold, split
from concierge.intents.whole import LONGEST, Said, Tokens, tokens_of, whole

_WITHIN = ("human", "undo", "status", "receipt", "card")
_NO_CONTEXT = Context()


def read(text: str, context: Context = _NO_CONTEXT) -> Reading:
    """What `text` means as a customer's next message in this `context`. Pure, no I/O."""
    words = split(text)
    own = (context.language or context.default_language, context.default_language)
    language = LEXICON.language_of(words.words, own)
    if not words.words:
        reason = "only a question mark" if words.asked else "no words in it"
        return _unclear(language, reason, ())
    reaction = reactions.tapped(text)
    if reaction is not None:
        return _reaction(reaction, context, language)

    tokens = tokens_of(words)
    spotted = _spot(tokens.symbols, tokens.raw)
    said = whole(tokens, context)
    if "stop" in said.commands:
        return Reading(Intent.STOP, None, language, f"the whole message is '{_short(text)}'")
    if "stop" in spotted:
        return Reading(Intent.STOP, None, language, f"no more messages: '{spotted['stop']}'")
    if not said.level and not said.commands and _last_sentence_says_stop(tokens):
        return Reading(Intent.STOP, None, language, "the last sentence says stop")
    if "stranger" in said.commands and not words.asked and not said.level:
        whole_message = f"the whole message is '{_short(text)}'"
        return Reading(Intent.STRANGER, None, language, whole_message)
    if ("wrong" in spotted or "stranger" in said.commands) and not said.level:
        # Numbers change hands: a stranger may be holding a customer's quote.
        reason = f"perhaps a stranger: '{spotted.get('wrong') or _short(text)}'"
        return Reading(Intent.HUMAN, None, language, reason)
    if "autoreply" in spotted and not said.level:
        return Reading(Intent.AUTOREPLY, None, language, f"automatic: '{spotted['autoreply']}'")
    if said.level and not said.commands:
        return to_a_yes(said, words.asked, spotted, context, language)
    for command in COMMANDS:
        if command in said.commands:
            return _command(command, text, words.asked, said, context, language)
    for command in _WITHIN:
        if command in spotted:
            reason = f"says '{spotted[command]}'"
            return Reading(Intent(command), None, language, reason, nearly=said.begins_with_yes)
    return _not_understood(said, tokens, words.asked, language)


def tongues(text: str, expected: Iterable[str]) -> set[str]:
    """The languages that `text` is taken for, by whoever expects each of these."""
    words = split(text).words
    default = _NO_CONTEXT.default_language
    return {LEXICON.language_of(words, (code, default)) for code in expected}


def _spot(symbols: list[str], raw: list[str]) -> dict[str, str]:
    """The phrases that mean something wherever they stand, with the words that end them."""
    states = LEXICON.within.states()
    state = states.start
    found: dict[str, str] = {}
    narrowed = LEXICON.to_within
    for at, symbol in enumerate(symbols):
        symbol = narrowed.get(symbol, symbol)
        state = states.moves[state].get(symbol) or states.step(state, symbol)
        marks = states.marks[state]
        for mark in marks:
            if mark == "stop" and "keep" in marks:
                continue
            if mark not in found:
                found[mark] = " ".join(raw[max(0, at - 3) : at + 1])
    return found


def _last_sentence_says_stop(tokens: Tokens) -> bool:
    """ "I never signed up for this. Stop." """
    ends = [at for at, sign in enumerate(tokens.raw) if sign[0] in ".!"]
    if not ends or len(tokens.raw) > LONGEST:
        return False
    after = ends[-1] + 1
    last = Tokens(tokens.raw[after:], tokens.plain[after:], tokens.symbols[after:], [])
    return "stop" in whole(last, _NO_CONTEXT).commands


def _command(
    command: str, text: str, asked: bool, said: Said, context: Context, language: str
) -> Reading:
    whole_message = f"the whole message is '{_short(text)}'"
    if command == "done":
        if said.level or _asked_something_else(context):
            return _unclear(language, "nothing more is wanted", ())
        return _unclear(language, "'that's all' is no answer to a quote", ((Intent.DECLINE, 0.4),))
    if command == "decline":
        if asked:
            return _unclear(language, "a no with a question mark", ((Intent.DECLINE, 0.6),))
        if _asked_something_else(context):
            return _unclear(language, "a no to another question", ((Intent.DECLINE, 0.3),))
        quote = _only_or_asked(context)
        return Reading(Intent.DECLINE, quote, language, whole_message)
    return Reading(Intent(command), None, language, whole_message)


def _asked_something_else(context: Context) -> bool:
    return context.last is not None and last_question(context.last.text).other


def _only_or_asked(context: Context) -> int | None:
    numbers = [quote.number for quote in context.quotes]
    if len(numbers) == 1:
        return numbers[0]
    if context.last is not None and context.last.about in numbers:
        return context.last.about
    return None


def _reaction(reaction: reactions.Reaction, context: Context, language: str) -> Reading:
    pointed = [q.number for q in context.quotes if reactions.quotes(reaction, q.text)]
    last = context.last
    if not pointed and last is not None and reactions.quotes(reaction, last.text):
        pointed = [q.number for q in context.quotes if q.number == last.about]
    quote = pointed[0] if len(pointed) == 1 else None
    at_what = f"to quote {quote}" if quote is not None else "to a message"
    reason = f"a tapped reaction {at_what}" + (", against it" if reaction.against else "")
    nearly = quote is not None and not reaction.against
    guesses = ((Intent.ACCEPT, 0.5),) if nearly else ()
    return Reading(Intent.REACTION, quote, language, reason, guesses, nearly)


def _not_understood(said: Said, tokens: Tokens, asked: bool, language: str) -> Reading:
    raw = tokens.raw
    if said.begins_with_yes or said.ends_with_yes:
        if said.stopped_at is None:
            reason = "not a plain yes"
        elif said.stopped_at == 0:
            reason = f"not a plain yes: '{raw[0]}' before it"
        else:
            reason = "not a plain yes: " + _where(tokens, said.stopped_at)
        guesses: tuple[tuple[Intent, float], ...] = ((Intent.ACCEPT, 0.6), (Intent.HUMAN, 0.3))
        return Reading(Intent.UNCLEAR, None, language, reason, guesses, nearly=True)
    if said.begins_with_no:
        return _unclear(language, "a no with something more", ((Intent.DECLINE, 0.6),))
    if asked:
        return _unclear(language, "a question", ((Intent.HUMAN, 0.5),))
    if said.stopped_at is None:
        return _unclear(language, "only a greeting or thanks: no yes in it", ())
    return _unclear(language, f"no rule for '{raw[said.stopped_at]}'", ((Intent.HUMAN, 0.4),))


def _where(tokens: Tokens, stopped_at: int) -> str:
    """The word that does not belong, and the one before it: "'but' after 'ok'"."""
    raw = tokens.raw
    before = [at for at in range(stopped_at) if tokens.plain[at] != PAUSE]
    while len(before) > 1 and fold(raw[before[-1]]) in LEXICON.hinges:
        stopped_at = before.pop()
    return f"'{raw[stopped_at]}' after '{raw[before[-1]]}'" if before else f"'{raw[stopped_at]}'"


def _unclear(language: str, reason: str, guesses: tuple[tuple[Intent, float], ...]) -> Reading:
    return Reading(Intent.UNCLEAR, None, language, reason, guesses)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 40 else text[:39] + "…"
