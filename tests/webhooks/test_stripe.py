"""Whatever is posted where Stripe posts has its answer."""

import json
import time
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from concierge import clock, db
from concierge.effects.models import Effect, EffectStatus
from concierge.privacy import retention
from tests.webhooks.conftest import Stripe, asked, kept
from tests.world import World


def test_an_event_is_kept_and_read_by_a_worker(world: World, cashier: Stripe) -> None:
    answer = cashier.post(cashier.event())
    assert (answer.status_code, answer.json()) == (200, {"received": True, "repeated": False})
    assert [each.event_id for each in kept("stripe")] == ["evt_1"]
    assert asked("stripe.event") == 1


def test_an_unknown_kind_is_taken_and_nothing_comes_of_it(world: World, cashier: Stripe) -> None:
    assert cashier.post(cashier.event(kind="galaxy.formed")).status_code == 200
    world.work()
    with db.reading() as session:
        assert session.get_one(Effect, 1).status is EffectStatus.DONE


def test_an_event_about_what_is_not_ours_changes_nothing(world: World, cashier: Stripe) -> None:
    world.known()
    event = cashier.event(kind="payment_intent.succeeded")
    event["data"]["object"] = {"id": "pi_of_somebody_else", "object": "payment_intent"}
    assert cashier.post(event).status_code == 200
    world.work()
    assert world.orders() == []


def test_a_repeated_event_is_kept_and_read_once(cashier: Stripe) -> None:
    event = cashier.event()
    answers = [cashier.post(event).json()["repeated"] for _ in range(5)]
    assert answers == [False, True, True, True, True]
    assert asked("stripe.event") == 1


def test_events_in_the_wrong_order_end_the_same(world: World) -> None:
    world.known()
    world.give_card()
    world.quote()
    world.sandbox.webhooks("hold", ["stripe"])
    world.text("OK")
    world.sandbox.release("reverse", times=3)
    world.work()
    assert world.order().status == "confirmed"
    assert [each["status"] for each in world.authorisations()] == ["requires_capture"]


def test_an_event_whose_reading_was_given_up_is_read_when_it_comes_again(
    world: World, cashier: Stripe
) -> None:
    event = cashier.event()
    cashier.post(event)
    with db.transaction() as session:
        session.execute(update(Effect).values(status=EffectStatus.GIVEN_UP))
    assert cashier.post(event).json()["repeated"] is False
    assert asked("stripe.event") == 2
    assert cashier.post(event).json()["repeated"] is True


@pytest.mark.parametrize(
    "signature",
    ["", "x", "t=1,v1=", "t=,v1=abc", "v1=abc", "t=1", "t=x,v1=y", "é=ü", "t=1,v1=é", "," * 2000],
)
def test_a_forged_one_is_refused_and_leaves_nothing(cashier: Stripe, signature: str) -> None:
    assert cashier.post(cashier.event(), signature=signature).status_code == 403
    assert kept("stripe") == []


def test_one_signed_with_another_secret_is_refused(cashier: Stripe) -> None:
    cashier.secret = "whsec_of_somebody_else"
    assert cashier.post(cashier.event()).status_code == 403


@pytest.mark.parametrize("age", [timedelta(minutes=6), timedelta(days=365)])
def test_an_old_signature_is_a_replay_by_somebody_else(cashier: Stripe, age: timedelta) -> None:
    at = int(time.time() - age.total_seconds())
    assert cashier.post(cashier.event(), at=at).status_code == 403
    assert kept("stripe") == []


def test_a_huge_one_is_refused(cashier: Stripe) -> None:
    assert cashier.post(cashier.event(note="x" * 1_100_000)).status_code == 413
    assert kept("stripe") == []


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b"7",
        b'"words"',
        b"{}",
        b'{"id": "evt_1"}',
        b'{"id": "evt_1", "type": "x"}',
        b'{"id": "evt_1", "type": "x", "data": null}',
        b'{"id": "evt_1", "type": "x", "data": {"object": 7}}',
    ],
)
def test_what_is_no_event_is_answered_400(cashier: Stripe, payload: bytes) -> None:
    assert cashier.post(payload).status_code == 400
    assert kept("stripe") == []


def test_what_is_no_text_is_answered_400(cashier: Stripe) -> None:
    assert cashier.post(b"\xff\xfe\x00", signature="t=1,v1=x").status_code == 400


@pytest.mark.parametrize("odd", ["a\x00b", "\ud800", float("nan"), {"\x00": ["\x00"]}], ids=repr)
def test_an_event_with_what_the_database_cannot_hold_is_kept_without_it(
    cashier: Stripe, odd: Any
) -> None:
    event = json.dumps(cashier.event(note=odd)).encode()
    assert cashier.post(event).status_code == 200
    assert len(kept("stripe")) == 1


def test_a_year_later_stripe_sends_it_again_and_nothing_happens(world: World) -> None:
    """From its dashboard, say: signed anew, and what we had kept of it is long gone."""
    world.known()
    world.give_card()
    world.quote()
    world.text("OK")
    events = world.sandbox.books()["events"]
    before = (world.order().status, world.texts(), world.authorisations())
    retention.carry_out(clock.now() + timedelta(days=365))
    assert kept("stripe") == []

    for each in events:
        world.sandbox.replay(each["id"], times=2)
    world.work()

    assert len(kept("stripe")) == len(events)
    assert (world.order().status, world.texts(), world.authorisations()) == before
