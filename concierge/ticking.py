"""The clock: what happens because time has passed. `flask clock` runs it; two of them do no harm,
since each step locks the customer, looks again, and finds the other's work done.
"""

import logging
import signal
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from concierge import clock, config
from concierge.conversation import history
from concierge.customers import hours
from concierge.customers import queries as customers
from concierge.customers.models import ContactPoint
from concierge.db import reading, transaction
from concierge.effects import sweeping
from concierge.events import SERVICE
from concierge.insights import lifecycle as insights
from concierge.orders import lifecycle as orders
from concierge.orders import queries as order_queries
from concierge.orders.models import OrderStatus
from concierge.privacy import retention
from concierge.quotes import lifecycle as quotes
from concierge.quotes import queries as quote_queries
from concierge.quotes.models import Quote, QuoteStatus

log = logging.getLogger(__name__)

_LAST_HOUR = timedelta(hours=1)


def expire_quotes(now: datetime) -> int:
    """Quotes whose time has passed. Returns how many."""
    with reading() as session:
        lapsed = quote_queries.lapsed(session, now)
    for quote_id, customer_id in lapsed:
        with transaction() as session:
            customers.lock(session, customer_id)
            quote = quote_queries.get(session, quote_id)
            if quote.status is QuoteStatus.SENT:
                quotes.expire(session, quote, at=now)
    return len(lapsed)


def nudge_quotes(now: datetime) -> int:
    """Bring unanswered quotes back, once, in the customer's waking hours. Returns how many."""
    nudged, after = 0, 0
    while True:
        with reading() as session:
            waiting = history.unanswered(session, now, after=after)
            ripe = [quote for quote, point in waiting if _is_ripe(quote, point, now)]
        if not waiting:
            return nudged
        after = waiting[-1][0].id
        for quote in ripe:
            with transaction() as session:
                customers.lock(session, quote.customer_id)
                for still, _ in history.unanswered(session, now, only=quote.id):
                    quotes.nudge(session, still, at=now)
                    nudged += 1


def _is_ripe(quote: Quote, point: ContactPoint, now: datetime) -> bool:
    """Whether it is time: in the last quarter of the quote's own, or in the customer's last waking
    hour before it, where they sleep through that quarter."""
    shown = quote.presented_at or now
    where = hours.zones(quote.customer, point.address)
    if not hours.awake(where, now):
        return False
    last_quarter = quote.expires_at - (quote.expires_at - shown) / 4
    if now >= last_quarter:
        return True
    night = hours.asleep_from(where, now)
    morning = hours.next_awake(where, max(night, last_quarter))
    return (
        morning >= quote.expires_at
        and night <= last_quarter
        and hours.next_awake(where, night) >= quote.expires_at
        and now >= max(night - _LAST_HOUR, shown + _LAST_HOUR)
    )


def let_go_of_held_orders(now: datetime) -> int:
    """Orders that waited too long for a card: nobody wants to be charged weeks later."""
    before = now - timedelta(hours=config.current().hold_hours)
    with reading() as session:
        forsaken = order_queries.forsaken(session, before)
    for order_id, customer_id in forsaken:
        with transaction() as session:
            customers.lock(session, customer_id)
            order = order_queries.get(session, order_id)
            if order.status is OrderStatus.HELD:
                orders.cancel(session, order, because="no card in time", by=SERVICE, at=now)
    return len(forsaken)


def forget(now: datetime) -> None:
    """What has been kept long enough: see privacy.retention for the list."""
    retention.carry_out(now)


def add_days_up(now: datetime) -> int:
    """What the plots are drawn from: today's often, older days until they are settled."""
    with reading() as session:
        days = list(insights.due(session, now))
    for day in days:
        with transaction() as session:
            insights.add_up(session, day, at=now)
    return len(days)


_STEPS: tuple[tuple[float, Callable[[datetime], object]], ...] = (
    (5, expire_quotes),
    (60, nudge_quotes),
    (60, let_go_of_held_orders),
    (30, add_days_up),
    (3600, forget),
)


def tick(now: datetime, due: dict[str, datetime]) -> None:
    """Run each step whose turn it is; `due` says when each is due next, and is updated."""
    for every, step in _STEPS:
        if due.get(step.__name__, now) <= now:
            due[step.__name__] = now + timedelta(seconds=every)
            try:
                step(now)
            except Exception:
                log.exception("%s failed; it is tried again", step.__name__)


def run() -> None:
    """Tick until SIGTERM."""
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    due: dict[str, datetime] = {}
    while not stopping.wait(1):
        try:
            sweeping.sweep()
        except Exception as error:
            log.warning("the sweep failed; it goes on: %s", error)
        tick(clock.now(), due)
