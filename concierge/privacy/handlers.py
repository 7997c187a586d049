"""Having the card processor forget, too, once it has forgotten their cards (`card.detach`)."""

from typing import Any

from sqlalchemy.orm import Session

from concierge.effects import Effect, handler
from concierge.payments.gateway import Gateway
from concierge.payments.handlers.calling import WithGateway, ask, subject
from concierge.payments.models import Wallet


def register(gateway: Gateway) -> None:
    """Let workers use this processor."""
    handler(ForgetCustomer(gateway))


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
