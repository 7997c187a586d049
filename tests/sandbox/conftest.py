"""A sandbox over HTTP, the real clients, and a listener in the product's place."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import pytest
import stripe
from flask import Flask, Response, request
from twilio.http.http_client import TwilioHttpClient
from twilio.request_validator import RequestValidator
from twilio.rest import Client
from werkzeug.datastructures import MultiDict
from werkzeug.serving import make_server

from concierge.sandbox.config import SandboxSettings
from concierge.sandbox.server import Running, run
from tests.waiting import until

MARIA = "+15550100123"
T = TypeVar("T")


def eventually(look: Callable[[], T]) -> T:
    """What `look` finds, as soon as it is true."""
    return until(look, "it to come about")


@dataclass
class Product:
    """Stands where the product's web would: checks signatures, keeps what it was sent."""

    url: str = ""
    token: str = ""
    secret: str = ""
    texts: list[MultiDict[str, str]] = field(default_factory=list)
    receipts: list[MultiDict[str, str]] = field(default_factory=list)
    receipt_urls: list[str] = field(default_factory=list)
    events: list[Any] = field(default_factory=list)
    forged: int = 0
    answers: list[tuple[int, str, str]] = field(default_factory=list)
    stripe_statuses: list[int] = field(default_factory=list)

    def app(self) -> Flask:
        app = Flask("product")

        def signed() -> bool:
            url = self.url + request.full_path.rstrip("?")
            signature = request.headers["X-Twilio-Signature"]
            return bool(RequestValidator(self.token).validate(url, request.form, signature))

        @app.post("/webhooks/twilio/messages")
        def messages() -> Response:
            self.forged += not signed()
            self.texts.append(request.form)
            status, kind, body = self.answers.pop(0) if self.answers else (200, "text/xml", "")
            return Response(body or "<Response/>", status, content_type=kind)

        @app.post("/webhooks/twilio/status")
        def status() -> Response:
            self.forged += not signed()
            self.receipts.append(request.form)
            self.receipt_urls.append(request.full_path)
            return Response(status=204)

        @app.post("/webhooks/stripe")
        def events() -> Response:
            event = stripe.Webhook.construct_event(
                request.get_data(), request.headers["Stripe-Signature"], self.secret
            )
            self.events.append(event)
            return Response(status=self.stripe_statuses.pop(0) if self.stripe_statuses else 200)

        return app

    def types(self) -> list[str]:
        return [event.type for event in self.events]


@pytest.fixture
def product() -> Iterator[Product]:
    product = Product()
    server = make_server("127.0.0.1", 0, product.app(), threaded=True)
    product.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield product
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def settings(product: Product) -> SandboxSettings:
    plain = SandboxSettings(
        webhook_base=product.url, pace=0, retry_base=0.02,
        twilio_messaging_service_sid="MG" + "0" * 32,
    )  # fmt: skip
    product.token, product.secret = plain.twilio_auth_token, plain.stripe_webhook_secret
    return replace(plain)


@pytest.fixture
def sandbox(settings: SandboxSettings) -> Iterator[Running]:
    with run(settings) as running:
        yield running


class ElsewhereClient(TwilioHttpClient):  # type: ignore[misc]
    """The product's way to another host: scheme and host are replaced, the path is kept."""

    def __init__(self, base: str) -> None:
        super().__init__(timeout=10)
        self.base = base

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Any:
        url = url.replace("https://api.twilio.com", self.base)
        return super().request(method, url, *args, **kwargs)


@pytest.fixture
def twilio(sandbox: Running) -> Client:
    return Client(
        sandbox.settings.twilio_account_sid,
        sandbox.settings.twilio_auth_token,
        http_client=ElsewhereClient(sandbox.twilio_api_base),
    )


@pytest.fixture
def cards(sandbox: Running) -> stripe.StripeClient:
    return stripe_client(sandbox)


def stripe_client(sandbox: Running, retries: int = 0, timeout: float = 10) -> stripe.StripeClient:
    return stripe.StripeClient(
        sandbox.settings.stripe_secret_key,
        base_addresses={"api": sandbox.stripe_api_base},
        max_network_retries=retries,
        http_client=stripe.RequestsClient(timeout=timeout),
    )
