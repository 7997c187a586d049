"""A customer's saved cards: which is charged, which is not any more, and what the bank changed."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from concierge import effects, events
from concierge.customers import queries as customers
from concierge.errors import Refused
from concierge.events import PROVIDER, Actor
from concierge.payments import queries, standing
from concierge.payments.gateway import CardStanding
from concierge.payments.lifecycle.asking import every_few_seconds
from concierge.payments.lifecycle.contesting import Contested
from concierge.payments.models import Card, Payment, PaymentStatus
from concierge.payments.standing import Standing

_BEING_CHARGED = {PaymentStatus.REQUESTED, PaymentStatus.ACTION_REQUIRED}


class Obstacle(StrEnum):
    """Why no card of a customer's is charged just now."""

    NO_CARD = "no_card"
    EXPIRED = "expired"
    DOUBTED = "doubted"  # the number may have changed hands


def obstacle(session: Session, customer_id: int, *, at: datetime) -> Obstacle | None:
    """What stands in the way of charging the card that they chose; None: nothing."""
    return _obstacle(standing.of_chosen(session, customer_id), at)


def _obstacle(found: Standing | None, at: datetime) -> Obstacle | None:
    if found is None:
        return Obstacle.NO_CARD
    if found.is_doubted:
        return Obstacle.DOUBTED
    return Obstacle.EXPIRED if found.card.is_expired(at) else None


def to_charge(
    session: Session, customer_id: int, *, at: datetime, decided: bool = False
) -> Card | None:
    """The card to reserve money on, where nothing stands in its way.

    Raises `Contested` where a charge on it is in question, unless a person has `decided`.

    One that is known as expired is not tried: a decline would cost the customer a text that blames
    them, and the bank a mark against us. The bank may have renewed it without our having heard, so
    the processor is asked; if it has, `settle_card` lets what waits go on.
    """
    found = standing.of_chosen(session, customer_id)
    why = _obstacle(found, at)
    if found is None or why is not None:
        if found is not None and why is Obstacle.EXPIRED:
            look_at(session, found.card, at=at)
        return None
    if found.is_contested and not decided:
        raise Contested(found.card)
    return found.card


def require_chargeable(
    session: Session, card: Card, *, at: datetime, patient: bool = False
) -> None:
    """Raises `Refused` where this very card may not be charged (again).

    `patient`: nobody waits for it, and it is asked again and again (the clock).
    """
    if card.detached_at is not None:
        raise Refused("no-card", "That card is gone; ask the customer for another.")
    if customers.is_doubted(session, card.customer_id):
        raise Refused(
            "no-card",
            "The number may have changed hands: the card is not charged until its owner has shown "
            "on a link that it is them.",
        )
    if card.is_expired(at):
        look_at(session, card, at=at, patient=patient)
        raise Refused("no-card", "That card has expired; ask the customer for another.")


def choose(session: Session, card: Card, *, by: Actor, at: datetime) -> bool:
    """This one is charged from now on, and what waited for a card goes on with it.

    False when it was chosen already: a second tap charges nothing a second time.
    """
    if card.detached_at is not None:
        raise Refused("card-is-gone", "This card has been removed.")
    if card.is_expired(at):
        raise Refused("card-is-expired", "This card has expired.")
    wallet = queries.wallet(session, card.customer_id)
    if wallet is None or wallet.default_card_id == card.id:
        return False
    wallet.default_card_id, wallet.default_card = card.id, card
    make_default(session, card, at=at)
    _record(session, "card.chosen", card, by=by, at=at)
    return True


def make_default(session: Session, card: Card, *, at: datetime) -> None:
    """Let the processor know which card is charged; a card may be chosen more than once."""
    effects.request(
        session,
        "card.default",
        f"card:{card.id}",
        at=at,
        customer_id=card.customer_id,
        key=f"card.default:card:{card.id}:{int(at.timestamp() * 1000)}",
        # In the order in which they were chosen.
        lane=f"wallet:{card.customer_id}",
    )


def reserved_on(session: Session, card: Card) -> list[Payment]:
    """What holds money on a card, or is about to."""
    return queries.holding(session, card.id)


