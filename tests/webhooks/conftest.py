"""Somebody who posts to our webhooks: the providers, and whoever pretends to be one."""

import json
import time
from typing import Any
from urllib.parse import urlencode

import pytest
import requests
import stripe
from sqlalchemy import func, select
from twilio.request_validator import RequestValidator

from concierge import db
from concierge.effects.models import Effect
from concierge.provider_events import ProviderEvent
from tests.world import MARIA, World

SID = "SM" + "1" * 32


class Twilio:
    """Posts what Twilio would, signed as it would."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.token = world.settings.twilio_auth_token.get_secret_value()

    def text(self, body: str = "Hello", **changed: str) -> requests.Response:
        """A text from Maria."""
        form = {
            "MessageSid": SID,
            "AccountSid": self.world.settings.twilio_account_sid,
            "From": MARIA,
            "To": self.world.settings.twilio_phone_number,
            "Body": body,
            "NumMedia": "0",
            **changed,
        }
        return self.post("messages", form)

    def receipt(self, status: str, message: object = "", **changed: str) -> requests.Response:
        """A status callback."""
        form = {"MessageSid": SID, "MessageStatus": status, **changed}
        return self.post(f"status?message={message}", form)

    def post(
        self, path: str, form: dict[str, str], *, signature: str | None = None
    ) -> requests.Response:
        """Anything at all, rightly signed unless told otherwise."""
        address = f"{self.world.url}/webhooks/twilio/{path}"
        signed = RequestValidator(self.token).compute_signature(address, form)
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        given: dict[str, Any] = {**headers, "X-Twilio-Signature": signature or signed}
        if signature is not None:
            given["X-Twilio-Signature"] = signature.encode("latin-1")
        return requests.post(address, data=urlencode(form), headers=given, timeout=30)


class Stripe:
    """Posts what Stripe would, signed as it would."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.secret = world.settings.stripe_webhook_secret.get_secret_value()

    def event(self, number: str = "evt_1", kind: str = "customer.updated", **data: Any) -> Any:
        """An event, about an object of these properties."""
        return {
            "id": number,
            "object": "event",
            "type": kind,
            "created": int(time.time()),
            "data": {"object": {"id": "cus_1", "object": "customer", **data}},
        }

    def post(
        self, event: Any, *, at: int | None = None, signature: str | None = None
    ) -> requests.Response:
        """Anything at all, rightly signed unless told otherwise."""
        payload = event if isinstance(event, bytes) else json.dumps(event).encode()
        signed = stripe.WebhookSignature.generate_signature_header(
            payload.decode("latin-1"), self.secret, timestamp=at
        )
        header = signed if signature is None else signature
        return requests.post(
            f"{self.world.url}/webhooks/stripe",
            data=payload,
            headers={"Stripe-Signature": header.encode("latin-1")},
            timeout=30,
        )


def kept(provider: str) -> list[ProviderEvent]:
    """What was written down of a provider's."""
    with db.reading() as session:
        return list(
            session.scalars(
                select(ProviderEvent)
                .where(ProviderEvent.provider == provider)
                .order_by(ProviderEvent.id)
            )
        )


def asked(kind: str) -> int:
    """How many calls of a kind were asked for."""
    with db.reading() as session:
        query = select(func.count()).select_from(Effect).where(Effect.kind == kind)
        return session.scalar(query) or 0


@pytest.fixture
def twilio(world: World) -> Twilio:
    return Twilio(world)


@pytest.fixture
def cashier(world: World) -> Stripe:
    return Stripe(world)
