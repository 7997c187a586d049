"""The post of a shop: what it wrote, what Twilio made of it, and time that tests move."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from concierge import clock, db
from concierge.conversation import write
from concierge.conversation.models import Message
from concierge.customers import queries as customers
from concierge.effects import queries, sweeping
from concierge.effects.models import Circuit, Effect
from tests.world import MARIA, OPERATOR, World

TEXTS = "/twilio/*/Messages.json"


class Post:
    """Texts that go out, or don't."""

    def __init__(self, world: World) -> None:
        self.world = world

    # --- the shop --------------------------------------------------------------------------------

    def write(self, body: str, phone: str = MARIA) -> int:
        """An operator writes; no worker has looked yet. The message's id."""
        customer = self.world.customer(phone)
        with db.transaction() as session:
            customers.lock(session, customer.id)
            thread = write.of_customer(session, customer.id)
            return write.write(session, thread, body, by=OPERATOR, at=clock.now()).id

    def say(self, template: str, phone: str = MARIA, **facts: Any) -> int:
        """The service writes one of its texts."""
        customer = self.world.customer(phone)
        with db.transaction() as session:
            locked = customers.lock(session, customer.id)
            return write.say(session, locked, template, at=clock.now(), **facts).id

    def message(self, number: int) -> Message:
        """As it is now."""
        with db.reading() as session:
            return session.get_one(Message, number)

    def effect(self, number: int, kind: str = "message.send") -> Effect:
        """The call that is to be made about a message."""
        with db.reading() as session:
            return session.scalars(
                select(Effect)
                .where(Effect.kind == kind, Effect.subject == f"message:{number}")
                .order_by(Effect.id.desc())
                .limit(1)
            ).one()

    def decide(self, number: int, verb: Any, *more: Any) -> None:
        """Decide about the call, as the page of health does."""
        with db.transaction() as session:
            locked = queries.lock(session, self.effect(number).id)
            verb(session, locked, OPERATOR, clock.now(), *more)

    # --- the provider ----------------------------------------------------------------------------

    def fails(self, mode: str = "status", **given: Any) -> None:
        """From now on every attempt to send fails so."""
        given = {"method": "POST", "times": None, **given}
        if mode == "status":
            given.setdefault("status", 503)
        self.world.sandbox.fault(TEXTS, mode, **given)

    def mends(self) -> None:
        """All is well again."""
        self.world.sandbox.clear_faults()

    # --- time ------------------------------------------------------------------------------------

    def change(self, number: int, **values: Any) -> None:
        """As if time had passed for its call."""
        with db.transaction() as session:
            session.execute(
                update(Effect).where(Effect.id == self.effect(number).id).values(values)
            )

    def is_due(self, number: int, **values: Any) -> None:
        """Its back-off has passed; the worker looks."""
        self.change(number, due_at=clock.now(), **values)
        self.world.work()

    def is_too_late(self, number: int) -> None:
        """What it says is not true any more."""
        now = clock.now()
        with db.transaction() as session:
            session.execute(update(Message).where(Message.id == number).values(expires_at=now))
        self.change(number, expires_at=now, due_at=now)

    def circuit(self) -> Circuit:
        """How texts fare."""
        with db.reading() as session:
            return session.get_one(Circuit, "sms")

    def a_probe_is_due(self) -> None:
        """So much time passes that one text is tried."""
        with db.transaction() as session:
            session.execute(update(Circuit).values(probe_at=clock.now()))
        self.looks()

    def looks(self) -> None:
        """A second passes: the worker looks at the database, then works."""
        sweeping.sweep()
        self.world.work()

    @staticmethod
    def ago(**lapse: float) -> datetime:
        """Some time before now."""
        return clock.now() - timedelta(**lapse)


@pytest.fixture
def post(world: World) -> Post:
    """Maria is known."""
    world.known()
    return Post(world)
