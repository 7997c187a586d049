"""What changed in which conversation, from the database to everybody who listens."""

import logging
import math
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import redis
from sqlalchemy.exc import SQLAlchemyError

from concierge import db, presence
from concierge.conversation import queries
from concierge.effects.nudging import LIVE

log = logging.getLogger(__name__)

# Seconds between two looks when nobody nudges.
LOOK_EVERY = 2.0
# `touched_at` is written before its transaction commits: look back so far for late ones.
OVERLAP = timedelta(seconds=10)
# A page that is further behind is told to fetch everything.
MOST_BEHIND = 200


@dataclass(frozen=True, slots=True)
class News:
    """What a listener has not been told yet. `until` may be given back as where to go on from."""

    conversations: tuple[int, ...] = ()
    everything: bool = False
    until: float = 0.0
    present: tuple[str, ...] = ()  # who is where: see presence

    def __bool__(self) -> bool:
        return bool(self.conversations or self.present) or self.everything


class Listener:
    """One open page: what it has yet to hear is a set, so that it can't grow without bounds."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._pending: dict[int, None] = {}
        self._present: dict[str, str] = {}  # by conversation, the newest line about it
        self._everything = False
        self._until = 0.0
        self._ended = False

    def tell(self, changes: dict[int, datetime]) -> None:
        """These conversations changed."""
        with self._condition:
            self._pending |= dict.fromkeys(changes)
            self._until = max((self._until, *(at.timestamp() for at in changes.values())))
            if len(self._pending) > MOST_BEHIND:
                self._pending, self._everything = {}, True
            self._condition.notify_all()

    def tell_presence(self, line: str) -> None:
        """Somebody looks, types or leaves. Whoever is far behind misses it: it is said again."""
        with self._condition:
            if len(self._present) < MOST_BEHIND:
                self._present[line.partition(",")[0]] = line
            self._condition.notify_all()

    def end(self) -> None:
        """Nothing more will be said."""
        with self._condition:
            self._ended = True
            self._condition.notify_all()

    def wait(self, timeout: float) -> News:
        """What there is to say, or nothing after `timeout` seconds."""
        with self._condition:
            self._condition.wait_for(
                lambda: self._pending or self._present or self._everything or self._ended, timeout
            )
            news = News(
                tuple(self._pending), self._everything, self._until, tuple(self._present.values())
            )
            self._pending, self._present, self._everything = {}, {}, False
            return news


@dataclass
class _Seen:
    """Up to when changes are known, and which of the last few seconds have been told."""

    until: datetime | None = None
    recent: dict[int, datetime] = field(default_factory=dict)

    def new(self, found: list[tuple[int, datetime]]) -> dict[int, datetime]:
        """Those that have not been told; from now on they have."""
        fresh = {number: at for number, at in found if self.recent.get(number) != at}
        self.recent |= fresh
        self.until = max([at for _, at in found], default=self.until)
        if self.until is not None:
            begin = self.until - OVERLAP
            self.recent = {number: at for number, at in self.recent.items() if at > begin}
        return fresh


class Changes:
    """Looks for changes and tells every listener. Its two threads start with the first one."""

    def __init__(self, redis_url: str) -> None:
        self.ended = False
        self._redis_url = redis_url
        self._listeners: set[Listener] = set()
        self._lock = threading.Lock()
        self._look = threading.Event()
        self._seen = _Seen()
        self._started = False

    def listen(self, since: float | None) -> Listener:
        """Somebody opens a page. `since`, in seconds: what changed after it is told at once."""
        listener = Listener()
        with self._lock:
            if not self._started:
                self._started = True
                self._seen.new(self._newest())
                for work in (self._watch, self._hear):
                    threading.Thread(target=work, name=work.__name__, daemon=True).start()
            # Before looking back: what happens meanwhile is told twice rather than not at all.
            self._listeners.add(listener)
        if since is not None and math.isfinite(since):
            missed = self._after(since)
            if missed:
                listener.tell(missed)
        return listener

    def leave(self, listener: Listener) -> None:
        """The page was closed."""
        with self._lock:
            self._listeners.discard(listener)

    def end(self) -> None:
        """End every stream. Called from a signal handler, so it takes no lock that is held."""
        self.ended = True
        self._look.set()
        threading.Thread(target=self._end_listeners, daemon=True).start()

    def _end_listeners(self) -> None:
        with self._lock:
            for listener in self._listeners:
                listener.end()

    # --- the database ----------------------------------------------------------------------------

    def _watch(self) -> None:
        while not self.ended:
            self._look.wait(LOOK_EVERY)
            self._look.clear()
            with self._lock:
                listeners = list(self._listeners)
            if listeners:
                self._tell(listeners)

    def _tell(self, listeners: list[Listener]) -> None:
        try:
            fresh = self._seen.new(self._since_seen())
        except SQLAlchemyError as error:
            log.warning("the database can't be reached: %s", error)
            return
        if fresh:
            for listener in listeners:
                listener.tell(fresh)

    def _newest(self) -> list[tuple[int, datetime]]:
        with db.reading() as session:
            return queries.touched(session, None)

    def _since_seen(self) -> list[tuple[int, datetime]]:
        begin = self._seen.until - OVERLAP if self._seen.until else _BEGINNING
        with db.reading() as session:
            return queries.touched(session, begin)

    def _after(self, since: float) -> dict[int, datetime]:
        try:
            begin = datetime.fromtimestamp(since, UTC) - OVERLAP
        except (ValueError, OverflowError, OSError):
            return {}
        with db.reading() as session:
            return dict(queries.touched(session, begin))

    # --- Redis -----------------------------------------------------------------------------------

    def _hear(self) -> None:
        """Somebody says that something was touched: look now rather than in two seconds."""
        failing = False
        while not self.ended:
            try:
                with redis.Redis.from_url(self._redis_url, socket_connect_timeout=2) as client:
                    channel = client.pubsub(ignore_subscribe_messages=True)
                    channel.subscribe(LIVE, presence.CHANNEL)
                    failing = False
                    while not self.ended:
                        message = channel.get_message(timeout=LOOK_EVERY)
                        if message and message["channel"] == presence.CHANNEL.encode():
                            self._pass_on(message["data"].decode())
                        elif message:
                            self._look.set()
            except redis.RedisError as error:
                if not failing:
                    log.warning("Redis can't be reached, looking every 2 s: %s", error)
                failing = True
                threading.Event().wait(LOOK_EVERY)

    def _pass_on(self, line: str) -> None:
        with self._lock:
            listeners = list(self._listeners)
        for listener in listeners:
            listener.tell_presence(line)


_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
