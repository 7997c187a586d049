"""Asking for a call, inside the transaction that decided it."""

import logging
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from concierge import logs
from concierge.db import after_commit
from concierge.effects import nudging
from concierge.effects.models import Effect, EffectStatus

log = logging.getLogger(__name__)

DEADLINE = timedelta(days=2)
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
    **params: Any,
) -> None:
    """Write down that `kind` is to be done about `subject` ("message:12").

    `key` makes a second request of the same thing a no-op; it is kind and subject unless given.
    `due` is when, `deadline` until when it is tried. `params` are JSON and frozen from here on.
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
