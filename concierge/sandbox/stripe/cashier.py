"""What the hosted Checkout page does with a card: save it, or pay with it."""

from __future__ import annotations

from datetime import UTC, datetime

from concierge.sandbox.books import Json
from concierge.sandbox.stripe import attempts, customers, events, payment_intents, setup_intents
from concierge.sandbox.stripe import payment_methods as methods
from concierge.sandbox.stripe.cards import TestCard
from concierge.sandbox.stripe.errors import StripeError
from concierge.sandbox.world import World


def this_month() -> tuple[int, int]:
    """(year, month) now, UTC."""
    now = datetime.now(UTC)
    return now.year, now.month


def success_url(session: Json) -> str:
    """Where the customer goes when all is done."""
    return str(session["success_url"]).replace("{CHECKOUT_SESSION_ID}", session["id"])


def submit(
    world: World, session: Json, card: TestCard, expires: tuple[int, int], name: str | None,
    postal_code: str,
) -> str:  # fmt: skip
    """Try the card; the address to go to next, or StripeError when it is declined."""
    billing: Json = {"name": name}
    if postal_code:
        billing["address"] = {
            "city": None, "country": "US", "line1": None, "line2": None,
            "postal_code": postal_code, "state": None,
        }  # fmt: skip
    method = methods.make(world, card, expires=expires, billing=billing)
    if session["_create_customer"] and not session["customer"]:
        details = {"name": name, "email": session["customer_email"]}
        made = customers.make(world, {key: value for key, value in details.items() if value})
        events.record(world, "customer.created", made)
        session["customer"] = made["id"]
        world.books.put("checkout.session", session)
    if session["mode"] == "setup":
        return _save(world, session, card, method)
    return _pay(world, session, method)


def _save(world: World, session: Json, card: TestCard, method: Json) -> str:
    intent = world.books.need("setup_intent", session["setup_intent"])
    intent["customer"] = session["customer"]
    if card.at_save:
        error = methods.declined(card.at_save)
        setup_intents.fail(world, intent, error, method)
        raise error
    if card.challenge != "never":
        intent |= {"status": "requires_action", "payment_method": method["id"]}
        intent["_session"] = session["id"]
        intent["next_action"] = {"type": "use_stripe_sdk", "use_stripe_sdk": {}}
        world.books.put("setup_intent", intent)
        events.record(world, "setup_intent.requires_action", intent)
        return f"/stripe/3d_secure/{intent['id']}"
    setup_intents.succeed(world, intent, method)
    return complete(world, session, method)


def _pay(world: World, session: Json, method: Json) -> str:
    data = session["_intent"]
    intent = world.books.get("payment_intent", session["payment_intent"] or "")
    if intent is None:
        known = ("capture_method", "metadata", "description", "setup_future_usage", "receipt_email",
                 "statement_descriptor_suffix", "transfer_group", "shipping")  # fmt: skip
        intent = payment_intents.make(
            world,
            {
                "amount": session["amount_total"],
                "currency": session["currency"],
                "customer": session["customer"],
                **{name: data[name] for name in known if name in data},
            },
        )
        intent["_session"] = session["id"]
        session["payment_intent"] = intent["id"]
        world.books.put("checkout.session", session)
    intent |= {"payment_method": method["id"], "status": "requires_confirmation"}
    # Whatever the bank asks, this page is where the customer comes back to.
    attempts.confirm(world, intent, off_session=False, return_url=session["url"])
    if intent["status"] == "requires_action":
        return f"/stripe/3d_secure/{intent['id']}"
    return complete(world, session, method)


def asked(world: World, intent: Json) -> Json | None:
    """The card that the bank asks about."""
    return world.books.get("payment_method", intent["payment_method"] or "")


def answered(world: World, intent: Json, passed: bool) -> str:
    """The bank's page of a Checkout has been answered; the address to go to next."""
    session = world.books.need("checkout.session", intent["_session"])
    method = asked(world, intent)
    if session["status"] != "open" or intent["status"] != "requires_action" or method is None:
        return f"/stripe/pay/{session['id']}"
    retry = f"/stripe/pay/{session['id']}?error=authentication"
    if intent["object"] == "payment_intent":
        if not passed:
            attempts.fail_challenge(world, intent, method)
            return retry
        try:
            attempts.settle(world, intent, method, off_session=False, challenged=True)
        except StripeError:
            return retry
        return complete(world, session, method)
    if not passed:
        message = "The provided PaymentMethod has failed authentication. You can provide "
        message += "payment_method_data or a new PaymentMethod to attempt to fulfill this "
        code = "setup_intent_authentication_failure"
        error = StripeError.invalid(message + "SetupIntent again.", code=code)
        setup_intents.fail(world, intent, error, method)
        return retry
    method["_saved_with_challenge"] = True
    world.books.put("payment_method", method)
    setup_intents.succeed(world, intent, method)
    return complete(world, session, method)


def complete(world: World, session: Json, method: Json) -> str:
    """The session is done: its event, and the address the customer returns to."""
    intent = world.books.get("payment_intent", session["payment_intent"] or "")
    customer = world.books.get("customer", session["customer"] or "") or {}
    billing = method["billing_details"]
    session |= {
        "status": "complete",
        "url": None,
        "customer_details": {
            "address": billing["address"],
            "business_name": None,
            "email": customer.get("email") or session["customer_email"],
            "individual_name": None,
            "name": billing["name"],
            "phone": customer.get("phone"),
            "tax_exempt": "none",
            "tax_ids": [],
        },
    }
    if intent is not None:
        # Held money is not paid yet (https://docs.stripe.com/api/checkout/sessions/object).
        session["payment_status"] = "paid" if intent["status"] == "succeeded" else "unpaid"
    world.books.put("checkout.session", session)
    events.record(world, "checkout.session.completed", session)
    return success_url(session)
