"""The calls to the card processor, one handler a kind; a worker runs them.

Each is safe to run twice: the calls carry a key made from our own row's id, and the outcome goes
through the lifecycle's `settle`, to which a repeated answer is no news.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, TypeVar

from sqlalchemy.orm import Session

from concierge import clock, config, events
from concierge.customers import queries as customers
from concierge.effects import Effect, GiveUp, Handler, Retry, handler
from concierge.errors import Refused
from concierge.payments import lifecycle, queries
from concierge.payments.gateway import (
    Authorisation,
    Gateway,
    GatewayRefused,
    GatewayUnavailable,
    RefundStanding,
    Snapshot,
    Standing,
    Visit,
    VisitRequest,
)
from concierge.payments.models import (
    Card,
    CardSession,
    CardSessionStatus,
    Payment,
    PaymentStatus,
    ProviderEvent,
    Refund,
    RefundStatus,
)

T = TypeVar("T")
# Stripe may forget an idempotency key after 24 hours; the call itself has to arrive before that.
_KEY_LASTS = timedelta(hours=20)
_OLD_PAYMENT = (
    "Stripe may have forgotten this call, so a repeat could move money twice. Look the payment up "
    "at Stripe, then go on from its order, which asks anew; and abandon this."
)
_OLD_REFUND = (
    "Stripe may have forgotten this call, so a repeat could give the money back twice. Look at "
    "Stripe whether it was refunded; if it was not, refund again from the order. Abandon this."
)


def register(gateway: Gateway) -> None:
    """Let workers use this processor."""
    for kind in (
        OpenVisit,
        CheckVisit,
        MakeDefault,
        Authorise,
        Find,
        Confirm,
        Look,
        Capture,
        Cancel,
        MakeRefund,
        ReadEvent,
    ):
        handler(kind(gateway))


def _subject(effect: Effect) -> int:
    return int(effect.subject.rpartition(":")[2])


def _key(effect: Effect) -> str:
    """The same for each try of this effect, another when a person asks again."""
    return effect.key.replace(":", "-").replace(".", "-")


def _ask(call: Callable[[], T]) -> T:
    try:
        return call()
    except GatewayUnavailable as error:
        raise Retry(str(error)) from error
    except GatewayRefused as error:
        raise GiveUp(str(error)) from error


class _WithGateway(Handler[Any, Any]):
    def __init__(self, gateway: Gateway) -> None:
        self.gateway = gateway

    def _note(self, session: Session, effect: Effect, reason: str) -> None:
        """Record what was given up, for operators to see."""
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


# --- cards -------------------------------------------------------------------------------------


class OpenVisit(_WithGateway):
    """Ask for the page on which a card is saved."""

    kind = "card.open"

    def prepare(self, session: Session, effect: Effect) -> VisitRequest | None:
        visit = queries.card_session(session, _subject(effect))
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
        return _ask(lambda: self.gateway.open_visit(call))

    def record(self, session: Session, effect: Effect, outcome: Visit) -> None:
        visit = queries.card_session(session, _subject(effect))
        lifecycle.settle_visit(session, visit, outcome, at=clock.now())

    def gave_up(self, session: Session, effect: Effect, reason: str) -> None:
        visit = queries.card_session(session, _subject(effect))
        visit.status = CardSessionStatus.FAILED
        self._note(session, effect, reason)

    def again(self, session: Session, effect: Effect, at: datetime) -> None:
        raise Refused(
            "page-asks-anew",
            "The customer's page asks for the card page anew when they open it. Abandon this.",
        )


class CheckVisit(_WithGateway):
    """The customer came back, or a webhook said so: look what became of the visit."""

    kind = "card.check"

    def prepare(self, session: Session, effect: Effect) -> str | None:
        visit = queries.card_session(session, _subject(effect))
        if visit.status is CardSessionStatus.COMPLETE:
            return None
        return visit.provider_id

    def call(self, call: str, effect: Effect) -> Visit:
        return _ask(lambda: self.gateway.visit(call))

    def record(self, session: Session, effect: Effect, outcome: Visit) -> None:
        visit = queries.card_session(session, _subject(effect))
        lifecycle.settle_visit(session, visit, outcome, at=clock.now())

    def gave_up(self, session: Session, effect: Effect, reason: str) -> None:
        self._note(session, effect, reason)


class MakeDefault(_WithGateway):
    """Make a saved card the customer's default at the processor too."""

    kind = "card.default"

    def prepare(self, session: Session, effect: Effect) -> tuple[str, str] | None:
        card = session.get_one(Card, _subject(effect))
        wallet = queries.wallet(session, card.customer_id)
        if wallet is None or wallet.default_card_id != card.id:
            return None
        return wallet.provider_id, card.provider_id

    def call(self, call: tuple[str, str], effect: Effect) -> bool:
        _ask(lambda: self.gateway.make_default(*call))
        return True

    def record(self, session: Session, effect: Effect, outcome: bool) -> None:
        """Nothing of ours changes: we always name the card we charge."""

    def gave_up(self, session: Session, effect: Effect, reason: str) -> None:
        self._note(session, effect, reason)


# --- payments ----------------------------------------------------------------------------------


class _PaymentHandler(_WithGateway):
    def record(self, session: Session, effect: Effect, outcome: Snapshot) -> None:
        payment = queries.get(session, _subject(effect))
        lifecycle.settle(session, payment, outcome, at=clock.now())

    def gave_up(self, session: Session, effect: Effect, reason: str) -> None:
        payment = queries.get(session, _subject(effect))
        lifecycle.fail(session, payment, reason, at=clock.now())
        self._note(session, effect, reason)


