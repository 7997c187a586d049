"""Parameters are held against the contract that the stripe package carries."""

from __future__ import annotations

import time
from typing import Any

import pytest
import requests
import stripe

from concierge.sandbox.server import Running
from concierge.sandbox.stripe.wire import API_VERSION


def refused(client: stripe.StripeClient, call: str, params: Any) -> stripe.InvalidRequestError:
    service: Any = client.v1
    for name in call.split("."):
        service = getattr(service, name)
    with pytest.raises(stripe.InvalidRequestError) as error:
        service(params)
    assert error.value.http_status == 400
    return error.value


@pytest.mark.parametrize(
    ("call", "params", "code", "param"),
    [
        (
            "payment_intents.create",
            {"amount": 100, "currency": "usd", "payment_method_types": ["card"]},
            "parameter_unknown",
            "payment_method_types",
        ),
        ("payment_intents.create", {"currency": "usd"}, "parameter_missing", "amount"),
        ("payment_intents.create", {"amount": 100}, "parameter_missing", "currency"),
        (
            "payment_intents.create",
            {"amount": "many", "currency": "usd"},
            "parameter_invalid_integer",
            "amount",
        ),
        (
            "payment_intents.create",
            {"amount": 100, "currency": "usd", "capture_method": "later"},
            "parameter_invalid_string",
            "capture_method",
        ),
        ("payment_intents.create", {"amount": 49, "currency": "usd"}, "amount_too_small", "amount"),
        (
            "payment_intents.create",
            {"amount": 100_000_000, "currency": "usd"},
            "amount_too_large",
            "amount",
        ),
        ("customers.create", {"nickname": "Mia"}, "parameter_unknown", "nickname"),
        (
            "customers.create",
            {"address": {"street": "Elm St"}},
            "parameter_unknown",
            "address[street]",
        ),
        ("checkout.sessions.create", {"mode": "setup"}, "parameter_missing", "success_url"),
        (
            "checkout.sessions.create",
            {"mode": "setup", "success_url": "http://127.0.0.1/"},
            "parameter_missing",
            "currency",
        ),
        (
            "checkout.sessions.create",
            {"mode": "payment", "success_url": "http://127.0.0.1/"},
            "parameter_missing",
            "line_items",
        ),
        (
            "checkout.sessions.create",
            {"mode": "payment", "line_items": [{"quantity": 1, "price_data": {"curency": "usd"}}]},
            "parameter_unknown",
            "line_items[0][price_data][curency]",
        ),
        (
            "checkout.sessions.create",
            {"mode": "setup", "currency": "usd", "success_url": "/done"},
            "url_invalid",
            "success_url",
        ),
    ],
)
def test_what_the_contract_lacks_is_refused(
    cards: stripe.StripeClient, call: str, params: Any, code: str, param: str
) -> None:
    error = refused(cards, call, params)
    assert (error.code, error.param) == (code, param)
    assert error.request_id is not None


def test_metadata_has_its_limits(cards: stripe.StripeClient) -> None:
    many = {f"key{number}": "x" for number in range(51)}
    assert refused(cards, "customers.create", {"metadata": many}).param == "metadata"
    long = {"metadata": {"note": "x" * 501}}
    assert refused(cards, "customers.create", long).param == "metadata[note]"


def test_off_session_wants_confirm(cards: stripe.StripeClient) -> None:
    params = {"amount": 100, "currency": "usd", "off_session": True}
    assert refused(cards, "payment_intents.create", params).param == "off_session"


@pytest.mark.parametrize("minutes", [5, 25 * 60])
def test_a_session_lasts_from_half_an_hour_to_a_day(
    cards: stripe.StripeClient, minutes: int
) -> None:
    params = {"mode": "setup", "currency": "usd", "success_url": "http://127.0.0.1/"}
    params["expires_at"] = int(time.time()) + minutes * 60  # type: ignore[assignment]
    assert refused(cards, "checkout.sessions.create", params).param == "expires_at"


