"""Puts the languages together: one vocabulary, one machine for whole messages, one for phrases.

A message is a row of clauses, in any mixture of languages: "ok merci" is an English and a French
one. The machine for whole messages stands at a hub between clauses; which hub says what the
clauses so far amount to, and only clauses that are allowed there lead on. A word that fits
nowhere ends it, so a yes with anything else in it is no plain yes.
"""

from __future__ import annotations

import gc
from collections import defaultdict
from typing import NamedTuple

from concierge.intents import signs
from concierge.intents.grammar import (
    BUILT_IN,
    NAME,
    UNKNOWN,
    GrammarError,
    Machine,
    Network,
    rules_of,
)
from concierge.intents.language import RULES, Language
from concierge.intents.languages import LANGUAGES
from concierge.intents.text import PAUSE, split, squeeze

ORDINARY = "<ordinary>"  # a word that is known, but in no rule
LONG = 6  # letters a word needs before a misspelling of it is believed

# What the clauses of a whole message amount to.
STRONG, OK, WEAK, AFTER = "strong", "ok", "weak", "after a command"
COMMANDS = (
    "decline", "done", "undo", "stop", "start", "help", "menu", "status", "usual", "card",
    "receipt", "human", "stranger",
)  # fmt: skip
# Rules a language may do without.
OPTIONAL = ("keep_within", "request_within", "wrong_within")
WITHIN = ("thanks", *OPTIONAL, *(rule for rule in RULES if rule.endswith("_within")))


