"""Which words of a reply repeat what the quote said.

A reply may repeat the quote ("yes, 12 red roses for tomorrow") but not bend it ("yes, 24"). A row
of words is an echo when the quote holds the same row, with at most one word left out after a
number ("12 roses" for "12 red roses"). It may not begin after a word that binds to it ("noon" is
not "before noon"), it may hold no negation, and a bare number says nothing by itself.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache

from concierge.intents.lexicon import LEXICON
from concierge.intents.text import PAUSE, plain_number, split

_CURRENCIES = {
    "$": "$", "dollar": "$", "dollars": "$", "usd": "$", "bucks": "$", "€": "€", "euro": "€",
    "euros": "€", "eur": "€", "£": "£", "pound": "£", "pounds": "£", "gbp": "£", "quid": "£",
    "chf": "chf", "francs": "chf", "franken": "chf",
}  # fmt: skip


def with_prices(words: list[str]) -> list[str]:
    """ "$", "54" and "54", "dollars" become one word, "$54"."""
    if not any(word in _CURRENCIES for word in words):
        return words
    found: list[str] = []
    for word in words:
        sign = _CURRENCIES.get(word)
        if sign and found and found[-1][:1].isdigit():
            found[-1] = sign + found[-1]
        elif found and found[-1] in _CURRENCIES and word[:1].isdigit():
            found[-1] = _CURRENCIES[found[-1]] + word
        else:
            found.append(word)
    return found


class Source:
    """The words of a quote, ready to be looked up."""

    def __init__(self, texts: tuple[str, ...], total: str) -> None:
        self.words: list[str] = []
        for text in texts:
            self.words += [*with_prices(split(text).words), PAUSE]
        self.lists = LEXICON.lists[LEXICON.language_of(self.words, ("en",))]
        # Echoing "or", "if" or a "not" of the quote would leave open what was meant.
        self.forbidden = (self.lists.hinges | self.lists.choosing) - self.lists.listing
        self.total = total
        self.places: dict[str, list[int]] = defaultdict(list)
        for at, word in enumerate(self.words):
            self.places[word].append(at)

    def spans(self, words: list[str], start: int) -> list[tuple[int, bool]]:
        """Ends of the echoes that begin at `start`, and whether each is part of a list only."""
        if self.total and words[start][1:] == self.total and words[start][0] in "$€£":
            return [(start + 1, False)]
        ends: dict[int, bool] = {}
        for place in self.places.get(words[start], ()):
            if place and self.words[place - 1] in self.lists.binding:
                continue
            for end, stop in self._follow(words, start, place):
                if self._says_something(words[start:end]):
                    partial = self._is_part(place, stop)
                    ends[end] = ends.get(end, True) and partial
        return sorted(ends.items())

    def _follow(self, words: list[str], start: int, place: int) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        at = start
        while at < len(words) and place < len(self.words):
            word, here = words[at], self.words[place]
            if word == PAUSE or here == PAUSE:
                break
            if word != here:
                after_number = at == start + 1 and words[start].isdigit()
                if word in self.lists.articles and here in self.lists.articles:
                    pass
                elif (here in self.lists.articles and self._at(place + 1) == word) or (
                    after_number
                    and self._at(place + 1) == word
                    and here not in self.lists.listing
                    and here not in self.lists.binding
                ):
                    place += 1
                else:
                    break
            if word in self.forbidden:
                break
            at += 1
            place += 1
            found.append((at, place))
        return found

    def _at(self, place: int) -> str:
        return self.words[place] if 0 <= place < len(self.words) else PAUSE

    def _says_something(self, words: list[str]) -> bool:
        """Whether there is a thing, a day or a price in it; "to" and "it" are in every quote."""
        last = words[-1]
        if last in self.lists.binding or last in self.lists.listing or last in self.lists.articles:
            return False
        return any(
            word in self.lists.dates
            or (word[0] in "$€£" and len(word) > 1)
            or (_is_a_thing(word) and not word.replace(".", "").isdigit())
            for word in words
        )

    def _is_part(self, start: int, stop: int) -> bool:
        """Whether the quote's sentence lists more than what stands between the two places."""
        for step, place in ((-1, start - 1), (1, stop)):
            while 0 <= place < len(self.words) and self.words[place] != PAUSE:
                # In "go ahead and order" two deeds are joined, not two things.
                if self.words[place] in self.lists.listing and self._at(place - 1) != "ahead":
                    return True
                place += step
        return False


def _is_a_thing(word: str) -> bool:
    """Not a word that the grammar of a yes is made of."""
    return LEXICON.symbols.get(word) != word or word in LEXICON.to_whole


@lru_cache(maxsize=256)
def source(texts: tuple[str, ...], total: int) -> Source:
    amount = plain_number(f"{total // 100}.{total % 100:02d}") if total else ""
    return Source(texts, amount)
