"""Hosted pages, used as a browser without scripts would: links and forms."""

from __future__ import annotations

from typing import Any

import pytest
import requests
import stripe

from concierge.sandbox.server import Running
from concierge.sandbox.stripe.cards import CARDS
from tests.sandbox.conftest import Product, eventually
from tests.sandbox.stripe_steps import ASKS_ALWAYS, VISA, setup_session

FORM = {"expires": "12 / 34", "cvc": "123", "name": "Maria Ruiz", "postal_code": "10001"}


def fill(url: str, number: str = VISA, **more: str) -> requests.Response:
    form = {**FORM, "number": number, **more}
    return requests.post(url, form, allow_redirects=False, timeout=10)


def payment_session(client: stripe.StripeClient, **more: Any) -> Any:
    lines = [
        {
            "quantity": 2,
            "price_data": {
                "currency": "usd",
                "unit_amount": 2200,
                "product_data": {"name": "Red roses"},
            },
        }
    ]
    params: Any = {"mode": "payment", "success_url": "http://127.0.0.1/done", "line_items": lines}
    params |= more
    return client.v1.checkout.sessions.create(params)


@pytest.fixture
def maria(cards: stripe.StripeClient) -> str:
    return cards.v1.customers.create({"name": "Maria"}).id


def test_a_card_is_saved_and_the_customer_comes_back(
    cards: stripe.StripeClient, product: Product, maria: str
) -> None:
    session = setup_session(cards, maria, client_reference_id="link-7", metadata={"a": "b"})
    assert (session.status, session.payment_status) == ("open", "no_payment_required")
    page = requests.get(session.url, timeout=10).text
    assert "TEST CARDS ONLY" in page
    assert all(card.spaced in page for card in CARDS)
    back = fill(session.url, "4242 4242 4242 4242")
    assert back.headers["Location"] == f"http://127.0.0.1/done?session={session.id}"

    done = cards.v1.checkout.sessions.retrieve(
        session.id, {"expand": ["setup_intent.payment_method"]}
    )
    setup: Any = done.setup_intent
    assert (done.status, done.url, done.client_reference_id) == ("complete", None, "link-7")
    assert (setup.status, setup.payment_method.customer) == ("succeeded", maria)
    assert setup.payment_method.billing_details.name == "Maria Ruiz"
    eventually(lambda: "checkout.session.completed" in product.types())
    event = next(one for one in product.events if one.type == "checkout.session.completed")
    assert event.data.object.client_reference_id == "link-7"
    # Stripe leaves the customer's default card to the business.
    customer = cards.v1.customers.retrieve(maria)
    assert customer.invoice_settings.default_payment_method is None  # type: ignore[union-attr]


def test_a_used_page_saves_no_second_card(
    sandbox: Running, cards: stripe.StripeClient, maria: str
) -> None:
    session = setup_session(cards, maria)
    for _ in range(2):
        fill(session.url)
    assert len(cards.v1.payment_methods.list({"customer": maria}).data) == 1
    assert "All done" in requests.get(session.url, timeout=10).text


def test_looking_at_a_page_changes_nothing(
    sandbox: Running, cards: stripe.StripeClient, maria: str
) -> None:
    session = setup_session(cards, maria)
    before = sandbox.client.books()
    page = requests.get(session.url, {"card": VISA}, timeout=10).text
    assert 'value="4242 4242 4242 4242"' in page
    after = sandbox.client.books()
    # Its creation's webhooks may be under way meanwhile.
    assert {**after, "deliveries": 0} == {**before, "deliveries": 0}


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"number": "4000000000000002"}, "Your card was declined."),
        ({"number": "4000000000000069"}, "Your card has expired."),
        ({"number": "4000000000000127"}, "security code is incorrect"),
        ({"number": "4242424242424241"}, "Your card number is invalid."),
        ({"number": ""}, "Your card number is invalid."),
        ({"number": "4012888888881881"}, "only the test cards"),
        ({"expires": "12 / 20"}, "expiration year is in the past"),
        ({"expires": "soon"}, "expiration date is incomplete"),
        ({"cvc": "12"}, "security code is incomplete"),
    ],
)
def test_a_card_that_cannot_be_saved_is_said_and_another_may_be_tried(
    cards: stripe.StripeClient, maria: str, form: dict[str, str], says: str
) -> None:
    session = setup_session(cards, maria)
    answer = fill(session.url, **form)
    assert answer.status_code in (402, 422)
    assert says in answer.text.replace("&#39;", "'")
    assert cards.v1.checkout.sessions.retrieve(session.id).status == "open"
    assert fill(session.url).status_code == 303


def test_a_decline_at_saving_is_an_event(
    cards: stripe.StripeClient, product: Product, maria: str
) -> None:
    fill(setup_session(cards, maria).url, "4000000000000002")
    eventually(lambda: "setup_intent.setup_failed" in product.types())
    event = next(one for one in product.events if one.type == "setup_intent.setup_failed")
    assert event.data.object.last_setup_error.decline_code == "generic_decline"


def test_the_bank_can_want_to_be_asked_at_saving(
    sandbox: Running, cards: stripe.StripeClient, maria: str
) -> None:
    session = setup_session(cards, maria)
    bank = sandbox.url + fill(session.url, ASKS_ALWAYS).headers["Location"]
    assert "saving this card" in requests.get(bank, timeout=10).text
    retry = requests.post(bank, {"answer": "fail"}, timeout=10)
    assert "unable to authenticate" in retry.text
    assert cards.v1.payment_methods.list({"customer": maria}).data == []

    bank = sandbox.url + fill(session.url, ASKS_ALWAYS).headers["Location"]
    back = requests.post(bank, {"answer": "complete"}, allow_redirects=False, timeout=10)
    assert back.headers["Location"].startswith("http://127.0.0.1/done")
    assert len(cards.v1.payment_methods.list({"customer": maria}).data) == 1


