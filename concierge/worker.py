"""The worker: RQ wakes it, the database says what to do.

`flask worker` runs it. Jobs run in the worker's own process (RQ's SimpleWorker): with a fork for
each, everything would be imported again, five jobs a second. What a killed process held comes back
when its lease runs out.
"""

import logging
import signal
import threading
import time
from functools import cache
from types import FrameType

import redis
from rq import Queue, SimpleWorker
from sqlalchemy.exc import OperationalError

from concierge import config
from concierge.effects import sweeping
from concierge.effects.crew import Crew
from concierge.effects.nudging import QUEUE

log = logging.getLogger(__name__)

# Seconds between two looks at the database, for when nobody nudges (Redis is gone, say).
_LOOK_EVERY = 1.0
# A drain ends after so many seconds, so that RQ sees its worker alive.
_LONGEST_DRAIN = 60.0

_stopping = threading.Event()
_draining = threading.Lock()  # by the job's thread or the watcher's: one is enough


def drain() -> None:
    """The one RQ job: run whatever is due."""
    if not _draining.acquire(blocking=False):
        return  # the watcher is at it, or it is the watcher who asks
    try:
        _crew().drain(until=time.monotonic() + _LONGEST_DRAIN, stopping=_stopping.is_set)
    finally:
        _draining.release()


@cache
def _crew() -> Crew:
    return Crew(config.current().worker_threads)


class Worker(SimpleWorker):
    """A worker that finishes the effect it is at, then stops."""

    def request_stop(self, signum: int, frame: FrameType | None) -> None:
        """SIGTERM or SIGINT: end the drain, too."""
        _stopping.set()
        super().request_stop(signum, frame)  # type: ignore[no-untyped-call]


def run(redis_url: str) -> None:
    """Work until SIGTERM. Redis may go away and come back; the work goes on without it."""
    _stopping.clear()
    watcher = threading.Thread(target=_watch, name="watcher")
    watcher.start()
    try:
        while not _stopping.is_set():
            try:
                _work(redis_url)
            except redis.RedisError as error:
                if not _stopping.is_set():
                    log.warning("Redis can't be reached (%s); working from the database", error)
            # RQ's own handlers are gone with its loop; until the next one, SIGTERM ends this one.
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: _stopping.set())
            _stopping.wait(1)
    finally:
        _stopping.set()
        watcher.join()


def _work(redis_url: str) -> None:
    connection = redis.Redis.from_url(redis_url, socket_connect_timeout=2)
    try:
        Worker([Queue(QUEUE, connection=connection)], connection=connection, worker_ttl=60).work(
            logging_level="WARNING"
        )
    finally:
        connection.close()


def _watch() -> None:
    """Make progress when every nudge was lost: what is still due after a look is run here."""
    seen_due = False
    while not _stopping.wait(_LOOK_EVERY):
        try:
            due = sweeping.sweep()
            if due and seen_due:
                drain()
            seen_due = due
        except OperationalError as error:
            log.warning("the database can't be reached: %s", error.orig)
        except Exception:
            log.exception("the sweep failed; it goes on")
