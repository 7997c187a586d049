"""What is told of an order."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from concierge import events
from concierge.events import Actor
from concierge.orders.models import Order


def record(session: Session, kind: str, order: Order, by: Actor, at: datetime, **data: Any) -> None:
    """`data` goes beside the order's number."""
    events.record(
        session,
        kind,
        order,
        by=by,
        at=at,
        customer_id=order.customer_id,
        number=order.number,
        **data,
    )
