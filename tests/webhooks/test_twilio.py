"""Whatever is posted where Twilio posts has its answer."""

from datetime import timedelta

import pytest
import requests
from sqlalchemy import update

from concierge import clock, db
from concierge.channels.base import DeliveryStatus
from concierge.conversation.models import Message
from concierge.privacy import retention
from tests.webhooks.conftest import SID, Twilio, kept
from tests.world import MARIA, World

EMPTY = '<?xml version="1.0" encoding="UTF-8"?><Response/>'


def heard(world: World) -> list[str]:
    return [each.body for each in world.messages() if each.inbound]


def test_a_text_is_answered_with_nothing_to_say(world: World, twilio: Twilio) -> None:
    answer = twilio.text()
    assert (answer.status_code, answer.text) == (200, EMPTY)
    assert answer.headers["Content-Type"].startswith("text/xml")
    assert heard(world) == ["Hello"]


def test_unknown_parameters_are_taken_and_kept(world: World, twilio: Twilio) -> None:
    assert twilio.text(ChannelPrefix="sms", Tomorrow="yes").status_code == 200
    with db.reading() as session:
        raw = session.get_one(Message, 1).raw
    assert raw is not None
    assert (raw["Tomorrow"], raw["Body"], raw["MessageSid"]) == ("yes", "Hello", SID)


def test_a_repeated_text_is_one_message_whatever_it_says_then(world: World, twilio: Twilio) -> None:
    for body in ("Hello", "Hello", "Something else"):
        assert twilio.text(body).status_code == 200
    assert heard(world) == ["Hello"]


def test_texts_in_another_order_are_all_kept(world: World, twilio: Twilio) -> None:
    for number in (3, 1, 2):
        assert twilio.text(f"Text {number}", MessageSid=f"SM{number:032d}").status_code == 200
    assert sorted(heard(world)) == ["Text 1", "Text 2", "Text 3"]


@pytest.mark.parametrize("signature", ["", "x", "é" * 28, "A" * 28, "=" * 5000])
@pytest.mark.parametrize("path", ["messages", "status"])
def test_a_forged_one_is_refused_and_leaves_nothing(
    world: World, twilio: Twilio, signature: str, path: str
) -> None:
    form = {"MessageSid": SID, "From": MARIA, "Body": "Hello", "MessageStatus": "sent"}
    assert twilio.post(path, form, signature=signature).status_code == 403
    assert not world.has_thread(MARIA)
    assert kept("twilio") == []


def test_a_signature_of_other_words_or_another_address_is_a_forged_one(
    world: World, twilio: Twilio
) -> None:
    right = twilio.text().request
    address = f"{world.url}/webhooks/twilio/messages"
    headers = {
        "X-Twilio-Signature": str(right.headers["X-Twilio-Signature"]),
        "Content-Type": "application/x-www-form-urlencoded",
    }
    body = str(right.body)
    changed = body.replace("Hello", "OK")
    assert requests.post(address, data=changed, headers=headers, timeout=9).status_code == 403
    elsewhere = requests.post(f"{address}?message=1", data=body, headers=headers, timeout=9)
    assert elsewhere.status_code == 403
    assert heard(world) == ["Hello"]


@pytest.mark.parametrize("path", ["messages", "status"])
def test_a_huge_one_is_refused_unread(world: World, twilio: Twilio, path: str) -> None:
    form = {"MessageSid": SID, "From": MARIA, "Body": "x" * 200_000}
    assert twilio.post(path, form).status_code == 413
    assert not world.has_thread(MARIA)


def test_a_text_longer_than_any_phone_sends_is_cut(world: World, twilio: Twilio) -> None:
    assert twilio.text("roses " * 5000).status_code == 200
    [body] = heard(world)
    assert len(body) == 4000


@pytest.mark.parametrize(
    "changed",
    [
        {"MessageSid": ""},
        {"From": ""},
        {"MessageSid": "SM" + "1" * 1000},
        {"From": "+" + "1" * 1000},
        {"From": "\x00"},
    ],
)
def test_what_is_no_text_is_answered_400(twilio: Twilio, changed: dict[str, str]) -> None:
    assert twilio.text(**changed).status_code == 400


