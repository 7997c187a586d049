"""Runs a whole message through the grammar: what all its words together amount to."""

from __future__ import annotations

from dataclasses import dataclass

from concierge.intents.echo import Source, source, with_prices
from concierge.intents.grammar import DEAD, ECHO, NUMBER, UNKNOWN
from concierge.intents.lexicon import AFTER, COMMANDS, LEXICON, OK, ORDINARY, STRONG, WEAK
from concierge.intents.reading import Context, LiveQuote
from concierge.intents.text import PAUSE, Words, split

# Words; longer messages are never a plain yes, and this keeps the work small.
LONGEST = 60
_COMMANDS = frozenset(COMMANDS)
_YES = frozenset((STRONG, OK))


@dataclass(frozen=True, slots=True)
class Tokens:
    raw: list[str]  # as typed, to be shown
    plain: list[str]  # folded and spelled out, to be compared with a quote
    symbols: list[str]  # as the grammar knows them
    repaired: list[str]  # misspelt words, as typed


@dataclass(slots=True)
class Said:
    level: str = ""  # STRONG, OK or WEAK when the whole message is a yes
    commands: frozenset[str] = frozenset()
    named: frozenset[int] = frozenset()  # numbers it names as a quote's
    option: str | None = None
    part: bool = False  # it repeats a part of what the quote lists
    stopped_at: int | None = None  # the first word that fits nowhere
    begins_with_yes: bool = False
    ends_with_yes: bool = False
    begins_with_no: bool = False


def tokens_of(words: Words) -> Tokens:
    raw: list[str] = []
    plain: list[str] = []
    symbols: list[str] = []
    repaired: list[str] = []
    spellings, known = LEXICON.spellings, LEXICON.symbols
    for word, typed in zip(words.words, words.raw, strict=True):
        if word == PAUSE:
            raw.append(typed)
            plain.append(PAUSE)
            symbols.append(PAUSE)
            continue
        meant = spellings.get(word)
        if meant is None and word not in known and not word[0].isdigit() and len(raw) < LONGEST:
            better = LEXICON.repair(word)
            if better is not None:
                repaired.append(word)
                meant = spellings.get(better, [better])
        if meant is None:
            raw.append(typed)
            plain.append(word)
            symbols.append(known.get(word) or (ORDINARY if word[0].isdigit() else UNKNOWN))
        else:
            for part in meant:
                raw.append(typed)
                plain.append(part)
                symbols.append(known.get(part, UNKNOWN))
    return Tokens(raw, plain, symbols, repaired)


def whole(tokens: Tokens, context: Context) -> Said:
    said = _words_alone(tokens)
    texts = _texts(context)
    if said.level and tokens.repaired and texts:
        # What looks like a misspelling, but stands in the quote, is a word of its own.
        held = source(texts, _total(context)).places
        if any(word in held for word in tokens.repaired):
            return Said(begins_with_yes=True)
    if said.level or said.commands or len(tokens.plain) > LONGEST:
        return said
    if not texts and not any(word.isdigit() for word in tokens.plain):
        return said
    return _with_the_quote(tokens, source(texts, _total(context)), context, said)


def _words_alone(tokens: Tokens) -> Said:
    said = Said()
    states = LEXICON.whole.states()
    moves, marks = states.moves, states.marks
    state = states.start
    narrowed = LEXICON.to_whole
    for at, symbol in enumerate(tokens.symbols):
        symbol = narrowed.get(symbol, symbol)
        following = moves[state].get(symbol)
        if following is None:
            following = states.step(state, symbol)
        if following == DEAD:
            said.stopped_at = at
            said.commands = frozenset()
            said.ends_with_yes = _ends_with_yes(tokens.symbols, at)
            return said
        state = following
        found = marks[state]
        if found:
            if not said.begins_with_yes and not found.isdisjoint(_YES):
                said.begins_with_yes = True
            if "decline" in found:
                said.begins_with_no = True
            if not found.isdisjoint(_COMMANDS):
                said.commands = found & _COMMANDS
    _settle(said, marks[state])
    return said


def _settle(said: Said, marks: frozenset[str]) -> None:
    for level in (STRONG, OK, WEAK):
        if level in marks:
            said.level = level
            break
    if AFTER not in marks:
        said.commands = marks & _COMMANDS


def _ends_with_yes(symbols: list[str], stopped_at: int) -> bool:
    """Whether the last sentence is a yes, as in "white ones, ok"."""
    start = len(symbols)
    while start > 0 and symbols[start - 1] != PAUSE:
        start -= 1
    if start <= stopped_at:
        return False
    states = LEXICON.whole.states()
    state = states.start
    for symbol in symbols[start:]:
        state = states.step(state, LEXICON.to_whole.get(symbol, symbol))
    return not states.marks[state].isdisjoint(_YES)


