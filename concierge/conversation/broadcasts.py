"""One text to everybody who agreed to be written to, in each one's waking hours, after all answers.

Starting one writes a row. The clock does the rest, some customers a transaction (`go_on`), so it is
no matter how many there are, or when it is killed. To each of them it is a person's word: it may be
answered like one, and a bare "OK" after it orders nothing without asking back.
"""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from concierge import events
from concierge.conversation import lifetimes
from concierge.conversation.models import Broadcast
from concierge.conversation.write import LONGEST, LOOKED_UP_FOR
from concierge.customers import hours
from concierge.db import after_commit, ask
from concierge.effects import Urgency, nudging
from concierge.errors import NotFound, Refused
from concierge.events import Actor

BATCH = 1000  # customers locked at a time: some ten milliseconds, in which their texts wait
_NAME = "{name}"
_LONGEST_NAME = 40
# Numbers alike but for these last digits are in one zone: the tables tell apart seven at most.
_LAST = 4


def start(session: Session, body: str, *, by: Actor, at: datetime) -> Broadcast:
    """Have it written to everybody. "{name}" becomes their first name. Raises `Refused`."""
    body = body.strip()
    if not body:
        raise Refused("text-is-empty", "Write something first.")
    room = LONGEST - _LONGEST_NAME * body.count(_NAME)
    if len(body) > room:
        raise Refused("text-too-long", f"This text has {len(body)} characters; {room} is the most.")
    if "<link:" in body:
        raise Refused("text-has-marker", "A text can't contain “<link:”.")
    if unknown := re.findall(r"\{[^}\s]*\}?|\}", body.replace(_NAME, "")):
        raise Refused("placeholder", f"“{unknown[0]}” is not known; only {_NAME} is filled in.")
    if not re.search(r"\bSTOP\b", body):
        raise Refused(
            "no-way-out", "A text to many must say how to end them: add “Reply STOP to end”."
        )
    if any(going(session)):
        raise Refused("broadcast-under-way", "Another broadcast is still being written: wait.")
    broadcast = Broadcast(body=body, created_at=at, created_by=str(by))
    session.add(broadcast)
    session.flush()
    events.record(
        session, "broadcast.started", broadcast, by=by, at=at, customer_id=None, body=body
    )
    return broadcast


def stop(session: Session, broadcast: Broadcast, *, by: Actor, at: datetime) -> None:
    """Write it to nobody else, and send to nobody whom it has not gone out to yet."""
    if broadcast.stopped_by is not None:
        return
    broadcast.ended_at = broadcast.ended_at or at
    broadcast.stopped_by = str(by)
    events.record(session, "broadcast.stopped", broadcast, by=by, at=at, customer_id=None)


