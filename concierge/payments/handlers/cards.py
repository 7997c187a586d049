"""The card page, and which card is charged."""

from datetime import datetime

from sqlalchemy.orm import Session

from concierge import clock, config
from concierge.customers import queries as customers
from concierge.effects import Effect
from concierge.errors import Refused
from concierge.payments import lifecycle, queries
from concierge.payments.gateway import CardStanding, Visit, VisitRequest
from concierge.payments.handlers.calling import WithGateway, ask, subject
from concierge.payments.models import Card, CardSessionStatus


class OpenVisit(WithGateway):
    """Ask for the page on which a card is saved."""

    kind = "card.open"

    def prepare(self, session: Session, effect: Effect) -> VisitRequest | None:
        visit = queries.card_session(session, subject(effect))
        if visit.status is not CardSessionStatus.REQUESTED:
            return None
        customer = customers.get(session, visit.customer_id)
        wallet = queries.wallet(session, customer.id)
        page = f"{config.current().public_url}/l/{effect.params['token']}"
        return VisitRequest(
            session_id=visit.id,
            customer_id=customer.id,
            customer=wallet.provider_id if wallet else None,
            name=customer.name,
            email=customer.email,
            phone=customer.contact_points[0].address if customer.contact_points else None,
            currency=config.current().currency,
            success_url=f"{page}/card/return",
            cancel_url=page,
            expires_at=visit.expires_at,
        )

    def call(self, call: VisitRequest, effect: Effect) -> Visit:
        return ask(lambda: self.gateway.open_visit(call))

    def record(self, session: Session, effect: Effect, outcome: Visit) -> None:
        visit = queries.card_session(session, subject(effect))
        lifecycle.settle_visit(session, visit, outcome, at=clock.now())

    def gave_up(self, session: Session, effect: Effect, reason: str) -> None:
        visit = queries.card_session(session, subject(effect))
        visit.status = CardSessionStatus.FAILED
        self.note(session, effect, reason)

    def again(self, session: Session, effect: Effect, at: datetime) -> None:
        raise Refused(
            "page-asks-anew",
            "The customer's page asks for the card page anew when they open it. Abandon this.",
        )


class CheckVisit(WithGateway):
    """The customer came back, or a webhook said so: look what became of the visit."""

    kind = "card.check"

    def prepare(self, session: Session, effect: Effect) -> str | None:
        visit = queries.card_session(session, subject(effect))
        if visit.status is CardSessionStatus.COMPLETE:
            return None
        return visit.provider_id

    def call(self, call: str, effect: Effect) -> Visit:
        return ask(lambda: self.gateway.visit(call))

    def record(self, session: Session, effect: Effect, outcome: Visit) -> None:
        visit = queries.card_session(session, subject(effect))
        lifecycle.settle_visit(session, visit, outcome, at=clock.now())

    def gave_up(self, session: Session, effect: Effect, reason: str) -> None:
        self.note(session, effect, reason)


class MakeDefault(WithGateway):
    """Make a saved card the customer's default at the processor too."""

    kind = "card.default"

    def prepare(self, session: Session, effect: Effect) -> tuple[str, str] | None:
        card = session.get_one(Card, subject(effect))
        wallet = queries.wallet(session, card.customer_id)
        if wallet is None or wallet.default_card_id != card.id:
            return None
        return wallet.provider_id, card.provider_id

    def call(self, call: tuple[str, str], effect: Effect) -> bool:
        ask(lambda: self.gateway.make_default(*call))
        return True

    def record(self, session: Session, effect: Effect, outcome: bool) -> None:
        """Nothing of ours changes: we always name the card we charge."""

    def gave_up(self, session: Session, effect: Effect, reason: str) -> None:
        self.note(session, effect, reason)


class LookAtCard(WithGateway):
    """Ask how a saved card stands: the bank may have renewed it."""

    kind = "card.look"

    def prepare(self, session: Session, effect: Effect) -> str | None:
        card = session.get_one(Card, subject(effect))
        return card.provider_id if card.detached_at is None else None

    def call(self, call: str, effect: Effect) -> CardStanding | None:
        return ask(lambda: self.gateway.card(call))

    def record(self, session: Session, effect: Effect, outcome: CardStanding | None) -> None:
        if outcome is not None:
            card = session.get_one(Card, subject(effect))
            lifecycle.settle_card(session, card, outcome, at=clock.now())

    def gave_up(self, session: Session, effect: Effect, reason: str) -> None:
        self.note(session, effect, reason)


class DetachCard(WithGateway):
    """Have the processor forget a card that we never charge again."""

    kind = "card.detach"

    def prepare(self, session: Session, effect: Effect) -> str | None:
        card = session.get(Card, subject(effect))
        return card.provider_id if card is not None and not card.is_forgotten else None

    def call(self, call: str, effect: Effect) -> bool:
        ask(lambda: self.gateway.detach(call))
        return True

    def record(self, session: Session, effect: Effect, outcome: bool) -> None:
        """It was not charged any more since that was decided; at the latest, it is not now."""
        card = session.get(Card, subject(effect))
        if card is not None:
            card.detached_at = card.detached_at or clock.now()
            if customers.get(session, card.customer_id).erased_at is not None:
                card.forget()

    def gave_up(self, session: Session, effect: Effect, reason: str) -> None:
        self.note(session, effect, reason)
