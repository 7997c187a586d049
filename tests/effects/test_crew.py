"""A worker makes several calls at the same time, and none of them waits for another's provider."""

import threading
import time
from collections.abc import Iterator

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from concierge import clock, db, effects
from concierge.effects import Effect, EffectStatus, Handler, handlers, running
from concierge.effects.crew import Crew
from tests.shop import Shop
from tests.shop import shop as shop

PEOPLE = 6


class Errands(Handler[str, str]):
    """Calls that a test may hold up or break."""

    kind = "test.errand"

    def __init__(self) -> None:
        self.others_done = threading.Event()
        self.done: list[str] = []

    def prepare(self, session: Session, effect: Effect) -> str:
        if effect.subject.endswith(":poison"):
            raise ZeroDivisionError
        return effect.subject

    def call(self, call: str, effect: Effect) -> str:
        if call.endswith(":slow"):
            assert self.others_done.wait(30), "the others waited for the slow one"
        return call

    def record(self, session: Session, effect: Effect, outcome: str) -> None:
        self.done.append(outcome)
        if len(self.done) == PEOPLE:
            self.others_done.set()

    def gave_up(self, session: Session, effect: Effect, reason: str) -> None:
        raise AssertionError(reason)


@pytest.fixture
def errands(shop: Shop) -> Iterator[Errands]:
    before = dict(handlers)
    errands = handlers["test.errand"] = Errands()
    yield errands
    handlers.clear()
    handlers.update(before)


def ask(*names: str, lane: str | None = None) -> None:
    with db.transaction() as session:
        for name in names:
            effects.request(
                session, "test.errand", f"errand:{name}", at=clock.now(), customer_id=None,
                lane=lane,
            )  # fmt: skip


def drain(threads: int = 4) -> None:
    crew = Crew(threads)
    crew.drain(until=time.monotonic() + 60, stopping=lambda: False)
    crew.end()


def states() -> dict[str, EffectStatus]:
    with db.reading() as session:
        found = session.scalars(select(Effect).where(Effect.kind == "test.errand"))
        return {effect.subject.removeprefix("errand:"): effect.status for effect in found}


def test_a_slow_call_holds_up_nobody_else(errands: Errands) -> None:
    ask("a:slow", *(str(number) for number in range(PEOPLE)))
    drain()
    assert errands.done[-1] == "errand:a:slow"
    assert set(states().values()) == {EffectStatus.DONE}


def test_one_that_can_not_be_prepared_takes_nobody_along(errands: Errands) -> None:
    ask("1", "b:poison", "2", "3")
    drain()
    assert sorted(errands.done) == ["errand:1", "errand:2", "errand:3"]
    assert states()["b:poison"] is EffectStatus.WAITING, "it is tried again later"


def test_a_lane_keeps_its_order_whatever_the_number_of_threads(errands: Errands) -> None:
    names = [str(number) for number in range(PEOPLE)]
    ask(*names, lane="one")
    drain(8)
    assert errands.done == [f"errand:{name}" for name in names]


def test_several_are_claimed_together_and_each_once(errands: Errands) -> None:
    ask(*(str(number) for number in range(PEOPLE)))
    first, second = running.claim(4), running.claim(4)
    assert first is not None
    assert second is not None
    claimed = [each.effect.id for each in (*first, *second)]
    assert len(claimed) == len(set(claimed)) == PEOPLE
