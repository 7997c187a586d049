"""The card page, and the cards that come out of it."""

import logging
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from concierge import effects, events
from concierge.customers import links
from concierge.customers import queries as customers
from concierge.customers.models import Link, LinkPurpose
from concierge.payments import queries
from concierge.payments.gateway import SavedCard, Visit
from concierge.payments.lifecycle.visiting import is_told_of
from concierge.payments.lifecycle.wallet import detach_all, make_default
from concierge.payments.models import Card, CardSession, CardSessionStatus, Wallet

log = logging.getLogger(__name__)


def open_card_session(session: Session, link: Link, *, at: datetime) -> CardSession:
    """The customer is on their way to the card page; the worker asks for its address."""
    latest = queries.latest_card_session(session, link.id)
    if latest is not None and latest.is_usable(at):
        return latest
    visit = CardSession(
        customer_id=link.customer_id,
        link_id=link.id,
        status=CardSessionStatus.REQUESTED,
        created_at=at,
        # Stripe takes 30 minutes to 24 hours.
        expires_at=at + timedelta(hours=1),
    )
    session.add(visit)
    session.flush()
    effects.request(
        session,
        "card.open",
        f"card_session:{visit.id}",
        at=at,
        customer_id=link.customer_id,
        # One after the other: two first visits at once would make two customers at the processor.
        lane=f"wallet:{link.customer_id}",
        deadline=at + timedelta(minutes=30),
        token=links.token(link),
    )
    return visit


def settle_visit(
    session: Session, card_session: CardSession, visit: Visit, *, at: datetime
) -> None:
    """What the processor says of a visit to the card page; a saved card becomes the default."""
    if not is_told_of(card_session, visit):
        log.warning("%s says it is card session %s, it is not", visit.provider_id, card_session.id)
        return
    card_session.provider_id = card_session.provider_id or visit.provider_id
    _wallet(session, card_session.customer_id, visit.customer)
    if card_session.status is CardSessionStatus.COMPLETE:
        return
    if visit.card is not None:
        card_session.status = CardSessionStatus.COMPLETE
        links.use(session.get_one(Link, card_session.link_id), at)
        # There may be several: of the greeting, of a held order. All have done their work.
        for purpose in (LinkPurpose.ACCOUNT, LinkPurpose.CARD):
            links.retire(session, card_session.customer_id, purpose, at=at)
        save_card(session, card_session.customer_id, visit.card, at=at)
    elif visit.expired:
        card_session.status = CardSessionStatus.FAILED
    elif card_session.status is CardSessionStatus.REQUESTED and visit.url is not None:
        card_session.status, card_session.url = CardSessionStatus.OPEN, visit.url


def save_card(session: Session, customer_id: int, saved: SavedCard, *, at: datetime) -> Card:
    """A card was saved: it is charged from now on, and what waited for it goes on.

    Where the number is in doubt, whoever saved it is charged on no other card than this.
    """
    card = Card(
        customer_id=customer_id,
        provider_id=saved.provider_id,
        brand=saved.brand,
        last4=saved.last4,
        exp_month=saved.exp_month,
        exp_year=saved.exp_year,
        created_at=at,
    )
    session.add(card)
    session.flush()
    wallet = session.get_one(Wallet, customer_id)
    wallet.default_card_id = card.id
    wallet.default_card = card
    make_default(session, card, at=at)
    if customers.is_doubted(session, customer_id):
        detach_all(session, customer_id, by=events.SERVICE, at=at, but=card.id)
        wallet.proof_failures = 0
    events.record(
        session,
        "card.saved",
        card,
        by=events.customer(customer_id),
        at=at,
        customer_id=customer_id,
        label=card.label,
    )
    return card


def _wallet(session: Session, customer_id: int, provider_id: str) -> Wallet:
    wallet = session.get(Wallet, customer_id)
    if wallet is None:
        wallet = Wallet(customer_id=customer_id, provider_id=provider_id)
        session.add(wallet)
        session.flush()
    return wallet
