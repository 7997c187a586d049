"""What Prometheus is told, and whom it is told to."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr

from app import compose, create_app
from concierge import db
from tests.world import World

TOKEN = "prometheus-reads-this"


@dataclass
class Scraper:
    """Prometheus."""

    client: FlaskClient

    def scrape(self) -> dict[tuple[str, ...], float]:
        """(name, labels other than the process's) to value."""
        answer = self.client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
        assert answer.status_code == 200
        return {
            (each.name, *(v for k, v in sorted(each.labels.items()) if k != "process")): each.value
            for family in text_string_to_metric_families(answer.text)
            for each in family.samples
        }


@pytest.fixture
def prometheus(world: World) -> Iterator[Scraper]:
    settings = world.settings.model_copy(update={"metrics_token": SecretStr(TOKEN)})
    yield Scraper(create_app(settings).test_client())
    compose(world.settings)


def test_without_a_token_in_the_settings_there_is_no_such_page(world: World) -> None:
    client = world.app.test_client()
    for headers in ({}, {"Authorization": "Bearer "}, {"Authorization": f"Bearer {TOKEN}"}):
        assert client.get("/metrics", headers=headers).status_code == 404


@pytest.mark.parametrize("given", ["", "Bearer ", "Bearer wrong", "Bearer prométhée"])
def test_whoever_lacks_the_token_is_told_nothing(prometheus: Scraper, given: str) -> None:
    answer = prometheus.client.get("/metrics", headers={"Authorization": given})
    assert answer.status_code == 401
    assert "concierge_" not in answer.text


def test_the_shop_is_counted_as_it_is(world: World, prometheus: Scraper) -> None:
    world.known()
    world.give_card()
    world.quote()
    world.text("OK")
    world.text("And a vase, please?")
    world.sandbox.fault("/twilio/*/Messages.json", "status", status=503, times=None)
    world.write("We close at six.")

    told = prometheus.scrape()

    assert told["concierge_database_up",] == 1
    assert told["concierge_effects", "message.send", "waiting"] == 1
    assert told["concierge_effect_oldest_due_seconds",] >= 0
    assert told["concierge_conversations_waiting",] == 0
    assert told["concierge_messages_today", "in", "received"] == 2
    assert told["concierge_messages_today", "out", "queued"] == 1
    assert told["concierge_payments", "authorised"] == 1


def test_requests_are_counted_by_route_and_never_by_address(prometheus: Scraper) -> None:
    prometheus.client.get("/healthz")
    prometheus.client.get("/l/3k-" + "A" * 22)
    prometheus.client.get("/no/such/place")
    told = prometheus.scrape()
    assert told["concierge_requests_total", "GET", "/healthz", "200"] == 1
    assert told["concierge_requests_total", "GET", "none", "404"] == 1
    assert told["concierge_request_seconds_count", "/healthz"] == 1
    assert not any("AAAA" in label for key in told for label in key)


def test_when_the_database_is_gone_that_is_what_is_told(prometheus: Scraper) -> None:
    db.connect("postgresql+psycopg://nobody@127.0.0.1:1/nowhere")
    told = prometheus.scrape()
    assert told["concierge_database_up",] == 0
    assert not any(key[0] == "concierge_payments" for key in told)
