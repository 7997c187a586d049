"""What happens next after each of Twilio's error codes: a table, by call and by receipt."""

from datetime import timedelta

import pytest

from concierge import db
from concierge.channels.base import DeliveryStatus
from concierge.channels.twilio import TwilioChannel
from concierge.conversation.models import Message
from concierge.customers import queries as customers
from concierge.customers.models import ContactPoint
from concierge.effects.models import EffectStatus
from tests.messages.conftest import Post
from tests.world import MARIA, World

TWILIO = TwilioChannel("AC" + "0" * 32, "token", public_url="http://shop.test", phone_number="+1")
OPTED_OUT = ("21610", "63014")
BAD_ADDRESS = ("21211", "21614", "21635", "30005", "30006", "63003", "63024")
LATER = ("20429", "30001", "30017", "14107", "30022", "63018")
NEXT_DAY = ("30023", "30027")
ONCE = ("30003", "30008")
ACCOUNT = ("21408", "21606", "21612", "30002", "30007", "30032", "30034", "30450", "63007")


def refused(post: Post, code: str, status: int = 400) -> Message:
    post.fails(status=status, code=int(code))
    number = post.write("We close at six.")
    post.world.work()
    post.mends()
    return post.message(number)


@pytest.mark.parametrize("code", OPTED_OUT)
def test_whoever_has_opted_out_is_left_alone(world: World, post: Post, code: str) -> None:
    message = refused(post, code)
    assert (message.status, message.error_code) == (DeliveryStatus.FAILED, code)
    assert _point().opted_out_at is not None
    assert post.effect(message.id).status is EffectStatus.DONE
    assert world.conversation().waiting_for


@pytest.mark.parametrize("code", BAD_ADDRESS)
def test_a_bad_address_is_told_to_a_person_and_not_tried_again(
    world: World, post: Post, code: str
) -> None:
    message = refused(post, code)
    assert (message.status, message.error_code) == (DeliveryStatus.FAILED, code)
    assert _point().dead_at is not None
    assert (world.conversation().waiting_for or "").startswith("Not delivered: ")
    assert post.effect(message.id).status is EffectStatus.DONE


@pytest.mark.parametrize("code", LATER)
def test_what_may_work_later_is_tried_later(world: World, post: Post, code: str) -> None:
    message = refused(post, code, status=429)
    assert message.status is DeliveryStatus.QUEUED
    effect = post.effect(message.id)
    assert effect.status is EffectStatus.WAITING
    assert (
        timedelta(0)
        < effect.due_at - (effect.first_tried_at or effect.due_at)
        < timedelta(minutes=1)
    )
    post.is_due(message.id)
    assert world.texts() == ["We close at six."]


@pytest.mark.parametrize("code", NEXT_DAY)
def test_a_daily_limit_waits_for_the_next_day(post: Post, code: str) -> None:
    message = refused(post, code)
    effect = post.effect(message.id)
    assert effect.status is EffectStatus.WAITING
    waits = effect.due_at - (effect.first_tried_at or effect.due_at)
    assert timedelta(hours=19) < waits < timedelta(hours=21)


@pytest.mark.parametrize("code", ONCE)
def test_a_phone_out_of_reach_is_tried_once_more_also_when_the_call_itself_says_so(
    world: World, post: Post, code: str
) -> None:
    message = refused(post, code)
    assert (message.status, message.error_code) == (DeliveryStatus.FAILED, code)
    goes_again(post, message.id)
    assert world.texts() == ["We close at six."]
    assert world.messages()[-1].again_of == message.id


@pytest.mark.parametrize("code", ACCOUNT)
def test_what_the_account_is_to_blame_for_is_not_tried_again_and_everybody_is_told(
    world: World, post: Post, code: str
) -> None:
    message = refused(post, code)
    assert (message.status, message.error_code) == (DeliveryStatus.FAILED, code)
    assert post.effect(message.id).status is EffectStatus.DONE
    assert world.conversation().waiting_for
    assert _point().dead_at is None
    assert post.circuit().complaint == TWILIO.explain(code)


def test_where_only_approved_texts_are_taken_a_person_is_told_and_nothing_is_tried_again(
    world: World, post: Post
) -> None:
    message = refused(post, "63016")
    assert (message.status, message.error_code) == (DeliveryStatus.FAILED, "63016")
    assert post.effect(message.id).status is EffectStatus.DONE
    assert "Reach them in another way" in (world.conversation().waiting_for or "")
    assert _point().dead_at is None


def test_wrong_credentials_hold_texts_rather_than_lose_them(world: World, post: Post) -> None:
    message = refused(post, "20003", status=401)
    assert message.status is DeliveryStatus.QUEUED
    assert post.circuit().failures == 1


