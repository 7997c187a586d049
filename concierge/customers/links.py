"""Links that we text: 132 bits, made from the row's salt and SECRET_KEY, so that neither the
database nor an operator who reads the thread can open one.

In a stored message a link is a marker, `<link:12>`; the real address is put in as it is sent.
GET never consumes (preview robots fetch every link); `use` is called by a POST that did its work.
"""

import base64
import hashlib
import hmac
import re
import secrets
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from concierge import config
from concierge.customers.models import Link, LinkPurpose
from concierge.customers.queries import family

_MARKER = re.compile(r"<link:(\d{1,18})>")
_TOKEN = re.compile(r"^([0-9a-z]{1,13})-([A-Za-z0-9_-]{22})$")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def create(
    session: Session,
    customer_id: int,
    purpose: LinkPurpose,
    *,
    at: datetime,
    lifetime: timedelta | None = None,
    subject_id: int | None = None,
) -> Link:
    """A new link; `lifetime` is LINK_HOURS unless given."""
    link = Link(
        customer_id=customer_id,
        purpose=purpose,
        subject_id=subject_id,
        salt=secrets.token_bytes(16),
        created_at=at,
        expires_at=at + (lifetime or timedelta(hours=config.current().link_hours)),
    )
    session.add(link)
    session.flush()
    return link


def marker(link: Link) -> str:
    """What stands for the link in a message until it is sent."""
    return f"<link:{link.id}>"


def address(link: Link) -> str:
    """The address that the customer opens."""
    return f"{config.current().public_url}/l/{token(link)}"


def token(link: Link) -> str:
    """The secret part: the id in base 36, and a keyed hash over id and salt."""
    return f"{_base36(link.id)}-{_mac(link)}"


def find(session: Session, text: str) -> Link | None:
    """The link with this token, expired and used ones too; None for a token that is not ours."""
    match = _TOKEN.match(text)
    if match is None:
        return None
    link = session.get(Link, int(match[1], 36))
    if link is None or not hmac.compare_digest(_mac(link), match[2]):
        return None
    return link


def is_live(link: Link, at: datetime) -> bool:
    """Neither expired nor used."""
    return link.used_at is None and at < link.expires_at


def use(link: Link, at: datetime) -> None:
    """It has done its work; a second visit is told so."""
    link.used_at = link.used_at or at


def retire(session: Session, customer_id: int, purpose: LinkPurpose, *, at: datetime) -> None:
    """End every live link of this kind, when a newer one or another way took its place."""
    session.execute(
        update(Link)
        .where(Link.customer_id == customer_id, Link.purpose == purpose, Link.used_at.is_(None))
        .values(used_at=at)
    )


def latest(
    session: Session, customer_id: int, purpose: LinkPurpose, subject_id: int | None = None
) -> Link | None:
    """The newest link of this kind, live or not."""
    query = select(Link).where(Link.customer_id == customer_id, Link.purpose == purpose)
    if subject_id is not None:
        query = query.where(Link.subject_id == subject_id)
    return session.scalars(query.order_by(Link.id.desc()).limit(1)).one_or_none()


def made_since(session: Session, customer_id: int, since: datetime) -> int:
    """How many links of any kind a customer was given since then."""
    return session.scalars(
        select(func.count())
        .select_from(Link)
        .where(Link.customer_id == customer_id, Link.created_at > since)
    ).one()


def fill(session: Session, body: str, *, customer_id: int) -> str:
    """The text with real addresses for the markers, for the moment of sending.

    Only this customer's links: a name, a note or an address that somebody typed may hold a marker
    too, and must not bring anybody else's link along.
    """
    numbers = [int(number) for number in _MARKER.findall(body)]
    if not numbers:
        return body
    own = select(Link).where(Link.id.in_(numbers), Link.customer_id.in_(family(customer_id)))
    found = {link.id: link for link in session.scalars(own)}
    return _MARKER.sub(
        lambda match: address(found[int(match[1])]) if int(match[1]) in found else "", body
    )


def sample() -> str:
    """An address as long as a real one, for counting a text's parts before it exists."""
    return f"{config.current().public_url}/l/zzzz-{'x' * 22}"


def show(body: str, replacement: str) -> str:
    """The text as an operator may read it."""
    return _MARKER.sub(replacement, body)


def _mac(link: Link) -> str:
    key = config.current().secret_key.get_secret_value().encode()
    digest = hmac.new(key, b"link:%d:" % link.id + link.salt, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode()[:22]


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
    return digits or "0"
