"""A customer sees each text once at most, whatever became of the answer to our call."""

import pytest

from concierge.channels.base import DeliveryStatus
from concierge.effects import lifecycle
from concierge.effects.models import EffectStatus
from tests.messages.conftest import TEXTS, Post
from tests.world import World

WORDS = "We close at six."


def without_receipts(world: World) -> None:
    world.sandbox.webhooks("hold", ["twilio.status"])


def test_a_text_that_twilio_took_without_our_hearing_of_it_is_not_sent_twice(
    world: World, post: Post
) -> None:
    without_receipts(world)
    post.fails("cut_after", times=1)
    number = post.write(WORDS)
    world.work()
    post.is_due(number)

    assert world.texts() == [WORDS]
    assert post.message(number).status is DeliveryStatus.SENT


def test_a_text_that_expired_after_such_a_call_is_found_before_it_is_ended(
    world: World, post: Post
) -> None:
    without_receipts(world)
    post.fails("cut_after", times=1)
    number = post.write(WORDS)
    world.work()
    post.is_too_late(number)
    world.work()

    message = post.message(number)
    assert message.status is DeliveryStatus.SENT
    assert message.provider_id == world.sandbox.books()["messages"][0]["sid"]


def test_the_same_words_within_a_minute_are_another_text(world: World, post: Post) -> None:
    without_receipts(world)
    post.fails("cut_after", times=2)
    first = post.write(WORDS)
    world.work()
    second = post.write(WORDS)
    post.is_too_late(first)
    world.work()
    post.is_due(second)

    assert world.texts() == [WORDS, WORDS]
    ids = {post.message(first).provider_id, post.message(second).provider_id}
    assert ids == {each["sid"] for each in world.sandbox.books()["messages"]}


def test_a_text_that_expired_and_had_not_gone_out_is_not_sent(world: World, post: Post) -> None:
    post.fails("cut_before", times=1)
    number = post.write(WORDS)
    world.work()
    post.is_too_late(number)
    world.work()

    assert world.texts() == []
    message = post.message(number)
    assert message.status is DeliveryStatus.EXPIRED
    assert "Too late" in (message.error or "")
    assert "Too late" in (world.conversation().waiting_for or "")


def test_while_twilio_cannot_be_asked_an_expired_text_stays_open(world: World, post: Post) -> None:
    without_receipts(world)
    post.fails("cut_after", times=1)
    number = post.write(WORDS)
    world.work()
    post.is_too_late(number)
    world.sandbox.fault(TEXTS, "status", status=503, times=None)
    world.work()
    assert post.message(number).status is DeliveryStatus.QUEUED
    assert post.effect(number).status is EffectStatus.WAITING

    post.mends()
    post.is_due(number)

    assert post.message(number).status is DeliveryStatus.SENT
    assert world.texts() == [WORDS]


def test_a_customer_who_opts_out_after_such_a_call_has_their_text_found(
    world: World, post: Post
) -> None:
    without_receipts(world)
    post.fails("cut_after", times=1)
    number = post.write(WORDS)
    world.work()
    world.text("STOP")
    post.is_due(number)

    assert post.message(number).status is DeliveryStatus.SENT
    assert world.texts().count(WORDS) == 1


def an_abandoned_text_and_another_alike(world: World, post: Post) -> tuple[int, int]:
    """Twilio has the first, which was abandoned; the second never arrived there."""
    without_receipts(world)
    post.fails("cut_after", times=1)
    first = post.write(WORDS)
    world.work()
    post.decide(first, lifecycle.abandon, "she called")
    post.fails("cut_before", times=1)
    second = post.write(WORDS)
    world.work()
    return first, second


def test_of_two_texts_alike_the_receipt_says_which_went_out(world: World, post: Post) -> None:
    first, second = an_abandoned_text_and_another_alike(world, post)
    post.is_due(second)
    assert post.message(second).status is DeliveryStatus.QUEUED, "nobody knows yet whose it is"
    assert world.texts() == [WORDS]

    world.sandbox.release()
    world.work()
    post.is_due(second)

    assert world.texts() == [WORDS, WORDS]
    assert post.message(first).status is DeliveryStatus.DELIVERED
    assert post.message(second).status is DeliveryStatus.DELIVERED
    assert post.message(first).provider_id != post.message(second).provider_id


def test_without_any_receipt_such_a_text_is_rather_not_repeated(world: World, post: Post) -> None:
    _, second = an_abandoned_text_and_another_alike(world, post)
    post.is_due(second, first_tried_at=post.ago(minutes=11))

    assert world.texts() == [WORDS]
    assert post.message(second).status is DeliveryStatus.SENT


def test_a_late_receipt_puts_such_a_guess_right_and_a_person_is_told(
    world: World, post: Post
) -> None:
    first, second = an_abandoned_text_and_another_alike(world, post)
    post.is_due(second, first_tried_at=post.ago(minutes=11))

    world.sandbox.release()
    world.work()

    assert post.message(first).status is DeliveryStatus.DELIVERED
    taken_back = post.message(second)
    assert taken_back.status is DeliveryStatus.FAILED
    assert taken_back.provider_id is None
    assert "another text of the same words" in (world.conversation().waiting_for or "")
    assert world.texts() == [WORDS]


@pytest.mark.parametrize("times", [1, 3])
def test_a_receipt_alone_tells_whose_text_it_is(world: World, post: Post, times: int) -> None:
    """Neither our own call's answer nor a look-up: our id in the address it was sent to."""
    world.sandbox.webhooks("repeat", ["twilio.status"], times=times)
    post.fails("cut_after", times=1)
    number = post.write(WORDS)
    world.work()

    message = post.message(number)
    assert message.status is DeliveryStatus.DELIVERED
    assert message.provider_id == world.sandbox.books()["messages"][0]["sid"]
    post.is_due(number)
    assert world.texts() == [WORDS]
