"""Whether a text in somebody's own words will do: tried with every case before it is kept."""

import re
from dataclasses import dataclass
from typing import Any

from jinja2 import TemplateError, TemplateSyntaxError, meta

from concierge.channels import segments
from concierge.channels.segments import Segments
from concierge.config import LANGUAGES
from concierge.conversation import overrides, samples, wording, write
from concierge.errors import NotFound, Refused
from concierge.money import Ceiling, Money

LONGEST = 2000
# The words we ask for stay, so that what customers reply means what it did.
_REPLIES = frozenset({"OK", "NO", "UNDO", "MENU", "HELP", "STOP", "START"})
# The words by which carriers let people in and out: a text that asks for one loses a customer.
_CARRIERS = frozenset(
    {"YES", "CANCEL", "END", "QUIT", "UNSUBSCRIBE", "STOPALL", "REVOKE", "OPTOUT", "UNSTOP", "INFO"}
)


@dataclass(frozen=True, slots=True)
class Preview:
    """A text as a customer reads it, and what it costs."""

    text: str
    cost: Segments


def require(template: str, language: str) -> None:
    """Raises NotFound where we have no such text."""
    if language not in LANGUAGES or template not in wording.names():
        raise NotFound("text")


def facts(template: str, language: str) -> list[str]:
    """What a text may name, as {{ name }}."""
    return sorted(samples.of(template, language)[0])


def usual(template: str, language: str, source: str) -> Preview:
    """The usual case; of a source that was checked, or is ours."""
    text = wording.fold(
        overrides.sandbox().from_string(source).render(samples.of(template, language)[0])
    )
    return Preview(text, segments.measure(text))


def check(template: str, language: str, source: str) -> list[Preview]:
    """How it reads in every case, each once. Raises `Refused`, in words, where it will not do."""
    if not source.strip() or len(source) > LONGEST:
        raise Refused("wording-length", f"A text has one to {LONGEST} characters.")
    if "<link:" in source:
        raise Refused("wording-marker", "Write {{ link }} where the link goes, not “<link:”.")
    cases = samples.of(template, language)
    _check_names(source, set(cases[0]))
    found: dict[str, Preview] = {}
    for case in cases:
        text = _rendered(source, case)
        _compare(text, wording.default(template, language, case), case, language)
        found[text] = Preview(text, segments.measure(text))
    return list(found.values())


def _check_names(source: str, known: set[str]) -> None:
    try:
        names = meta.find_undeclared_variables(overrides.sandbox().parse(source))
    except TemplateSyntaxError as error:
        raise Refused("wording-syntax", f"Line {error.lineno}: {error.message}") from error
    except TemplateError as error:
        raise Refused("wording-syntax", str(error.message)) from error
    if unknown := sorted(names - known):
        raise Refused(
            "wording-unknown",
            f"Nothing here is called “{unknown[0]}”. This text knows {', '.join(sorted(known))}.",
        )


def _rendered(source: str, case: dict[str, Any]) -> str:
    try:
        text = wording.fold(overrides.sandbox().from_string(source).render(case))
    except Exception as error:  # whatever somebody's own words may do
        raise Refused("wording-fails", f"It can't be written: {error}") from error
    if not text:
        raise Refused("wording-empty", "In one of the cases nothing is left of it.")
    if len(text) > write.LONGEST:
        raise Refused("wording-too-long", f"A text has at most {write.LONGEST} characters.")
    return text


def _compare(text: str, ours: str, case: dict[str, Any], language: str) -> None:
    """What customers need of our own words is in these, too."""
    for name, value in _needed(case, language):
        if value in ours and value not in text:
            raise Refused("wording-lacks", f"It has to say {name} (here “{value}”): “{text}”")
    said, asked = _words(text), _words(ours)
    if lost := sorted((asked & _REPLIES) - said):
        raise Refused("wording-lacks-reply", f"It has to say what to reply, {lost[0]}: “{text}”")
    if taken := sorted((said & _CARRIERS) - asked):
        raise Refused(
            "wording-carrier",
            f"Carriers take {taken[0]} as a command of their own; ask for OK or NO: “{text}”",
        )


def _needed(case: dict[str, Any], language: str) -> list[tuple[str, str]]:
    needed = []
    for name, value in case.items():
        if name in {"link", "number", "tracking"} and value is not None:
            needed.append((name, str(value)))
        elif isinstance(value, Money | Ceiling):
            needed.append((name, value.format(language)))
        elif name == "quote" and value is not None:
            needed.append(("quote.number", str(value.number)))
            needed.append(("the price", value.price.format(language)))
        elif name == "quotes":
            needed += [("quote.number", str(each.number)) for each in value]
    return [(name, wording.fold(value)) for name, value in needed]


def _words(text: str) -> set[str]:
    return set(re.findall(r"(?<![\w/-])[A-Z]{2,}(?![\w/-])", text))
