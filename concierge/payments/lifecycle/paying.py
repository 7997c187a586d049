"""One order, paid on the processor's own page with any card, which is not saved.

The page reserves the money by itself, so a payment of ours is made only when that is known: what
comes of a visit is then authorised like any other, or, where the order is off or has its money
already, let go of at once. There is never a second payment that counts.
"""

import logging
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from concierge import effects, events
from concierge.errors import Refused
from concierge.events import PROVIDER
from concierge.money import Money
from concierge.payments import queries
from concierge.payments.gateway import PayStanding, SavedCard, Snapshot, Standing
from concierge.payments.lifecycle.letting_go import release
from concierge.payments.lifecycle.payments import look
from concierge.payments.lifecycle.settling import settle
from concierge.payments.lifecycle.visiting import is_told_of
from concierge.payments.models import Card, CardSessionStatus, Payment, PaymentStatus, PayVisit

log = logging.getLogger(__name__)

# Stripe takes 30 minutes to 24 hours.
_LASTS = timedelta(hours=1)
# In these the order has its money, or is about to: another reservation would be one too many.
_HAS_IT = {
    PaymentStatus.REQUESTED,
    PaymentStatus.AUTHORISED,
    PaymentStatus.CAPTURING,
    PaymentStatus.CAPTURED,
}


def open_paying(
    session: Session, order_id: int, customer_id: int, money: Money, *,
    what: str, token: str, at: datetime,
) -> PayVisit:  # fmt: skip
    """The customer is on their way to the page; the worker asks for its address.

    Raises `Refused` where the order has its money, or a card is being charged for it.
    """
    live = queries.live(session, order_id)
    if live is not None and live.status in _HAS_IT:
        raise Refused("payment-is-there", "This order is paid for, or its card is being charged.")
    latest = queries.latest_pay_visit(session, order_id)
    if latest is not None and latest.is_usable(at) and latest.amount == money.amount:
        return latest
    close_paying(session, order_id, at=at)
    visit = PayVisit(
        order_id=order_id,
        customer_id=customer_id,
        status=CardSessionStatus.REQUESTED,
        amount=money.amount,
        currency=money.currency,
        unwanted=False,
        created_at=at,
        expires_at=at + _LASTS,
    )
    session.add(visit)
    session.flush()
    effects.request(
        session,
        "pay.open",
        f"pay_visit:{visit.id}",
        at=at,
        customer_id=customer_id,
        deadline=at + timedelta(minutes=25),
        token=token,
        description=what[:200],
    )
    return visit


def close_paying(session: Session, order_id: int, *, at: datetime) -> None:
    """The order is off, or gets its money in another way: nobody is to pay on a page any more."""
    for visit in queries.pay_visits_under_way(session, order_id):
        if not visit.unwanted:
            visit.unwanted = True
            # One whose address is still being asked for is closed when that is known.
            if visit.provider_id is not None:
                _close(session, visit, at=at)


def settle_paying(
    session: Session, visit: PayVisit, standing: PayStanding, *, at: datetime
) -> None:
    """What the processor says of a visit, from a call or after a webhook; twice is once."""
    if not is_told_of(visit, standing):
        log.warning("%s says it is pay visit %s, it is not", standing.provider_id, visit.id)
        return
    visit.provider_id = visit.provider_id or standing.provider_id
    if standing.payment is not None and standing.card is not None:
        paid(session, visit, standing.payment, standing.card, at=at)
    elif not visit.is_under_way:
        return
    elif standing.expired:
        visit.status = CardSessionStatus.FAILED
    elif visit.status is CardSessionStatus.REQUESTED and standing.url is not None:
        visit.status, visit.url = CardSessionStatus.OPEN, standing.url
        if visit.unwanted:
            _close(session, visit, at=at)


def paid(
    session: Session, visit: PayVisit, snapshot: Snapshot, used: SavedCard, *, at: datetime
) -> None:
    """Somebody has paid there: a payment like any other, or one to be let go of. Twice is once."""
    if visit.status is CardSessionStatus.COMPLETE:
        return
    visit.status = CardSessionStatus.COMPLETE
    live = queries.live(session, visit.order_id)
    wanted = not visit.unwanted and (live is None or live.status not in _HAS_IT)
    if wanted:
        for earlier in queries.outstanding(session, visit.order_id):
            release(session, earlier, at=at)
        session.flush()
    payment = Payment(
        order_id=visit.order_id,
        customer_id=visit.customer_id,
        card_id=_card(session, visit.customer_id, used, at=at).id,
        # Given up unheard is how one begins of which only the processor knows so far.
        status=PaymentStatus.REQUESTED if wanted else PaymentStatus.FAILED,
        amount=visit.amount,
        currency=visit.currency,
        release_wanted=not wanted,
        aside=not wanted,
        created_at=at,
    )
    session.add(payment)
    session.flush()
    visit.payment_id = payment.id
    payment.card = session.get_one(Card, payment.card_id)
    settle(session, payment, snapshot, at=at)
    if snapshot.standing is Standing.PROCESSING:
        look(session, payment, at=at)


def _card(session: Session, customer_id: int, used: SavedCard, *, at: datetime) -> Card:
    """What the receipt names; it is not theirs to be charged again."""
    known = queries.card_by_provider(session, used.provider_id)
    if known is not None:
        return known
    card = Card(
        customer_id=customer_id,
        provider_id=used.provider_id,
        brand=used.brand,
        last4=used.last4,
        exp_month=used.exp_month,
        exp_year=used.exp_year,
        created_at=at,
        detached_at=at,
    )
    session.add(card)
    session.flush()
    events.record(
        session, "card.used_once", card, by=PROVIDER, at=at,
        customer_id=customer_id, label=card.label,
    )  # fmt: skip
    return card


def _close(session: Session, visit: PayVisit, *, at: datetime) -> None:
    effects.request(
        session, "pay.close", f"pay_visit:{visit.id}", at=at, customer_id=visit.customer_id
    )
