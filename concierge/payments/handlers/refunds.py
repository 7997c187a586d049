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
        if effect.first_tried_at is None:
            lifecycle.fail_refund(session, row, reason, at=clock.now())
        else:
            lifecycle.lose_refund(session, row, reason, at=clock.now())
        self.note(session, effect, reason)

    def again(self, session: Session, effect: Effect, at: datetime) -> None:
        lifecycle.refund_again(queries.refund(session, subject(effect)))


class FindRefund(WithGateway):
    """A refund was given up unanswered: was it made? Until that is known its amount counts."""

    kind = "refund.find"

    def prepare(self, session: Session, effect: Effect) -> tuple[str, int] | None:
        row = queries.refund(session, subject(effect))
        if row.status is not RefundStatus.UNKNOWN or row.payment.provider_id is None:
            return None
        return row.payment.provider_id, row.id

    def call(self, call: tuple[str, int], effect: Effect) -> RefundStanding | None:
        return ask(lambda: self.gateway.find_refund(*call))

    def record(self, session: Session, effect: Effect, outcome: RefundStanding | None) -> None:
        row = queries.refund(session, subject(effect))
        if outcome is not None:
            lifecycle.settle_refund(session, row, outcome, at=clock.now())
        elif row.status is RefundStatus.UNKNOWN:
            lifecycle.fail_refund(session, row, row.problem or "not made", at=clock.now())

    def gave_up(self, session: Session, effect: Effect, reason: str) -> None:
        self.note(session, effect, reason)
