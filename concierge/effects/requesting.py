"""Asking for a call, inside the transaction that decided it."""

import logging
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from psycopg.types.json import Jsonb
from sqlalchemy.orm import Session

from concierge import logs
from concierge.db import after_commit, ask
from concierge.effects import nudging
from concierge.effects.models import Urgency

log = logging.getLogger(__name__)

DEADLINE = timedelta(days=2)
# Customers take turns: each effect of a customer's that still waits puts the next one back by so
# much in the queue (not in time: when nothing else is due it runs at once), up to a minute.
_TURN = timedelta(seconds=2)
_MOST_TURNS = 30
# Among the parameters, so that the logs can follow a request to what came of it; never sent.
REQUEST_ID = "request_id"


# Its place in the queue (`fair_at`) is found in the very statement that writes it down.
_REQUEST = """
INSERT INTO effects (kind, key, subject, customer_id, lane, params, status, attempt, created_at,
                     due_at, deadline_at, urgency, gate, expires_at, fair_at)
VALUES (%(kind)s, %(key)s, %(subject)s, %(customer_id)s, %(lane)s, %(params)s, 'waiting', 0, %(at)s,
       %(due_at)s, %(deadline_at)s, %(urgency)s, %(gate)s, %(expires_at)s,
       %(due_at)s::timestamptz + %(turn)s::interval * (SELECT count(*) FROM (
         SELECT FROM effects WHERE customer_id = %(customer_id)s AND urgency = %(urgency)s
         AND status = 'waiting' LIMIT %(most_turns)s
       ) AS turns))
ON CONFLICT (key) DO NOTHING RETURNING id
"""


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
    made = ask(
        session,
        _REQUEST,
        kind=kind,
        key=key or f"{kind}:{subject}",
        subject=subject,
        customer_id=customer_id,
        lane=lane,
        params=Jsonb(params | ({REQUEST_ID: led_here} if led_here else {})),
        at=at,
        due_at=due or at,
        deadline_at=deadline or (due or at) + DEADLINE,
        turn=_TURN,
        most_turns=_MOST_TURNS,
        urgency=int(urgency),
        gate=gate,
        expires_at=expires,
    )
    if made:
        number = made[0][0]
        said = partial(log.info, "effect %s asked for: %s %s", number, kind, subject)
        after_commit(session, f"effect:{number}", said)
    if due is None or due <= at:
        after_commit(session, "effects", nudging.wake)
