"""Reserving, taking and letting go."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from sqlalchemy.orm import Session

from concierge import clock
from concierge.effects import Effect, GiveUp
from concierge.errors import Refused
from concierge.payments import lifecycle, queries
from concierge.payments.gateway import Authorisation, Snapshot, Standing
from concierge.payments.handlers.calling import KEY_LASTS, WithGateway, ask, key, subject
from concierge.payments.models import PaymentStatus

_OLD_PAYMENT = (
    "Stripe may have forgotten this call, so a repeat could move money twice. Look the payment up "
    "at Stripe, then go on from its order, which asks anew; and abandon this."
)


class _PaymentHandler(WithGateway):
    def record(self, session: Session, effect: Effect, outcome: Snapshot) -> None:
        payment = queries.get(session, subject(effect))
        lifecycle.settle(session, payment, outcome, at=clock.now())

    def gave_up(self, session: Session, effect: Effect, reason: str) -> None:
        payment = queries.get(session, subject(effect))
        lifecycle.fail(session, payment, reason, at=clock.now())
        self.note(session, effect, reason)


class _MovesMoney(_PaymentHandler):
    """A call that is made under an idempotency key, and that a person may have made again."""

    repeatable_for = KEY_LASTS
    otherwise = _OLD_PAYMENT
    asked: ClassVar[PaymentStatus]

    def again(self, session: Session, effect: Effect, at: datetime) -> None:
        lifecycle.ask_again(queries.get(session, subject(effect)), self.asked)


class Authorise(_MovesMoney):
    """Reserve the money."""

    kind = "payment.authorise"
    asked = PaymentStatus.REQUESTED

    @dataclass(frozen=True)
    class Asked:
        """The call, and whether it is still wanted should it never have been made."""

        request: Authorisation
        wanted: bool

    def prepare(self, session: Session, effect: Effect) -> Asked | None:
        payment = queries.get(session, subject(effect))
        if payment.status is not PaymentStatus.REQUESTED:
            return None
        wallet = queries.wallet(session, payment.customer_id)
        if wallet is None:
            raise GiveUp("the customer has no wallet")
        request = Authorisation(
            payment_id=payment.id,
            order_id=payment.order_id,
            customer=wallet.provider_id,
            card=payment.card.provider_id,
            amount=payment.amount,
            currency=payment.currency,
            description=effect.params["description"],
            key=f"payment-{payment.id}-authorise",
            again=effect.attempt > 1,
        )
        return self.Asked(request, wanted=not payment.release_wanted)

    def call(self, call: Asked, effect: Effect) -> Snapshot:
        # At a later attempt the first may have reached the processor: then it has to be learnt
        # what came of it, by the same key, and let go of afterwards.
        if not call.wanted and effect.attempt == 1:
            return Snapshot(Standing.NOT_MADE, None)
        return ask(lambda: self.gateway.authorise(call.request))


class Find(_PaymentHandler):
    """An authorisation was given up unanswered and is not wanted any more: was it made?"""

    kind = "payment.find"

    def prepare(self, session: Session, effect: Effect) -> tuple[str, int] | None:
        payment = queries.get(session, subject(effect))
        wallet = queries.wallet(session, payment.customer_id)
        if payment.provider_id is not None or wallet is None:
            return None
        return wallet.provider_id, payment.id

    def call(self, call: tuple[str, int], effect: Effect) -> Snapshot:
        return ask(lambda: self.gateway.find(*call)) or Snapshot(Standing.NOT_MADE, None)

    def gave_up(self, session: Session, effect: Effect, reason: str) -> None:
        self.note(session, effect, reason)


class Confirm(_PaymentHandler):
    """Confirm with the customer present; the bank's page comes back."""

    kind = "payment.confirm"
    repeatable_for = KEY_LASTS
    otherwise = _OLD_PAYMENT

    def prepare(self, session: Session, effect: Effect) -> tuple[str, str] | None:
        payment = queries.get(session, subject(effect))
        if payment.status is not PaymentStatus.ACTION_REQUIRED or payment.provider_id is None:
            return None
        return payment.provider_id, payment.card.provider_id

    def call(self, call: tuple[str, str], effect: Effect) -> Snapshot:
        return ask(
            lambda: self.gateway.confirm(
                *call,
                return_url=effect.params["return_url"],
                key=key(effect),
            )
        )

    def gave_up(self, session: Session, effect: Effect, reason: str) -> None:
        # The customer can press the button again; nothing has been taken.
        self.note(session, effect, reason)

    def again(self, session: Session, effect: Effect, at: datetime) -> None:
        raise Refused(
            "customer-is-gone",
            "Only the customer can answer their bank, and they have left the page. Ask them again "
            "from the order, and abandon this.",
        )


class Look(_PaymentHandler):
    """Ask how a payment stands."""

    kind = "payment.look"

    def prepare(self, session: Session, effect: Effect) -> str | None:
        return queries.get(session, subject(effect)).provider_id

    def call(self, call: str, effect: Effect) -> Snapshot:
        return ask(lambda: self.gateway.payment(call))

    def gave_up(self, session: Session, effect: Effect, reason: str) -> None:
        self.note(session, effect, reason)


class Capture(_MovesMoney):
    """Take what was reserved."""

    kind = "payment.capture"
    asked = PaymentStatus.CAPTURING

    def prepare(self, session: Session, effect: Effect) -> tuple[str, int] | None:
        payment = queries.get(session, subject(effect))
        if payment.status is not PaymentStatus.CAPTURING or payment.provider_id is None:
            return None
        return payment.provider_id, int(effect.params["amount"])

    def call(self, call: tuple[str, int], effect: Effect) -> Snapshot:
        provider_id, amount = call
        again = effect.attempt > 1
        return ask(lambda: self.gateway.capture(provider_id, amount, key=key(effect), again=again))


class Cancel(_MovesMoney):
    """Let go of what was reserved."""

    kind = "payment.cancel"
    asked = PaymentStatus.CANCELLING

    def prepare(self, session: Session, effect: Effect) -> str | None:
        payment = queries.get(session, subject(effect))
        if payment.status is not PaymentStatus.CANCELLING:
            return None
        return payment.provider_id

    def call(self, call: str, effect: Effect) -> Snapshot:
        again = effect.attempt > 1
        return ask(lambda: self.gateway.cancel(call, key=key(effect), again=again))
