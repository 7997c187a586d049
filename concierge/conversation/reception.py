"""Taking in what a channel tells us, whether it comes from the provider now or from what was kept.

A text carries its webhook's parameters itself (`Message.raw`); a receipt's are a row of their own.
"""

import logging
import re
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import false, select
from sqlalchemy.orm import Session, undefer

from concierge import logs, provider_events
from concierge.channels.base import Channel
from concierge.conversation import outcomes, receive
from concierge.conversation.arrival import Text
from concierge.conversation.models import Message
from concierge.provider_events import ProviderEvent, storable

log = logging.getLogger(__name__)


def take_text(
    session: Session, channel: Channel, form: Mapping[str, str], *, at: datetime
) -> Text | None:
    """A text that came in. None: it was here before. ValueError when it is none."""
    return receive.receive(session, channel.parse(form), at=at)


def take_receipt(
    session: Session,
    channel: Channel,
    form: Mapping[str, str],
    query: Mapping[str, str],
    *,
    at: datetime,
) -> bool:
    """A receipt: kept once, applied as often as it comes, which changes nothing the second time.

    False when it is about no message of ours, or says nothing that we know. Not kept is what is
    about none: somebody who has been erased is not to come back with a late receipt.
    """
    told = _apply(session, channel, form, query, at=at)
    if not told and not _is_about_ours(session, channel, form, query):
        return False
    sid, status = form.get("MessageSid", ""), form.get("MessageStatus", "")
    provider_events.keep(
        session,
        channel.provider,
        f"{sid}:{status}:{form.get('ErrorCode', '')}"[:300],
        kind=f"message.{status}"[:100],
        body={"form": _plain(form), "query": _plain(query)},
        at=at,
    )
    return told


def _is_about_ours(
    session: Session, channel: Channel, form: Mapping[str, str], query: Mapping[str, str]
) -> bool:
    sid, ours = storable(form.get("MessageSid", "")), query.get("message", "")
    by_number = Message.id == int(ours) if re.fullmatch(r"[0-9]{1,18}", ours) else false()
    by_sid = Message.channel.in_(channel.names) & (Message.provider_id == sid)
    return session.scalar(select(Message.id).where(by_number | by_sid).limit(1)) is not None


def take_receipt_again(
    session: Session, channel: Channel, kept: ProviderEvent, *, at: datetime
) -> bool:
    """The same, of one that was kept."""
    return _apply(session, channel, kept.body["form"], kept.body["query"], at=at)


def _apply(
    session: Session,
    channel: Channel,
    form: Mapping[str, str],
    query: Mapping[str, str],
    *,
    at: datetime,
) -> bool:
    receipt = channel.parse_receipt(form, query)
    if receipt is None:
        log.info("a receipt that says nothing we know: %.40r", form.get("MessageStatus", ""))
        return False
    explain = channel.explain(receipt.error_code) if receipt.error_code else None
    if not outcomes.receive_receipt(session, receipt, explain=explain, at=at):
        log.info("a receipt for %s, which is not ours", receipt.provider_id)
        return False
    logs.know(about=f"message:{receipt.message_id}" if receipt.message_id else None)
    log.info("message %s is %s", receipt.message_id, receipt.status)
    return True


def _plain(given: Mapping[str, str]) -> dict[str, str]:
    return dict(given.items())


def kept_texts(
    session: Session,
    channels: tuple[str, ...],
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    provider_id: str | None = None,
    after: int = 0,
    limit: int = 200,
) -> list[Message]:
    """A page of the texts that still have their webhook's parameters, by id."""
    query = (
        select(Message)
        .options(undefer(Message.raw))
        .where(Message.raw.is_not(None), Message.channel.in_(channels), Message.id > after)
    )
    if since is not None:
        query = query.where(Message.created_at >= since)
    if until is not None:
        query = query.where(Message.created_at < until)
    if provider_id is not None:
        query = query.where(Message.provider_id == provider_id)
    return list(session.scalars(query.order_by(Message.id).limit(limit)))
