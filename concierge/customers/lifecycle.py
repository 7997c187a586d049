"""How a customer comes to be, introduces themselves, and is known better."""

import re
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import available_timezones

from sqlalchemy.orm import Session

from concierge import config, events
from concierge.config import LANGUAGES
from concierge.customers import silenced
from concierge.customers.consent import agree
from concierge.customers.consent import opt_in as opt_in
from concierge.customers.consent import opt_out as opt_out
from concierge.customers.known import require_known
from concierge.customers.models import ConsentKind, ContactPoint, Customer
from concierge.errors import Refused
from concierge.events import Actor


def welcome(
    session: Session, channel: str, address: str, *, at: datetime, by: Actor | None = None
) -> ContactPoint:
    """A stranger wrote, or is written to `by` somebody: a customer with one contact point."""
    customer = Customer(created_at=at)
    session.add(customer)
    session.flush()
    point = ContactPoint(customer_id=customer.id, channel=channel, address=address, created_at=at)
    session.add(point)
    session.flush()
    by = by or events.customer(customer.id)
    events.record(session, "customer.created", customer, by=by, at=at, customer_id=customer.id)
    if silenced.is_silenced(session, channel, address):
        words, by = "STOP, before an erasure", events.SERVICE
        opt_out(session, point, words=words, source="erasure", by=by, at=at)
    return point


def onboard(
    session: Session,
    customer: Customer,
    *,
    name: str,
    address: str,
    email: str | None,
    marketing: bool,
    words: str,
    at: datetime,
) -> None:
    """The account page was filled in. `words` is what they ticked, as it stood on the page."""
    require_known(customer)
    by = events.customer(customer.id)
    customer.name = name
    customer.address, customer.address_by = address, str(by)
    customer.email = email
    customer.onboarded_at = customer.onboarded_at or at
    for kind, given in ((ConsentKind.SERVICE, True), (ConsentKind.MARKETING, marketing)):
        agree(session, customer, kind, given=given, words=words, source="page", at=at)
    vouch(session, customer, by=by, at=at)
    events.record(session, "customer.onboarded", customer, by=by, at=at, customer_id=customer.id)


def heard(
    session: Session, point_id: int, *, last: datetime | None, was_dead: bool, at: datetime
) -> bool:
    """A text came from there, the first since `last`. Whether from now on it is in doubt.

    After CONFIRM_AFTER_DAYS of silence, or where the carrier had said that nobody has this number
    any more, it may be somebody else's.
    """
    silence = timedelta(days=config.current().confirm_after_days)
    if was_dead:
        because, by = "the carrier had called it dead", events.PROVIDER
    elif silence and last is not None and at - last > silence:
        because, by = "after a long silence", events.SERVICE
    else:
        return False
    return doubt(session, session.get_one(ContactPoint, point_id), because=because, by=by, at=at)


def doubt(session: Session, point: ContactPoint, *, because: str, by: Actor, at: datetime) -> bool:
    """Whoever writes from there may be somebody else by now. False when that was known."""
    if point.doubted_at is not None:
        return False
    point.doubted_at = at
    events.record(
        session,
        "customer.doubted",
        point.customer,
        by=by,
        at=at,
        customer_id=point.customer_id,
        point=point.id,
        because=because,
    )
    return True


def vouch(session: Session, customer: Customer, *, by: Actor, at: datetime) -> None:
    """They did what only they can do, or a person says so: whoever writes from there is them."""
    doubted = [point for point in customer.contact_points if point.doubted_at is not None]
    for point in doubted:
        point.doubted_at = None
    if doubted:
        session.flush()
        events.record(session, "customer.vouched", customer, by=by, at=at, customer_id=customer.id)


def learn_language(session: Session, customer: Customer, language: str, *, at: datetime) -> None:
    """They write in it. An operator's choice stands."""
    if customer.language == language or not may_learn(customer):
        return
    customer.language, customer.language_by = language, str(events.SERVICE)
    events.record(
        session,
        "customer.language_learned",
        customer,
        by=events.SERVICE,
        at=at,
        customer_id=customer.id,
        language=language,
    )


class Speaker(Protocol):
    """Whoever has a language, and whose word that is."""

    @property
    def language_by(self) -> str | None:
        """An Actor, or None while nobody knows it."""


def may_learn(customer: Speaker) -> bool:
    """Whether their language is nobody's decision yet."""
    return customer.language_by is None or not Actor.read(customer.language_by).is_person


def mark_dead(session: Session, point: ContactPoint, *, reason: str, at: datetime) -> None:
    """The carrier says that nothing arrives there."""
    if point.dead_at is None:
        point.dead_at, point.dead_reason = at, reason
        events.record(
            session,
            "customer.unreachable",
            point.customer,
            by=events.PROVIDER,
            at=at,
            customer_id=point.customer_id,
            reason=reason,
        )


def edit(
    session: Session,
    customer: Customer,
    *,
    by: Actor,
    at: datetime,
    name: str | None = None,
    email: str | None = None,
    address: str | None = None,
    language: str | None = None,
    timezone: str | None = None,
    notes: str | None = None,
    preferences: str | None = None,
) -> None:
    """An operator or a script corrects what is known. None leaves a field as it is.

    Raises `Refused` for what could not be used: an address without an @, a zone nobody knows.
    """
    require_known(customer)
    given = {
        "name": name,
        "email": email,
        "address": address,
        "language": language,
        "timezone": timezone,
        "notes": notes,
        "preferences": preferences,
    }
    _check(given)
    changed = [
        field
        for field, value in given.items()
        if value is not None and (getattr(customer, field) or "") != value
    ]
    for field in changed:
        value = given[field]
        setattr(customer, field, value if value or field == "notes" else None)
        if field in {"address", "language"}:
            setattr(customer, f"{field}_by", str(by) if value else None)
    if changed:
        events.record(
            session,
            "customer.edited",
            customer,
            by=by,
            at=at,
            customer_id=customer.id,
            fields=changed,
        )


def _check(given: dict[str, str | None]) -> None:
    email, language, zone = given["email"], given["language"], given["timezone"]
    if email and not _EMAIL.fullmatch(email):
        raise Refused("not-an-email", f"“{email[:60]}” is not an e-mail address.")
    if language and language not in LANGUAGES:
        raise Refused("unknown-language", f"We write in {', '.join(LANGUAGES)}.")
    if zone and zone not in available_timezones():
        raise Refused("unknown-timezone", f"“{zone[:60]}” is not a time zone's name.")
    for field, most in _MOST.items():
        if len(given[field] or "") > most:
            raise Refused(f"{field}-too-long", f"The {field} has at most {most} characters.")


_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_MOST = {"name": 120, "email": 200, "address": 500, "notes": 5000, "preferences": 1000}
