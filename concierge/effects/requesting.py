"""Asking for a call, inside the transaction that decided it."""

import logging
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, func, literal, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from concierge import logs
from concierge.db import after_commit
from concierge.effects import nudging
from concierge.effects.models import Effect, EffectStatus, Urgency

log = logging.getLogger(__name__)

DEADLINE = timedelta(days=2)
# Customers take turns: each effect of a customer's that still waits puts the next one back by so
# much in the queue (not in time: when nothing else is due it runs at once), up to a minute.
_TURN = timedelta(seconds=2)
_MOST_TURNS = 30
# Among the parameters, so that the logs can follow a request to what came of it; never sent.
REQUEST_ID = "request_id"


def request(
    session: Session,
    kind: str,
    subject: str,
    *,
    at: datetime,
    customer_id: int | None,
    key: str | None = None,
    lane: str | None = None,
    due: datetime | None = None,
    deadline: datetime | None = None,
    urgency: Urgency = Urgency.NOW,
    gate: str | None = None,
    expires: datetime | None = None,
    **params: Any,
) -> None:
    """Write down that `kind` is to be done about `subject` ("message:12").

    `key` makes a second request of the same thing a no-op; it is kind and subject unless given.
    `due` is when, `deadline` until when it is tried. `params` are JSON and frozen from here on.
    `gate`: the circuit that may hold it; `expires`: when holding it any longer makes no sense.
    """
    led_here = logs.request_id()
    number = session.scalar(
        insert(Effect)
        .values(
            kind=kind,
            key=key or f"{kind}:{subject}",
            subject=subject,
            customer_id=customer_id,
            lane=lane,
            params=params | ({REQUEST_ID: led_here} if led_here else {}),
            status=EffectStatus.WAITING,
            attempt=0,
            created_at=at,
            due_at=due or at,
            fair_at=_place(customer_id, urgency, due or at),
            urgency=urgency,
            gate=gate,
            expires_at=expires,
            deadline_at=deadline or (due or at) + DEADLINE,
        )
        .on_conflict_do_nothing(index_elements=["key"])
        .returning(Effect.id)
    )
    if number is not None:
        said = partial(log.info, "effect %s asked for: %s %s", number, kind, subject)
        after_commit(session, f"effect:{number}", said)
    if due is None or due <= at:
        after_commit(session, "effects", nudging.wake)


def _place(
    customer_id: int | None, urgency: Urgency, due: datetime
) -> datetime | ColumnElement[datetime]:
    """Its place in the queue, found in the very statement that writes it down."""
    if customer_id is None:
        return due
    waiting = (
        select(Effect.id)
        .where(
            Effect.customer_id == customer_id,
            Effect.urgency == urgency,
            Effect.status == EffectStatus.WAITING,
        )
        .limit(_MOST_TURNS)
        .subquery()
    )
    turns = select(func.count()).select_from(waiting).scalar_subquery()
    place: ColumnElement[datetime] = literal(due) + turns * literal(_TURN)
    return place
