"""Our texts: a template a message and a language, in characters that cost one part.

`templates/messages/<language>/<name>.txt`. What a template needs is what its notice gives it; a
missing fact is an error, not a hole in a text.
"""

import logging
import re
from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from concierge import config
from concierge.channels.segments import plain
from concierge.conversation import overrides
from concierge.customers.models import Customer

log = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parent.parent.parent / "templates" / "messages"

# Instead of "Visa 4242", as it stands after "with", "on" or "to".
SOME_CARD = {
    "en": "the card",
    "fr": "la carte",
    "es": "la tarjeta",
    "de": "der Karte",
    "nl": "de kaart",
}
_DAYS = {
    "en": ("today", "tomorrow"),
    "fr": ("aujourd'hui", "demain"),
    "es": ("hoy", "mañana"),
    "de": ("heute", "morgen"),
    "nl": ("vandaag", "morgen"),
}
_DATES = {
    "en": "EEE d MMM",
    "fr": "EEE d MMM",
    "es": "EEE d MMM",
    "de": "EEE d. MMM",
    "nl": "EEE d MMM",
}
# GSM-7 lacks these letters, and one of them would more than double what the text costs. (The
# French spelling of 1990 writes "aout".)
_PLAIN_DATES = str.maketrans({"û": "u", "á": "a"})


@cache
def _environment() -> Environment:
    # These are texts, not pages: nothing is escaped.
    environment = Environment(  # noqa: S701
        loader=FileSystemLoader(ROOT), undefined=StrictUndefined, trim_blocks=True
    )
    environment.filters["money"] = lambda money, language: money.format(language)
    return environment


def render(template: str, language: str, **facts: object) -> str:
    """One of our texts, or what an owner has written instead of it."""
    given = {"business": config.current().business_name, "language": language, **facts}
    own = overrides.find(template, language)
    if own is not None:
        try:
            return fold(own.render(given))
        except Exception:
            # It was tried before it was kept; where it fails all the same, ours will do.
            log.exception("the owners' own %s in %s can't be written", template, language)
    return default(template, language, given)


def default(template: str, language: str, facts: dict[str, object]) -> str:
    """One of our texts, in our own words."""
    # Rather a text in English than none: without it what it tells of could not be recorded.
    source = _environment().select_template([f"{language}/{template}.txt", f"en/{template}.txt"])
    return fold(source.render(facts))


def fold(text: str) -> str:
    """White space is folded, so that a template may be laid out to be read; characters made plain.

    An empty line stays a new line.
    """
    text = re.sub(r"[ \t]*\n[ \t]*\n\s*", "\x01", text.strip())
    return plain(re.sub(r"\s+", " ", text).replace("\x01", "\n"))


@cache
def names() -> tuple[str, ...]:
    """Every text we have."""
    return tuple(sorted(path.stem for path in (ROOT / "en").glob("*.txt")))


def source_of(template: str, language: str) -> str:
    """Our own words, as they are written."""
    return (ROOT / language / f"{template}.txt").read_text(encoding="utf-8").strip()


def language_of(customer: Customer) -> str:
    """What we write to them in."""
    return customer.language or config.current().language


def zone_of(customer: Customer) -> ZoneInfo:
    """Whose noon is meant."""
    return ZoneInfo(customer.timezone) if customer.timezone else config.current().zone


def moment(at: datetime, now: datetime, zone: ZoneInfo, language: str) -> str:
    """ "today 14:00", "tomorrow 12:00", "Sun 22 Nov 12:00", in the reader's zone and language."""
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    clock = format_time(local, "short", locale=language)
    days = (local.date() - today).days
    if days in (0, 1):
        day = _DAYS[language][days]
    else:
        day = format_date(local, _DATES[language], locale=language).translate(_PLAIN_DATES)
    return plain(f"{day} {clock}")
