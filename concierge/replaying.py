"""`flask events replay`: what providers told us, taken in again by the code that took it first.

For after a mistake of ours was mended, or the reading of an event was given up. What had been
applied stays as it is.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from concierge import clock, provider_events
from concierge.channels.base import Channel
from concierge.conversation import reception
from concierge.conversation.models import Message
from concierge.db import reading, transaction
from concierge.payments import reception as stripe
from concierge.provider_events import ProviderEvent

events = AppGroup("events", help="What Twilio and Stripe told us, as it came.")

_MOMENT = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"])
_CHOICE = click.Choice(["twilio", "stripe"])
_PAGE = 200
K = TypeVar("K", Message, ProviderEvent)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Which of what was kept."""

    since: datetime | None
    until: datetime | None
    event_id: str | None
    dry_run: bool


@events.command("replay")
@click.option("--provider", type=_CHOICE, help="Only what this one told us.")
@click.option("--since", type=_MOMENT, help="UTC; from then on.")
@click.option("--until", type=_MOMENT, help="UTC; before then.")
@click.option("--id", "event_id", help="One event's (evt_...) or one message's (SM...).")
@click.option("--dry-run", is_flag=True, help="Only say what would be taken in.")
def replay(
    provider: str | None,
    since: datetime | None,
    until: datetime | None,
    event_id: str | None,
    dry_run: bool,
) -> None:
    """Take kept webhooks in again, each kind in the order in which it came."""
    channel: Channel = current_app.extensions["channel"]
    asked = _Asked(_utc(since), _utc(until), event_id, dry_run)
    if provider in {None, channel.provider}:
        _replay("texts", _texts(channel, asked), asked, lambda s, k, at: _text(s, channel, k, at))
        receipts = _events(channel.provider, asked, event_id and f"{event_id}:")
        _replay(
            "receipts",
            receipts,
            asked,
            lambda s, k, at: reception.take_receipt_again(s, channel, k, at=at),
            took="of messages of ours",
        )
    if provider in {None, stripe.PROVIDER}:
        _replay(
            "Stripe events",
            _events(stripe.PROVIDER, asked, event_id),
            asked,
            lambda s, k, at: stripe.again(s, k, at=at),
        )


def _text(session: Session, channel: Channel, kept: Message, at: datetime) -> bool:
    return reception.take_text(session, channel, kept.raw or {}, at=at) is not None


def _replay(
    noun: str,
    rows: Iterator[K],
    asked: _Asked,
    take: Callable[[Session, K, datetime], bool],
    *,
    took: str = "taken in anew",
) -> None:
    seen = anew = 0
    for kept in rows:
        seen += 1
        if asked.dry_run:
            click.echo(_line(kept))
            continue
        with transaction() as session:
            anew += take(session, kept, clock.now())
    if asked.dry_run:
        click.echo(f"{seen} {noun} would be taken in again.")
    else:
        click.echo(f"{seen} {noun}: {anew} {took}, {seen - anew} left as they were.")


def _texts(channel: Channel, asked: _Asked) -> Iterator[Message]:
    after = 0
    while True:
        with reading() as session:
            page = reception.kept_texts(
                session,
                channel.names,
                since=asked.since,
                until=asked.until,
                provider_id=asked.event_id,
                after=after,
                limit=_PAGE,
            )
        if not page:
            return
        yield from page
        after = page[-1].id


def _events(provider: str, asked: _Asked, event_id: str | None) -> Iterator[ProviderEvent]:
    after = 0
    while True:
        with reading() as session:
            page = provider_events.found(
                session,
                provider=provider,
                since=asked.since,
                until=asked.until,
                event_id=event_id,
                after=after,
                limit=_PAGE,
            )
        if not page:
            return
        yield from page
        after = page[-1].id


def _line(kept: Message | ProviderEvent) -> str:
    if isinstance(kept, Message):
        return f"{kept.created_at:%Y-%m-%d %H:%M:%S}Z  text  {kept.provider_id}"
    return f"{kept.received_at:%Y-%m-%d %H:%M:%S}Z  {kept.kind}  {kept.event_id}"


def _utc(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=UTC) if moment else None
