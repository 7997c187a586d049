"""What a webhook told: looked up, and believed only then."""

import logging
from datetime import timedelta

from sqlalchemy.orm import Session

from concierge import clock
from concierge.customers import queries as customers
from concierge.effects import Effect, Retry
from concierge.payments import lifecycle, queries
from concierge.payments.gateway import (
    DisputeStanding,
    RefundStanding,
    Snapshot,
    Visit,
    WarningFacts,
)
from concierge.payments.handlers.calling import WithGateway, ask, subject
from concierge.payments.models import CardSession, Payment, ProviderEvent, Refund

log = logging.getLogger(__name__)

Told = Visit | Snapshot | RefundStanding | DisputeStanding | WarningFacts

# What an event is about, by how its name begins; the first that fits.
_NOUNS = (
    ("refund.", "refund"),
    ("charge.refund.", "refund"),
    ("charge.dispute.", "dispute"),
    ("radar.early_fraud_warning.", "warning"),
    ("checkout.session.", "visit"),
    ("payment_intent.", "payment"),
    ("charge.", "charge"),
)


class ReadEvent(WithGateway):
    """A webhook came: fetch what it is about afresh, for events come late, twice, out of order."""

    kind = "stripe.event"
    lease = timedelta(seconds=90)

    def prepare(self, session: Session, effect: Effect) -> tuple[str, str] | None:
        event = session.get_one(ProviderEvent, subject(effect))
        told = event.body.get("data", {}).get("object", {})
        noun = next((noun for start, noun in _NOUNS if event.kind.startswith(start)), None)
        if noun == "charge":
            intent = told.get("payment_intent")
            return ("payment", str(intent)) if intent else None
        return (noun, str(told.get("id", ""))) if noun else None

    def call(self, call: tuple[str, str], effect: Effect) -> Told:
        noun, object_id = call
        match noun:
            case "visit":
                return ask(lambda: self.gateway.visit(object_id))
            case "refund":
                return ask(lambda: self.gateway.refund_standing(object_id))
            case "dispute":
                return ask(lambda: self.gateway.dispute(object_id))
            case "warning":
                return ask(lambda: self.gateway.warning(object_id))
            case _:
                return ask(lambda: self.gateway.payment(object_id))

    def record(self, session: Session, effect: Effect, outcome: Told) -> None:
        now = clock.now()
        match outcome:
            case Visit(session_id=int(number)):
                if (visit := session.get(CardSession, number)) is not None:
                    customers.lock(session, visit.customer_id)
                    session.refresh(visit)
                    lifecycle.settle_visit(session, visit, outcome, at=now)
            case Snapshot(payment_id=int(number)):
                if (payment := session.get(Payment, number)) is not None:
                    customers.lock(session, payment.customer_id)
                    session.refresh(payment)
                    lifecycle.settle(session, payment, outcome, at=now)
            case RefundStanding():
                self._refund(session, outcome)
            case DisputeStanding():
                if (payment := _about(session, outcome.payment)) is not None:
                    lifecycle.settle_dispute(session, payment, outcome, at=now)
            case WarningFacts():
                if (payment := _about(session, outcome.payment)) is not None:
                    lifecycle.settle_warning(session, payment, outcome, at=now)
            case _:
                pass  # something of the same account that is not ours

    def _refund(self, session: Session, standing: RefundStanding) -> None:
        """One of ours, or one that somebody made at the processor of a payment of ours."""
        payment = _about(session, standing.payment)
        if payment is None or standing.provider_id is None:
            return
        row = queries.refund_by_provider(session, standing.provider_id)
        if row is None and standing.refund_id is not None:
            named = session.get(Refund, standing.refund_id)
            # (Another installation's number says nothing here.)
            if named is not None and named.payment_id == payment.id and named.provider_id is None:
                row = named
        now = clock.now()
        if row is not None:
            session.refresh(row)
            lifecycle.settle_refund(session, row, standing, at=now)
            return
        try:
            lifecycle.adopt_refund(session, payment, standing, at=now)
        except lifecycle.Unsettled as error:
            raise Retry(str(error), after=timedelta(minutes=1)) from error

    def gave_up(self, session: Session, effect: Effect, reason: str) -> None:
        self.note(session, effect, reason)


def _about(session: Session, provider_id: str | None) -> Payment | None:
    """The payment of ours, its customer locked. None: something of the account that is not ours."""
    payment = queries.by_provider(session, provider_id) if provider_id else None
    if payment is None:
        log.info("%s is no payment of ours", provider_id)
        return None
    customers.lock(session, payment.customer_id)
    session.refresh(payment)
    return payment
