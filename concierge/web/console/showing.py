"""How the console's pages write times, amounts and names: filters for the templates."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import phonenumbers
from babel import Locale
from babel.dates import format_date
from flask import request
from flask.sansio.app import App
from flask_login import current_user
from phonenumbers import NumberParseException, PhoneNumberFormat

from concierge import clock
from concierge.channels.base import called
from concierge.config import Settings
from concierge.conversation import write
from concierge.customers import links
from concierge.money import Money
from concierge.web.console import asking, live, outages, thread
from concierge.web.console.promises import near as promises_near


def teach(app: App, settings: Settings) -> None:
    """Give the templates the console's words."""

    def local(at: datetime, where: str | None = None) -> datetime:
        return at.astimezone(ZoneInfo(where) if where else asking.zone())

    def hour(at: datetime, where: str | None = None) -> str:
        """14:05, in the reader's zone or `where`."""
        return f"{local(at, where):%H:%M}"

    def day(at: datetime, where: str | None = None) -> str:
        """Today, Yesterday, Tue 3 Nov, 3 Nov 2024."""
        date, today = local(at, where).date(), local(clock.now(), where).date()
        if date == today:
            return "Today"
        if date == today - timedelta(days=1):
            return "Yesterday"
        if date == today + timedelta(days=1):
            return "Tomorrow"
        near = abs((today - date).days) < 300
        return format_date(date, "EEE d MMM" if near else "d MMM y", locale="en")

    def moment(at: datetime, where: str | None = None) -> str:
        """Today 14:05."""
        return f"{day(at, where)} {hour(at, where)}"

    def stamp(at: datetime) -> str:
        """14:05 for today, else the day: the newest message of a row in a list."""
        named = day(at)
        return hour(at) if named == "Today" else named

    def stamp_until(at: datetime) -> str:
        """18:40 for today, else with its day: Tomorrow 12:00."""
        return hour(at) if day(at) == "Today" else moment(at)

    def amount(minor: int, currency: str) -> str:
        """$54.00, from minor units."""
        return Money(minor, currency).format()

    app.jinja_env.filters.update(
        local=local,
        hour=hour,
        day=day,
        moment=moment,
        stamp=stamp,
        stamp_until=stamp_until,
        amount=amount,
        age=age,
        dial=dial,
        carrier=called,
        language=lambda code: Locale(code).get_display_name("en"),
        came=lambda source: _CAME.get(source, source),
        is_elsewhere=is_elsewhere,
        distance=distance,
        their_hour=lambda at, name: f"{at.astimezone(ZoneInfo(name)):%H:%M}",
        initials=initials,
        shown=lambda body: links.show(body, "[one-time link]"),
        delivery=thread.delivery,
        understood=thread.understood,
    )

    @app.context_processor
    def surroundings() -> dict[str, Any]:
        if not request.path.startswith("/console"):
            return {}
        return {
            "business": settings.business_name,
            "zone": settings.timezone,  # the business's; what is shown is in one's own
            "my_zone": asking.zone().key,
            "me": current_user._get_current_object(),  # a row asks it again and again
            "now": clock.now(),
            "stream": live.stream() if current_user.is_authenticated else None,
            "longest": write.LONGEST,
            "region": settings.default_region,
            "outages": outages.current,
            "promises_near": promises_near,
        }


# How a line of the consent ledger came about.
_CAME = {
    "text": "by text",
    "page": "on their page",
    "carrier": "told by the carrier",
    "console": "put down here",
    "erasure": "kept when their data was erased",
}


def age(since: datetime, at: datetime | None = None) -> str:
    """How long ago, as briefly as it can be said: now, 4 min, 3 h, 2 d. (ages.js says the same.)"""
    minutes = int(((at or clock.now()) - since).total_seconds() // 60)
    if minutes < 1:
        return "now"
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} h"
    return f"{minutes // 1440} d"


def is_elsewhere(name: str | None) -> bool:
    """Whether clocks in this zone show something else than the reader's, now."""
    now = clock.now()
    theirs = now.astimezone(ZoneInfo(name)) if name else None
    return theirs is not None and theirs.utcoffset() != now.astimezone(asking.zone()).utcoffset()


def distance(name: str) -> str:
    """How far clocks in this zone are from the reader's, now: "6 h behind you"."""
    now = clock.now()
    there, here = (now.astimezone(zone).utcoffset() for zone in (ZoneInfo(name), asking.zone()))
    minutes = int(((there or timedelta()) - (here or timedelta())).total_seconds() // 60)
    hours = f"{abs(minutes) / 60:g} h"
    return f"{hours} {'ahead of' if minutes > 0 else 'behind'} you"


def dial(address: str) -> str:
    """A number as people read it: "+1 555-010-0123"; any other address as it is."""
    if address.startswith("erased:"):
        return "Erased"
    try:
        number = phonenumbers.parse(address)
    except NumberParseException:
        return address
    return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)


def initials(name: str | None) -> str:
    """Up to two letters for a face that we do not have; nothing for a stranger."""
    words = (name or "").split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()
