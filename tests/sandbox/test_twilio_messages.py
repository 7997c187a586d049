"""What Twilio's Messages API does, asked by the real client."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import requests
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from concierge.sandbox.server import Running
from concierge.sandbox.twilio import segments
from tests.sandbox.conftest import MARIA, ElsewhereClient, Product, eventually

OURS = "+15550100000"


def refusal(twilio: Client, **params: object) -> TwilioRestException:
    with pytest.raises(TwilioRestException) as refused:
        twilio.messages.create(**{"to": MARIA, "from_": OURS, "body": "Hello", **params})
    return refused.value


def test_a_text_is_queued_sent_and_delivered(twilio: Client, product: Product) -> None:
    message = twilio.messages.create(to=MARIA, from_=OURS, body="Hello")
    assert (message.status, message.direction, message.num_segments) == (
        "queued", "outbound-api", "1",
    )  # fmt: skip
    assert message.sid.startswith("SM")
    assert len(message.sid) == 34
    assert message.error_code is None
    assert message.date_sent is None
    assert message.date_created.tzinfo is not None
    eventually(lambda: len(product.receipts) == 2)
    assert [form["MessageStatus"] for form in product.receipts] == ["sent", "delivered"]
    assert {form["MessageSid"] for form in product.receipts} == {message.sid}
    assert twilio.messages(message.sid).fetch().status == "delivered"
    assert product.forged == 0


def test_whatsapp_takes_an_answer_within_a_day_of_a_text(
    sandbox: Running, twilio: Client, product: Product
) -> None:
    hers, there = f"whatsapp:{MARIA}", f"whatsapp:{OURS}"
    late = twilio.messages.create(to=hers, from_=there, body="Hello")
    assert twilio.messages(late.sid).fetch().error_code == 63016
    sandbox.client.text(hers, "STOP")
    eventually(lambda: len(product.texts) == 1)
    [heard] = product.texts
    assert (heard["From"], heard["To"], heard["WaId"]) == (hers, there, MARIA[1:])
    assert "OptOutType" not in heard, "Twilio minds no such word there"
    said = twilio.messages.create(to=hers, from_=there, body="x" * 900)
    assert twilio.messages(said.sid).fetch().status == "read"
    assert said.num_segments == "1"
    assert refusal(twilio, to=hers).code == 63007


def test_a_picture_makes_it_an_mms(twilio: Client) -> None:
    message = twilio.messages.create(to=MARIA, from_=OURS, media_url=["http://127.0.0.1/roses.jpg"])
    assert message.sid.startswith("MM")
    assert message.num_media == "1"


def test_a_callback_goes_to_the_address_that_was_given_signed_with_its_query(
    twilio: Client, product: Product
) -> None:
    callback = f"{product.url}/webhooks/twilio/status?message=7&q=a%20b"
    twilio.messages.create(to=MARIA, from_=OURS, body="Hello", status_callback=callback)
    eventually(lambda: len(product.receipts) == 2)
    assert product.receipt_urls[0].endswith("?message=7&q=a%20b")
    assert product.forged == 0


def test_a_messaging_service_accepts_first_and_names_its_sender_later(twilio: Client) -> None:
    service = "MG" + "0" * 32
    message = twilio.messages.create(to=MARIA, messaging_service_sid=service, body="Hello")
    assert (message.status, message.from_, message.num_segments) == ("accepted", None, "0")
    assert twilio.messages(message.sid).fetch().from_ == OURS


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"to": ""}, 21604),
        ({"from_": ""}, 21603),
        ({"to": "maria"}, 21211),
        ({"to": "5550100123"}, 21211),
        ({"to": OURS}, 21266),
        ({"from_": "+15550109999"}, 21659),
        ({"from_": "Roses"}, 21212),
        ({"from_": "", "messaging_service_sid": "MG" + "1" * 32}, 21705),
        ({"body": ""}, 21619),
        ({"body": "x" * 1601}, 21617),
        ({"media_url": ["http://127.0.0.1/x.jpg"] * 11}, 21623),
        ({"media_url": ["roses.jpg"]}, 21620),
        ({"status_callback": "not an address"}, 21609),
        ({"status_callback": "http://my_shop/status"}, 21609),
        ({"validity_period": 36001}, 20001),
        ({"content_sid": "HX" + "0" * 32}, 21600),
        ({"to": "+15550100002"}, 21614),
        ({"to": "+15550100010"}, 21612),
    ],
)
def test_what_twilio_refuses_is_refused_with_its_code(
    twilio: Client, params: dict[str, object], code: int
) -> None:
    refused = refusal(twilio, **params)
    assert (refused.code, refused.status) == (code, 400)


def test_too_many_requests_are_a_429(twilio: Client) -> None:
    refused = refusal(twilio, to="+15550100013")
    assert (refused.code, refused.status) == (20429, 429)


def test_wrong_credentials_are_refused(sandbox: Running) -> None:
    stranger = Client(
        sandbox.settings.twilio_account_sid,
        "wrong",
        http_client=ElsewhereClient(sandbox.twilio_api_base),
    )
    refused = refusal(stranger)
    assert (refused.code, refused.status) == (20003, 401)


def test_a_parameter_twilio_does_not_know_is_named(sandbox: Running) -> None:
    account = sandbox.settings.twilio_account_sid
    answer = requests.post(
        f"{sandbox.twilio_api_base}/2010-04-01/Accounts/{account}/Messages.json",
        data={"To": MARIA, "From": OURS, "Body": "Hi", "IdempotencyKey": "7"},
        auth=(account, sandbox.settings.twilio_auth_token),
        timeout=10,
    )
    assert answer.status_code == 400
    assert "IdempotencyKey" in answer.json()["message"]


def test_messages_are_found_by_number_and_time(sandbox: Running, twilio: Client) -> None:
    first = twilio.messages.create(to=MARIA, from_=OURS, body="One")
    twilio.messages.create(to="+15550100145", from_=OURS, body="Two")
    sandbox.client.text(MARIA, "Three")
    since = datetime.now(UTC) - timedelta(minutes=1)
    assert [m.sid for m in twilio.messages.list(to=MARIA, date_sent_after=since)] == [first.sid]
    assert [m.body for m in twilio.messages.list(from_=MARIA)] == ["Three"]
    assert twilio.messages.list(date_sent_before=since) == []
    assert len(twilio.messages.list(date_sent=datetime.now(UTC).date())) == 3


def test_a_long_list_comes_in_pages(twilio: Client) -> None:
    for number in range(5):
        twilio.messages.create(to=MARIA, from_=OURS, body=str(number))
    assert [m.body for m in twilio.messages.list(page_size=2)] == ["4", "3", "2", "1", "0"]


def test_an_unknown_message_is_a_404(twilio: Client) -> None:
    with pytest.raises(TwilioRestException) as refused:
        twilio.messages("SM" + "0" * 32).fetch()
    assert (refused.value.code, refused.value.status) == (20404, 404)


def test_a_message_can_be_redacted_and_deleted(twilio: Client) -> None:
    sid = twilio.messages.create(to=MARIA, from_=OURS, body="12 Elm St").sid
    assert twilio.messages(sid).update(body="").body == ""
    assert twilio.messages(sid).delete()
    assert twilio.messages.list() == []


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("a" * 152 + "€" + "a" * 152, 3),
        ("ê" * 70, 1),
        ("ê" * 71, 2),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
        ("😀" * 67, 3),
    ],
)
def test_parts_are_counted_as_the_network_counts_them(text: str, parts: int) -> None:
    assert segments.count(text) == parts


FATES = [
    ("0001", ["sent", "undelivered"], ["", "30003"], "undelivered"),
    ("0003", ["delivered", "delivered", "sent", "sent"], ["", "", "", ""], "delivered"),
    ("0004", ["sent", "undelivered"], ["", "30005"], "undelivered"),
    ("0005", ["sent", "undelivered"], ["", "30006"], "undelivered"),
    ("0006", ["sent", "undelivered"], ["", "30007"], "undelivered"),
    ("0007", ["sent"], [""], "sent"),
    ("0008", ["failed", "failed"], ["30008", ""], "failed"),
    ("0009", ["sent", "undelivered", "delivered"], ["", "30008", ""], "delivered"),
    ("0012", ["sent", "failed"], ["", "30034"], "failed"),
    ("0014", ["sent", "undelivered"], ["", "30003"], "undelivered"),
    ("0015", ["sent", "failed"], ["", "30023"], "failed"),
]


@pytest.mark.parametrize(("digits", "states", "codes", "end"), FATES)
def test_special_numbers_have_their_fates(
    twilio: Client, product: Product, digits: str, states: list[str], codes: list[str], end: str
) -> None:
    message = twilio.messages.create(to=f"+1555010{digits}", from_=OURS, body="Hello")
    eventually(lambda: len(product.receipts) == len(states))
    assert [form["MessageStatus"] for form in product.receipts] == states
    assert [form.get("ErrorCode", "") for form in product.receipts] == codes
    assert twilio.messages(message.sid).fetch().status == end


def test_a_phone_that_was_off_is_on_again_for_the_second_text(
    sandbox: Running, twilio: Client, product: Product
) -> None:
    for _ in range(2):
        twilio.messages.create(to="+15550100014", from_=OURS, body="Hello")
    statuses = [each["status"] for each in sandbox.client.books()["messages"]]
    assert statuses == ["undelivered", "delivered"]


def test_a_number_may_never_be_reported_on(
    sandbox: Running, twilio: Client, product: Product
) -> None:
    message = twilio.messages.create(to="+15550100011", from_=OURS, body="Hello")
    assert twilio.messages(message.sid).fetch().status == "delivered"
    assert [one["subject"] for one in sandbox.client.books()["deliveries"]] == []
