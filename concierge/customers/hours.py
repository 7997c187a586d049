"""The hours in which a customer may be written to first. Answers go out at any hour."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import phonenumbers
from phonenumbers import NumberParseException, timezone

from concierge import config
from concierge.customers.models import Customer


def zones(customer: Customer, address: str) -> list[ZoneInfo]:
    """Where they may be: their own zone; else the business's, unless their number denies that.

    A number's prefix may stand for several zones; then each of them counts.
    """
    return [ZoneInfo(customer.timezone)] if customer.timezone else of_number(address)


def of_number(address: str) -> list[ZoneInfo]:
    """Where whoever has this number may be, of whom nothing else is known."""
    business = config.current().zone
    by_number = _of_prefix(address)
    if not by_number or business.key in {zone.key for zone in by_number}:
        return [business]
    return by_number


def _of_prefix(address: str) -> list[ZoneInfo]:
    try:
        names = timezone.time_zones_for_number(phonenumbers.parse(address))
        return [ZoneInfo(name) for name in names if name != timezone.UNKNOWN_TIMEZONE]
    except (NumberParseException, ZoneInfoNotFoundError):
        return []


def awake(where: list[ZoneInfo], at: datetime) -> bool:
    """Whether it is within WAKING_HOURS in every one of these zones."""
    first, last = config.current().waking
    return all(first <= at.astimezone(zone).hour < last for zone in where)


def asleep_from(where: list[ZoneInfo], at: datetime) -> datetime:
    """When they, awake at `at`, may not be written to any more."""
    return min(_end_of_day(zone, at) for zone in where)


def next_awake(where: list[ZoneInfo], after: datetime) -> datetime:
    """The next quarter of an hour, from `after` on, in which all of them are awake."""
    at = after
    for _ in range(4 * 48):
        if awake(where, at):
            return at
        at += timedelta(minutes=15)
    return at


def _end_of_day(zone: ZoneInfo, at: datetime) -> datetime:
    _, last = config.current().waking
    local = at.astimezone(zone)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    return (midnight + timedelta(hours=last)).replace(tzinfo=zone)
