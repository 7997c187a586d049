"""Where the provider fetches a picture of ours: an address that nobody guesses, for some hours.

A keyed hash over the picture and the hour stands in it (128 bits), so nothing is kept about it.
"""

import base64
import hashlib
import hmac
import re
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from concierge import config
from concierge.conversation.models import Direction, Media, MediaContent, MediaStatus, Message
from concierge.errors import NotFound

# Twilio fetches within seconds, or once its own queue has come to it: it waits ten hours at most.
SERVED_FOR = timedelta(hours=12)
_NAME = re.compile(r"(\d{1,18})-(\d{1,12})-([A-Za-z0-9_-]{22})")


def address(media_id: int, at: datetime) -> str:
    """Where it can be fetched from now on, until `SERVED_FOR` is over."""
    until = int((at + SERVED_FOR).timestamp())
    return f"{config.current().public_url}/m/{media_id}-{until}-{_mac(media_id, until)}"


def find(session: Session, name: str, at: datetime) -> tuple[str, bytes]:
    """Its content type and bytes. Raises NotFound for an address that is not ours any more."""
    match = _NAME.fullmatch(name)
    if match is None:
        raise NotFound("picture")
    media_id, until = int(match[1]), int(match[2])
    if not hmac.compare_digest(_mac(media_id, until), match[3]):
        raise NotFound("picture")
    if at >= datetime.fromtimestamp(until, UTC):
        raise NotFound("picture")
    row = session.execute(
        select(Media.content_type, MediaContent.content)
        .join(MediaContent, MediaContent.media_id == Media.id)
        .join(Message, Message.id == Media.message_id)
        .where(
            Media.id == media_id,
            Media.status == MediaStatus.STORED,
            Message.direction == Direction.OUT,
        )
    ).one_or_none()
    if row is None:
        raise NotFound("picture")
    return row.content_type, row.content


def _mac(media_id: int, until: int) -> str:
    secret = config.current().secret_key.get_secret_value().encode()
    said = f"outgoing picture {media_id} {until}".encode()
    digest = hmac.new(secret, said, hashlib.sha256).digest()[:16]
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
