"""Taking a processor's webhook in: written down once, read afterwards by a worker."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from concierge import effects, provider_events
from concierge.effects import Effect, EffectStatus
from concierge.payments.gateway import WebhookEvent

PROVIDER = "stripe"
_UNDER_WAY_OR_DONE = (EffectStatus.WAITING, EffectStatus.RUNNING, EffectStatus.DONE)


def receive(session: Session, event: WebhookEvent, *, at: datetime) -> bool:
    """Keep the event and ask for what it is about. False when that has been done before.

    One whose reading was given up is read again when it comes again, or is replayed.
    """
    number, new = provider_events.keep(
        session, PROVIDER, event.id, kind=event.kind, body=event.body, at=at
    )
    subject, key = f"event:{number}", None
    if not new:
        earlier = list(
            session.scalars(
                select(Effect.status).where(
                    Effect.subject == subject, Effect.kind == "stripe.event"
                )
            )
        )
        if any(status in _UNDER_WAY_OR_DONE for status in earlier):
            return False
        key = f"stripe.event:{subject}:{len(earlier)}"
    effects.request(session, "stripe.event", subject, at=at, customer_id=None, key=key)
    return True


def again(session: Session, kept: provider_events.ProviderEvent, *, at: datetime) -> bool:
    """Take in an event that was kept, as if it came now. False when it had been read."""
    about = kept.body.get("data", {}).get("object", {}).get("id", "")
    event = WebhookEvent(kept.event_id, kept.kind, str(about), kept.body)
    return receive(session, event, at=at)