def _spellings(languages: tuple[Language, ...]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for language in languages:
        for line in language.spellings.strip().splitlines():
            typed, _, meant = line.partition("=")
            for word in typed.split():
                forms = split(word).words
                if len(forms) == 1 and forms[0] not in found:
                    found[forms[0]] = split(meant).words
    return {
        typed: [part for word in meant for part in found.get(word, [word])]
        for typed, meant in found.items()
    }


def _listed(text: str) -> list[str]:
    return [word for word in split(text).words if word != PAUSE]


class Lists(NamedTuple):
    """A language's short lists, folded as messages are."""

    hinges: frozenset[str]
    binding: frozenset[str]
    articles: frozenset[str]
    listing: frozenset[str]
    choosing: frozenset[str]
    asking: frozenset[str]
    dates: frozenset[str]

    @classmethod
    def of(cls, language: Language) -> Lists:
        return cls(*(frozenset(_listed(getattr(language, name))) for name in cls._fields))


_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


class Lexicon:
    def __init__(self, languages: tuple[Language, ...] = LANGUAGES) -> None:
        self.languages = languages
        self.spellings = _spellings(languages)
        self._places: dict[str, list[int]] = defaultdict(list)
        self._used_by: dict[str, set[int]] = defaultdict(set)
        self._place: int | None = None
        whole, within = Network(self._words_of), Network(self._words_of)
        self.whole = self._whole(whole)
        self.within = self._within(within)
        grammatical = (whole.vocabulary | within.vocabulary) - BUILT_IN
        self.symbols: dict[str, str] = {word: word for word in grammatical}
        # Words that only the other machine knows are ordinary ones to this.
        self.to_whole = _narrowed(grammatical, whole.vocabulary)
        self.to_within = _narrowed(grammatical, within.vocabulary)
        self.lists = {language.code: Lists.of(language) for language in languages}
        self._add_lists()
        self._misspelt = self._neighbours()
        self.hinges = frozenset(
            word for lists in self.lists.values() for word in lists.hinges | lists.listing
        )

    # -- words ---------------------------------------------------------------------------------

    def _words_of(self, piece: str) -> list[str]:
        """A piece of a rule as the words that a message would have in its place."""
        words: list[str] = []
        for word in split(piece).words:
            words += self.spellings.get(word, [word])
        with_e = piece.translate(_UMLAUTS)
        if with_e != piece and len(words) == 1:  # "natuerlich" for "natürlich"
            self.spellings.setdefault(split(with_e).words[0], words)
        if self._place is not None:
            for word in words:
                self._used_by[word].add(self._place)
        return words

    def _add_lists(self) -> None:
        for place, language in enumerate(self.languages):
            for word in _listed(language.ordinary):
                self.symbols.setdefault(word, ORDINARY)
            for words in self.lists[language.code]:
                for word in words:
                    self.symbols.setdefault(word, ORDINARY)
            for name in _listed(language.names):
                if name not in self.spellings:
                    self.symbols.setdefault(name, NAME)
            for typed in language.spellings.split("\n"):
                for word in _listed(typed.partition("=")[0]):
                    self._used_by[word].add(place)
        for place, language in enumerate(self.languages):
            for word, users in self._used_by.items():
                if place in users:
                    self._places[word].append(place)
            # "merci" is in many grammars, but only one language's own.
            for word in _listed(language.ordinary):
                self._places[word] += [place, place]

    def _neighbours(self) -> dict[str, tuple[str, ...]]:
        """Every long word of the grammar, by itself and with each one letter left out."""
        near: dict[str, list[str]] = defaultdict(list)
        for word, symbol in self.symbols.items():
            if symbol == word and len(word) >= LONG and word.isalpha():
                for form in _shorter(word):
                    near[form].append(word)
        return {form: tuple(words) for form, words in near.items()}

    def language_of(self, words: list[str], preferred: tuple[str, ...]) -> str:
        """The language most of the words belong to, the first preferred one among equals."""
        counts = [0] * len(self.languages)
        for word in words:
            for place in self._places.get(word, ()):
                counts[place] += 1
        best = max(counts, default=0)
        leading = [
            language.code
            for language, count in zip(self.languages, counts, strict=True)
            if count == best
        ]
        for code in preferred:
            if code in leading or not best:
                return code
        return leading[0]

    def repair(self, word: str) -> str | None:
        """The one word that a misspelt word must be, or None."""
        for form in squeeze(word):
            if form in self.symbols or form in self.spellings:
                return form
        if len(word) < LONG - 1 or not word.isalpha():
            return None
        found = {
            candidate
            for form in _shorter(word)
            for candidate in self._misspelt.get(form, ())
            if candidate[0] == word[0] and _one_edit(word, candidate)
        }
        return found.pop() if len(found) == 1 else None

    # -- machines ------------------------------------------------------------------------------

    def _grammars(self) -> list[tuple[int | None, dict[str, list[str]]]]:
        found: list[tuple[int | None, dict[str, list[str]]]] = [(None, rules_of(signs.GRAMMAR))]
        for place, language in enumerate(self.languages):
            try:
                rules = rules_of(language.grammar)
            except GrammarError as error:
                raise GrammarError(f"{language.name}: {error}") from None
            missing = sorted(set(RULES) - set(rules))
            if missing:
                raise GrammarError(f"{language.name} has no rule {', '.join(missing)}")
            found.append((place, rules))
        return found

    def _whole(self, network: Network) -> Machine:
        nothing, weak, ok, strong, aside = (network.node() for _ in range(5))
        hubs = (nothing, weak, ok, strong, aside)
        marks = {weak: WEAK, ok: OK, strong: STRONG}
        entry = {hub: network.node() for hub in hubs}
        for hub in hubs:
            network.join(hub, entry[hub])
            network.word(hub, PAUSE, hub)
        to_strong, to_ok, to_weak = network.node(), network.node(), network.node()
        for hub in hubs:
            network.join(entry[hub], to_strong)
        for hub in (nothing, weak, ok):
            network.join(entry[hub], to_ok)
        for hub in (nothing, weak):
            network.join(entry[hub], to_weak)
        # Half a sentence ends here: "I am" and "fine" are a yes and an ok, "I am fine" is neither.
        half = {hub: network.node() for hub in (weak, ok, strong)}
        for hub, end in half.items():
            marks[end] = marks[hub]
            network.word(end, PAUSE, hub)
        # All commands end in one hub for the politeness that may follow; each leaves its mark on
        # the way there.
        after, no = network.node(), network.node()
        ends = {command: network.node() for command in COMMANDS}
        marks |= {end: command for command, end in ends.items()} | {after: AFTER, no: "decline"}
        for end in ends.values():
            network.join(end, after)
        for hub in (after, no):
            network.word(hub, PAUSE, hub)
        network.join(ends["decline"], no)

        for place, rules in self._grammars():
            self._place = place

            def lay(name: str, start: int, end: int, rules: dict[str, list[str]] = rules) -> None:
                if name in rules:
                    network.rule(rules, name, start, end)

            for hub in hubs:
                lay("joining", hub, entry[hub])
                for name in ("polite", "naming", "repeating"):
                    lay(name, entry[hub], hub)
            # "Hello, yes" is a yes, "ok bonsoir" is a good-bye.
            lay("greeting", entry[nothing], nothing)
            lay("greeting", entry[strong], strong)
            for name in ("yes", "assent"):
                lay(name, to_strong, strong)
            lay("ok", to_ok, ok)
            lay("ok", entry[strong], strong)
            lay("ok", entry[aside], aside)
            lay("praise", to_weak, weak)
            lay("praise", entry[ok], ok)
            lay("praise", entry[strong], strong)
            lay("answer", to_weak, half[weak])
            lay("answer", entry[ok], half[ok])
            lay("answer", entry[strong], half[strong])
            for end in half.values():
                lay("yes", end, strong)
            for hub, end in half.items():
                lay("polite", end, hub)
            lay("beside", entry[strong], strong)
            lay("beside", entry[nothing], aside)
            for hub in hubs:
                lay("pause", hub, nothing)
            for command, end in ends.items():
                lay(command, nothing, end)
            for name in ("polite", "beside", "greeting"):
                lay(name, after, after)
            lay("decline", no, ends["decline"])
        return Machine(network, nothing, marks, (*hubs, *entry.values(), *half.values(), after, no))

    def _within(self, network: Network) -> Machine:
        start = network.node()
        marks: dict[int, str] = {}
        for place, rules in self._grammars():
            self._place = place
            for name in WITHIN:
                if name in rules:
                    end = network.node()
                    network.rule(rules, name, start, end)
                    marks[end] = name.removesuffix("_within")
        return Machine(network, start, marks, search=True)


def _narrowed(words: set[str], known: set[str]) -> dict[str, str]:
    return dict.fromkeys(words - known, ORDINARY)


def _shorter(word: str) -> list[str]:
    return [word, *(word[:at] + word[at + 1 :] for at in range(len(word)))]


def _one_edit(typed: str, meant: str) -> bool:
    """Whether one letter is missing, too many, wrong, or swapped with its neighbour."""
    if abs(len(typed) - len(meant)) > 1:
        return False
    start = 0
    while start < min(len(typed), len(meant)) and typed[start] == meant[start]:
        start += 1
    a, b = typed[start:], meant[start:]
    if len(a) == len(b):
        return a[1:] == b[1:] or (len(a) > 1 and a[0] == b[1] and a[1] == b[0] and a[2:] == b[2:])
    return a[1:] == b if len(a) > len(b) else b[1:] == a


def _built() -> Lexicon:
    """Without the garbage collector, which would look through the tables dozens of times."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        return Lexicon()
    finally:
        if collecting:
            gc.enable()


LEXICON = _built()

__all__ = ["AFTER", "COMMANDS", "LEXICON", "OK", "ORDINARY", "STRONG", "UNKNOWN", "WEAK", "Lexicon"]
