"""Taking a processor's webhook in: written down once, read afterwards by a worker."""

from datetime import datetime

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from concierge import effects
from concierge.payments.gateway import WebhookEvent
from concierge.payments.models import ProviderEvent


def receive(session: Session, event: WebhookEvent, *, at: datetime) -> bool:
    """Keep the event and ask for what it is about. False when it has been here before."""
    number = session.scalar(
        insert(ProviderEvent)
        .values(
            provider="stripe", event_id=event.id, kind=event.kind, received_at=at, body=event.body
        )
        .on_conflict_do_nothing(index_elements=["provider", "event_id"])
        .returning(ProviderEvent.id)
    )
    if number is None:
        return False
    effects.request(session, "stripe.event", f"event:{number}", at=at, customer_id=None)
    return True
