"""Refusals in Stripe's shape (https://docs.stripe.com/api/errors)."""

from __future__ import annotations

from typing import Any

from concierge.sandbox.books import Json


class StripeError(Exception):
    """An error answer: HTTP status, type, message, and what else the error object carries.

    `saved` says whether it becomes the answer of the request's idempotency key: whatever an
    endpoint answers once it has begun does, validation and conflicts do not
    (https://docs.stripe.com/api/idempotent_requests).
    """

    def __init__(
        self, status: int, type: str, message: str, *, saved: bool = False, **rest: Any
    ) -> None:
        super().__init__(message)
        self.status, self.saved = status, saved
        self.error: Json = {"type": type, "message": message}
        self.error |= {name: value for name, value in rest.items() if value is not None}
        if "code" in self.error:
            page = self.error["code"].replace("_", "-")
            self.error["doc_url"] = f"https://stripe.com/docs/error-codes/{page}"

    @classmethod
    def invalid(cls, message: str, *, status: int = 400, **rest: Any) -> StripeError:
        """An invalid_request_error."""
        return cls(status, "invalid_request_error", message, **rest)

    @classmethod
    def missing(cls, what: str, id: str, param: str = "id", status: int = 404) -> StripeError:
        """No such object: 404 for the one in the path, 400 for one in the parameters."""
        code = "resource_missing"
        return cls.invalid(f"No such {what}: '{id}'", status=status, code=code, param=param)

    @classmethod
    def unexpected_state(cls, message: str, intent: Json) -> StripeError:
        """A PaymentIntent that is not in a state for this."""
        return cls.invalid(
            message, code="payment_intent_unexpected_state", payment_intent=intent, saved=True
        )

    def answer(self, request_id: str) -> Json:
        """The body of the answer."""
        url = f"https://dashboard.stripe.com/test/logs/{request_id}"
        return {"error": {**self.error, "request_log_url": url}}
