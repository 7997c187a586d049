"""How many messages there were, and what became of them."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from concierge.conversation.models import Message


def messages_since(session: Session, start: datetime) -> dict[tuple[str, str], int]:
    """How many by (direction, status) since then; those that came in are "received".

    Ids are given in the order of time, so this reads the newest messages back to the first one
    before `start`, and needs no index of its own.
    """
    before = (
        select(Message.id)
        .where(Message.created_at < start)
        .order_by(Message.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Message.direction, Message.status, func.count())
        .where(Message.id > func.coalesce(before, 0))
        .group_by(Message.direction, Message.status)
    )
    return {(str(way), str(status or "received")): count for way, status, count in rows}
