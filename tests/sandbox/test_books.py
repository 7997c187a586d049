"""The books outlive the process, and reset forgets them."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest
import requests
import stripe
from werkzeug.serving import make_server

from concierge.sandbox.books import Books
from concierge.sandbox.config import SandboxSettings
from concierge.sandbox.server import Running, run
from tests.sandbox.conftest import MARIA, Product, eventually, stripe_client
from tests.sandbox.stripe_steps import hold, save_card


def test_books_keys_and_webhooks_survive_a_restart(
    settings: SandboxSettings, product: Product, tmp_path: Path
) -> None:
    settings = replace(settings, data=str(tmp_path / "books.sqlite"))
    with run(settings) as before:
        saved = save_card(before, stripe_client(before))
        held = hold(stripe_client(before), saved, key="order-7")
        eventually(lambda: "payment_intent.created" in product.types())
        before.client.webhooks("hold")
        before.client.text(MARIA, "Hello")
        before.client.release()
    with run(settings) as after:
        assert hold(stripe_client(after), saved, key="order-7").id == held.id
        assert [m["body"] for m in after.client.books()["messages"]] == ["Hello"]
        eventually(lambda: product.texts)


def test_a_text_waits_for_the_product_to_come_back(
    settings: SandboxSettings, product: Product
) -> None:
    closed = make_server("127.0.0.1", 0, product.app())
    port = closed.server_port
    closed.server_close()
    with run(replace(settings, webhook_base=f"http://127.0.0.1:{port}")) as sandbox:
        product.url = f"http://127.0.0.1:{port}"
        sandbox.client.text(MARIA, "Hello")
        eventually(lambda: sandbox.client.books()["deliveries"][0]["attempts"] >= 2)
        server = make_server("127.0.0.1", port, product.app(), threaded=True)
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        eventually(lambda: product.texts)
        assert product.forged == 0
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_failed_change_leaves_nothing() -> None:
    books = Books()

    def fail() -> None:
        with books.change():
            books.put("customer", {"id": "cus_1"})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert books.find("customer") == []
    books.close()


def test_reset_forgets_everything(sandbox: Running, cards: stripe.StripeClient) -> None:
    save_card(sandbox, cards)
    sandbox.client.text(MARIA, "STOP")
    sandbox.client.fault("/stripe/*", "status")
    sandbox.client.reset()
    assert not any(sandbox.client.books().values())
    assert sandbox.client.faults() == []


def test_settings_come_from_the_environment() -> None:
    settings = SandboxSettings.from_environment(
        {
            "SANDBOX_DATA": "books.sqlite",
            "SANDBOX_WEBHOOK_BASE": "http://127.0.0.1:8000/",
            "TWILIO_PHONE_NUMBER": "+15550100999",
            "BUSINESS_NAME": "Rosewater",
            "STRIPE_SECRET_KEY": "",
        }
    )
    assert settings.webhook_base == "http://127.0.0.1:8000"
    assert (settings.twilio_phone_number, settings.business_name) == ("+15550100999", "Rosewater")
    assert settings.stripe_secret_key == "sk_test_sandbox"


def test_the_front_door_is_the_phone(sandbox: Running) -> None:
    assert requests.get(sandbox.url, timeout=10).url == f"{sandbox.url}/phone"
