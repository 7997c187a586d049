"""How long things are kept. The clock carries it out every hour; `flask retention` shows it.

A rule goes in batches, each a transaction of its own, so that nothing waits for it. What holds
words only for a while is in rows that go; messages stay, and only what was said in them goes.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from concierge import config
from concierge.config import Settings
from concierge.customers import silenced
from concierge.db import reading, transaction
from concierge.privacy import people, rows
from concierge.privacy.people import EVENTS_COME_FOR

log = logging.getLogger(__name__)

# How many rows a transaction takes, and for how many seconds one turn of the clock goes on.
_BATCH, _TURN_S = 500, 30.0
_REPLAYS = timedelta(hours=24)
_COMPOSED = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Rule:
    """What goes, after how long. `keeps` is None for what is kept for ever.

    `batch` is given before when, after which row, how many, and now; it says how many went, and
    where the next batch begins, None where there is none.
    """

    name: str
    what: str
    keeps: Callable[[Settings], timedelta | None]
    count: Callable[[Session, datetime], int]
    batch: Callable[[datetime, int, int, datetime], tuple[int, int | None]]


def _days(setting: str) -> Callable[[Settings], timedelta | None]:
    def keeps(settings: Settings) -> timedelta | None:
        days = getattr(settings, setting)
        return timedelta(days=days) if days else None

    return keeps


def _in_one(
    step: Callable[[Session, datetime, int, int], tuple[int, int | None]],
) -> Callable[[datetime, int, int, datetime], tuple[int, int | None]]:
    """A batch that is one transaction."""

    def batch(before: datetime, after: int, limit: int, now: datetime) -> tuple[int, int | None]:
        with transaction() as session:
            return step(session, before, after, limit)

    return batch


RULES = (
    Rule(
        "messages",
        "messages lose what was said in them",
        _days("retention_messages_days"),
        rows.count_messages,
        _in_one(rows.blank_messages),
    ),
    Rule(
        "media",
        "pictures",
        _days("retention_media_days"),
        rows.count_media,
        _in_one(rows.remove_media),
    ),
    Rule(
        "raw-events",
        "what Twilio and Stripe told us, as it came",
        _days("retention_raw_events_days"),
        rows.count_provider_events,
        _in_one(rows.remove_provider_events),
    ),
    Rule(
        "raw-texts",
        "texts lose the parameters that they came with",
        _days("retention_raw_events_days"),
        rows.count_raw_texts,
        _in_one(rows.strip_raw_texts),
    ),
    Rule(
        "effects",
        "calls to Twilio and Stripe that are over",
        _days("retention_effects_days"),
        rows.count_effects,
        _in_one(rows.remove_effects),
    ),
    Rule(
        "links",
        "one-time links that have expired, and visits to the card page",
        _days("retention_links_days"),
        rows.count_links,
        _in_one(rows.remove_links),
    ),
    Rule(
        "composed",
        "what had waited for texts that were sent",
        lambda _: _COMPOSED,
        rows.count_compositions,
        _in_one(rows.remove_compositions),
    ),
    Rule(
        "replays",
        "answers to programs' requests",
        lambda _: _REPLAYS,
        rows.count_replays,
        _in_one(rows.remove_replays),
    ),
    Rule(
        "customers",
        "customers without activity are erased",
        _days("retention_customers_days"),
        people.count_inactive,
        people.erase_inactive,
    ),
    Rule(
        "late-events",
        "erased customers of whom the card processor may still tell",
        lambda _: EVENTS_COME_FOR,
        people.count_settling,
        people.sweep_settling,
    ),
    Rule(
        "books",
        "erased customers' orders, payments and refunds",
        lambda settings: timedelta(days=round(365.25 * settings.retention_books_years)),
        people.count_closed,
        people.remove_closed,
    ),
)


def carry_out(now: datetime) -> dict[str, int]:
    """Do what is due, for half a minute at most; the rest waits for the next turn. By rule."""
    until = time.monotonic() + _TURN_S
    gone: dict[str, int] = {}
    for rule in RULES:
        if (keeps := rule.keeps(config.current())) is None:
            continue
        after: int | None = 0
        while after is not None and time.monotonic() < until:
            went, after = rule.batch(now - keeps, after, _BATCH, now)
            gone[rule.name] = gone.get(rule.name, 0) + went
        if gone.get(rule.name):
            log.info("retention: %s: %s", rule.name, gone[rule.name])
    with reading() as session:
        if lost := silenced.unreadable(session):
            log.error(
                "%s erased addresses that had opted out can't be recognised: PRIVACY_KEY is not "
                "the key they were kept under",
                lost,
            )
    return gone


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a rule would take now. `before` is None for what is kept for ever."""

    rule: Rule
    before: datetime | None
    count: int


def forecast(now: datetime) -> list[Forecast]:
    """What `carry_out` would take, with nothing taken."""
    found = []
    with reading() as session:
        for rule in RULES:
            keeps = rule.keeps(config.current())
            before = now - keeps if keeps else None
            found.append(Forecast(rule, before, rule.count(session, before) if before else 0))
    return found
