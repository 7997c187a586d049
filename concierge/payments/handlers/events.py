"""What a webhook told: looked up, and believed only then."""

from datetime import timedelta

from sqlalchemy.orm import Session

from concierge import clock
from concierge.customers import queries as customers
from concierge.effects import Effect
from concierge.payments import lifecycle, queries
from concierge.payments.gateway import (
    CardStanding,
    PayStanding,
    RefundStanding,
    Snapshot,
    Visit,
)
from concierge.payments.handlers.calling import WithGateway, ask, subject
from concierge.payments.models import CardSession, Payment, PayVisit, ProviderEvent, Refund

Heard = Visit | Snapshot | RefundStanding | PayStanding | CardStanding | None


def _payment(session: Session, snapshot: Snapshot) -> Payment | None:
    """By our number; one that was made on a page bears none, and is known by the processor's."""
    if snapshot.payment_id is not None:
        return session.get(Payment, snapshot.payment_id)
    return queries.by_provider(session, snapshot.provider_id or "")


class ReadEvent(WithGateway):
    """A webhook came: fetch what it is about afresh, for events come late, twice, out of order."""

    kind = "stripe.event"
    lease = timedelta(seconds=90)

    def prepare(self, session: Session, effect: Effect) -> tuple[str, str] | None:
        event = session.get_one(ProviderEvent, subject(effect))
        noun = event.kind.split(".")[0]
        object_id = str(event.body.get("data", {}).get("object", {}).get("id", ""))
        if event.kind.startswith("refund.") or event.kind == "charge.refund.updated":
            return "refund", object_id
        if event.kind.startswith("checkout.session."):
            mode = event.body.get("data", {}).get("object", {}).get("mode")
            return "paying" if mode == "payment" else "visit", object_id
        if noun == "payment_method":
            return "card", object_id
        if noun == "payment_intent":
            return "payment", object_id
        if noun == "charge":
            intent = event.body.get("data", {}).get("object", {}).get("payment_intent")
            return ("payment", str(intent)) if intent else None
        return None

    def call(self, call: tuple[str, str], effect: Effect) -> Heard:
        noun, object_id = call
        match noun:
            case "paying":
                return ask(lambda: self.gateway.paying(object_id))
            case "card":
                return ask(lambda: self.gateway.card(object_id))
            case "visit":
                return ask(lambda: self.gateway.visit(object_id))
            case "refund":
                return ask(lambda: self.gateway.refund_standing(object_id))
            case _:
                return ask(lambda: self.gateway.payment(object_id))

    def record(self, session: Session, effect: Effect, outcome: Heard) -> None:
        match outcome:
            case PayStanding(visit_id=int(number)):
                if (paying := session.get(PayVisit, number)) is not None:
                    customers.lock(session, paying.customer_id)
                    session.refresh(paying)
                    lifecycle.settle_paying(session, paying, outcome, at=clock.now())
            case CardStanding():
                provider_id = outcome.card.provider_id
                if (card := queries.card_by_provider(session, provider_id)) is not None:
                    customers.lock(session, card.customer_id)
                    session.refresh(card)
                    lifecycle.settle_card(session, card, outcome, at=clock.now())
            case Visit(session_id=int(number)):
                if (visit := session.get(CardSession, number)) is not None:
                    customers.lock(session, visit.customer_id)
                    session.refresh(visit)
                    lifecycle.settle_visit(session, visit, outcome, at=clock.now())
            case Snapshot():
                if (payment := _payment(session, outcome)) is not None:
                    customers.lock(session, payment.customer_id)
                    session.refresh(payment)
                    lifecycle.settle(session, payment, outcome, at=clock.now())
            case RefundStanding(refund_id=int(number)):
                if (row := session.get(Refund, number)) is not None:
                    customers.lock(session, row.payment.customer_id)
                    session.refresh(row)
                    session.refresh(row.payment)
                    lifecycle.settle_refund(session, row, outcome, at=clock.now())
            case _:
                pass  # something of the same account that is not ours

    def gave_up(self, session: Session, effect: Effect, reason: str) -> None:
        self.note(session, effect, reason)
