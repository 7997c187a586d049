"""A person has something tried again, or says that it is not to be."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from concierge import clock, db
from concierge.channels.base import DeliveryStatus
from concierge.effects import lifecycle, queries
from concierge.effects.models import EffectStatus
from concierge.effects.queries import Concern
from concierge.errors import Refused
from concierge.payments import queries as payments
from concierge.payments.models import PaymentStatus
from tests.effects.conftest import Night
from tests.world import World

TEXTS = "/twilio/*/Messages.json"


def failing_text(night: Night) -> None:
    night.break_(TEXTS, status=503)
    night.world.write("We close at six.")


def test_a_given_up_text_is_tried_again_once_the_operator_says_so(
    world: World, night: Night
) -> None:
    failing_text(night)
    effect = night.give_up("message.send")
    assert world.messages()[-1].status is DeliveryStatus.FAILED
    night.mend()
    world.work()
    assert night.texts() == [], "nothing given up comes back by itself"

    night.decide(effect, lifecycle.retry)
    world.work()

    assert night.texts() == ["We close at six."]
    assert world.messages()[-1].status is DeliveryStatus.DELIVERED
    assert ("effect.retried", "operator:1") in night.events(effect)


def test_a_text_that_twilio_had_taken_after_all_is_not_sent_twice(
    world: World, night: Night
) -> None:
    night.break_(TEXTS, mode="cut_after", method="POST")
    world.sandbox.webhooks("drop", ["twilio.status"])
    world.write("We close at six.")
    effect = night.effect("message.send")
    night.mend()
    night.break_(TEXTS, status=503)
    effect = night.give_up("message.send")
    night.mend()
    world.sandbox.webhooks("live")

    night.decide(effect, lifecycle.retry)
    world.work()

    assert night.texts() == ["We close at six."]
    assert night.effect("message.send").status is EffectStatus.DONE


def test_a_text_that_waits_for_its_next_try_can_be_sent_now(world: World, night: Night) -> None:
    failing_text(night)
    effect = night.effect("message.send")
    night.change("message.send", due_at=clock.now() + timedelta(hours=1))
    night.mend()
    world.work()
    assert night.texts() == []

    night.decide(effect, lifecycle.retry)
    world.work()

    assert night.texts() == ["We close at six."]
    assert night.effect("message.send").deadline_at > effect.deadline_at


def test_a_text_whose_time_has_passed_is_not_sent_late(world: World, night: Night) -> None:
    failing_text(night)
    effect = night.give_up("message.send")
    with db.transaction() as session:
        message = session.merge(world.messages()[-1])
        message.expires_at = clock.now()
    with pytest.raises(Refused, match="too late to be true"):
        night.decide(effect, lifecycle.retry)


def test_a_given_up_reservation_is_made_once_and_the_order_goes_on(
    world: World, night: Night
) -> None:
    world.quote()
    world.sandbox.webhooks("drop", ["stripe"])
    # Neither the answer nor what is there can be had.
    night.break_("/stripe/v1/payment_intents*", mode="cut_after", method="*")
    world.text("OK")
    effect = night.give_up("payment.authorise")
    assert world.order().trouble is not None
    night.mend()

    night.decide(effect, lifecycle.retry)
    world.work()

    assert world.order().status == "confirmed"
    assert world.order().trouble is None
    assert [each["status"] for each in world.authorisations()] == ["requires_capture"]


@pytest.mark.parametrize("hours", [19, 20, 200])
def test_a_call_about_money_is_repeated_only_while_stripe_surely_knows_it(
    world: World, night: Night, hours: int
) -> None:
    world.quote()
    night.break_("/stripe/v1/payment_intents", status=503, method="POST")
    world.text("OK")
    effect = night.give_up("payment.authorise")
    night.first_tried("payment.authorise", timedelta(hours=hours))
    night.mend()

    if hours < 20:
        night.decide(effect, lifecycle.retry)
        again = night.effect("payment.authorise")
        assert again.first_tried_at is not None
        assert again.deadline_at == again.first_tried_at + timedelta(hours=20)
    else:
        with pytest.raises(Refused, match="Look the payment up at Stripe"):
            night.decide(effect, lifecycle.retry)
        assert night.effect("payment.authorise").status is EffectStatus.GIVEN_UP


def test_a_payment_that_another_has_replaced_stays_given_up(world: World, night: Night) -> None:
    from concierge.orders import lifecycle as orders
    from tests.world import OPERATOR

    world.quote()
    night.break_("/stripe/v1/payment_intents", status=503, method="POST")
    world.text("OK")
    effect = night.give_up("payment.authorise")
    night.mend()
    order = world.order()
    world.decide(
        order.customer_id,
        lambda session: orders.resume(session, session.merge(order), by=OPERATOR, at=clock.now()),
    )
    world.work()

    with pytest.raises(Refused, match="has moved on"):
        night.decide(effect, lifecycle.retry)
    assert [each["status"] for each in world.authorisations()] == ["requires_capture"]


def test_a_given_up_refund_is_given_back_once(world: World, night: Night) -> None:
    refund = refused_refund(world, night)
    effect = night.give_up("refund.make")
    night.mend()
    assert paid(world).refundable.amount == 5400

    night.decide(effect, lifecycle.retry)
    world.work()

    assert paid(world).refundable.amount == 5400 - 1200
    assert [each["amount"] for each in world.sandbox.books()["refunds"]] == [1200]
    assert refund == 1


def test_a_refund_older_than_its_key_is_asked_for_anew_instead(world: World, night: Night) -> None:
    refused_refund(world, night)
    effect = night.give_up("refund.make")
    night.first_tried("refund.make", timedelta(hours=21))
    with pytest.raises(Refused, match="refund again from the order"):
        night.decide(effect, lifecycle.retry)


def refused_refund(world: World, night: Night) -> int:
    from concierge.orders import lifecycle as orders
    from concierge.payments import lifecycle as paying
    from tests.world import OPERATOR

    world.quote()
    world.text("OK")
    order = world.order()
    world.decide(
        order.customer_id,
        lambda s: orders.fulfil(s, s.merge(order), by=OPERATOR, at=clock.now(), note=None),
    )
    world.work()
    night.break_("/stripe/v1/refunds", status=503, method="POST")

    def give_back(session: Any) -> int:
        payment = payments.live(session, order.id)
        assert payment is not None
        return paying.refund(
            session, payment, 1200, by=OPERATOR, at=clock.now(), reason="wilted"
        ).id

    number: int = world.decide(order.customer_id, give_back)
    world.work()
    return number


def paid(world: World) -> Any:
    with db.reading() as session:
        return payments.live(session, world.order().id)


def test_an_abandoned_text_is_never_sent_and_the_thread_says_why(
    world: World, night: Night
) -> None:
    failing_text(night)
    effect = night.effect("message.send")

    night.decide(effect, lifecycle.abandon, "we called her")
    night.mend()
    world.work()

    assert night.texts() == []
    assert world.messages()[-1].error == "abandoned: we called her"
    assert night.effect("message.send").status is EffectStatus.ABANDONED
    assert night.events(effect) == [("effect.abandoned", "operator:1")]


def test_a_reservation_nobody_knows_the_outcome_of_is_not_abandoned(
    world: World, night: Night
) -> None:
    world.quote()
    world.sandbox.webhooks("drop", ["stripe"])
    night.break_("/stripe/v1/payment_intents", mode="cut_after", method="POST")
    world.text("OK")
    with pytest.raises(Refused, match="nobody knows yet whether the money moved"):
        night.decide(night.effect("payment.authorise"), lifecycle.abandon, "tired of it")
    with db.reading() as session:
        payment = payments.latest(session, world.order().id)
        assert payment is not None
        assert payment.status is PaymentStatus.REQUESTED


def test_abandoning_wants_a_reason(night: Night) -> None:
    failing_text(night)
    with pytest.raises(Refused, match="Say why"):
        night.decide(night.effect("message.send"), lifecycle.abandon, "  ")


@pytest.mark.parametrize("status", [EffectStatus.DONE, EffectStatus.RUNNING, "abandoned"])
def test_what_has_ended_or_is_running_is_left_alone(night: Night, status: EffectStatus) -> None:
    failing_text(night)
    night.change("message.send", status=status)
    for verb in (lifecycle.retry, partial(lifecycle.abandon, why="because")):
        with pytest.raises(Refused):
            night.decide(night.effect("message.send"), verb)


def test_each_is_listed_under_what_is_the_matter_with_it(world: World, night: Night) -> None:
    now = clock.now()
    failing_text(night)
    with db.reading() as session:
        assert queries.concerns(session, now) == {"failing": 1, "given_up": 0, "late": 0}
        [failing] = queries.concerning(session, Concern.FAILING, now)
        assert failing.kind == "message.send"
        assert queries.concerning(session, Concern.FAILING, now, after=failing.id) == []
    night.give_up("message.send")
    with db.reading() as session:
        assert queries.concerns(session, now) == {"failing": 0, "given_up": 1, "late": 0}
        assert queries.counts(session) == {("message.send", EffectStatus.GIVEN_UP): 1}
    night.change("message.send", status=EffectStatus.WAITING, error=None, attempt=0)
    night.change("message.send", due_at=now - timedelta(minutes=4))
    with db.reading() as session:
        assert queries.concerns(session, now) == {"failing": 0, "given_up": 0, "late": 1}
        assert queries.oldest_due(session, now) == now - timedelta(minutes=4)
