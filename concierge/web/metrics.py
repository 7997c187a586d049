"""`/metrics` for Prometheus, behind METRICS_TOKEN; without a token there is no such page.

What is counted in the database is the same from whichever process answers. What a process counts
for itself (its requests) carries its id: each scrape reaches one of them, so sum over `process`
and use ranges of several scrapes.
"""

import hmac
import logging
import os
import time
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from flask import Flask, Response, abort, g, request
from prometheus_client import (
    CONTENT_TYPE_PLAIN_0_0_4,
    CollectorRegistry,
    Counter,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from concierge import clock, config
from concierge.config import Settings
from concierge.conversation import counting
from concierge.conversation import queries as conversations
from concierge.db import reading
from concierge.effects import circuits
from concierge.effects import queries as effects
from concierge.payments import queries as payments

log = logging.getLogger(__name__)

# Seconds. A webhook is answered within 0.05, and Twilio hangs up after 15.
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0)
# A scrape must not hold a connection of a database that is in trouble.
_LONGEST_QUERY = text("SET LOCAL statement_timeout = '5s'")

disable_created_metrics()  # type: ignore[no-untyped-call]


def register(app: Flask, settings: Settings) -> None:
    """Count every request, and show the counts to whoever has the token."""
    token = settings.metrics_token.get_secret_value()
    registry = CollectorRegistry(auto_describe=False)
    _count_requests(app, registry)
    registry.register(Shop())

    @app.get("/metrics")
    def metrics() -> Response:
        if not token:
            abort(404)
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if not hmac.compare_digest(given.encode(), token.encode()):
            abort(401, "The token is not METRICS_TOKEN.")
        return Response(generate_latest(registry), content_type=CONTENT_TYPE_PLAIN_0_0_4)


def _count_requests(app: Flask, registry: CollectorRegistry) -> None:
    answered = Counter(
        "concierge_requests",
        "Requests answered by this process.",
        ("process", "method", "route", "status"),
        registry=registry,
    )
    took = Histogram(
        "concierge_request_seconds",
        "How long this process took to answer.",
        ("process", "route"),
        buckets=_BUCKETS,
        registry=registry,
    )

    @app.before_request
    def begin() -> None:
        g.began = time.perf_counter()

    @app.after_request
    def count(response: Response) -> Response:
        # The rule, not the address: a link's token is in that, and there are as many as customers.
        route = request.url_rule.rule if request.url_rule else "none"
        process = str(os.getpid())
        answered.labels(process, request.method, route, str(response.status_code)).inc()
        if (began := g.get("began")) is not None:
            took.labels(process, route).observe(time.perf_counter() - began)
        return response


class Shop(Collector):
    """What the database knows, counted when asked."""

    def collect(self) -> Iterable[Metric]:
        """The gauges; only `concierge_database_up 0` when the database does not answer."""
        up = GaugeMetricFamily("concierge_database_up", "Whether the database answers.")
        found: list[Metric] = []
        try:
            with reading() as session:
                session.execute(_LONGEST_QUERY)
                now = clock.now()
                found += _effects(session, now)
                found += _conversations(session, now)
                found += _money(session)
            up.add_metric([], 1)
        except SQLAlchemyError as error:
            log.warning("the metrics could not be read from the database: %s", error)
            found = []
            up.add_metric([], 0)
        yield up
        yield from found


def _effects(session: Session, now: datetime) -> Iterator[Metric]:
    by_status = GaugeMetricFamily(
        "concierge_effects",
        "Calls to the outside that wait, run or were given up.",
        labels=("kind", "status"),
    )
    for (kind, status), count in effects.counts(session).items():
        by_status.add_metric([kind, str(status)], count)
    yield by_status
    yield _gauge(
        "concierge_effect_oldest_due_seconds",
        "For how long the effect that waits longest has been due.",
        _seconds(now, effects.oldest_due(session, now)),
    )
    yield from _circuits(session, now)


def _circuits(session: Session, now: datetime) -> Iterator[Metric]:
    held = GaugeMetricFamily(
        "concierge_channel_held_seconds",
        "For how long nothing has been sent through a channel, because its provider takes nothing.",
        labels=("channel",),
    )
    count = GaugeMetricFamily(
        "concierge_channel_held_texts", "How many texts are held meanwhile.", labels=("channel",)
    )
    waiting = circuits.waiting(session)
    for circuit in circuits.all_known(session):
        since = circuit.failing_since if circuit.opened_at is not None else None
        held.add_metric([circuit.name], _seconds(now, since))
        count.add_metric([circuit.name], waiting.get(circuit.name, 0))
    yield held
    yield count


def _conversations(session: Session, now: datetime) -> Iterator[Metric]:
    yield _gauge(
        "concierge_conversations_waiting",
        "Conversations in which a person has to answer.",
        conversations.waiting_count(session),
    )
    yield _gauge(
        "concierge_conversation_longest_wait_seconds",
        "For how long the one that waits longest has waited.",
        _seconds(now, conversations.waiting_longest(session)),
    )
    today = now.astimezone(config.current().zone).replace(hour=0, minute=0, second=0, microsecond=0)
    messages = GaugeMetricFamily(
        "concierge_messages_today",
        "Messages since midnight in the business's time zone.",
        labels=("direction", "status"),
    )
    for (direction, status), count in counting.messages_since(session, today).items():
        messages.add_metric([direction, status], count)
    yield messages


def _money(session: Session) -> Iterator[Metric]:
    by_status = GaugeMetricFamily("concierge_payments", "Payments by status.", labels=("status",))
    for status, count in payments.counts(session).items():
        by_status.add_metric([str(status)], count)
    yield by_status


def _gauge(name: str, said: str, value: float) -> Metric:
    return GaugeMetricFamily(name, said, value=value)


def _seconds(now: datetime, since: datetime | None) -> float:
    return max((now - since) / timedelta(seconds=1), 0.0) if since is not None else 0.0
