"""Payments: reserved, confirmed with the customer, taken, let go of."""

from collections.abc import Callable

from concierge.payments.gateway import Authorisation, GatewayRefused, Snapshot, Standing
from concierge.payments.stripe import answers
from concierge.payments.stripe.calling import FEE, LOOK_BACK, Calls, FailedForGood, ask

_OVER = {Standing.CAPTURED, Standing.CANCELLED}


class Charges(Calls):
    """The calls about one payment."""

    def authorise(self, request: Authorisation) -> Snapshot:
        if request.again:
            # The same key would not always tell: for a day Stripe may answer it with the very
            # error that hid a payment which was made.
            made = self.find(request.customer, request.payment_id)
            if made is not None:
                return made
        try:
            return self._reserve(request)
        except FailedForGood as error:
            made = self.find(request.customer, request.payment_id)
            if made is not None:
                return made
            raise GatewayRefused(f"Nothing was reserved. {error}") from error

    def _reserve(self, request: Authorisation) -> Snapshot:
        return self._payment(
            lambda: self.v1.payment_intents.create(
                {
                    "amount": request.amount,
                    "currency": request.currency.lower(),
                    "customer": request.customer,
                    "payment_method": request.card,
                    "allowed_payment_method_types": ["card"],
                    "capture_method": "manual",
                    "confirm": True,
                    "off_session": True,
                    "description": request.description,
                    "metadata": {
                        "payment": str(request.payment_id),
                        "order": str(request.order_id),
                    },
                    "expand": [FEE],
                },
                {"idempotency_key": request.key},
            )
        )

    def find(self, customer: str, payment_id: int) -> Snapshot | None:
        newest = ask(
            lambda: self.v1.payment_intents.list(
                {"customer": customer, "limit": LOOK_BACK, "expand": [f"data.{FEE}"]}
            )
        ).to_dict()
        snapshots = (answers.snapshot(intent) for intent in newest["data"])
        return next((one for one in snapshots if one.payment_id == payment_id), None)

    def confirm(self, provider_id: str, card: str, *, return_url: str, key: str) -> Snapshot:
        current = self.payment(provider_id)
        if current.standing is not Standing.ACTION_REQUIRED:
            return current  # it has gone on meanwhile
        if current.redirect_url is not None:
            return current  # already with the bank
        try:
            return self._payment(
                lambda: self.v1.payment_intents.confirm(
                    provider_id,
                    {"payment_method": card, "return_url": return_url, "expand": [FEE]},
                    {"idempotency_key": key},
                )
            )
        except FailedForGood as error:
            current = self.payment(provider_id)
            if current.standing is Standing.ACTION_REQUIRED and current.redirect_url is None:
                raise GatewayRefused(f"Nothing was confirmed. {error}") from error
            return current

    def capture(self, provider_id: str, amount: int, *, key: str, again: bool = False) -> Snapshot:
        return self._end(
            provider_id,
            lambda key: self._payment(
                lambda: self.v1.payment_intents.capture(
                    provider_id,
                    {"amount_to_capture": amount, "expand": [FEE]},
                    {"idempotency_key": key},
                ),
                provider_id,
            ),
            key=key,
            again=again,
        )

    def cancel(self, provider_id: str, *, key: str, again: bool = False) -> Snapshot:
        return self._end(
            provider_id,
            lambda key: self._payment(
                lambda: self.v1.payment_intents.cancel(
                    provider_id,
                    {"cancellation_reason": "requested_by_customer"},
                    {"idempotency_key": key},
                ),
                provider_id,
            ),
            key=key,
            again=again,
        )

    def _end(
        self, provider_id: str, call: Callable[[str], Snapshot], *, key: str, again: bool
    ) -> Snapshot:
        """Take it or let go of it. `again`: an earlier call may have been heard."""
        if again and (over := self._over(provider_id)) is not None:
            return over
        try:
            return call(key)
        except FailedForGood:
            # That call is over. Where the payment still stands as it did, it had no effect; and
            # Stripe takes or lets go of a payment once only, whatever the key.
            return self._over(provider_id) or call(f"{key}-anew")

    def _over(self, provider_id: str) -> Snapshot | None:
        """The payment, where it is taken or let go of; the same key need not tell (`authorise`)."""
        current = self.payment(provider_id)
        return current if current.standing in _OVER else None