@dataclass(frozen=True, slots=True)
class _Path:
    state: int
    named: frozenset[int] = frozenset()
    options: frozenset[str] = frozenset()
    part: bool = False


def _with_the_quote(tokens: Tokens, quotes: Source, context: Context, said: Said) -> Said:
    """The same again, where words may also repeat the quote or name it by its number."""
    words, places = _merge_prices(tokens)
    options = _options(context)
    states = LEXICON.whole.states()
    ahead: list[set[_Path]] = [set() for _ in range(len(words) + 1)]
    ahead[0].add(_Path(states.start))
    farthest = 0
    for at, word in enumerate(words):
        paths = ahead[at]
        if not paths:
            continue
        farthest = at
        symbol = tokens.symbols[places[at]]
        symbol = LEXICON.to_whole.get(symbol, symbol)
        spans = (
            [(end, part, None) for end, part in quotes.spans(words, at)]
            if _holds(quotes, word)
            else []
        )
        chosen = [
            (at + len(parts), False, option)
            for parts, option in options
            if words[at : at + len(parts)] == parts
        ]
        for path in paths:
            if len(ahead[at + 1]) < 64:
                _step(states, path, symbol, ahead[at + 1])
                if word.isdigit() and not _goes_on(quotes, words, at):
                    named = path.named | {int(word)}
                    following = states.step(path.state, NUMBER)
                    if following != DEAD:
                        ahead[at + 1].add(_Path(following, named, path.options, path.part))
            for end, part, option in (*chosen, *spans):
                following = states.step(path.state, ECHO)
                if following != DEAD and len(ahead[end]) < 64:
                    taken = path.options | {option} if option else path.options
                    ahead[end].add(_Path(following, path.named, taken, path.part or part))
            if not states.marks[path.state].isdisjoint(_YES):
                said.begins_with_yes = True
    if not ahead[-1]:
        if said.stopped_at is not None:
            said.stopped_at = max(said.stopped_at, places[farthest])
        return said
    best = min(ahead[-1], key=lambda path: _rank(path, states.marks[path.state]))
    if not states.marks[best.state]:
        return said
    said.stopped_at = None
    said.named = best.named
    said.part = best.part
    said.option = next(iter(best.options)) if len(best.options) == 1 else None
    if len(best.options) > 1:
        said.part = True
    _settle(said, states.marks[best.state])
    return said


def _goes_on(quotes: Source, words: list[str], at: int) -> bool:
    """Whether a number counts something of the quote: "12 roses" names no quote 12."""
    return at + 1 < len(words) and bool(quotes.spans(words, at + 1))


def _holds(quotes: Source, word: str) -> bool:
    return word in quotes.places or word[:1] in "$€£"


def _step(states: object, path: _Path, symbol: str, ahead: set[_Path]) -> None:
    following = states.step(path.state, symbol)  # type: ignore[attr-defined]
    if following != DEAD:
        ahead.add(_Path(following, path.named, path.options, path.part))


def _rank(path: _Path, marks: frozenset[str]) -> tuple[int, bool, int, int]:
    level = 0 if STRONG in marks else 1 if OK in marks else 2 if marks else 3
    return (level, path.part, -len(path.options), len(path.named))


def _merge_prices(tokens: Tokens) -> tuple[list[str], list[int]]:
    """The words with prices as one word each, and where each began."""
    words = with_prices(tokens.plain)
    if len(words) == len(tokens.plain):
        return words, list(range(len(words)))
    places: list[int] = []
    at = 0
    for word in words:
        places.append(at)
        at += 1 if at < len(tokens.plain) and word == tokens.plain[at] else 2
    return words, places


def _texts(context: Context) -> tuple[str, ...]:
    texts = [quote.text for quote in context.quotes if quote.text]
    last = context.last
    if last is not None and last.by == "service" and context.quotes and last.text not in texts:
        texts.append(last.text)
    return tuple(texts)


def _total(context: Context) -> int:
    return context.quotes[0].total if len(context.quotes) == 1 else 0


def _options(context: Context) -> list[tuple[list[str], str]]:
    found = []
    for quote in context.quotes:
        for option in quote.options:
            parts = [w for w in split(option).words if w != PAUSE]
            if parts:
                found.append((parts, option))
    return found


__all__ = ["LiveQuote", "Said", "Tokens", "tokens_of", "whole"]
