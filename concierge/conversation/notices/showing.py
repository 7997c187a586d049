"""Open consoles show the new state."""

from sqlalchemy.orm import Session

from concierge.conversation import attention
from concierge.events import Happening


def changed(session: Session, happening: Happening) -> None:
    """Open consoles show the new state."""
    attention.touch_customer(session, happening.subject.customer_id, at=happening.at)
