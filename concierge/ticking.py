"""The clock: what happens because time has passed. `flask clock` runs it; two of them do no harm,
since each step locks the customer, looks again, and finds the other's work done.
"""

import logging
import signal
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from concierge import clock, config
from concierge.composing import later
from concierge.conversation import broadcasts, history, minding, write
from concierge.customers import hours
from concierge.customers import queries as customers
from concierge.customers.models import ContactPoint
from concierge.db import reading, transaction
from concierge.effects import sweeping
from concierge.events import SERVICE
from concierge.insights import lifecycle as insights
from concierge.ledger import backfill
from concierge.locks import lock_name
from concierge.orders import lifecycle as orders
from concierge.orders import queries as order_queries
from concierge.orders import renewal
from concierge.orders.models import OrderStatus
from concierge.payments import lifecycle as payments
from concierge.payments import queries as payment_queries
from concierge.payments.models import Card
from concierge.privacy import retention
from concierge.quotes import lifecycle as quotes
from concierge.quotes import queries as quote_queries
from concierge.quotes.models import Quote, QuoteStatus
from concierge.reconciliation import lifecycle as reconciliation
from concierge.reconciliation import queries as reconciliation_queries
from concierge.reconciliation.models import Stage

log = logging.getLogger(__name__)

_LAST_HOUR = timedelta(hours=1)
_BATCHES = 20
_GRACE = timedelta(minutes=10)  # for the processor's own webhook


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


def send_later(now: datetime) -> int:
    """Texts that operators planned for this moment. Returns how many were sent."""
    with reading() as session:
        due = later.due(session, now)
    sent = 0
    for text_id, customer_id in due:
        with transaction() as session:
            customers.lock(session, customer_id)
            sent += later.carry_out(session, text_id, now)
    return sent


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


def ask_for_next_cards(now: datetime) -> int:
    """Cards that expire soon, whose owners are likely to need them. Returns how many were asked."""
    days = config.current().card_expiry_days
    if not days:
        return 0
    until = now + timedelta(days=days)
    with reading() as session:
        expiring = payment_queries.expiring(session, now, until)
    asked = 0
    for card in expiring:
        if not now < card.expires_at <= until:
            continue
        with transaction() as session:
            customers.lock(session, card.customer_id)
            current = session.get_one(Card, card.id, populate_existing=True)
            chosen = payment_queries.default_card(session, card.customer_id)
            if current.expiry_asked_at is None and chosen is current:
                asked += _ask_for_next(session, current, now)
    return asked


def _ask_for_next(session: Session, card: Card, now: datetime) -> bool:
    """Once for a card, awake, and only where it will be missed."""
    thread = write.of_customer(session, card.customer_id)
    customer, point = thread.customer, thread.contact_point
    reachable = write.why_unreachable(session, thread, at=now) is None
    sure = customer.parted_at is None and not customer.is_doubted
    sure = sure and customer.id == card.customer_id  # else they were merged, and it is not charged
    if not (reachable and sure and hours.awake(hours.zones(customer, point.address), now)):
        return False
    active = now - timedelta(days=config.current().card_active_days)
    needed = (
        order_queries.open_of(session, customer.id)
        or quote_queries.live(session, customer.id, now)
        or (point.last_heard_at is not None and point.last_heard_at >= active)
    )
    if needed:
        payments.ask_for_next(session, card, at=now)
    return bool(needed)


def look_at_pay_visits(now: datetime) -> int:
    """Pages of payment whose time is over without a word: did somebody pay? Returns how many."""
    with reading() as session:
        overdue = payment_queries.overdue_pay_visits(session, now - _GRACE)
    for visit in overdue:
        with transaction() as session:
            customers.lock(session, visit.customer_id)
            current = payment_queries.pay_visit(session, visit.id)
            payments.check_visit(session, current, at=now)
    return len(overdue)


def reconcile(now: datetime) -> bool:
    """Begin to compare our books with the providers', when it is time. Whether it was."""
    settings = config.current()
    if not settings.reconcile_hours:
        return False
    with transaction() as session:
        lock_name(session, "reconciliation")  # two clocks begin one run
        last = reconciliation_queries.latest(session)
        if last is not None:
            is_over = last.status is Stage.DONE
            due = last.asked_at + timedelta(hours=settings.reconcile_hours)
            if not is_over or now < due:
                return False
        since = now - timedelta(days=settings.reconcile_days)
        reconciliation.begin(session, since=since, by=SERVICE, at=now)
    return True


def renew_reservations(now: datetime) -> int:
    """Reservations that lapse before their order is delivered. Returns how many were tried."""
    hours = config.current().reauthorise_hours
    if not hours:
        return 0
    with reading() as session:
        lapsing = order_queries.lapsing(session, now + timedelta(hours=hours))
    for order_id, customer_id in lapsing:
        with transaction() as session:
            customers.lock(session, customer_id)
            renewal.renew(session, order_queries.get(session, order_id), at=now)
    return len(lapsing)


def broadcast(now: datetime) -> int:
    """Write what is meant for everybody to the next customers. Returns how many."""
    with reading() as session:
        going = broadcasts.going(session)
    written = 0
    for broadcast_id in going:
        # Some at a time, for as long as a tick may take: texts in between are not held up.
        for _ in range(_BATCHES):
            with transaction() as session:
                one = broadcasts.lock(session, broadcast_id)
                written += broadcasts.go_on(session, one, at=now)
                if one.ended_at is not None:
                    break
    return written


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
    (5, send_later),
    (1, broadcast),
    (60, nudge_quotes),
    (60, let_go_of_held_orders),
    (60, reconcile),
    (3600, backfill.catch_up),
    (60, renew_reservations),
    (300, look_at_pay_visits),
    (900, ask_for_next_cards),
    (5, minding.wake_snoozed_conversations),
    (5, minding.mind_promises),
    (5, minding.promise_answers),
    (30, minding.release_idle_conversations),
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