def test_a_wrong_key_is_an_authentication_error(sandbox: Running) -> None:
    stranger = stripe.StripeClient("sk_test_x", base_addresses={"api": sandbox.stripe_api_base})
    with pytest.raises(stripe.AuthenticationError) as error:
        stranger.v1.customers.list()
    assert error.value.http_status == 401


def test_what_is_not_there_is_a_404(cards: stripe.StripeClient) -> None:
    for fetch in (
        cards.v1.customers.retrieve,
        cards.v1.payment_intents.retrieve,
        cards.v1.payment_methods.retrieve,
        cards.v1.checkout.sessions.retrieve,
        cards.v1.setup_intents.retrieve,
        cards.v1.charges.retrieve,
        cards.v1.refunds.retrieve,
        cards.v1.events.retrieve,
        cards.v1.disputes.retrieve,
        cards.v1.balance_transactions.retrieve,
    ):
        with pytest.raises(stripe.InvalidRequestError) as error:
            fetch("nothing")
        assert (error.value.http_status, error.value.code) == (404, "resource_missing")


def test_a_customer_that_a_parameter_names_must_exist(cards: stripe.StripeClient) -> None:
    params = {"amount": 100, "currency": "usd", "customer": "cus_nobody"}
    error = refused(cards, "payment_intents.create", params)
    assert (error.code, error.param) == ("resource_missing", "customer")


def test_answers_say_their_version_and_request(sandbox: Running) -> None:
    answer = requests.get(
        f"{sandbox.stripe_api_base}/v1/customers",
        auth=(sandbox.settings.stripe_secret_key, ""),
        timeout=10,
    )
    assert answer.headers["Stripe-Version"] == API_VERSION
    assert answer.headers["Request-Id"].startswith("req_")


def test_lists_come_in_pages(cards: stripe.StripeClient) -> None:
    made = [cards.v1.customers.create({"name": str(number)}).id for number in range(5)]
    page = cards.v1.customers.list({"limit": 2})
    assert [one.id for one in page.data] == made[:2:-1]
    assert page.has_more
    assert [one.id for one in page.auto_paging_iter()] == made[::-1]
    back = cards.v1.customers.list({"limit": 2, "ending_before": made[0]})
    assert [one.id for one in back.data] == [made[2], made[1]]


def test_ids_expand_into_objects(cards: stripe.StripeClient) -> None:
    customer = cards.v1.customers.create({"name": "Maria"}).id
    intent = cards.v1.payment_intents.create(
        {"amount": 100, "currency": "usd", "customer": customer, "expand": ["customer"]}
    )
    assert intent.customer.name == "Maria"  # type: ignore[union-attr]
    listed = cards.v1.payment_intents.list({"expand": ["data.customer"]}).data[0]
    assert listed.customer.name == "Maria"  # type: ignore[union-attr]
    params = {"amount": 100, "currency": "usd", "expand": ["wallet"]}
    assert refused(cards, "payment_intents.create", params).param == "expand"
    assert len(cards.v1.payment_intents.list().data) == 1


def test_metadata_keys_are_set_and_unset(cards: stripe.StripeClient) -> None:
    customer = cards.v1.customers.create({"metadata": {"a": "1", "b": "2"}})
    changed = cards.v1.customers.update(customer.id, {"metadata": {"a": "", "c": "3"}})
    assert changed.metadata is not None
    assert changed.metadata.to_dict() == {"b": "2", "c": "3"}


def test_a_default_card_must_be_the_customers_own(cards: stripe.StripeClient) -> None:
    maria, tom = cards.v1.customers.create({}).id, cards.v1.customers.create({}).id
    card = cards.v1.payment_methods.attach("pm_card_visa", {"customer": tom}).id
    settings: Any = {"invoice_settings": {"default_payment_method": card}}
    with pytest.raises(stripe.InvalidRequestError):
        cards.v1.customers.update(maria, settings)
    changed = cards.v1.customers.update(tom, settings)
    assert changed.invoice_settings.default_payment_method == card  # type: ignore[union-attr]
