"""Who looks at which conversation, and who is typing there: in Redis, for less than a minute.

Best effort, and nothing is ever decided by it. Where Redis can't be reached nobody is shown, and
after the first try nobody waits for it again for some seconds.
"""

import json
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

import redis
from redis.client import Pipeline

from concierge import clock

log = logging.getLogger(__name__)

# Where it is told to open consoles: a JSON text of a conversation and everybody who is there.
CHANNEL = "presence"
# Pages say every 15 seconds that they are still open, and at once when the typing begins.
LOOKING_LASTS = timedelta(seconds=45)
TYPING_LASTS = timedelta(seconds=25)
_LOOKING, _TYPING = "presence:looking", "presence:typing"
# Seconds: the longest that a page waits, and how long a Redis that failed is left alone.
_PATIENCE = 0.25
_LEFT_ALONE = 5.0


class State(StrEnum):
    """What somebody does in a conversation."""

    LOOKING = "looking"
    TYPING = "typing"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Person:
    """An operator who has a conversation open."""

    id: int
    name: str
    is_typing: bool

    @property
    def words(self) -> str:
        """As it is shown."""
        return f"{self.name} is {'typing…' if self.is_typing else 'looking'}"


Everywhere = dict[int, list[Person]]


class Board:
    """Two sorted sets: who looks where, and who types where, each by when that is over."""

    def __init__(self, url: str) -> None:
        self._redis = redis.Redis.from_url(
            url,
            socket_timeout=_PATIENCE,
            socket_connect_timeout=_PATIENCE,
            decode_responses=True,
        )
        self._left_alone_until = 0.0

    def note(self, conversation: int, operator: int, name: str, state: State) -> Everywhere:
        """Somebody opens a conversation, types in it, or leaves; open consoles are told."""
        mark, now = f"{conversation}:{operator}", clock.now()

        def ask(pipe: Pipeline) -> None:
            if state is State.GONE:
                pipe.zrem(_LOOKING, f"{mark}:{name}")
            else:
                pipe.zadd(_LOOKING, {f"{mark}:{name}": (now + LOOKING_LASTS).timestamp()})
            if state is State.TYPING:
                pipe.zadd(_TYPING, {mark: (now + TYPING_LASTS).timestamp()})
            else:
                pipe.zrem(_TYPING, mark)
            for key in (_LOOKING, _TYPING):
                pipe.zremrangebyscore(key, "-inf", now.timestamp())
                pipe.expire(key, LOOKING_LASTS)

        return self._try(ask, tell=conversation)

    def look(self) -> Everywhere:
        """Who is where, by conversation."""
        return self._try(lambda pipe: None)

    def _try(self, ask: Callable[[Pipeline], None], *, tell: int | None = None) -> Everywhere:
        if time.monotonic() < self._left_alone_until:
            return {}
        now = clock.now().timestamp()
        try:
            pipe = self._redis.pipeline(transaction=False)
            ask(pipe)
            pipe.zrangebyscore(_LOOKING, now, "+inf")
            pipe.zrangebyscore(_TYPING, now, "+inf")
            *_, looking, typing = pipe.execute()
            found = _read(looking, set(typing))
            if tell is not None:
                self._redis.publish(CHANNEL, said(tell, found.get(tell, [])))
        except redis.RedisError as error:
            log.warning("Redis can't be reached, nobody is shown for now: %s", error)
            self._left_alone_until = time.monotonic() + _LEFT_ALONE
            return {}
        return found


def said(conversation: int, here: list[Person]) -> str:
    """What open consoles are told: on one line, for it travels as one."""
    people = [[person.id, person.name, person.words] for person in here]
    return json.dumps([conversation, people], ensure_ascii=True)


def _read(looking: list[str], typing: set[str]) -> Everywhere:
    found: Everywhere = {}
    for member in looking:
        conversation, operator, name = member.split(":", 2)
        is_typing = f"{conversation}:{operator}" in typing
        found.setdefault(int(conversation), []).append(Person(int(operator), name, is_typing))
    for here in found.values():
        here.sort(key=lambda person: (person.name, person.id))
    return found
