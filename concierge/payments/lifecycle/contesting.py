"""Cards whose owner, or whose bank, says that something is wrong."""

from sqlalchemy.orm import Session

from concierge.errors import Refused
from concierge.payments import dispute_queries
from concierge.payments.models import Card


class Contested(Refused):
    """A charge on this card is disputed, or its bank suspects fraud: a person has to decide."""

    def __init__(self, card: Card) -> None:
        super().__init__(
            "card-contested",
            f"A charge on {card.label} is disputed or suspected to be fraud, so it is not charged "
            "by itself. Look at Disputes; then try the card again, or ask for another.",
        )


def require_uncontested(session: Session, card: Card) -> None:
    """Raises `Contested`."""
    if dispute_queries.is_contested(session, card):
        raise Contested(card)
