"""The page on which a card is saved, and the cards that came of it."""

from typing import Any

from concierge.payments.gateway import CardStanding, GatewayRefused, Visit, VisitRequest
from concierge.payments.stripe import answers
from concierge.payments.stripe.calling import Calls, ask, ask_once, is_missing


class Cards(Calls):
    """The calls about saved cards and their owners."""

    def open_visit(self, request: VisitRequest) -> Visit:
        customer = request.customer or self._create_customer(request)
        session = ask_once(
            lambda: self.v1.checkout.sessions.create(
                {
                    "mode": "setup",
                    "customer": customer,
                    "currency": request.currency.lower(),
                    "allowed_payment_method_types": ["card"],
                    "client_reference_id": str(request.session_id),
                    "success_url": request.success_url,
                    "cancel_url": request.cancel_url,
                    "expires_at": int(request.expires_at.timestamp()),
                    "metadata": {"card_session": str(request.session_id)},
                },
                {"idempotency_key": f"card-session-{request.session_id}"},
            )
        )
        return self._visit(session)

    def _create_customer(self, request: VisitRequest) -> str:
        details = {"name": request.name, "email": request.email, "phone": request.phone}
        created = ask_once(
            lambda: self.v1.customers.create(
                {
                    **{name: value for name, value in details.items() if value},
                    "metadata": {"customer": str(request.customer_id)},
                },
                {"idempotency_key": f"card-session-{request.session_id}-customer"},
            )
        )
        return str(created.id)

    def visit(self, provider_id: str) -> Visit:
        return self._visit(
            ask(
                lambda: self.v1.checkout.sessions.retrieve(
                    provider_id, {"expand": ["setup_intent.payment_method"]}
                )
            )
        )

    def _visit(self, session: Any) -> Visit:
        data = session.to_dict()
        setup_intent = data.get("setup_intent")
        card = None
        if data.get("status") == "complete" and isinstance(setup_intent, dict):
            card = answers.saved_card(setup_intent.get("payment_method"))
        return Visit(
            provider_id=data["id"],
            session_id=answers.our_number(data.get("client_reference_id")),
            customer=answers.object_id(data.get("customer")) or "",
            complete=data.get("status") == "complete",
            expired=data.get("status") == "expired",
            url=data.get("url"),
            card=card,
        )

    def make_default(self, customer: str, card: str) -> None:
        ask(
            lambda: self.v1.customers.update(
                customer, {"invoice_settings": {"default_payment_method": card}}
            )
        )

    def card(self, provider_id: str) -> CardStanding | None:
        try:
            method = ask(lambda: self.v1.payment_methods.retrieve(provider_id)).to_dict()
        except GatewayRefused as refused:
            if is_missing(refused):
                return None
            raise
        card = answers.saved_card(method)
        return CardStanding(card, kept=method.get("customer") is not None) if card else None

    def detach(self, provider_id: str) -> None:
        try:
            ask(lambda: self.v1.payment_methods.detach(provider_id))
        except GatewayRefused:
            # "It is not attached": believe the card itself. Detaching knows no other refusal that
            # a repetition could cause.
            standing = self.card(provider_id)
            if standing is not None and standing.kept:
                raise

    def forget(self, customer: str) -> None:
        try:
            ask(lambda: self.v1.customers.delete(customer))
        except GatewayRefused as error:
            if not is_missing(error):
                raise
