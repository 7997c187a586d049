"""Stripe, behind our gateway. The only module that imports stripe.

Checked against stripe 16.1 (API 2026-10-28): `allowed_payment_method_types` took the place of
`payment_method_types`; answers are StripeObjects, not dicts; the client retries connection errors,
409 and 5xx by itself with the same idempotency key, but not 429.
"""

import json
from collections.abc import Callable
from typing import Any, TypeVar

import stripe

from concierge.payments import stripe_answers
from concierge.payments.gateway import (
    Authorisation,
    GatewayRefused,
    GatewayUnavailable,
    RefundStanding,
    Snapshot,
    Standing,
    Visit,
    VisitRequest,
    WebhookEvent,
)

T = TypeVar("T")

_SIGNATURE_TOLERANCE = 300
_LOOK_BACK = 100  # of one customer's payments, one payment's refunds; newest first


class StripeGateway:
    """A `Gateway` on Stripe's API."""

    def __init__(
        self, secret_key: str, webhook_secret: str, api_base: str, *, timeout: float = 20
    ) -> None:
        """`timeout` is in seconds, for each try of a call."""
        self._webhook_secret = webhook_secret
        self._client = stripe.StripeClient(
            secret_key,
            base_addresses={"api": api_base},
            max_network_retries=2,
            http_client=stripe.RequestsClient(timeout=timeout),
        )

    @property
    def _v1(self) -> Any:
        return self._client.v1

    def open_visit(self, request: VisitRequest) -> Visit:
        customer = request.customer or self._create_customer(request)
        session = _ask(
            lambda: self._v1.checkout.sessions.create(
                {
                    "mode": "setup",
                    "customer": customer,
                    "currency": request.currency.lower(),
                    "allowed_payment_method_types": ["card"],
                    "client_reference_id": str(request.session_id),
                    "success_url": request.success_url,
                    "cancel_url": request.cancel_url,
                    "expires_at": int(request.expires_at.timestamp()),
                    "metadata": {"card_session": str(request.session_id)},
                },
                {"idempotency_key": f"card-session-{request.session_id}"},
            )
        )
        return self._visit(session)

    def _create_customer(self, request: VisitRequest) -> str:
        details = {"name": request.name, "email": request.email, "phone": request.phone}
        created = _ask(
            lambda: self._v1.customers.create(
                {
                    **{name: value for name, value in details.items() if value},
                    "metadata": {"customer": str(request.customer_id)},
                },
                {"idempotency_key": f"card-session-{request.session_id}-customer"},
            )
        )
        return str(created.id)

    def visit(self, provider_id: str) -> Visit:
        return self._visit(
            _ask(
                lambda: self._v1.checkout.sessions.retrieve(
                    provider_id, {"expand": ["setup_intent.payment_method"]}
                )
            )
        )

    def _visit(self, session: Any) -> Visit:
        data = session.to_dict()
        setup_intent = data.get("setup_intent")
        card = None
        if data.get("status") == "complete" and isinstance(setup_intent, dict):
            card = stripe_answers.saved_card(setup_intent.get("payment_method"))
        return Visit(
            provider_id=data["id"],
            session_id=stripe_answers.our_number(data.get("client_reference_id")),
            customer=stripe_answers.object_id(data.get("customer")) or "",
            complete=data.get("status") == "complete",
            expired=data.get("status") == "expired",
            url=data.get("url"),
            card=card,
        )

    def make_default(self, customer: str, card: str) -> None:
        _ask(
            lambda: self._v1.customers.update(
                customer, {"invoice_settings": {"default_payment_method": card}}
            )
        )

    def authorise(self, request: Authorisation) -> Snapshot:
        if request.again:
            # The same key would not always tell: for a day Stripe may answer it with the very
            # error that hid a payment which was made.
            made = self.find(request.customer, request.payment_id)
            if made is not None:
                return made
        return self._payment(
            lambda: self._v1.payment_intents.create(
                {
                    "amount": request.amount,
                    "currency": request.currency.lower(),
                    "customer": request.customer,
                    "payment_method": request.card,
                    "allowed_payment_method_types": ["card"],
                    "capture_method": "manual",
                    "confirm": True,
                    "off_session": True,
                    "description": request.description,
                    "metadata": {
                        "payment": str(request.payment_id),
                        "order": str(request.order_id),
                    },
                    "expand": ["latest_charge"],
                },
                {"idempotency_key": request.key},
            )
        )

    def find(self, customer: str, payment_id: int) -> Snapshot | None:
        newest = _ask(
            lambda: self._v1.payment_intents.list(
                {"customer": customer, "limit": _LOOK_BACK, "expand": ["data.latest_charge"]}
            )
        ).to_dict()
        snapshots = (stripe_answers.snapshot(intent) for intent in newest["data"])
        return next((one for one in snapshots if one.payment_id == payment_id), None)

    def confirm(self, provider_id: str, card: str, *, return_url: str, key: str) -> Snapshot:
        current = self.payment(provider_id)
        if current.standing is not Standing.ACTION_REQUIRED:
            return current  # it has gone on meanwhile
        if current.redirect_url is not None:
            return current  # already with the bank
        return self._payment(
            lambda: self._v1.payment_intents.confirm(
                provider_id,
                {"payment_method": card, "return_url": return_url, "expand": ["latest_charge"]},
                {"idempotency_key": key},
            )
        )

    def capture(self, provider_id: str, amount: int, *, key: str) -> Snapshot:
        return self._payment(
            lambda: self._v1.payment_intents.capture(
                provider_id,
                {"amount_to_capture": amount, "expand": ["latest_charge"]},
                {"idempotency_key": key},
            ),
            provider_id,
        )

    def cancel(self, provider_id: str, *, key: str) -> Snapshot:
        return self._payment(
            lambda: self._v1.payment_intents.cancel(
                provider_id,
                {"cancellation_reason": "requested_by_customer"},
                {"idempotency_key": key},
            ),
            provider_id,
        )

    def payment(self, provider_id: str) -> Snapshot:
        return self._payment(
            lambda: self._v1.payment_intents.retrieve(provider_id, {"expand": ["latest_charge"]})
        )

    def _payment(self, call: Callable[[], Any], provider_id: str | None = None) -> Snapshot:
        try:
            return stripe_answers.snapshot(_ask(call).to_dict())
        except stripe.CardError as error:
            # A decline, an expired card, a bank that wants the customer: an answer like another.
            intent = error.error.payment_intent if error.error else None
            if intent is None:
                raise GatewayRefused(str(error.user_message or error)) from error
            return stripe_answers.snapshot(intent.to_dict())
        except GatewayRefused:
            if provider_id is None:
                raise
            # "It has been captured / cancelled already": believe the payment itself.
            current = self.payment(provider_id)
            if current.standing in {Standing.CAPTURED, Standing.CANCELLED}:
                return current
            raise

    def refund(
        self, provider_id: str, refund_id: int, amount: int, *, key: str, again: bool = False
    ) -> RefundStanding:
        if again:
            newest = _ask(
                lambda: self._v1.refunds.list({"payment_intent": provider_id, "limit": _LOOK_BACK})
            ).to_dict()
            for made in map(stripe_answers.refund_standing, newest["data"]):
                if made.refund_id == refund_id:
                    return made
        return stripe_answers.refund_standing(
            _ask(
                lambda: self._v1.refunds.create(
                    {
                        "payment_intent": provider_id,
                        "amount": amount,
                        "metadata": {"refund": str(refund_id)},
                    },
                    {"idempotency_key": key},
                )
            ).to_dict()
        )

    def refund_standing(self, provider_id: str) -> RefundStanding:
        return stripe_answers.refund_standing(
            _ask(lambda: self._v1.refunds.retrieve(provider_id)).to_dict()
        )

    def read_event(self, payload: bytes, signature: str) -> WebhookEvent | None:
        try:
            stripe.WebhookSignature.verify_header(
                payload.decode(), signature, self._webhook_secret, _SIGNATURE_TOLERANCE
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

    def detach(self, card: str) -> None:
        try:
            _ask(lambda: self._v1.payment_methods.detach(card))
        except GatewayRefused:
            if not self._is_detached(card):
                raise

    def _is_detached(self, card: str) -> bool:
        # A card that belongs to nobody can't be detached: somebody has done so before.
        try:
            method = _ask(lambda: self._v1.payment_methods.retrieve(card)).to_dict()
        except GatewayRefused as error:
            return _is_missing(error)
        return method.get("customer") is None

    def forget(self, customer: str) -> None:
        try:
            _ask(lambda: self._v1.customers.delete(customer))
        except GatewayRefused as error:
            if not _is_missing(error):
                raise


def _ask(call: Callable[[], T]) -> T:
    """Make a call; a CardError passes, everything else says what happens next."""
    try:
        return call()
    except stripe.CardError:
        raise
    except (stripe.APIConnectionError, stripe.RateLimitError) as error:
        raise GatewayUnavailable(f"Stripe can't be reached: {error}") from error
    except stripe.StripeError as error:
        status = error.http_status or 0
        if status >= 500 or status in {409, 429}:
            raise GatewayUnavailable(f"Stripe answered {status}: {error}") from error
        raise GatewayRefused(f"{error.code or status}: {error.user_message or error}") from error


def _is_missing(error: GatewayRefused) -> bool:
    cause = error.__cause__
    return isinstance(cause, stripe.StripeError) and cause.code == "resource_missing"