def remove(session: Session, card: Card, *, sure: bool, by: Actor, at: datetime) -> None:
    """Take a card off for good, at the processor too.

    Raises `Refused` while it is being charged, and unless `sure` where money is reserved on it:
    that stays reserved, and is taken once the order is delivered.
    """
    if card.detached_at is not None:
        return
    held = reserved_on(session, card)
    if any(payment.status in _BEING_CHARGED for payment in held):
        raise Refused("card-is-being-charged", "An order is being charged to this card just now.")
    if held and not sure:
        raise Refused("card-holds-money", "Money is reserved on this card for an order.")
    detach(session, card, by=by, at=at)


def detach(session: Session, card: Card, *, by: Actor, at: datetime) -> None:
    """Never charge it again, and have the processor forget it."""
    if card.detached_at is None:
        _drop(session, card, by=by, at=at)
        effects.request(
            session,
            "card.detach",
            f"card:{card.id}",
            at=at,
            customer_id=card.customer_id,
            lane=f"wallet:{card.customer_id}",
        )


def detach_all(
    session: Session, customer_id: int, *, by: Actor, at: datetime, but: int | None = None
) -> int:
    """Every saved card of a customer's, but one if given. Returns how many."""
    cards = [card for card in queries.cards(session, customer_id) if card.id != but]
    for card in cards:
        detach(session, card, by=by, at=at)
    return len(cards)


def forget_all(session: Session, customer_id: int, *, at: datetime, deadline: datetime) -> None:
    """Their owner is erased: the processor forgets every card, those removed before too.

    What it calls each of them is kept until it has, and replaced then.
    """
    for card in queries.ever(session, customer_id):
        card.detached_at = card.detached_at or at
        effects.request(
            session,
            "card.detach",
            f"card:{card.id}",
            at=at,
            customer_id=customer_id,
            key=f"card.detach:card:{card.id}:erased",
            lane=f"wallet:{customer_id}",
            deadline=deadline,
        )


def look_at(session: Session, card: Card, *, at: datetime, patient: bool = False) -> None:
    """Ask the processor how a card stands; the answer comes through `settle_card`.

    At most every few seconds; `patient`: every hour.
    """
    moment = int(at.timestamp()) // 3600 if patient else every_few_seconds(at)
    effects.request(
        session,
        "card.look",
        f"card:{card.id}",
        at=at,
        customer_id=card.customer_id,
        key=f"card.look:card:{card.id}:{'hour' if patient else 'now'}:{moment}",
    )


def settle_card(session: Session, card: Card, standing: CardStanding, *, at: datetime) -> None:
    """What the processor says of a card: the bank has renewed it, or it is gone. Twice is once."""
    if card.detached_at is not None:
        return
    if not standing.kept:
        _drop(session, card, by=PROVIDER, at=at)
        return
    saved = standing.card
    now = (saved.brand, saved.last4, saved.exp_month, saved.exp_year)
    if now == (card.brand, card.last4, card.exp_month, card.exp_year):
        return
    was_expired = card.is_expired(at)
    card.brand, card.last4, card.exp_month, card.exp_year = now
    card.expiry_asked_at = None  # it is another card, which will expire another day
    _record(session, "card.renewed", card, by=PROVIDER, at=at, expiry=card.expiry)
    if was_expired and not card.is_expired(at):
        _record(session, "card.revived", card, by=PROVIDER, at=at)


def ask_for_next(session: Session, card: Card, *, at: datetime) -> None:
    """It is about to expire: its owner is told, once."""
    if card.expiry_asked_at is None:
        card.expiry_asked_at = at
        _record(session, "card.expiring", card, by=events.SERVICE, at=at, expiry=card.expiry)


def _drop(session: Session, card: Card, *, by: Actor, at: datetime) -> None:
    card.detached_at = at
    wallet = queries.wallet(session, card.customer_id)
    if wallet is not None and wallet.default_card_id == card.id:
        # Which one is charged instead is theirs to choose.
        wallet.default_card_id = wallet.default_card = None
    _record(session, "card.removed", card, by=by, at=at)


def _record(
    session: Session, kind: str, card: Card, *, by: Actor, at: datetime, **data: str
) -> None:
    events.record(
        session,
        kind,
        card,
        by=by,
        at=at,
        customer_id=card.customer_id,
        label=card.label,
        **data,
    )