class _MovesMoney(_PaymentHandler):
    """A call that is made under an idempotency key, and that a person may have made again."""

    repeatable_for = _KEY_LASTS
    otherwise = _OLD_PAYMENT
    asked: ClassVar[PaymentStatus]

    def again(self, session: Session, effect: Effect, at: datetime) -> None:
        lifecycle.ask_again(queries.get(session, _subject(effect)), self.asked)


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
        payment = queries.get(session, _subject(effect))
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
        return _ask(lambda: self.gateway.authorise(call.request))


class Find(_PaymentHandler):
    """An authorisation was given up unanswered and is not wanted any more: was it made?"""

    kind = "payment.find"

    def prepare(self, session: Session, effect: Effect) -> tuple[str, int] | None:
        payment = queries.get(session, _subject(effect))
        wallet = queries.wallet(session, payment.customer_id)
        if payment.provider_id is not None or wallet is None:
            return None
        return wallet.provider_id, payment.id

    def call(self, call: tuple[str, int], effect: Effect) -> Snapshot:
        return _ask(lambda: self.gateway.find(*call)) or Snapshot(Standing.NOT_MADE, None)

    def gave_up(self, session: Session, effect: Effect, reason: str) -> None:
        self._note(session, effect, reason)


class Confirm(_PaymentHandler):
    """Confirm with the customer present; the bank's page comes back."""

    kind = "payment.confirm"
    repeatable_for = _KEY_LASTS
    otherwise = _OLD_PAYMENT

    def prepare(self, session: Session, effect: Effect) -> tuple[str, str] | None:
        payment = queries.get(session, _subject(effect))
        if payment.status is not PaymentStatus.ACTION_REQUIRED or payment.provider_id is None:
            return None
        return payment.provider_id, payment.card.provider_id

    def call(self, call: tuple[str, str], effect: Effect) -> Snapshot:
        return _ask(
            lambda: self.gateway.confirm(
                *call,
                return_url=effect.params["return_url"],
                key=_key(effect),
            )
        )

    def gave_up(self, session: Session, effect: Effect, reason: str) -> None:
        # The customer can press the button again; nothing has been taken.
        self._note(session, effect, reason)

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
        return queries.get(session, _subject(effect)).provider_id

    def call(self, call: str, effect: Effect) -> Snapshot:
        return _ask(lambda: self.gateway.payment(call))

    def gave_up(self, session: Session, effect: Effect, reason: str) -> None:
        self._note(session, effect, reason)


class Capture(_MovesMoney):
    """Take what was reserved."""

    kind = "payment.capture"
    asked = PaymentStatus.CAPTURING

    def prepare(self, session: Session, effect: Effect) -> tuple[str, int] | None:
        payment = queries.get(session, _subject(effect))
        if payment.status is not PaymentStatus.CAPTURING or payment.provider_id is None:
            return None
        return payment.provider_id, int(effect.params["amount"])

    def call(self, call: tuple[str, int], effect: Effect) -> Snapshot:
        provider_id, amount = call
        return _ask(lambda: self.gateway.capture(provider_id, amount, key=_key(effect)))


class Cancel(_MovesMoney):
    """Let go of what was reserved."""

    kind = "payment.cancel"
    asked = PaymentStatus.CANCELLING

    def prepare(self, session: Session, effect: Effect) -> str | None:
        payment = queries.get(session, _subject(effect))
        if payment.status is not PaymentStatus.CANCELLING:
            return None
        return payment.provider_id

    def call(self, call: str, effect: Effect) -> Snapshot:
        return _ask(lambda: self.gateway.cancel(call, key=_key(effect)))


class MakeRefund(_WithGateway):
    """Give money back."""

    kind = "refund.make"
    repeatable_for = _KEY_LASTS
    otherwise = _OLD_REFUND

    def prepare(self, session: Session, effect: Effect) -> str | None:
        row = queries.refund(session, _subject(effect))
        if row.status is not RefundStatus.REQUESTED:
            return None
        return row.payment.provider_id

    def call(self, call: str, effect: Effect) -> RefundStanding:
        number = _subject(effect)
        return _ask(
            lambda: self.gateway.refund(
                call,
                number,
                int(effect.params["amount"]),
                key=f"refund-{number}",
                again=effect.attempt > 1,
            )
        )

    def record(self, session: Session, effect: Effect, outcome: RefundStanding) -> None:
        row = queries.refund(session, _subject(effect))
        lifecycle.settle_refund(session, row, outcome, at=clock.now())

    def gave_up(self, session: Session, effect: Effect, reason: str) -> None:
        row = queries.refund(session, _subject(effect))
        lifecycle.fail_refund(session, row, reason, at=clock.now())
        self._note(session, effect, reason)

    def again(self, session: Session, effect: Effect, at: datetime) -> None:
        lifecycle.refund_again(queries.refund(session, _subject(effect)))


# --- webhooks ----------------------------------------------------------------------------------


class ReadEvent(_WithGateway):
    """A webhook came: fetch what it is about afresh, for events come late, twice, out of order."""

    kind = "stripe.event"
    lease = timedelta(seconds=90)

    def prepare(self, session: Session, effect: Effect) -> tuple[str, str] | None:
        event = session.get_one(ProviderEvent, _subject(effect))
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
                return _ask(lambda: self.gateway.visit(object_id))
            case "refund":
                return _ask(lambda: self.gateway.refund_standing(object_id))
            case _:
                return _ask(lambda: self.gateway.payment(object_id))

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
        self._note(session, effect, reason)
