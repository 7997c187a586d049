"""Workers for `benchmarks.effects`: the product's, with a call that is answered at once, and RQ's.

`python -m benchmarks.idle ours` runs the product's worker, `... bare` a SimpleWorker whose jobs
make the same update by themselves.
"""

import os
import sys
from functools import cache
from typing import Any

import psycopg
import redis
from rq import Queue, SimpleWorker
from sqlalchemy.orm import Session

from app import compose
from concierge import config, logs, worker
from concierge.db import ask
from concierge.effects import Effect, Handler, handler

KIND = "benchmark.update"
BARE = "bare"
TABLE = "CREATE TABLE bench_done (id bigint PRIMARY KEY, asked timestamptz, done timestamptz)"
_UPDATE = "UPDATE bench_done SET done = clock_timestamp() WHERE id = %(id)s"


class Update(Handler[int, int]):
    """Prepare by reading a number, call nobody, record by one update."""

    kind = KIND

    def prepare(self, session: Session, effect: Effect) -> int:
        return int(effect.subject.rpartition(":")[2])

    def call(self, call: int, effect: Effect) -> int:
        return call

    def record(self, session: Session, effect: Effect, outcome: int) -> None:
        ask(session, _UPDATE, id=outcome)

    def gave_up(self, session: Session, effect: Effect, reason: str) -> None:
        raise NotImplementedError(reason)


@cache
def _connection() -> "psycopg.Connection[Any]":
    url = os.environ["DATABASE_URL"].replace("+psycopg", "")
    return psycopg.connect(url, autocommit=True)


def update(number: int) -> None:
    """The same update as an RQ job."""
    _connection().execute(_UPDATE, {"id": number})


def main() -> None:
    """Work until SIGTERM."""
    settings = config.load()
    logs.set_up("WARNING")
    if sys.argv[1] == BARE:
        connection = redis.Redis.from_url(settings.redis_url)
        queue = Queue(BARE, connection=connection)
        SimpleWorker([queue], connection=connection).work(logging_level="WARNING")
        return
    compose(settings)
    handler(Update())
    worker.run(settings.redis_url)


if __name__ == "__main__":
    main()