def test_an_expired_page_says_so(
    sandbox: Running, cards: stripe.StripeClient, product: Product, maria: str
) -> None:
    session = setup_session(cards, maria)
    sandbox.client.expire_checkout(session.id)
    page = requests.get(session.url, timeout=10)
    assert page.status_code == 410
    assert "expired" in page.text
    assert fill(session.url).status_code == 410
    eventually(lambda: "checkout.session.expired" in product.types())
    with pytest.raises(stripe.InvalidRequestError):
        cards.v1.checkout.sessions.expire(session.id)


def test_the_business_can_end_a_page(cards: stripe.StripeClient, maria: str) -> None:
    session = setup_session(cards, maria)
    assert cards.v1.checkout.sessions.expire(session.id).status == "expired"


def test_an_order_is_paid_by_page(
    sandbox: Running, cards: stripe.StripeClient, product: Product, maria: str
) -> None:
    session = payment_session(
        cards, customer=maria, payment_intent_data={"metadata": {"order": "7"}}
    )
    assert (session.amount_total, session.payment_intent) == (4400, None)
    assert "$44.00" in requests.get(session.url, timeout=10).text
    assert fill(session.url).status_code == 303
    done = cards.v1.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent"]})
    intent: Any = done.payment_intent
    assert (done.payment_status, intent.status, intent.metadata["order"]) == (
        "paid", "succeeded", "7",
    )  # fmt: skip
    eventually(lambda: "payment_intent.succeeded" in product.types())


def test_a_page_can_hold_the_money_and_save_the_card(
    cards: stripe.StripeClient, maria: str
) -> None:
    session = payment_session(
        cards,
        customer=maria,
        payment_intent_data={"capture_method": "manual", "setup_future_usage": "off_session"},
    )
    fill(session.url)
    done = cards.v1.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent"]})
    intent: Any = done.payment_intent
    assert (done.payment_status, intent.status) == ("unpaid", "requires_capture")
    assert len(cards.v1.payment_methods.list({"customer": maria}).data) == 1


def test_a_declined_page_keeps_its_intent_for_the_next_card(
    sandbox: Running, cards: stripe.StripeClient, maria: str
) -> None:
    session = payment_session(cards, customer=maria)
    assert fill(session.url, "4000000000009995").status_code == 402
    bank = sandbox.url + fill(session.url, ASKS_ALWAYS).headers["Location"]
    assert "$44.00" in requests.get(bank, timeout=10).text
    requests.post(bank, {"answer": "complete"}, allow_redirects=False, timeout=10)
    [intent] = sandbox.client.books()["payment_intents"]
    assert (intent["status"], intent["captured"]) == ("succeeded", 4400)


def test_a_customer_is_made_when_asked_for(cards: stripe.StripeClient) -> None:
    session = payment_session(cards, customer_creation="always", customer_email="m@example.com")
    fill(session.url)
    [customer] = cards.v1.customers.list().data
    assert (customer.email, customer.name) == ("m@example.com", "Maria Ruiz")


def test_lines_are_listed(cards: stripe.StripeClient) -> None:
    session = payment_session(cards)
    [line] = cards.v1.checkout.sessions.line_items.list(session.id).data
    assert (line.description, line.quantity, line.amount_total) == ("Red roses", 2, 4400)


@pytest.mark.parametrize(
    ("wrong", "param"),
    [
        ({"setup_intent_data": {"description": "x"}}, "setup_intent_data"),
        ({"payment_intent_data": {"capture_method": "later"}}, "payment_intent_data"),
        ({"line_items": [{"price_data": {"currency": "usd", "unit_amount": 5}}]}, "line_items"),
        ({"expires_at": 1}, "expires_at"),
        ({"payment_method_types": ["card"]}, "payment_method_types"),
    ],
)
def test_a_page_to_pay_on_that_stripe_would_not_open(
    cards: stripe.StripeClient, wrong: dict[str, Any], param: str
) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        payment_session(cards, **wrong)
    assert str(refused.value.param).startswith(param)


def test_a_page_on_which_was_paid_can_not_be_ended(cards: stripe.StripeClient, maria: str) -> None:
    session = payment_session(
        cards, customer=maria, payment_intent_data={"capture_method": "manual"}
    )
    fill(session.url)
    with pytest.raises(stripe.InvalidRequestError, match="status of complete"):
        cards.v1.checkout.sessions.expire(session.id)


def test_who_pays_without_being_a_customer_leaves_a_card_that_is_spent(
    cards: stripe.StripeClient,
) -> None:
    session = payment_session(cards, payment_intent_data={"capture_method": "manual"})
    fill(session.url)
    done = cards.v1.checkout.sessions.retrieve(
        session.id, {"expand": ["payment_intent.payment_method"]}
    )
    intent: Any = done.payment_intent
    assert (intent.customer, intent.payment_method.customer) == (None, None)
    made = cards.v1.customers.create({"name": "Maria"}).id
    with pytest.raises(stripe.InvalidRequestError, match="may not be used again"):
        cards.v1.payment_methods.attach(intent.payment_method.id, {"customer": made})
