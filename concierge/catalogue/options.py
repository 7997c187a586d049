"""What can be chosen of an item: its size, its colour, and what that adds to the price.

Options are part of their item and known by their words: a quote's line keeps the words that were
chosen, and "the usual" finds them again as long as the item still offers them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from concierge.errors import Refused
from concierge.money import MAX_AMOUNT

MOST_OPTIONS, MOST_CHOICES, LONGEST = 6, 20, 40


@dataclass(frozen=True, slots=True)
class Choice:
    """One of an option's; `surcharge` in minor units of the item's currency, for one."""

    name: str
    surcharge: int = 0


@dataclass(frozen=True, slots=True)
class Option:
    """ "Size: 12 stems, 24 stems"; `required`: a quote must say which."""

    name: str
    choices: tuple[Choice, ...]
    required: bool = False

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Self:
        """From what the database keeps."""
        choices = tuple(Choice(each["name"], each["surcharge"]) for each in kept["choices"])
        return cls(kept["name"], choices, kept["required"])

    def write(self) -> dict[str, Any]:
        """For the database."""
        return {
            "name": self.name,
            "required": self.required,
            "choices": [{"name": each.name, "surcharge": each.surcharge} for each in self.choices],
        }


def check(options: Iterable[Option]) -> None:
    """Raises `Refused` for options that nobody could choose from."""
    options = tuple(options)
    _check_words("option", [option.name for option in options], MOST_OPTIONS)
    for option in options:
        if not option.choices:
            raise Refused("option-without-choices", f"Say what can be chosen as {option.name}.")
        _check_words(f"choice of {option.name}", [c.name for c in option.choices], MOST_CHOICES)
        if not all(0 <= choice.surcharge <= MAX_AMOUNT for choice in option.choices):
            raise Refused("option-surcharge", f"A choice of {option.name} adds nothing or more.")


def _check_words(what: str, words: list[str], most: int) -> None:
    if len(words) > most:
        raise Refused("too-many-options", f"An item has at most {most} of these: {what}.")
    if not all(1 <= len(word) <= LONGEST for word in words):
        raise Refused("option-name", f"Name each {what} in 1 to {LONGEST} characters.")
    if len({word.casefold() for word in words}) < len(words):
        raise Refused("option-twice", f"Two of these have the same name: {what}.")


def surcharge(options: Iterable[Option], chosen: Mapping[str, str]) -> int:
    """What the choices add to the price of one, in minor units. Raises `Refused` where they
    are not offered, or a required one is missing.
    """
    offered = {option.name: option for option in options}
    for name in chosen:
        if name not in offered:
            raise Refused("no-such-option", f"It does not come with “{name}” any more.")
    total = 0
    for option in offered.values():
        if option.name not in chosen:
            if option.required:
                raise Refused("option-missing", f"Choose its {option.name.lower()}.")
            continue
        found = next((c for c in option.choices if c.name == chosen[option.name]), None)
        if found is None:
            raise Refused(
                "no-such-option", f"It does not come as “{chosen[option.name]}” any more."
            )
        total += found.surcharge
    return total


def called(name: str, chosen: Mapping[str, str]) -> str:
    """How a line says it: "Red roses, 24 stems, white"."""
    return ", ".join((name, *chosen.values()))
