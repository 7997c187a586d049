"""Everything about a person, as a zip: data.json, the pictures in media/, and what it all is.

The format is described in docs/privacy.md.
"""

import base64
import json
import zipfile
from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import IO, Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from concierge import config
from concierge.conversation.models import MediaContent
from concierge.customers import links
from concierge.customers import queries as customers
from concierge.db import reading
from concierge.privacy import places
from concierge.privacy.map import PLACES, Fate

FORMAT = 1
_SUFFIX = {"image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/webp": "webp"}
_LINK = "[one-time link]"


def export(customer_id: int, into: IO[bytes], *, at: datetime) -> None:
    """Write the zip. Raises NotFound. One look at one moment, however long it takes."""
    with reading() as session:
        session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
        customers.get(session, customer_id)
        whole = customers.root(session, customer_id)
        whom = [places.person(session, each) for each in session.scalars(customers.family(whole))]
        with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as packed:
            data = _data(session, whom, at=at)
            packed.writestr("data.json", json.dumps(data, indent=2, ensure_ascii=False) + "\n")
            packed.writestr("README.txt", _readme(data))
            for media in data["media"]:
                if media["file"] is not None:
                    content = select(MediaContent.content).where(
                        MediaContent.media_id == media["id"]
                    )
                    packed.writestr(media["file"], session.scalars(content).one())


def file_name(customer_id: int, at: datetime) -> str:
    """ "customer-7-20261122.zip": a number, for names have no place in a folder's listing."""
    return f"customer-{customer_id}-{at:%Y%m%d}.zip"


def sections() -> dict[str, str]:
    """Each section of data.json that is a table, and what it holds."""
    return {
        table: place.about
        for table, place in PLACES.items()
        if place.fate is not Fate.NOBODY and not place.not_exported and table != "media_contents"
    }


def _data(session: Session, whom: list[places.Person], *, at: datetime) -> dict[str, Any]:
    stored = {
        row["media_id"] for one in whom for row in places.rows(session, "media_contents", one)
    }
    data: dict[str, Any] = {
        "format": FORMAT,
        "made_at": at.isoformat(),
        "business": config.current().business_name,
    }
    for table in sections():
        data[table] = [
            {column: _plain(value) for column, value in row.items()}
            for one in whom
            for row in places.rows(session, table, one)
        ]
    for message in data["messages"]:
        message["body"] = links.show(message["body"], _LINK)
    for media in data["media"]:
        suffix = _SUFFIX.get(media["content_type"], "bin")
        media["file"] = f"media/{media['id']}.{suffix}" if media["id"] in stored else None
    return data


def _plain(value: Any) -> Any:
    match value:
        case StrEnum():
            return value.value
        case bytes():
            return base64.b64encode(value).decode()
        case dict() | list() | str() | int() | float() | bool() | None:
            return value
        case _:
            return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _readme(data: dict[str, Any]) -> str:
    return "\n".join(_explanation(data)) + "\n"


def _explanation(data: dict[str, Any]) -> Iterator[str]:
    yield f"Everything that {data['business']} keeps about one customer, made {data['made_at']}."
    yield ""
    yield "data.json holds these lists. Times are UTC; amounts are in minor units (cents) of the"
    yield "currency beside them; numbers that end in _id say which rows belong together."
    yield ""
    for table, about in sections().items():
        yield f"  {table} ({len(data[table])}): {about}"
    yield ""
    yield "media/ holds the pictures, named as in the list media."
