"""The page on which one order is paid with any card."""

from typing import Any

from concierge.payments.gateway import GatewayRefused, PayRequest, PayStanding
from concierge.payments.stripe import answers
from concierge.payments.stripe.calling import FEE, Calls, ask, ask_once


class Paying(Calls):
    """The calls about a visit to it."""

    def open_paying(self, request: PayRequest) -> PayStanding:
        known: dict[str, Any] = {}
        if request.customer:
            known["customer"] = request.customer
        elif request.email:
            known["customer_email"] = request.email
        line = {
            "quantity": 1,
            "price_data": {
                "currency": request.currency.lower(),
                "unit_amount": request.amount,
                "product_data": {"name": request.description},
            },
        }
        ours = {"pay_visit": str(request.visit_id), "order": str(request.order_id)}
        session = ask_once(
            lambda: self.v1.checkout.sessions.create(
                {
                    "mode": "payment",
                    **known,
                    "line_items": [line],
                    "allowed_payment_method_types": ["card"],
                    "payment_intent_data": {
                        "capture_method": "manual",
                        "description": request.description,
                        "metadata": ours,
                    },
                    "client_reference_id": f"pay-{request.visit_id}",
                    "success_url": request.success_url,
                    "cancel_url": request.cancel_url,
                    "expires_at": int(request.expires_at.timestamp()),
                    "metadata": ours,
                },
                {"idempotency_key": f"pay-visit-{request.visit_id}"},
            )
        )
        return answers.paying(session.to_dict())

    def paying(self, provider_id: str) -> PayStanding:
        wanted = [f"payment_intent.{FEE}", "payment_intent.payment_method"]
        return answers.paying(
            ask(
                lambda: self.v1.checkout.sessions.retrieve(provider_id, {"expand": wanted})
            ).to_dict()
        )

    def close_paying(self, provider_id: str) -> PayStanding:
        try:
            ask(lambda: self.v1.checkout.sessions.expire(provider_id))
        except GatewayRefused:
            current = self.paying(provider_id)
            if current.complete or current.expired:
                return current  # that is why
            raise
        return self.paying(provider_id)
