"""Having the card processor forget, too. Both calls are safe to repeat: gone twice is gone."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from concierge import clock, events
from concierge.effects import Effect, GiveUp, Handler, Retry, handler
from concierge.payments.gateway import Gateway, GatewayRefused, GatewayUnavailable
from concierge.payments.models import Card, Wallet


def register(gateway: Gateway) -> None:
    """Let workers use this processor."""
    handler(DetachCard(gateway))
    handler(ForgetCustomer(gateway))


class _Forgetting(Handler[str, bool]):
    def __init__(self, gateway: Gateway) -> None:
        self.gateway = gateway

    def call(self, call: str, effect: Effect) -> bool:
        try:
            self._forget(call)
        except GatewayUnavailable as error:
            raise Retry(str(error)) from error
        except GatewayRefused as error:
            raise GiveUp(str(error)) from error
        return True

    def _forget(self, provider_id: str) -> None:
        raise NotImplementedError

    def gave_up(self, session: Session, effect: Effect, reason: str) -> None:
        events.record(
            session,
            "effect.given_up",
            effect,
            by=events.SERVICE,
            at=clock.now(),
            customer_id=effect.customer_id,
            effect=effect.kind,
            reason=reason[:300],
        )

    def again(self, session: Session, effect: Effect, at: datetime) -> None:
        """Nothing was marked: it is simply asked for once more."""


class DetachCard(_Forgetting):
    """A card of somebody who was erased can't be charged again."""

    kind = "card.detach"

    def prepare(self, session: Session, effect: Effect) -> str | None:
        card = session.get(Card, _subject(effect))
        return card.provider_id if card is not None and card.detached_at is None else None

    def _forget(self, provider_id: str) -> None:
        self.gateway.detach(provider_id)

    def record(self, session: Session, effect: Effect, outcome: Any) -> None:
        card = session.get(Card, _subject(effect))
        if card is not None:
            card.detached_at = card.detached_at or clock.now()
            card.provider_id = f"erased:{card.id}"


class ForgetCustomer(_Forgetting):
    """The processor deletes its customer; our own row of them has done its work."""

    kind = "customer.forget"

    def prepare(self, session: Session, effect: Effect) -> str | None:
        wallet = session.get(Wallet, _subject(effect))
        return wallet.provider_id if wallet is not None else None

    def _forget(self, provider_id: str) -> None:
        self.gateway.forget(provider_id)

    def record(self, session: Session, effect: Effect, outcome: Any) -> None:
        wallet = session.get(Wallet, _subject(effect))
        if wallet is not None:
            session.delete(wallet)


def _subject(effect: Effect) -> int:
    return int(effect.subject.rpartition(":")[2])
