"""Making a call to Stripe, and what its errors mean to us. The only module that imports stripe.

Checked against stripe 16.1 (API 2026-10-28): `allowed_payment_method_types` took the place of
`payment_method_types`; answers are StripeObjects, not dicts; the client retries connection errors,
409 and 5xx by itself with the same idempotency key, but not 429.
"""

import json
from collections.abc import Callable
from typing import Any, TypeVar

import stripe

from concierge.payments.gateway import (
    GatewayRefused,
    GatewayUnavailable,
    Snapshot,
    Standing,
    WebhookEvent,
)
from concierge.payments.stripe import answers

T = TypeVar("T")

_SIGNATURE_TOLERANCE = 300
# What Stripe kept; "latest_charge" itself is opened on the way.
FEE = "latest_charge.balance_transaction"
LOOK_BACK = 100  # of one customer's payments, one payment's refunds; newest first


class FailedForGood(GatewayUnavailable):
    """A 5xx that Stripe keeps as the key's answer: the call is over, and asking again is in vain.

    What came of it is for whoever made it to look up; what it did not make then, it never will
    (https://docs.stripe.com/api/idempotent_requests).
    """


class Calls:
    """Stripe's client, and how it is called."""

    def __init__(self, secret_key: str, api_base: str, *, timeout: float, retries: int) -> None:
        self._client = stripe.StripeClient(
            secret_key,
            base_addresses={"api": api_base},
            max_network_retries=retries,
            http_client=stripe.RequestsClient(timeout=timeout),
        )

    @property
    def v1(self) -> Any:
        """Stripe's resources."""
        return self._client.v1

    def payment(self, provider_id: str) -> Snapshot:
        """Look a payment up."""
        return self._payment(
            lambda: self.v1.payment_intents.retrieve(provider_id, {"expand": [FEE]})
        )

    def _payment(self, call: Callable[[], Any], provider_id: str | None = None) -> Snapshot:
        """Make a call about a payment. A decline is an answer like another."""
        try:
            return answers.snapshot(ask(call).to_dict())
        except stripe.CardError as error:
            # A decline, an expired card, a bank that wants the customer.
            intent = error.error.payment_intent if error.error else None
            if intent is None:
                raise GatewayRefused(str(error.user_message or error)) from error
            return answers.snapshot(intent.to_dict())
        except GatewayRefused:
            if provider_id is None:
                raise
            # "It has been captured / cancelled already": believe the payment itself.
            current = self.payment(provider_id)
            if current.standing in {Standing.CAPTURED, Standing.CANCELLED}:
                return current
            raise


def ask(call: Callable[[], T]) -> T:
    """Make a call; a CardError passes, everything else says what happens next."""
    try:
        return call()
    except stripe.CardError:
        raise
    except (stripe.APIConnectionError, stripe.RateLimitError) as error:
        raise GatewayUnavailable(f"Stripe can't be reached: {error}") from error
    except stripe.StripeError as error:
        status = error.http_status or 0
        if status >= 500 and _is_kept(error):
            raise FailedForGood(f"Stripe failed ({status}) and keeps saying so: {error}") from error
        if status >= 500 or status in {409, 429}:
            raise GatewayUnavailable(f"Stripe answered {status}: {error}") from error
        raise GatewayRefused(f"{error.code or status}: {error.user_message or error}") from error


def ask_once(call: Callable[[], T]) -> T:
    """Make a call whose key nobody needs again: what failed for good is asked for anew."""
    try:
        return ask(call)
    except FailedForGood as error:
        raise GatewayRefused(str(error)) from error


def _is_kept(error: stripe.StripeError) -> bool:
    headers = {str(name).lower(): value for name, value in dict(error.headers or {}).items()}
    return headers.get("idempotent-replayed") == "true"


def is_missing(error: GatewayRefused) -> bool:
    """Whether Stripe has no such thing (any more)."""
    cause = error.__cause__
    return isinstance(cause, stripe.StripeError) and cause.code == "resource_missing"


def read_event(payload: bytes, signature: str, secret: str) -> WebhookEvent | None:
    """Verify a webhook. None: the signature is not Stripe's. ValueError: no event."""
    try:
        stripe.WebhookSignature.verify_header(
            payload.decode(), signature, secret, _SIGNATURE_TOLERANCE
        )
    except stripe.SignatureVerificationError:
        return None
    body = json.loads(payload)
    try:
        return WebhookEvent(
            id=str(body["id"]),
            kind=str(body["type"]),
            object_id=str(body["data"]["object"].get("id", "")),
            body=body,
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("this is no Stripe event") from error