@pytest.mark.parametrize(
    "changed",
    [
        {"Body": "a\x00b"},
        {"NumMedia": "many"},
        {"NumMedia": "-1"},
        {"NumMedia": "²"},
        {"NumMedia": "9" * 50},
        {"NumMedia": "2"},
        {"To": ""},
        {"OptOutType": "SOMETHING"},
        {"FromCity": "\x00\ud7ff\uffff"},
        {"X\x00Y": "1"},
    ],
    ids=str,
)
def test_an_odd_text_is_a_text_all_the_same(
    world: World, twilio: Twilio, changed: dict[str, str]
) -> None:
    assert twilio.text(**{"Body": "Hello", **changed}).status_code == 200
    assert len(heard(world)) == 1


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_only_posts_are_taken(world: World, method: str) -> None:
    for path in ("messages", "status"):
        answer = requests.request(method, f"{world.url}/webhooks/twilio/{path}", timeout=9)
        assert answer.status_code == 405


# --- receipts ------------------------------------------------------------------------------------


def a_sent_text(world: World) -> Message:
    world.known()
    world.sandbox.webhooks("drop", ["twilio.status"])
    world.write("We close at six.")
    return world.messages()[-1]


def test_a_receipt_is_kept_as_it_came_once(world: World, twilio: Twilio) -> None:
    message = a_sent_text(world)
    for _ in range(3):
        answer = twilio.receipt("delivered", message.id, MessageSid=str(message.provider_id))
        assert (answer.status_code, answer.text) == (200, EMPTY)
    [one] = kept("twilio")
    assert one.kind == "message.delivered"
    assert one.body["query"] == {"message": str(message.id)}
    assert one.body["form"]["MessageSid"] == message.provider_id
    assert world.messages()[-1].status is DeliveryStatus.DELIVERED


@pytest.mark.parametrize("status", ["", "teleported", "partially_delivered", "receiving"])
def test_an_unknown_state_is_kept_and_changes_nothing(
    world: World, twilio: Twilio, status: str
) -> None:
    message = a_sent_text(world)
    answer = twilio.receipt(status, message.id, MessageSid=str(message.provider_id))
    assert answer.status_code == 200
    assert world.messages()[-1].status is DeliveryStatus.SENT
    assert len(kept("twilio")) == 1


@pytest.mark.parametrize(
    "ours", ["", "0", "999", "-1", "x", "%C2%B2", "9" * 18, "9" * 40, "%00", "1;drop"]
)
def test_a_receipt_for_no_text_of_ours_changes_nothing(
    world: World, twilio: Twilio, ours: str
) -> None:
    a_sent_text(world)
    assert twilio.receipt("delivered", ours).status_code == 200
    assert world.messages()[-1].status is DeliveryStatus.SENT


def test_a_receipt_for_a_text_that_came_in_changes_nothing(world: World, twilio: Twilio) -> None:
    twilio.text()
    assert twilio.receipt("failed", 1, MessageSid="SM" + "2" * 32).status_code == 200
    assert world.messages()[0].status is None


def test_a_receipt_that_says_odd_things_is_answered(world: World, twilio: Twilio) -> None:
    message = a_sent_text(world)
    odd = {"ErrorCode": "\x00" + "9" * 500, "MessageSid": str(message.provider_id)}
    assert twilio.receipt("failed", message.id, **odd).status_code == 200
    assert twilio.receipt("failed", message.id, MessageSid="\x00").status_code == 200
    assert world.messages()[-1].status is DeliveryStatus.FAILED


def test_a_year_later_everything_comes_again_and_nothing_happens(
    world: World, twilio: Twilio
) -> None:
    twilio.text("Hello")
    world.work()
    world.sandbox.webhooks("drop", ["twilio.status"])
    world.write("We close at six.")
    sent = world.messages()[-1]
    twilio.receipt("delivered", sent.id, MessageSid=str(sent.provider_id))
    with db.transaction() as session:
        session.execute(update(Message).values(created_at=clock.now() - timedelta(days=365)))
    retention.carry_out(clock.now() + timedelta(days=365))
    before = [(m.id, m.body, m.status) for m in world.messages()]

    assert twilio.text("Hello").status_code == 200
    for status in ("sent", "delivered", "failed"):
        twilio.receipt(status, sent.id, MessageSid=str(sent.provider_id))
    world.work()

    assert [(m.id, m.body, m.status) for m in world.messages()] == before
