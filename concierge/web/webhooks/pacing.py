"""How fast texts come in: counted before the transaction, in Redis as far as it is worth asking.

An ordinary text asks nobody. A process counts for itself, and only when one sender (or all of them
together) comes near a limit there does it tell Redis what it has counted, and hears what all
processes have. So a limit is kept to within a few texts a process, and without Redis, or while it
is slow, each process goes on counting for itself.
"""

import hashlib
import logging
import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import redis

from concierge import clock
from concierge.config import Settings
from concierge.conversation.pace import Pace

log = logging.getLogger(__name__)

SENDER_WINDOW = timedelta(minutes=10)
ALL_WINDOW = timedelta(minutes=1)
# Of a limit, so much is counted here before Redis is asked.
_UNASKED = 8
# After Redis failed, it is not asked for so long.
_REST = timedelta(seconds=10)
# Senders that one process remembers within a window; a flood of numbers shall not fill it.
_MOST_SENDERS = 50_000


@dataclass
class _Count:
    """What one process knows of one counter within one window."""

    window: int = -1
    unsaid: int = 0  # counted here, not yet told to Redis
    known: int = 0  # what Redis said, or what was counted here without it


@dataclass
class Meter:
    """Counts texts that come in. `store` is None where there is no Redis."""

    soft: int
    hard: int
    in_all: int
    store: redis.Redis | None
    _all: _Count = field(default_factory=_Count)
    _senders: dict[str, _Count] = field(default_factory=dict)
    _window: int = -1
    _rests_until: datetime | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def of(cls, settings: Settings) -> "Meter":
        """One for this installation."""
        store = redis.Redis.from_url(
            settings.redis_url, socket_timeout=0.3, socket_connect_timeout=0.3
        )
        soft, hard = settings.texts_per_sender, settings.texts_per_sender_hard
        return cls(soft, hard, settings.texts_in_all, store)

    def count(self, channel: str, sender: str) -> Pace:
        """One more text from there."""
        now = clock.now()
        lowest = min(filter(None, (self.soft, self.hard)), default=0)
        by_all = self._counted("all", self._all, _window(now, ALL_WINDOW), self.in_all, ALL_WINDOW)
        by_sender = 0
        if lowest:
            window = _window(now, SENDER_WINDOW)
            digest = hashlib.sha256(f"{channel}:{sender}".encode()).hexdigest()[:24]
            count = self._sender(digest, window)
            by_sender = self._counted(digest, count, window, lowest, SENDER_WINDOW)
        if self.hard and by_sender > self.hard:
            return Pace.FLOOD
        if self.soft and by_sender > self.soft:
            return Pace.MANY
        return Pace.BUSY if self.in_all and by_all > self.in_all else Pace.CALM

    def _sender(self, digest: str, window: int) -> _Count:
        with self._lock:
            if window != self._window or len(self._senders) >= _MOST_SENDERS:
                self._senders.clear()
                self._window = window
            return self._senders.setdefault(digest, _Count())

    def _counted(self, name: str, count: _Count, window: int, limit: int, lasts: timedelta) -> int:
        """How many there were in this window, with this one. 0 where there is no limit."""
        if not limit:
            return 0
        with self._lock:
            if count.window != window:
                count.window, count.unsaid, count.known = window, 0, 0
            count.unsaid += 1
            here = count.known + count.unsaid
            step = 1 if name != "all" else max(1, limit // 64)
            if here * _UNASKED <= limit or count.unsaid < step:
                return here
            unsaid, count.unsaid = count.unsaid, 0
        said = self._tell(f"texts:{name}:{window}", unsaid, lasts)
        with self._lock:
            if count.window == window:
                count.known = max(count.known + unsaid, said)
            return max(here, said)

    def _tell(self, key: str, more: int, lasts: timedelta) -> int:
        """Add to what all processes have counted; 0 where Redis does not say."""
        now = clock.now()
        if self.store is None or (self._rests_until is not None and now < self._rests_until):
            return 0
        try:
            pipe = self.store.pipeline(transaction=False)
            pipe.incrby(key, more)
            pipe.expire(key, int(lasts.total_seconds()) + 60)
            said = int(pipe.execute()[0])
            self._rests_until = None
            return said
        except redis.RedisError as error:
            if self._rests_until is None:
                log.warning("each process counts texts for itself, for Redis is gone: %s", error)
            self._rests_until = now + _REST
            return 0


def _window(now: datetime, lasts: timedelta) -> int:
    return int(now.timestamp() // lasts.total_seconds())
