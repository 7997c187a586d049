"""How a customer comes to be, introduces themselves, agrees, and withdraws."""

import re
from datetime import datetime
from zoneinfo import available_timezones

from sqlalchemy.orm import Session

from concierge import events
from concierge.config import LANGUAGES
from concierge.customers.models import Consent, ConsentKind, ContactPoint, Customer
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
    customer.name = name
    customer.address = address
    customer.email = email
    customer.onboarded_at = customer.onboarded_at or at
    by = events.customer(customer.id)
    for kind, given in ((ConsentKind.SERVICE, True), (ConsentKind.MARKETING, marketing)):
        agree(session, customer, kind, given=given, words=words, source="page", at=at)
    events.record(session, "customer.onboarded", customer, by=by, at=at, customer_id=customer.id)


def agree(
    session: Session,
    customer: Customer,
    kind: ConsentKind,
    *,
    given: bool,
    words: str,
    source: str,
    at: datetime,
    point: ContactPoint | None = None,
) -> None:
    """Add a line to the consent ledger."""
    session.add(
        Consent(
            customer_id=customer.id,
            contact_point_id=point.id if point else None,
            kind=kind,
            given=given,
            at=at,
            words=words[:2000],
            source=source,
        )
    )


def opt_out(
    session: Session, point: ContactPoint, *, words: str, source: str, by: Actor, at: datetime
) -> bool:
    """Nothing more is sent there. False when it was so already."""
    if point.opted_out_at is not None:
        return False
    point.opted_out_at = at
    for kind in ConsentKind:
        agree(
            session,
            point.customer,
            kind,
            given=False,
            words=words,
            source=source,
            at=at,
            point=point,
        )
    events.record(
        session,
        "customer.opted_out",
        point.customer,
        by=by,
        at=at,
        customer_id=point.customer_id,
        point=point.id,
        words=words[:200],
        source=source,
    )
    return True


def opt_in(
    session: Session, point: ContactPoint, *, words: str, source: str, by: Actor, at: datetime
) -> bool:
    """START: service messages again; marketing needs its own yes. False when never opted out."""
    if point.opted_out_at is None:
        return False
    point.opted_out_at = None
    agree(
        session,
        point.customer,
        ConsentKind.SERVICE,
        given=True,
        words=words,
        source=source,
        at=at,
        point=point,
    )
    events.record(
        session,
        "customer.opted_in",
        point.customer,
        by=by,
        at=at,
        customer_id=point.customer_id,
        point=point.id,
    )
    return True


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
) -> None:
    """An operator or a script corrects what is known. None leaves a field as it is.

    Raises `Refused` for what could not be used: an address without an @, a zone nobody knows.
    """
    given = {
        "name": name,
        "email": email,
        "address": address,
        "language": language,
        "timezone": timezone,
        "notes": notes,
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
_MOST = {"name": 120, "email": 200, "address": 500, "notes": 5000}
