"""Amounts and currencies that Stripe takes."""

from __future__ import annotations

import re

from concierge.sandbox.stripe.errors import StripeError

# The least that may be charged, in minor units
# (https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts).
LEAST = {"usd": 50, "eur": 50, "cad": 50, "aud": 50, "chf": 50, "gbp": 30, "jpy": 50, "mxn": 1000}
MOST = 99_999_999


def amount(amount: int, currency: str) -> None:
    """Refuse an amount of minor units that cannot be charged."""
    if amount < 1:
        message = "This value must be greater than or equal to 1."
        raise StripeError.invalid(message, code="parameter_invalid_integer", param="amount")
    least = LEAST.get(currency, 1)
    if amount < least:
        message = f"Amount must be at least {least / 100:.2f} {currency}"
        raise StripeError.invalid(message, code="amount_too_small", param="amount")
    if amount > MOST:
        message = f"Amount must be no more than 999,999.99 {currency}"
        raise StripeError.invalid(message, code="amount_too_large", param="amount")


def currency(currency: str) -> str:
    """The ISO 4217 code in lower case, or a refusal."""
    if not re.fullmatch(r"[A-Za-z]{3}", currency):
        message = f"Invalid currency: {currency}. Stripe currently supports three-letter codes."
        raise StripeError.invalid(message, param="currency")
    return currency.lower()
