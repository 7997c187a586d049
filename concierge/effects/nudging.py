"""Waking workers and open consoles. Best effort: what is lost here costs latency only.

One background thread a process, so that a request never waits for Redis. Wake-ups coalesce: a
woken worker drains whatever is due, so one job stands for any number of effects.
"""

import logging
import os
import threading
import time

import redis
from rq import Queue

log = logging.getLogger(__name__)

QUEUE = "effects"
LIVE = "live"
# So many drains may wait at once: one for each worker that could be idle is enough.
MOST_WAITING = 4
# Seconds of rest after each saying: what comes meanwhile is said together.
_REST = 0.005


class Nudger:
    """Holds what is to be said until its thread has said it."""

    def __init__(self, url: str) -> None:
        self._redis = redis.Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2)
        self._queue = Queue(QUEUE, connection=self._redis)
        self._condition = threading.Condition()
        self._drains = 0
        self._conversations: set[int] = set()
        self._thread: threading.Thread | None = None
        self._pid = 0
        self._failing = False
        self._busy = False

    def wake(self) -> None:
        """There is an effect to run."""
        with self._condition:
            self._drains += 1
            self._start()
            self._condition.notify_all()

    def touched(self, conversation: int) -> None:
        """Something changed in a conversation; consoles that show it should look."""
        with self._condition:
            self._conversations.add(conversation)
            self._start()
            self._condition.notify_all()

    def flush(self, timeout: float = 5.0) -> None:
        """Wait, up to `timeout` seconds, until everything has been said; before a process ends."""
        with self._condition:
            self._condition.wait_for(
                lambda: not (self._drains or self._conversations or self._busy), timeout
            )

    def _start(self) -> None:
        # gunicorn and RQ fork: a thread does not survive that, so look whose thread it is.
        if self._pid != os.getpid():
            self._pid = os.getpid()
            self._thread = threading.Thread(target=self._run, name="nudger", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        while True:
            with self._condition:
                self._condition.wait_for(lambda: self._drains or self._conversations)
                drains, self._drains = self._drains, 0
                conversations, self._conversations = self._conversations, set()
                self._busy = True
            try:
                self._say(drains, conversations)
                self._failing = False
            except redis.RedisError as error:
                if not self._failing:
                    log.warning("Redis can't be reached, the sweep takes over: %s", error)
                self._failing = True
            finally:
                with self._condition:
                    self._busy = False
                    self._condition.notify_all()
            time.sleep(_REST)

    def _say(self, drains: int, conversations: set[int]) -> None:
        for _ in range(min(drains, MOST_WAITING - self._queue.count) if drains else 0):
            self._queue.enqueue_call(
                "concierge.worker.drain", result_ttl=0, failure_ttl=60, ttl=600, timeout=600
            )
        if conversations:
            self._redis.publish(LIVE, ",".join(str(number) for number in sorted(conversations)))


_nudger: Nudger | None = None


def use(nudger: Nudger | None) -> None:
    """Make it the process's nudger; None for a process that leaves all to the sweep."""
    global _nudger
    _nudger = nudger


def wake() -> None:
    """There is an effect to run."""
    if _nudger is not None:
        _nudger.wake()


def touched(conversation: int) -> None:
    """Something changed in a conversation."""
    if _nudger is not None:
        _nudger.touched(conversation)


def flush() -> None:
    """Say what is still unsaid, before a process ends."""
    if _nudger is not None:
        _nudger.flush()
