"""The page on which one order is paid with any card: opened, looked at, closed."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from concierge import clock, config
from concierge.customers import queries as customers
from concierge.effects import Effect
from concierge.errors import Refused
from concierge.payments import lifecycle, queries
from concierge.payments.gateway import PayRequest, PayStanding
from concierge.payments.handlers.calling import WithGateway, ask, subject
from concierge.payments.models import CardSessionStatus


class _PayHandler(WithGateway):
    def record(self, session: Session, effect: Effect, outcome: PayStanding) -> None:
        visit = queries.pay_visit(session, subject(effect))
        lifecycle.settle_paying(session, visit, outcome, at=clock.now())

    def gave_up(self, session: Session, effect: Effect, reason: str) -> None:
        self.note(session, effect, reason)


class OpenPaying(_PayHandler):
    """Ask for the page on which an order is paid."""

    kind = "pay.open"

    def prepare(self, session: Session, effect: Effect) -> PayRequest | None:
        visit = queries.pay_visit(session, subject(effect))
        # After a first try the page may be there although nobody heard: then it is asked for by
        # the same key, so that it can be closed.
        never_wanted = visit.unwanted and effect.attempt == 1
        if visit.status is not CardSessionStatus.REQUESTED or never_wanted:
            return None
        wallet = queries.wallet(session, visit.customer_id)
        page = f"{config.current().public_url}/l/{effect.params['token']}"
        return PayRequest(
            visit_id=visit.id,
            order_id=visit.order_id,
            customer=wallet.provider_id if wallet else None,
            email=customers.get(session, visit.customer_id).email,
            amount=visit.amount,
            currency=visit.currency,
            description=effect.params["description"],
            success_url=f"{page}/pay/return",
            cancel_url=page,
            expires_at=visit.expires_at,
        )

    def call(self, call: PayRequest, effect: Effect) -> PayStanding:
        return ask(lambda: self.gateway.open_paying(call))

    def gave_up(self, session: Session, effect: Effect, reason: str) -> None:
        visit = queries.pay_visit(session, subject(effect))
        visit.status = CardSessionStatus.FAILED
        self.note(session, effect, reason)

    def again(self, session: Session, effect: Effect, at: datetime) -> None:
        raise Refused(
            "page-asks-anew",
            "The customer's page asks for this page anew when they open it. Abandon this.",
        )


class CheckPaying(_PayHandler):
    """The customer came back, or the page's time is over: look what became of the visit."""

    kind = "pay.check"

    def prepare(self, session: Session, effect: Effect) -> str | None:
        visit = queries.pay_visit(session, subject(effect))
        return visit.provider_id if visit.status is not CardSessionStatus.COMPLETE else None

    def call(self, call: str, effect: Effect) -> PayStanding:
        return ask(lambda: self.gateway.paying(call))


class ClosePaying(_PayHandler):
    """End a visit that nobody is to pay on any more; what was paid meanwhile is let go of."""

    kind = "pay.close"

    def prepare(self, session: Session, effect: Effect) -> Any:
        visit = queries.pay_visit(session, subject(effect))
        return visit.provider_id if visit.is_under_way else None

    def call(self, call: str, effect: Effect) -> PayStanding:
        return ask(lambda: self.gateway.close_paying(call))
