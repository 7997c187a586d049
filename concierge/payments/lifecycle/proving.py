"""Is whoever writes from a doubtful number still the owner of the card?

They say how a saved card ends. Not the postal code: a recycled number goes to somebody of the same
area, who may well live in the same one; and the digits are something we have already.
"""

import hmac
import re
from datetime import datetime

from sqlalchemy.orm import Session

from concierge import events
from concierge.customers import lifecycle as customer_lifecycle
from concierge.customers import queries as customers
from concierge.payments import queries

# In all, until somebody has proved it or a person has decided: 1 in 2,000 guesses it.
MOST_TRIES = 5


def tries_left(session: Session, customer_id: int) -> int:
    """How often it may still be tried."""
    wallet = queries.wallet(session, customer_id)
    return max(MOST_TRIES - wallet.proof_failures, 0) if wallet is not None else 0


def prove(session: Session, customer_id: int, digits: str, *, at: datetime) -> bool:
    """Whether `digits` are the last four of a card of theirs; then the doubt is over.

    Every card is compared, and in constant time. The fifth failure calls a person, and from then
    on nothing is compared any more.
    """
    wallet = queries.wallet(session, customer_id)
    if wallet is None or wallet.proof_failures >= MOST_TRIES:
        return False
    given = re.sub(r"\D", "", digits)[:8].encode()
    matches = [
        hmac.compare_digest(given, card.last4.encode())
        for card in queries.cards(session, customer_id)
    ]
    customer = customers.get(session, customer_id)
    by = events.customer(customer_id)
    if any(matches):
        wallet.proof_failures = 0
        customer_lifecycle.vouch(session, customer, by=by, at=at)
        return True
    wallet.proof_failures += 1
    if wallet.proof_failures == MOST_TRIES:
        events.record(session, "customer.unproven", customer, by=by, at=at, customer_id=customer_id)
    return False


def start_anew(session: Session, customer_id: int) -> None:
    """A person has decided, or there is new reason to doubt: the tries begin from none."""
    wallet = queries.wallet(session, customer_id)
    if wallet is not None:
        wallet.proof_failures = 0
