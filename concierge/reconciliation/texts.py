"""Texts: ours beside Twilio's. What came in and was never heard of is fetched and taken in."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from concierge.channels.base import DeliveryStatus
from concierge.channels.log import Log, LoggedText
from concierge.conversation import deliver
from concierge.conversation.models import Message
from concierge.customers import links
from concierge.locks import lock_customer
from concierge.reconciliation import queries
from concierge.reconciliation.verdicts import AGREED, MENDED, NOT_OURS, Finding, Verdict

_ARRIVED = {DeliveryStatus.DELIVERED, DeliveryStatus.READ}
# The log has whole seconds.
_A_SECOND = timedelta(seconds=1)
_OPEN = {DeliveryStatus.QUEUED, DeliveryStatus.SENT}


def text(
    session: Session,
    log: Log,
    provider_id: str,
    theirs: LoggedText | None,
    *,
    last_word: bool,
    at: datetime,
) -> Verdict:
    """One text. `theirs` is None where the provider has none of that name.

    `last_word`: its sender wrote nothing after it, as far as is known.
    """
    ours = queries.message(session, log.names, provider_id)
    if theirs is None:
        return _missing(session, ours) if ours is not None else NOT_OURS
    if theirs.inbound:
        return AGREED if ours is not None else Verdict(look=True, last_word=last_word)
    if ours is None:
        return _unknown(session, log, theirs, at=at)
    return _receipt(session, log, ours, theirs, at=at)


def _missing(session: Session, ours: Message) -> Verdict:
    number = queries.customer_of(session, ours)
    said = f"“{links.show(ours.body, '[link]')[:80]}”, {ours.status or 'came in'}"
    return Verdict(True, Finding("text-missing", said, "nothing", number, ours.order_id))


def _receipt(
    session: Session, log: Log, ours: Message, theirs: LoggedText, *, at: datetime
) -> Verdict:
    """A receipt that never came, from what the provider says now."""
    behind = theirs.status is not None and theirs.status is not ours.status
    if not behind or (ours.status not in _OPEN and theirs.status not in _ARRIVED):
        return AGREED
    before = ours.status
    _tell(session, log, ours, theirs, at=at)
    session.refresh(ours)
    return MENDED if ours.status is not before else AGREED


def _tell(session: Session, log: Log, ours: Message, theirs: LoggedText, *, at: datetime) -> None:
    receipt = log.receipt_of(theirs, ours.id)
    if receipt is not None:
        explain = log.explain(receipt.error_code) if receipt.error_code else None
        deliver.receive_receipt(session, receipt, explain=explain, at=at)


def _unknown(session: Session, log: Log, theirs: LoggedText, *, at: datetime) -> Verdict:
    if theirs.automatic:
        return NOT_OURS  # the provider's own answer to STOP, START or HELP
    point = queries.contact_point(session, theirs.channel, theirs.recipient)
    if point is None:
        return Verdict(finding=_not_written_here(theirs, None))
    lock_customer(session, point.customer_id)
    if queries.is_texting(session, point.customer_id):
        return AGREED  # one of ours is on its way: its own call will tell which
    # Given up without an answer, although it had gone: the one with these very words.
    given_up = [
        message
        for message in queries.given_up(session, point.id, before=theirs.at + _A_SECOND)
        if links.fill(session, message.body, customer_id=point.customer_id) == theirs.body
    ]
    if len(given_up) == 1:
        _tell(session, log, given_up[0], theirs, at=at)
        return MENDED
    return Verdict(finding=_not_written_here(theirs, point.customer_id))


def _not_written_here(theirs: LoggedText, customer_id: int | None) -> Finding:
    said = f"“{theirs.body[:80]}”, {theirs.status or 'sent'}"
    return Finding("text-unknown", "nothing", said, customer_id)
