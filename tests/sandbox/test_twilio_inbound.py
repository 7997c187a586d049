"""Texts from phones: webhooks, opt-out words, pictures, answers."""

from __future__ import annotations

import pytest
import requests
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from concierge.sandbox.server import Running
from tests.sandbox.conftest import MARIA, Product, eventually

OURS = "+15550100000"
PICTURE = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20


def test_a_text_reaches_the_product_with_every_parameter(
    sandbox: Running, product: Product
) -> None:
    sent = sandbox.client.text(MARIA, " Two  roses\nplease ")
    [form] = eventually(lambda: product.texts)
    assert (form["From"], form["To"]) == (MARIA, OURS)
    assert form["Body"] == " Two  roses\nplease "
    assert form["MessageSid"] == form["SmsSid"] == form["SmsMessageSid"] == sent["sid"]
    assert form["AccountSid"] == sandbox.settings.twilio_account_sid
    assert (form["NumMedia"], form["NumSegments"], form["SmsStatus"]) == ("0", "1", "received")
    places = ["City", "State", "Zip", "Country"]
    assert all(f"{side}{place}" in form for side in ("From", "To") for place in places)
    assert "OptOutType" not in form
    assert product.forged == 0


def test_unknown_parameters_of_other_channels_can_be_sent_along(
    sandbox: Running, product: Product
) -> None:
    sandbox.client.text("whatsapp:" + MARIA, "Hola", extra={"ProfileName": "Maria", "New": "1"})
    [form] = eventually(lambda: product.texts)
    assert (form["From"], form["ProfileName"]) == ("whatsapp:" + MARIA, "Maria")
    assert product.forged == 0


def test_the_same_message_can_come_several_times(sandbox: Running, product: Product) -> None:
    sandbox.client.text(MARIA, "Hello", sid="SM" + "7" * 32, times=3)
    sandbox.client.text(MARIA, "Hello", sid="SM" + "7" * 32, times=2)
    eventually(lambda: len(product.texts) == 5)
    assert {form["MessageSid"] for form in product.texts} == {"SM" + "7" * 32}
    assert len(sandbox.client.books()["messages"]) == 1


def test_a_picture_wants_credentials_and_redirects_to_its_bytes(
    sandbox: Running, product: Product
) -> None:
    sandbox.client.text(MARIA, "", media=[("image/png", PICTURE)])
    [form] = eventually(lambda: product.texts)
    assert (form["NumMedia"], form["MediaContentType0"]) == ("1", "image/png")
    assert form["MessageSid"].startswith("MM")
    url = form["MediaUrl0"]
    auth = (sandbox.settings.twilio_account_sid, sandbox.settings.twilio_auth_token)
    assert requests.get(url, timeout=10).status_code == 401
    redirect = requests.get(url, auth=auth, allow_redirects=False, timeout=10)
    assert redirect.status_code == 307
    got = requests.get(redirect.headers["Location"], timeout=10)
    assert (got.content, got.headers["Content-Type"]) == (PICTURE, "image/png")
    bent = redirect.headers["Location"].replace("Signature=", "Signature=0")
    assert requests.get(bent, timeout=10).status_code == 403


@pytest.mark.parametrize("word", ["STOP", " stop ", "StopAll", "cancel", "END", "quit", "revoke"])
def test_stop_in_any_spelling_opts_out(
    sandbox: Running, twilio: Client, product: Product, word: str
) -> None:
    sandbox.client.text(MARIA, word)
    [form] = eventually(lambda: product.texts)
    assert (form["Body"], form["OptOutType"]) == (word, "STOP")
    with pytest.raises(TwilioRestException) as refused:
        twilio.messages.create(to=MARIA, from_=OURS, body="Wait!")
    assert (refused.value.code, refused.value.status) == (21610, 400)
    assert sandbox.client.books()["opt_outs"] == [{"phone": MARIA, "number": OURS}]
    assert "unsubscribed" in sandbox.client.texts_to(MARIA)[0]


def test_stop_inside_a_sentence_is_no_opt_out(sandbox: Running, product: Product) -> None:
    sandbox.client.text(MARIA, "Stop by at noon")
    [form] = eventually(lambda: product.texts)
    assert "OptOutType" not in form
    assert sandbox.client.books()["opt_outs"] == []


def test_start_opts_in_again(sandbox: Running, twilio: Client, product: Product) -> None:
    sandbox.client.text(MARIA, "STOP")
    sandbox.client.text(MARIA, "start")
    eventually(lambda: len(product.texts) == 2)
    assert {form["OptOutType"] for form in product.texts} == {"STOP", "START"}
    assert twilio.messages.create(to=MARIA, from_=OURS, body="Welcome back").status == "queued"


def test_a_yes_of_somebody_who_never_left_is_conversation(
    sandbox: Running, product: Product
) -> None:
    sandbox.client.text(MARIA, "Yes")
    [form] = eventually(lambda: product.texts)
    assert "OptOutType" not in form
    assert sandbox.client.texts_to(MARIA) == []


def test_help_is_answered_by_the_carrier(sandbox: Running, product: Product) -> None:
    sandbox.client.text(MARIA, "HELP")
    [form] = eventually(lambda: product.texts)
    assert form["OptOutType"] == "HELP"
    assert sandbox.client.texts_to(MARIA) == [
        "Reply STOP to unsubscribe. Msg&Data Rates May Apply."
    ]


def test_a_plain_text_answer_is_texted_to_the_customer(sandbox: Running, product: Product) -> None:
    product.answers.append((200, "text/plain; charset=utf-8", "ok"))
    sandbox.client.text(MARIA, "Hello")
    eventually(lambda: sandbox.client.texts_to(MARIA) == ["ok"])


def test_twiml_is_obeyed(sandbox: Running, product: Product) -> None:
    product.answers.append(
        (200, "text/xml", "<Response><Message><Body>Hi Maria</Body></Message></Response>")
    )
    sandbox.client.text(MARIA, "Hello")
    eventually(lambda: sandbox.client.texts_to(MARIA) == ["Hi Maria"])


def test_an_answer_of_500_is_not_repeated(sandbox: Running, product: Product) -> None:
    product.answers.append((500, "text/plain", "oops"))
    sandbox.client.text(MARIA, "Hello")
    failed = eventually(
        lambda: [d for d in sandbox.client.books()["deliveries"] if d["state"] == "failed"]
    )
    assert (failed[0]["attempts"], failed[0]["answer"]) == (1, "500")
    assert sandbox.client.texts_to(MARIA) == []
