"""What the clock does for the queue: each is looked at again once its customer is locked."""

from datetime import datetime

from concierge import config
from concierge.conversation import assigning, lapsing, snoozing
from concierge.customers import queries as customers
from concierge.db import reading, transaction


def mind_promises(now: datetime) -> int:
    """What was promised: operators warned, customers told the truth. Returns how many looked at."""
    with reading() as session:
        found = lapsing.due(session, now)
    for conversation_id, customer_id in found:
        with transaction() as session:
            customers.lock(session, customer_id)
            lapsing.look(session, conversation_id, at=now)
    return len(found)


def promise_answers(now: datetime) -> int:
    """An answer to whoever waits, where the house promises one. Returns how many."""
    if not config.current().promise_minutes:
        return 0
    with reading() as session:
        found = lapsing.unpromised(session, now)
    for conversation_id, customer_id in found:
        with transaction() as session:
            customers.lock(session, customer_id)
            lapsing.promise_answer(session, conversation_id, at=now)
    return len(found)


def release_idle_conversations(now: datetime) -> int:
    """Claimed, and then left: they are everybody's again. Returns how many."""
    with reading() as session:
        left = assigning.idle(session, now)
    for conversation_id, customer_id in left:
        with transaction() as session:
            customers.lock(session, customer_id)
            assigning.release_idle(session, conversation_id, at=now)
    return len(left)


def wake_snoozed_conversations(now: datetime) -> int:
    """Those that were put off until now. Returns how many."""
    with reading() as session:
        over = snoozing.over(session, now)
    for conversation_id, customer_id in over:
        with transaction() as session:
            customers.lock(session, customer_id)
            snoozing.wake_if_over(session, conversation_id, at=now)
    return len(over)