def lock(session: Session, broadcast_id: int) -> Broadcast:
    """One, which nobody else goes on with meanwhile. Raises NotFound."""
    found = session.get(Broadcast, broadcast_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFound("broadcast")
    return found


def going(session: Session) -> list[int]:
    """Those that not everybody has come to yet."""
    return list(session.scalars(select(Broadcast.id).where(Broadcast.ended_at.is_(None))))


def newest(session: Session, *, limit: int = 20) -> list[Broadcast]:
    """The newest, newest first."""
    return list(session.scalars(select(Broadcast).order_by(Broadcast.id.desc()).limit(limit)))


def reach(session: Session) -> int:
    """How many would be written to now."""
    [row] = ask(session, f"SELECT count(*) FROM ({_WHO}) AS them")  # noqa: S608 - written here
    return int(row[0])


def go_on(session: Session, broadcast: Broadcast, *, at: datetime, many: int = BATCH) -> int:
    """Write it to the next customers; how many got it. The caller has locked the broadcast.

    Their locks are taken in the order of their numbers, as everybody's who takes several; what is
    known of them is read afterwards, so a STOP that came meanwhile counts.
    """
    if broadcast.ended_at is not None:
        return 0
    ids = [row[0] for row in ask(session, _LOCK, after=broadcast.through, many=many)]
    if not ids:
        broadcast.ended_at = at
        return 0
    places = [(row[0], row[1]) for row in ask(session, _PLACES, ids=ids, last=_LAST)]
    times = [_hours(timezone, prefix, at) for timezone, prefix in places]
    written = ask(
        session,
        _WRITE,
        ids=ids,
        body=broadcast.body,
        name=_NAME,
        longest=_LONGEST_NAME,
        timezones=[timezone for timezone, _ in places],
        prefixes=[prefix for _, prefix in places],
        dues=[due for due, _ in times],
        ends=[ends for _, ends in times],
        last=_LAST,
        at=at,
        by=broadcast.created_by,
        broadcast=broadcast.id,
        urgency=int(Urgency.BULK),
        looked_up_for=LOOKED_UP_FOR,
    )
    count = int(written[0][0])
    if count:
        after_commit(session, "effects", nudging.wake)
    broadcast.through = ids[-1]
    broadcast.written += count
    return count


def _hours(timezone: str | None, prefix: str, at: datetime) -> tuple[datetime, datetime]:
    """From when until when whoever is there may be written to."""
    where = [ZoneInfo(timezone)] if timezone else hours.of_number(prefix + "0" * _LAST)
    due = hours.next_awake(where, at)
    return due, min(hours.asleep_from(where, due), due + lifetimes.WRITTEN.lasts)


_LOCK = """
SELECT id FROM customers WHERE id > %(after)s AND onboarded_at IS NOT NULL
ORDER BY id LIMIT %(many)s FOR NO KEY UPDATE
"""
_PLACES = """
SELECT DISTINCT u.timezone, left(p.address, -%(last)s)
FROM customers u JOIN contact_points p ON p.customer_id = u.id WHERE u.id = ANY(%(ids)s)
"""
# Who agreed last time they were asked, has not opted out, and is who they were.
_WHO = """
SELECT u.id AS customer_id, u.name, u.timezone, c.id AS conversation_id, p.id AS point_id,
       p.channel, p.address
FROM customers u
JOIN conversations c ON c.customer_id = u.id
JOIN contact_points p ON p.id = c.contact_point_id AND p.customer_id = u.id
WHERE u.onboarded_at IS NOT NULL AND u.erased_at IS NULL AND u.parted_at IS NULL
  AND p.opted_out_at IS NULL AND p.dead_at IS NULL AND p.doubted_at IS NULL
  -- Elsewhere nothing may be sent that answers nothing: see channels.windows.
  AND p.channel = 'sms'
  AND (SELECT given FROM consents WHERE customer_id = u.id AND kind = 'marketing'
       ORDER BY id DESC LIMIT 1)
  -- Whoever was known as another customer, too, has not said no as that one since, and said yes
  -- where it would go to that one's number.
  AND NOT EXISTS (
    SELECT FROM mergers g JOIN consents n ON n.customer_id = g.absorbed_id
    WHERE g.kept_id = u.id AND g.undone_at IS NULL AND n.kind = 'marketing' AND NOT n.given
      AND n.at >= (SELECT at FROM consents WHERE customer_id = u.id AND kind = 'marketing'
                   ORDER BY id DESC LIMIT 1))
  AND NOT EXISTS (
    SELECT FROM mergers g
    WHERE g.kept_id = u.id AND g.undone_at IS NULL AND p.id = ANY(g.point_ids)
      AND NOT coalesce((SELECT given FROM consents
                        WHERE customer_id = g.absorbed_id AND kind = 'marketing'
                        ORDER BY id DESC LIMIT 1), false))
"""
# Of each table only theirs is read (PostgreSQL, left alone, joins all the threads there are first).
# The thread keeps its place in the inbox: nobody has anything to do there until an answer comes.
_WRITE = f"""
WITH them AS MATERIALIZED (
  SELECT nextval(pg_get_serial_sequence('messages', 'id')) AS id, who.*, place.due_at,
         place.expires_at
  FROM ({_WHO} AND u.id = ANY(%(ids)s) AND c.customer_id = ANY(%(ids)s)
               AND p.customer_id = ANY(%(ids)s)) AS who
  JOIN unnest(%(timezones)s::text[], %(prefixes)s::text[], %(dues)s::timestamptz[],
              %(ends)s::timestamptz[]) AS place (timezone, prefix, due_at, expires_at)
  ON place.timezone IS NOT DISTINCT FROM who.timezone
     AND place.prefix = left(who.address, -%(last)s)
  ORDER BY who.customer_id
), written AS (
  INSERT INTO messages (id, conversation_id, contact_point_id, channel, direction, author, body,
                        created_at, status, expires_at, broadcast_id)
  SELECT id, conversation_id, point_id, channel, 'out', %(by)s,
         btrim(replace(%(body)s, %(name)s,
                       left(split_part(btrim(coalesce(name, '')), ' ', 1), %(longest)s))),
         %(at)s, 'queued', expires_at, %(broadcast)s
  FROM them
), asked AS (
  INSERT INTO effects (kind, key, subject, customer_id, lane, params, status, attempt, created_at,
                       due_at, deadline_at, urgency, gate, expires_at, fair_at)
  SELECT 'message.send', 'message.send:message:' || id, 'message:' || id, customer_id,
         'point:' || point_id, jsonb_build_object('channel', channel), 'waiting', 0, %(at)s, due_at,
         expires_at + %(looked_up_for)s::interval, %(urgency)s, channel, expires_at, due_at
  FROM them
)
SELECT count(*) FROM them
"""  # noqa: S608 - both are written here
