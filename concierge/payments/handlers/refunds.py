"""Giving money back."""

from datetime import datetime

from sqlalchemy.orm import Session

from concierge import clock
from concierge.effects import Effect
from concierge.payments import lifecycle, queries
from concierge.payments.gateway import RefundStanding
from concierge.payments.handlers.calling import KEY_LASTS, WithGateway, ask, subject
from concierge.payments.models import RefundStatus

_OLD_REFUND = (
    "Stripe may have forgotten this call, so a repeat could give the money back twice. Look at "
    "Stripe whether it was refunded; if it was not, refund again from the order. Abandon this."
)


class MakeRefund(WithGateway):
    """Give money back."""

    kind = "refund.make"
    repeatable_for = KEY_LASTS
    otherwise = _OLD_REFUND

    def prepare(self, session: Session, effect: Effect) -> str | None:
        row = queries.refund(session, subject(effect))
        if row.status is not RefundStatus.REQUESTED:
            return None
        return row.payment.provider_id

    def call(self, call: str, effect: Effect) -> RefundStanding:
        number = subject(effect)
        return ask(
            lambda: self.gateway.refund(
                call,
                number,
                int(effect.params["amount"]),
                key=f"refund-{number}",
                again=effect.attempt > 1,
            )
        )

    def record(self, session: Session, effect: Effect, outcome: RefundStanding) -> None:
        row = queries.refund(session, subject(effect))
        lifecycle.settle_refund(session, row, outcome, at=clock.now())

    def gave_up(self, session: Session, effect: Effect, reason: str) -> None:
        row = queries.refund(session, subject(effect))
        lifecycle.fail_refund(session, row, reason, at=clock.now())
        self.note(session, effect, reason)

    def again(self, session: Session, effect: Effect, at: datetime) -> None:
        lifecycle.refund_again(queries.refund(session, subject(effect)))
