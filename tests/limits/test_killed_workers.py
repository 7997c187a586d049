"""A worker killed at any point of any effect: everything still happens, and happens once."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from concierge import clock, db, ticking
from concierge.effects import Effect, Handler, handlers, running
from concierge.orders import lifecycle as orders
from concierge.orders import queries as order_queries
from concierge.payments import lifecycle as payments
from concierge.payments import queries as payment_queries
from concierge.payments.models import Payment
from tests.world import MARIA, OPERATOR, World

POINTS = ("claimed", "called", "recording")


class Killed(BaseException):
    """What SIGKILL looks like from inside: nothing after it runs."""


class Mortal(Handler[Any, Any]):
    """A handler whose worker is killed once for each effect, at one point of it."""

    def __init__(self, real: Handler[Any, Any], point: str, dead: set[int]) -> None:
        self.real = real
        self.point = point
        self.dead = dead

    def prepare(self, session: Session, effect: Effect) -> Any:
        return self.real.prepare(session, effect)

    def call(self, call: Any, effect: Effect) -> Any:
        self._die(effect, "claimed")
        outcome = self.real.call(call, effect)
        self._die(effect, "called")
        return outcome

    def record(self, session: Session, effect: Effect, outcome: Any) -> None:
        self.real.record(session, effect, outcome)
        session.flush()
        self._die(effect, "recording")

    def gave_up(self, session: Session, effect: Effect, reason: str) -> None:
        self.real.gave_up(session, effect, reason)

    def _die(self, effect: Effect, point: str) -> None:
        if point == self.point and effect.id not in self.dead:
            self.dead.add(effect.id)
            raise Killed


class Deadly:
    """A worker that is killed and started again until it has nothing left to do."""

    def __init__(self, point: str) -> None:
        self.deaths: Counter[str] = Counter()
        self.dead: set[int] = set()
        for kind, real in list(handlers.items()):
            handlers[kind] = Mortal(real, point, self.dead)
        self.real_drain = running.drain

    def drain(self, *, limit: int = 500) -> int:
        tried = 0
        while True:
            try:
                return tried + self.real_drain(limit=limit)
            except Killed:
                tried += 1
                with db.transaction() as session:
                    # The killed worker's leases run out.
                    running.release_lapsed(session, clock.now() + timedelta(hours=1))


@pytest.fixture(params=POINTS)
def deadly(request: pytest.FixtureRequest, world: World) -> Iterator[Deadly]:
    real = dict(handlers)
    worker = Deadly(request.param)
    before, world.drain = world.drain, worker.drain
    yield worker
    world.drain = before
    handlers.update(real)


def test_every_effect_of_the_journey_survives_a_kill(world: World, deadly: Deadly) -> None:
    picture = world.sample_picture()
    world.text("Hello, like this one please", media=[("image/png", picture)])
    world.give_card()
    world.quote()
    world.text("OK")
    order = world.order()
    world.decide(
        order.customer_id,
        lambda session: orders.fulfil(
            session, order_queries.get(session, order.id), by=OPERATOR, at=clock.now()
        ),
    )
    world.work()
    payment = payment_queries.live
    world.decide(
        order.customer_id,
        lambda session: payments.refund(
            session,
            payment(session, order.id),  # type: ignore[arg-type]
            1000,
            by=OPERATOR,
            at=clock.now(),
            reason="a wilted rose",
        ),
    )
    world.work()
    world.quote(what="Tulips", total=2000)
    world.text("OK")
    world.text("UNDO")

    books = world.sandbox.books()
    assert [p["status"] for p in books["payment_intents"]] == ["succeeded", "canceled"]
    assert [p["captured"] for p in books["payment_intents"]] == [5400, 0]
    assert [p["refunded"] for p in books["payment_intents"]] == [1000, 0]
    assert len(books["refunds"]) == 1
    assert [o.status for o in world.orders()] == ["paid", "cancelled"]
    beginnings = ("Hi", "You're", "12", "Ordered", "Delivered", "Refunded", "Tulips", "Ordered")
    for text, beginning in zip(world.texts(MARIA), (*beginnings, "Undone"), strict=True):
        assert text.startswith(beginning)
    assert len(deadly.dead) >= 15
    assert all(message.provider_id for message in world.messages())


def test_a_renewed_reservation_survives_a_kill(world: World, deadly: Deadly) -> None:
    world.known()
    world.give_card()
    world.quote()
    world.text("OK")
    with db.transaction() as session:
        soon = clock.now() + timedelta(hours=1)
        session.execute(update(Payment).values(capture_before=soon))
    ticking.renew_reservations(clock.now())
    world.work()

    order = world.order()
    assert [p["status"] for p in world.authorisations()] == ["canceled", "requires_capture"]
    assert (order.status, order.trouble) == ("confirmed", None)
    assert len(world.texts(MARIA)) == 3, "saved, quoted, ordered: she reads nothing of it"
    world.decide(
        order.customer_id,
        lambda session: orders.fulfil(
            session, order_queries.get(session, order.id), by=OPERATOR, at=clock.now()
        ),
    )
    world.work()
    assert [p["captured"] for p in world.sandbox.books()["payment_intents"]] == [0, 5400]
    assert world.order().status == "paid"
