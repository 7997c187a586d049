"""Visits to the processor's pages: one on which a card is saved, one on which an order is paid."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from concierge import effects
from concierge.payments.gateway import PayStanding, Visit
from concierge.payments.lifecycle.asking import every_few_seconds
from concierge.payments.models import CardSession, CardSessionStatus, PayVisit


def check_visit(session: Session, visit: CardSession | PayVisit, *, at: datetime) -> None:
    """They came back from the page, or its time is over: look what became of it, webhook or not.

    Their page asks again and again while it waits; the look is taken every few seconds.
    """
    if visit.provider_id is None or visit.status is CardSessionStatus.COMPLETE:
        return
    if isinstance(visit, CardSession):
        _ask(session, "card.check", f"card_session:{visit.id}", visit, at=at)
    else:
        _ask(session, "pay.check", f"pay_visit:{visit.id}", visit, at=at)


def _ask(
    session: Session, kind: str, subject: str, visit: CardSession | PayVisit, *, at: datetime
) -> None:
    effects.request(
        session,
        kind,
        subject,
        at=at,
        customer_id=visit.customer_id,
        key=f"{kind}:{subject}:{every_few_seconds(at)}",
        deadline=at + timedelta(minutes=10),
    )


def is_told_of(visit: CardSession | PayVisit, standing: Visit | PayStanding) -> bool:
    """Whether the processor speaks of this very visit.

    Another installation on the same account counts its visits from 1 too. Nobody can have been on
    a page before we heard its address, so until then only an answer that brings one is ours.
    """
    if visit.provider_id is None:
        return standing.url is not None
    return visit.provider_id == standing.provider_id