# --- by receipt ----------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [*OPTED_OUT, *BAD_ADDRESS, *LATER, *NEXT_DAY, *ONCE, *ACCOUNT])
def test_a_receipts_code_is_of_the_same_class(code: str) -> None:
    receipt = TWILIO.parse_receipt(
        {"MessageSid": "SM1", "MessageStatus": "failed", "ErrorCode": code}, {}
    )
    assert receipt is not None
    assert receipt.opted_out == (code in OPTED_OUT)
    assert receipt.dead == (code in BAD_ADDRESS)
    assert receipt.account == (code in ACCOUNT)
    most = {1: ONCE, 3: LATER, 2: NEXT_DAY}.get(
        len(receipt.again), (*OPTED_OUT, *BAD_ADDRESS, *ACCOUNT)
    )
    assert code in most


OFF = "+15550100014"  # the first text finds the phone switched off
DEAF = "+15550100001"  # every text does
UNSURE = "+15550100009"  # "undelivered", and then delivered after all
FULL = "+15550100015"  # the carrier's daily limit


def sent_to(world: World, post: Post, phone: str) -> int:
    world.known(phone, "Kim Park")
    number = post.write("We close at six.", phone)
    world.work()
    return number


def goes_again(post: Post, number: int) -> None:
    again = post.effect(number, "message.again")
    with db.transaction() as session:
        row = session.merge(again)
        row.due_at = post.ago(seconds=0)
    post.world.work()


def test_a_phone_that_was_off_gets_its_text_later_once(world: World, post: Post) -> None:
    number = sent_to(world, post, OFF)
    lost = post.message(number)
    assert (lost.status, lost.error_code) == (DeliveryStatus.FAILED, "30003")
    assert "sent again by itself" in (lost.error or "")
    assert world.conversation(OFF).waiting_since is None, "nobody has to do anything yet"

    goes_again(post, number)

    first, second = world.messages(OFF)
    assert (first.status, second.status) == (DeliveryStatus.FAILED, DeliveryStatus.DELIVERED)
    assert (second.again_of, second.sends) == (first.id, 2)
    assert second.author == first.author
    assert world.texts(OFF) == ["We close at six."] * 2


def test_a_phone_that_stays_off_gets_no_third_text_and_a_person_is_told(
    world: World, post: Post
) -> None:
    number = sent_to(world, post, DEAF)
    goes_again(post, number)

    first, second = world.messages(DEAF)
    assert second.again_of == first.id
    assert second.status is DeliveryStatus.FAILED
    assert "by itself" not in (second.error or "")
    assert (world.conversation(DEAF).waiting_for or "").startswith("Not delivered: The phone")
    with db.reading() as session:
        assert post.effect(number, "message.again").status is EffectStatus.DONE
        assert len(world.texts(DEAF)) == 2
        assert session.get(Message, second.id + 1) is None


def test_what_was_delivered_after_all_is_not_sent_again(world: World, post: Post) -> None:
    number = sent_to(world, post, UNSURE)
    assert post.message(number).status is DeliveryStatus.DELIVERED
    goes_again(post, number)
    assert world.texts(UNSURE) == ["We close at six."]


def test_a_repeated_receipt_asks_for_no_second_new_send(world: World, post: Post) -> None:
    world.sandbox.webhooks("repeat", ["twilio.status"], times=3)
    number = sent_to(world, post, OFF)
    goes_again(post, number)
    world.sandbox.replay(str(post.message(number).provider_id), times=3)
    world.work()
    assert world.texts(OFF) == ["We close at six."] * 2


def test_a_text_that_would_come_too_late_is_not_sent_again(world: World, post: Post) -> None:
    world.known(DEAF, "Kim Park")
    facts = {"summary": "roses", "started": True, "out": False, "tracking": None, "promised": None}
    number = post.say("status", DEAF, number=1, **facts)
    post.change(number, expires_at=post.ago(minutes=-5))
    with db.transaction() as session:
        session.get_one(Message, number).expires_at = post.ago(minutes=-5)
    world.work()
    assert (world.conversation(DEAF).waiting_for or "").startswith("Not delivered: ")
    assert len(world.messages(DEAF)) == 1


def test_whoever_opts_out_meanwhile_gets_nothing_again(world: World, post: Post) -> None:
    number = sent_to(world, post, OFF)
    world.text("STOP", sender=OFF)
    goes_again(post, number)
    assert world.texts(OFF).count("We close at six.") == 1
    assert "opted out" in (post.message(number).error or "")


def test_the_carriers_daily_limit_is_tried_the_next_day(world: World, post: Post) -> None:
    number = sent_to(world, post, FULL)
    again = post.effect(number, "message.again")
    assert timedelta(hours=19) < again.due_at - again.created_at < timedelta(hours=21)


def test_an_unregistered_number_is_told_on_every_page(world: World, post: Post) -> None:
    sent_to(world, post, "+15550100012")
    assert "not registered" in (post.circuit().complaint or "")


def _point() -> ContactPoint:
    with db.reading() as session:
        point = customers.by_address(session, "sms", MARIA)
        assert point is not None
        return point
