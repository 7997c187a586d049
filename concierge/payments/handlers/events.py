"""What a webhook told: looked up, and believed only then."""

from datetime import timedelta

from sqlalchemy.orm import Session

from concierge import clock
from concierge.customers import queries as customers
from concierge.effects import Effect
from concierge.payments import lifecycle
from concierge.payments.gateway import RefundStanding, Snapshot, Visit
from concierge.payments.handlers.calling import WithGateway, ask, subject
from concierge.payments.models import CardSession, Payment, ProviderEvent, Refund


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
            return "visit", object_id
        if noun == "payment_intent":
            return "payment", object_id
        if noun == "charge":
            intent = event.body.get("data", {}).get("object", {}).get("payment_intent")
            return ("payment", str(intent)) if intent else None
        return None

    def call(self, call: tuple[str, str], effect: Effect) -> Visit | Snapshot | RefundStanding:
        noun, object_id = call
        match noun:
            case "visit":
                return ask(lambda: self.gateway.visit(object_id))
            case "refund":
                return ask(lambda: self.gateway.refund_standing(object_id))
            case _:
                return ask(lambda: self.gateway.payment(object_id))

    def record(
        self, session: Session, effect: Effect, outcome: Visit | Snapshot | RefundStanding
    ) -> None:
        match outcome:
            case Visit(session_id=int(number)):
                if (visit := session.get(CardSession, number)) is not None:
                    customers.lock(session, visit.customer_id)
                    session.refresh(visit)
                    lifecycle.settle_visit(session, visit, outcome, at=clock.now())
            case Snapshot(payment_id=int(number)):
                if (payment := session.get(Payment, number)) is not None:
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
