"""Who is a partner."""

from datetime import datetime

from sqlalchemy.orm import Session

from concierge import events
from concierge.errors import Refused
from concierge.events import Actor
from concierge.locks import lock_name
from concierge.partners import queries
from concierge.partners.models import Partner

LONGEST_NAME = 80
LONGEST_CONTACT = 200
LONGEST_NOTE = 500


def add(
    session: Session, name: str, *, by: Actor, at: datetime, contact: str = "", note: str = ""
) -> Partner:
    """Somebody new. Raises `Refused` for a name that another has."""
    partner = Partner(created_at=at)
    _write(session, partner, name, contact, note)
    session.add(partner)
    session.flush()
    _record(session, "partner.added", partner, by, at)
    return partner


def change(
    session: Session,
    partner: Partner,
    name: str,
    contact: str,
    note: str,
    *,
    by: Actor,
    at: datetime,
) -> None:
    """What is known of them from now on. What they are owed stays under the name it was booked."""
    _write(session, partner, name, contact, note)
    session.flush()
    _record(session, "partner.changed", partner, by, at)


def retire(session: Session, partner: Partner, *, by: Actor, at: datetime) -> None:
    """No order is given to them any more; what they have stays with them."""
    if partner.retired_at is None:
        partner.retired_at = at
        _record(session, "partner.retired", partner, by, at)


def restore(session: Session, partner: Partner, *, by: Actor, at: datetime) -> None:
    """They work with us again. Raises `Refused` where another has their name by now."""
    if partner.retired_at is not None:
        _require_free(session, partner, partner.name)
        partner.retired_at = None
        session.flush()
        _record(session, "partner.restored", partner, by, at)


def _write(session: Session, partner: Partner, name: str, contact: str, note: str) -> None:
    name, contact = " ".join(name.split()), " ".join(contact.split())
    note = note.replace("\r\n", "\n").strip()
    if not 1 <= len(name) <= LONGEST_NAME:
        raise Refused("partner-name", f"Name the partner in 1 to {LONGEST_NAME} characters.")
    if len(contact) > LONGEST_CONTACT:
        raise Refused("partner-contact", f"Use at most {LONGEST_CONTACT} characters.")
    if len(note) > LONGEST_NOTE:
        raise Refused("partner-note", f"Use at most {LONGEST_NOTE} characters.")
    if partner.retired_at is None:
        _require_free(session, partner, name)
    partner.name, partner.contact, partner.note = name, contact, note


def _require_free(session: Session, partner: Partner, name: str) -> None:
    lock_name(session, f"partner:{name.lower()}")
    with session.no_autoflush:
        other = queries.named(session, name)
    if other is not None and other is not partner:
        raise Refused("partner-name", f"There is a partner called {other.name} already.")


def _record(session: Session, kind: str, partner: Partner, by: Actor, at: datetime) -> None:
    events.record(session, kind, partner, by=by, at=at, customer_id=None, name=partner.name)
