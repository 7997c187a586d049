"""What an operator does in a thread goes on in another: of two customers that are one person."""

from concierge.conversation.models import Conversation

_PROMISE = ("promise", "promised_at", "promise_stage", "promise_due_at")


def carry(off: Conversation, to: Conversation) -> None:
    """The earlier promise counts; whoever has the other thread has it, or else who had this one.
    What was put off is back in the queue.
    """
    if off.promised_at and (to.promised_at is None or off.promised_at < to.promised_at):
        for name in _PROMISE:
            setattr(to, name, getattr(off, name))
    if to.assignee_id is None:
        to.assignee_id, to.assigned_at = off.assignee_id, off.assigned_at
    if off.undelivered_at is not None:
        to.undelivered_at = to.undelivered_at or off.undelivered_at
    for name in (*_PROMISE, "assignee_id", "assigned_at", "undelivered_at", "snoozed_until"):
        setattr(off, name, None)
    to.snoozed_until = None
