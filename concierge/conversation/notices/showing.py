"""Open consoles show the new state."""

from sqlalchemy.orm import Session

from concierge.conversation import attention, write
from concierge.events import Happening


def changed(session: Session, happening: Happening) -> None:
    """Open consoles show the new state."""
    conversation = write.of_customer(session, happening.subject.customer_id)
    attention.touch(session, conversation, at=happening.at)
