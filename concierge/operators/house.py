"""The rules of the house: what owners set at the console rather than in the settings' file."""

from datetime import datetime
from typing import Any

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from concierge import events
from concierge.events import Actor, Nobody
from concierge.operators.models import HouseRule

# Everybody needs a second factor.
TWO_FACTOR = "two_factor"


def rule(session: Session, name: str) -> dict[str, Any]:
    """What was set; nothing where nothing was."""
    found = session.get(HouseRule, name)
    return found.value if found else {}


def set_rule(
    session: Session, name: str, value: dict[str, Any], *, by: Actor, at: datetime
) -> None:
    """Set it, from now on. On the trail stands what it was set to."""
    session.execute(
        insert(HouseRule)
        .values(name=name, value=value, changed_at=at)
        .on_conflict_do_update(index_elements=["name"], set_={"value": value, "changed_at": at})
    )
    events.record(session, f"house.{name}_set", Nobody(), by=by, at=at, customer_id=None, **value)
