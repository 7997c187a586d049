"""Hosted pages: Checkout, the bank's 3-D Secure page, a receipt. Plain forms, no scripts.

They change only on POST, and return as Stripe's do: to success_url with {CHECKOUT_SESSION_ID}
filled in, to cancel_url, or to an intent's return_url with payment_intent,
payment_intent_client_secret and redirect_status
(https://docs.stripe.com/payments/3d-secure/authentication-flow#manual-redirect).
"""

from __future__ import annotations

import re
from urllib.parse import urlencode, urlsplit, urlunsplit

from flask import Blueprint, abort, redirect, render_template, request
from werkzeug.wrappers import Response

from concierge.sandbox.books import Json
from concierge.sandbox.stripe import attempts, cashier
from concierge.sandbox.stripe.cards import BY_NUMBER, CARDS, luhn
from concierge.sandbox.stripe.errors import StripeError
from concierge.sandbox.world import World, here

routes = Blueprint("stripe_pages", __name__)
NOT_PASSED = "We are unable to authenticate your payment method. Please choose a different one."


def _session(world: World, id: str) -> Json:
    session = world.books.get("checkout.session", id)
    if session is None:
        abort(404)
    return session


@routes.get("/pay/<id>")
def pay(id: str) -> tuple[str, int]:
    """The Checkout page; `?card=` fills in a test card, so that one can be picked by a tap."""
    session = _session(here(), id)
    error = NOT_PASSED if request.args.get("error") else ""
    return _page(session, request.args.get("card", ""), error)


def _page(session: Json, number: str, error: str, status: int = 200) -> tuple[str, int]:
    card = BY_NUMBER.get(re.sub(r"\D", "", number))
    page = render_template(
        "sandbox/checkout.html",
        session=session,
        lines=session["_lines"],
        cards=CARDS,
        number=card.spaced if card else number,
        error=error,
        business=here().settings.business_name,
        complete=session["status"] == "complete",
        back=cashier.success_url(session) if session["status"] == "complete" else None,
    )
    return page, 410 if session["status"] == "expired" else status


@routes.post("/pay/<id>")
def submit(id: str) -> Response | tuple[str, int]:
    """Save the card or pay with it."""
    world = here()
    number = re.sub(r"\D", "", request.form.get("number", ""))
    with world.books.change():
        session = _session(world, id)
        if session["status"] != "open":
            return _page(session, number, "")
        try:
            expires = _expiry(request.form.get("expires", ""))
            if not re.fullmatch(r"\d{3,4}", request.form.get("cvc", "").strip()):
                raise ValueError("Your card's security code is incomplete.")
            card = BY_NUMBER.get(number)
            if card is None and not luhn(number or "1"):
                raise ValueError("Your card number is invalid.")
            if card is None:
                raise ValueError("This is a sandbox: only the test cards below work here.")
            name = request.form.get("name", "").strip() or None
            where = cashier.submit(
                world, session, card, expires, name, request.form.get("postal_code", "").strip()
            )
        except ValueError as error:
            return _page(session, number, str(error), 422)
        except StripeError as error:
            return _page(session, number, error.error["message"], 402)
    return redirect(where, 303)


def _expiry(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"\s*(\d{1,2})\s*/?\s*(?:20)?(\d{2})\s*", text)
    if match is None or not 1 <= int(match[1]) <= 12:
        raise ValueError("Your card's expiration date is incomplete.")
    month, year = int(match[1]), 2000 + int(match[2])
    if (year, month) < cashier.this_month():
        raise ValueError("Your card's expiration year is in the past.")
    return month, year


@routes.get("/3d_secure/<id>")
def bank(id: str) -> str:
    """The bank's page, for an intent of either kind."""
    intent = _intent(here(), id)
    method = cashier.asked(here(), intent)
    return render_template(
        "sandbox/bank.html",
        intent=intent,
        method=method,
        waiting=intent["status"] == "requires_action",
        business=here().settings.business_name,
    )


def _intent(world: World, id: str) -> Json:
    found = world.books.any(id)
    if found is None or found[0] not in ("payment_intent", "setup_intent"):
        abort(404)
    return found[1]


@routes.post("/3d_secure/<id>")
def answer(id: str) -> Response:
    """What the customer told the bank: Complete or Fail."""
    world = here()
    passed = request.form.get("answer") == "complete"
    with world.books.change():
        intent = _intent(world, id)
        if intent.get("_session"):
            return redirect(cashier.answered(world, intent, passed), 303)
        if intent["status"] != "requires_action":
            return redirect(f"/stripe/3d_secure/{id}", 303)
        action = intent["next_action"]
        method = world.books.need("payment_method", intent["payment_method"])
        if not passed:
            attempts.fail_challenge(world, intent, method)
        else:
            try:
                attempts.settle(world, intent, method, off_session=False, challenged=True)
            except StripeError:
                passed = False  # recorded on the intent, which the caller is going to read
    back = (action.get("redirect_to_url") or {}).get("return_url")
    if not back:
        return redirect(f"/stripe/3d_secure/{id}", 303)
    extra = {
        "payment_intent": intent["id"],
        "payment_intent_client_secret": intent["client_secret"],
        "redirect_status": "succeeded" if passed else "failed",
    }
    return redirect(_with(back, extra), 303)


def _with(url: str, extra: dict[str, str]) -> str:
    parts = urlsplit(url)
    query = "&".join(part for part in (parts.query, urlencode(extra)) if part)
    return urlunsplit(parts._replace(query=query))


@routes.get("/receipts/<id>")
def receipt(id: str) -> str:
    """Stripe's own receipt of a captured charge."""
    charge = here().books.get("charge", id)
    if charge is None or not charge["captured"]:
        abort(404)
    return render_template(
        "sandbox/receipt.html", charge=charge, business=here().settings.business_name
    )
