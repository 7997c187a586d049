"""The consent ledger: who agreed to what, or withdrew, when, by which words, through what.

Service messages (about what they asked for) and marketing are agreed to apart. STOP withdraws
both; START brings back the first alone.
"""

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from concierge import events
from concierge.customers import silenced
from concierge.customers.known import require_known
from concierge.customers.models import Consent, ConsentKind, ContactPoint, Customer
from concierge.errors import Refused
from concierge.events import Actor

# Twilio and the carriers answer their own words themselves, in words that they don't tell us.
BY_CARRIER = "The carrier's own confirmation."


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
    by: Actor | None = None,
    confirmation: str | None = None,
) -> None:
    """Add a line to the consent ledger. `by` is the customer unless given."""
    session.add(
        Consent(
            customer_id=customer.id,
            contact_point_id=point.id if point else None,
            kind=kind,
            given=given,
            at=at,
            by=str(by or events.customer(customer.id)),
            words=words[:2000],
            source=source,
            confirmation=confirmation,
        )
    )


def put_down(
    session: Session, customer: Customer, *, given: bool, words: str, by: Actor, at: datetime
) -> None:
    """A colleague was told, on the phone or in the shop, whether marketing is welcome.

    A yes takes the words it was said in, and is refused of whoever has opted out everywhere.
    """
    require_known(customer)
    if given and not words:
        raise Refused("consent-has-no-words", "Write how they agreed: when, and in which words.")
    points = customer.contact_points
    if given and points and all(point.opted_out_at is not None for point in points):
        raise Refused("customer-opted-out", "They have opted out (STOP): only START ends that.")
    words = words or "Withdrawn, put down by a colleague"
    agree(
        session,
        customer,
        ConsentKind.MARKETING,
        given=given,
        words=words,
        source="console",
        at=at,
        by=by,
    )
    events.record(
        session,
        "customer.consent_put_down",
        customer,
        by=by,
        at=at,
        customer_id=customer.id,
        given=given,
    )


def opt_out(
    session: Session,
    point: ContactPoint,
    *,
    words: str,
    source: str,
    by: Actor,
    at: datetime,
    confirmation: str | None = None,
) -> bool:
    """Nothing more is sent there. False when it was so already.

    `confirmation` is what the customer has been told of it, where somebody else told them.
    """
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
            by=by,
            confirmation=confirmation,
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
    session: Session,
    point: ContactPoint,
    *,
    words: str,
    source: str,
    by: Actor,
    at: datetime,
    confirmation: str | None = None,
) -> bool:
    """START: service messages again; marketing needs its own yes. False when never opted out."""
    if point.opted_out_at is None:
        return False
    point.opted_out_at = None
    silenced.lift(session, point.channel, point.address)
    agree(
        session,
        point.customer,
        ConsentKind.SERVICE,
        given=True,
        words=words,
        source=source,
        at=at,
        point=point,
        by=by,
        confirmation=confirmation,
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


def confirmed(session: Session, point: ContactPoint, words: str) -> None:
    """The customer has been told of their last change there: `words` had gone out."""
    newest = select(func.max(Consent.at)).where(Consent.contact_point_id == point.id)
    session.execute(
        update(Consent)
        .where(
            Consent.contact_point_id == point.id,
            Consent.confirmation.is_(None),
            Consent.at == newest.scalar_subquery(),
        )
        .values(confirmation=words)
    )


def was_by_text(session: Session, point: ContactPoint, at: datetime) -> bool:
    """Whether what was withdrawn there at this moment was so by our own reading of a text."""
    sources = session.scalars(
        select(Consent.source).where(
            Consent.contact_point_id == point.id, Consent.at == at, Consent.given.is_(False)
        )
    ).all()
    return bool(sources) and set(sources) == {"text"}
