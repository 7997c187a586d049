"""Several workers at once, through an outage: each text goes out once, in order, and none waits
for another for good."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import func, select, text

from concierge import db
from concierge.effects import running, sweeping
from concierge.effects.models import Circuit, Effect, EffectStatus
from tests.messages.conftest import Post
from tests.waiting import until
from tests.world import World

PHONES = [f"+15550100{number}" for number in range(300, 308)]
# What time would do, in less of it.
_HURRY = (
    "update effects set due_at = now() where id in (select id from effects"
    " where status = 'waiting' and due_at > now() and held_at is null for update skip locked)",
    "update circuits set probe_at = now() where probe_at > now()",
)


@contextmanager
def workers(count: int) -> Iterator[list[BaseException]]:
    """So many of them, each doing what the worker's process does, until the block ends."""
    over, broken = threading.Event(), list[BaseException]()

    def work() -> None:
        while not over.is_set():
            try:
                sweeping.sweep()
                running.drain(limit=20)
            except Exception as error:
                broken.append(error)

    threads = [threading.Thread(target=work) for _ in range(count)]
    for thread in threads:
        thread.start()
    try:
        yield broken
    finally:
        over.set()
        for thread in threads:
            thread.join()


def hurry() -> None:
    with db.transaction() as session:
        for statement in _HURRY:
            session.execute(text(statement))


def test_four_workers_and_an_outage(world: World, post: Post) -> None:
    for phone in PHONES:
        world.known(phone, "Kim Park")
    post.fails("cut_after", probability=0.3, seed=7)
    post.fails("status", probability=0.8, seed=8)
    for number in range(3):
        for phone in PHONES:
            post.write(f"Text {number}", phone)

    def has_opened() -> bool:
        hurry()
        with db.reading() as session:
            opened = select(func.count()).where(Circuit.opened_at.is_not(None))
            return bool(session.scalar(opened))

    def is_done() -> bool:
        hurry()
        with db.reading() as session:
            still = select(func.count()).where(Effect.status != EffectStatus.DONE)
            return not session.scalar(still)

    with workers(4) as broken:
        until(has_opened, "the circuit to open")
        for phone in PHONES:
            post.write("Text 3", phone)
        post.mends()
        until(is_done, "everything to go out")
    assert broken == []
    for phone in PHONES:
        assert world.texts(phone) == [f"Text {number}" for number in range(4)], phone
    with db.reading() as session:
        assert session.get_one(Circuit, "sms").opened_at is None
