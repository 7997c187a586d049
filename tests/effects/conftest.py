"""A night on call: calls that fail until nobody tries them any more."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from concierge import clock, db
from concierge.effects import queries
from concierge.effects.models import Effect, EffectStatus
from concierge.events import Actor, Event
from tests.console.conftest import Desk, desk, door
from tests.world import World

__all__ = ["desk", "door"]

NADIA = Actor("operator", 1)


class Night:
    """What goes wrong, and what the one on call sees of it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.before = len(world.texts())

    def texts(self) -> list[str]:
        """What Maria was sent in that night."""
        return self.world.texts()[self.before :]

    def break_(self, path: str, **given: Any) -> None:
        """From now on every call whose path matches fails."""
        self.world.sandbox.fault(path, given.pop("mode", "status"), times=None, **given)

    def mend(self) -> None:
        """All is well again."""
        self.world.sandbox.clear_faults()

    def effect(self, kind: str) -> Effect:
        """The newest effect of a kind."""
        with db.reading() as session:
            return session.scalars(
                select(Effect).where(Effect.kind == kind).order_by(Effect.id.desc()).limit(1)
            ).one()

    def give_up(self, kind: str) -> Effect:
        """Its deadline passes with the next try."""
        self.change(kind, due_at=clock.now(), deadline_at=clock.now())
        self.world.work()
        effect = self.effect(kind)
        assert effect.status is EffectStatus.GIVEN_UP
        return effect

    def change(self, kind: str, **values: Any) -> None:
        """As if time had passed for it."""
        with db.transaction() as session:
            session.execute(
                update(Effect).where(Effect.id == self.effect(kind).id).values(**values)
            )

    def first_tried(self, kind: str, ago: timedelta) -> None:
        """It was first tried so long ago."""
        self.change(kind, first_tried_at=clock.now() - ago)

    def decide(self, effect: Effect, verb: Any, *more: Any) -> None:
        """Call a verb as an edge does: locked, one transaction."""
        with db.transaction() as session:
            verb(session, queries.lock(session, effect.id), NADIA, self.now(), *more)

    @staticmethod
    def now() -> datetime:
        """The product's own clock."""
        return clock.now()

    def events(self, effect: Effect) -> list[tuple[str, str]]:
        """(kind, actor) of what was recorded about it."""
        with db.reading() as session:
            rows = session.scalars(
                select(Event)
                .where(Event.subject_kind == "effect", Event.subject_id == effect.id)
                .order_by(Event.id)
            )
            return [(row.kind, row.actor) for row in rows]


@pytest.fixture
def night(world: World) -> Night:
    """Maria is known, and has a card."""
    world.known()
    world.give_card()
    return Night(world)


@pytest.fixture
def desk_at_night(night: Night, desk: Desk) -> Desk:
    """Nadia has logged in, in that night."""
    return desk
