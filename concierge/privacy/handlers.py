"""Having the card processor forget, too. Both calls are safe to repeat: gone twice is gone."""

from typing import Any

from sqlalchemy.orm import Session

from concierge import clock
from concierge.effects import Effect, handler
from concierge.payments.gateway import Gateway
from concierge.payments.handlers.calling import WithGateway, ask, subject
from concierge.payments.models import Card, Wallet


def register(gateway: Gateway) -> None:
    """Let workers use this processor."""
    handler(DetachCard(gateway))
    handler(ForgetCustomer(gateway))


class DetachCard(WithGateway):
    """A card of somebody who was erased can't be charged again."""

    kind = "card.detach"

    def prepare(self, session: Session, effect: Effect) -> str | None:
        card = session.get(Card, subject(effect))
        return card.provider_id if card is not None and card.detached_at is None else None

    def call(self, call: str, effect: Effect) -> bool:
        ask(lambda: self.gateway.detach(call))
        return True

    def record(self, session: Session, effect: Effect, outcome: Any) -> None:
        card = session.get(Card, subject(effect))
        if card is not None:
            card.detached_at = card.detached_at or clock.now()
            card.provider_id = f"erased:{card.id}"

    def gave_up(self, session: Session, effect: Effect, reason: str) -> None:
        self.note(session, effect, reason)


class ForgetCustomer(WithGateway):
    """The processor deletes its customer; our own row of them has done its work."""

    kind = "customer.forget"

    def prepare(self, session: Session, effect: Effect) -> str | None:
        wallet = session.get(Wallet, subject(effect))
        return wallet.provider_id if wallet is not None else None

    def call(self, call: str, effect: Effect) -> bool:
        ask(lambda: self.gateway.forget(call))
        return True

    def record(self, session: Session, effect: Effect, outcome: Any) -> None:
        wallet = session.get(Wallet, subject(effect))
        if wallet is not None:
            session.delete(wallet)

    def gave_up(self, session: Session, effect: Effect, reason: str) -> None:
        self.note(session, effect, reason)
