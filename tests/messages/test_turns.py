"""Who is served next: the urgent first, customers by turns, and nobody behind what fails."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, text, update
from sqlalchemy.orm import Session

from concierge import clock, db
from concierge.effects import (
    Effect,
    EffectStatus,
    GiveUp,
    Handler,
    Urgency,
    handlers,
    request,
    running,
)
from tests.shop import Shop


class Clerk(Handler[str, str]):
    """Does what is asked, and remembers the order; what is about "poison" always fails."""

    kind = "test.call"

    def __init__(self) -> None:
        self.done: list[str] = []

    def prepare(self, session: Session, effect: Effect) -> str:
        if effect.subject == "poison:prepare":
            raise RuntimeError("it can't be read")
        return effect.subject

    def call(self, call: str, effect: Effect) -> str:
        if call.startswith("poison:"):
            raise RuntimeError("it never works")
        self.done.append(call)
        return call

    def record(self, session: Session, effect: Effect, outcome: str) -> None:
        pass

    def gave_up(self, session: Session, effect: Effect, reason: str) -> None:
        if effect.subject == "poison:record":
            raise RuntimeError("not even this works")


@pytest.fixture
def clerk(shop: Shop) -> Iterator[Clerk]:
    before = dict(handlers)
    one = Clerk()
    handlers[one.kind] = one
    yield one
    handlers.clear()
    handlers.update(before)


@pytest.fixture
def people(shop: Shop) -> list[int]:
    """Maria, Kim and Lee."""
    return [shop.customer(f"+155501001{number}", card=False) for number in (23, 24, 25)]


def ask(subject: str, customer: int | None = None, **given: Any) -> None:
    with db.transaction() as session:
        given.setdefault("at", clock.now() - timedelta(seconds=90))
        request(session, "test.call", subject, customer_id=customer, **given)


def campaign(count: int, customer: int) -> None:
    """So many texts of a campaign wait, each to another number, since an hour."""
    with db.transaction() as session:
        session.execute(
            text(
                "insert into effects (kind, key, subject, customer_id, lane, params, status,"
                " urgency, attempt, created_at, due_at, fair_at, deadline_at)"
                " select 'test.call', 'c' || n, 'campaign:' || n, :customer, 'point:' || n, '{}',"
                " 'waiting', 2, 0, :at, :at, :at, :until from generate_series(1, :count) n"
            ),
            {
                "count": count,
                "customer": customer,
                "at": clock.now() - timedelta(hours=1),
                "until": clock.now() + timedelta(days=1),
            },
        )


def test_a_confirmation_goes_before_five_thousand_texts_of_a_campaign(
    clerk: Clerk, people: list[int]
) -> None:
    campaign(5000, people[0])
    ask("confirmation", people[1])
    assert running.run_next()
    assert clerk.done == ["confirmation"]
    running.drain(limit=10)
    assert clerk.done[1:] == [f"campaign:{n}" for n in range(1, 11)], "then it goes on"


def test_the_campaigns_own_reader_is_answered_at_once(clerk: Clerk, people: list[int]) -> None:
    campaign(5000, people[0])
    ask("answer", people[0])
    running.run_next()
    assert clerk.done == ["answer"]


def test_one_chatty_customer_does_not_starve_the_others(clerk: Clerk, people: list[int]) -> None:
    at = clock.now() - timedelta(seconds=90)
    for number in range(50):
        ask(f"chatter:{number}", people[0], at=at)
    ask("confirmation", people[1], at=at + timedelta(seconds=1))
    ask("receipt", people[2], at=at + timedelta(seconds=1))
    running.drain(limit=4)
    assert "confirmation" in clerk.done
    assert "receipt" in clerk.done
    running.drain()
    chatter = [each for each in clerk.done if each.startswith("chatter")]
    assert chatter == [f"chatter:{number}" for number in range(50)], "and all of it in order"


def test_what_waits_longest_is_never_overtaken_for_good(clerk: Clerk, people: list[int]) -> None:
    at = clock.now() - timedelta(minutes=30)
    for number in range(40):
        ask(f"chatter:{number}", people[0], at=at)
    for number in range(5):
        ask(f"new:{number}", people[1], at=at + timedelta(minutes=5))
    running.drain()
    assert clerk.done[:40] == [f"chatter:{number}" for number in range(40)]


def test_one_lane_keeps_its_order_whatever_is_urgent(clerk: Clerk, people: list[int]) -> None:
    ask("first", people[0], lane="point:1", urgency=Urgency.BULK)
    ask("second", people[0], lane="point:1", urgency=Urgency.NOW)
    running.drain()
    assert clerk.done == ["first", "second"]


@pytest.mark.parametrize("poison", ["poison:call", "poison:prepare", "poison:record"])
def test_what_always_fails_holds_up_nobody(clerk: Clerk, people: list[int], poison: str) -> None:
    ask(poison, people[0], deadline=clock.now() - timedelta(seconds=1))
    for number in range(3):
        ask(f"good:{number}", people[1])
    running.drain()
    assert clerk.done == ["good:0", "good:1", "good:2"]


def test_what_always_fails_is_tried_ever_more_rarely(clerk: Clerk, people: list[int]) -> None:
    ask("poison:call", people[0], deadline=clock.now() + timedelta(days=1))
    assert running.drain() == 1
    with db.reading() as session:
        effect = session.get_one(Effect, 1)
        assert effect.due_at > clock.now()
        assert effect.fair_at == effect.due_at


def test_an_effect_of_a_newer_version_is_left_to_that_one(clerk: Clerk, people: list[int]) -> None:
    with db.transaction() as session:
        request(
            session,
            "thing.of.tomorrow",
            "thing:1",
            at=clock.now() - timedelta(hours=1),
            customer_id=None,
        )
    ask("confirmation", people[1])
    running.drain()
    assert clerk.done == ["confirmation"]
    with db.reading() as session:
        assert session.get_one(Effect, 1).status is EffectStatus.WAITING


def test_what_kills_its_workers_is_kept_from_the_next_one_for_a_while_and_ends(
    clerk: Clerk, people: list[int]
) -> None:
    ask("deadly", people[0], deadline=clock.now() + timedelta(minutes=1))
    deaths = 0
    while True:
        if not running.claim(1):
            break
        deaths += 1
        with db.transaction() as session:  # it dies, and its lease runs out
            session.execute(update(Effect).values(lease_until=clock.now() - timedelta(seconds=1)))
            running.release_lapsed(session, clock.now())
    assert deaths == 3, "then it waits"
    now = clock.now()
    with db.transaction() as session:
        session.execute(update(Effect).values(due_at=now, deadline_at=now))
    running.drain()
    with db.reading() as session:
        assert session.get_one(Effect, 1).status is EffectStatus.GIVEN_UP
    assert clerk.done == []


def test_giving_up_ends_it_at_once(clerk: Clerk, people: list[int]) -> None:
    class Refusing(Clerk):
        def call(self, call: str, effect: Effect) -> str:
            raise GiveUp("never")

    handlers["test.call"] = Refusing()
    ask("refused", people[0])
    assert running.drain() == 1
    with db.reading() as session:
        assert session.get_one(Effect, 1).status is EffectStatus.GIVEN_UP


@pytest.mark.parametrize("statistics", ["of now", "of before the campaign", "none"])
def test_the_next_is_found_by_one_walk_along_an_index(
    clerk: Clerk, people: list[int], statistics: str
) -> None:
    """Beside 20,000 that wait and 100,000 that are done, with the planner's real costs."""
    with db.transaction() as session:
        session.execute(
            text(
                "insert into effects (kind, key, subject, customer_id, params, status,"
                " attempt, created_at, due_at, deadline_at)"
                " select 'test.call', 'd' || n, 'done:' || n, :customer, '{}', 'done', 1,"
                " now(), now(), now() from generate_series(1, 100000) n"
            ),
            {"customer": people[0]},
        )
    if statistics == "of before the campaign":
        analyze()
    campaign(20_000, people[0])
    with db.transaction() as session:  # held through an outage, and let go of: all rows have moved
        for shift in (1, -1):
            session.execute(
                text(
                    "update effects set due_at = due_at + :by, fair_at = fair_at + :by"
                    " where status = 'waiting'"
                ),
                {"by": timedelta(days=shift)},
            )
    if statistics == "of now":
        analyze()
    claims: list[tuple[str, Any]] = []

    def see(_conn: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if "SKIP LOCKED" in statement and re.match(r"\s*select", statement, re.IGNORECASE):
            claims.append((statement, parameters))

    event.listen(db.engine(), "before_cursor_execute", see)
    try:
        assert running.run_next()
    finally:
        event.remove(db.engine(), "before_cursor_execute", see)
    [(statement, parameters)] = claims
    with db.engine().connect() as connection:
        connection.exec_driver_sql(running._BY_INDEX)
        plan = connection.exec_driver_sql("explain " + statement, parameters).scalars().all()
    assert any("ix_effects_next" in line for line in plan), plan
    assert not any("Sort" in line or "Seq Scan" in line for line in plan), plan


def analyze() -> None:
    with db.engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("analyze effects"))
