"""Stripe, behind our gateway."""

from concierge.payments.gateway import WebhookEvent
from concierge.payments.statement import Statement
from concierge.payments.stripe.calling import ask, read_event
from concierge.payments.stripe.cards import Cards
from concierge.payments.stripe.charges import Charges
from concierge.payments.stripe.paying import Paying
from concierge.payments.stripe.refunds import Refunds
from concierge.payments.stripe.statement import StripeStatement


class StripeGateway(Cards, Paying, Charges, Refunds):
    """A `Gateway` on Stripe's API."""

    def __init__(
        self,
        secret_key: str,
        webhook_secret: str,
        api_base: str,
        *,
        timeout: float = 20,
        retries: int = 2,
    ) -> None:
        """`timeout` is in seconds, for each try of a call; `retries` are made at once."""
        super().__init__(secret_key, api_base, timeout=timeout, retries=retries)
        self._webhook_secret = webhook_secret

    @property
    def statement(self) -> Statement:
        """Stripe's own books."""
        return StripeStatement(self.v1, ask)

    def read_event(self, payload: bytes, signature: str) -> WebhookEvent | None:
        return read_event(payload, signature, self._webhook_secret)
