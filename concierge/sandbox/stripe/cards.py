"""Test cards: by number on the hosted pages, by token ("pm_card_" before the name) in the API.

| number              | token, after pm_card_           | saving    | charging off session      |
| ------------------- | ------------------------------- | --------- | ------------------------- |
| 4242 4242 4242 4242 | visa                            | fine      | fine                      |
| 4000 0566 5566 5556 | visa_debit                      | fine      | fine                      |
| 5555 5555 5555 4444 | mastercard                      | fine      | fine                      |
| 3782 822463 10005   | amex                            | fine      | fine                      |
| 4000 0000 0000 0002 | chargeDeclined                  | declined  | generic_decline           |
| 4000 0000 0000 0341 | chargeCustomerFail              | fine      | generic_decline           |
| 4000 0000 0000 9995 | chargeDeclinedInsufficientFunds | fine (1)  | insufficient_funds        |
| 4000 0000 0000 9987 | chargeDeclinedLostCard          | declined  | lost_card                 |
| 4000 0000 0000 0069 | chargeDeclinedExpiredCard       | expired   | expired_card              |
| 4000 0000 0000 0127 | chargeDeclinedIncorrectCvc      | bad CVC   | incorrect_cvc             |
| 4000 0000 0000 0119 | chargeDeclinedProcessingError   | error     | processing_error          |
| 4000 0025 0000 3155 | authenticationRequiredOnSetup   | 3D Secure | fine once saved with it   |
| 4000 0027 6000 3184 | authenticationRequired          | 3D Secure | authentication_required   |
| 4000 0082 6000 3178 | (2)                             | 3D Secure | insufficient_funds        |
| 4000 0000 0000 5126 | refundFail                      | fine      | fine; refunds fail later  |
| 4000 0000 0000 7726 | pendingRefund                   | fine      | fine; refunds wait first  |
| 4000 0000 0000 0259 | createDispute                   | fine      | fine; disputed at capture |
| 4000 0000 0000 5423 | createIssuerFraudRecord         | fine      | fine; fraud warning       |

Source: https://docs.stripe.com/testing. (1) Stripe refuses the insufficient-funds card when it is
saved, too; here it saves, so that a demo can show money running out at the order. (2) is
authenticationRequiredChargeDeclinedInsufficientFunds, Stripe's own card for that. In
`payment_methods.create` "tok_" takes the place of "pm_card_".
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TestCard:
    """One test card. `at_save` and `at_charge` are decline codes; `challenge` says when the bank
    wants the customer present: "never", "unless_saved" (with 3-D Secure, before) or "always"."""

    number: str
    token: str
    brand: str
    says: str
    at_save: str = ""
    at_charge: str = ""
    challenge: str = "never"
    refund: str = "succeeds"
    then: str = ""
    funding: str = "credit"

    @property
    def last4(self) -> str:
        """The last four digits."""
        return self.number[-4:]

    @property
    def spaced(self) -> str:
        """The number as it is printed on the card."""
        if self.brand == "amex":
            return f"{self.number[:4]} {self.number[4:10]} {self.number[10:]}"
        return " ".join(self.number[i : i + 4] for i in range(0, len(self.number), 4))


CARDS = (
    TestCard("4242424242424242", "visa", "visa", "Works"),
    TestCard("5555555555554444", "mastercard", "mastercard", "Works"),
    TestCard("4000056655665556", "visa_debit", "visa", "Works, a debit card", funding="debit"),
    TestCard("378282246310005", "amex", "amex", "Works"),
    TestCard(
        "4000000000000002", "chargeDeclined", "visa", "Declined at once",
        at_save="generic_decline", at_charge="generic_decline",
    ),
    TestCard(
        "4000000000000341", "chargeCustomerFail", "visa", "Saves, declined at the order",
        at_charge="generic_decline",
    ),
    TestCard(
        "4000000000009995", "chargeDeclinedInsufficientFunds", "visa",
        "Saves, not enough money at the order", at_charge="insufficient_funds",
    ),
    TestCard(
        "4000000000009987", "chargeDeclinedLostCard", "visa", "Reported lost",
        at_save="lost_card", at_charge="lost_card",
    ),
    TestCard(
        "4000000000000069", "chargeDeclinedExpiredCard", "visa", "Expired",
        at_save="expired_card", at_charge="expired_card",
    ),
    TestCard(
        "4000000000000127", "chargeDeclinedIncorrectCvc", "visa", "Wrong security code",
        at_save="incorrect_cvc", at_charge="incorrect_cvc",
    ),
    TestCard(
        "4000000000000119", "chargeDeclinedProcessingError", "visa", "The bank's machine is down",
        at_save="processing_error", at_charge="processing_error",
    ),
    TestCard(
        "4000002500003155", "authenticationRequiredOnSetup", "visa",
        "Bank asks once, when it is saved", challenge="unless_saved",
    ),
    TestCard(
        "4000002760003184", "authenticationRequired", "visa", "Bank asks every time",
        challenge="always",
    ),
    TestCard(
        "4000008260003178", "authenticationRequiredChargeDeclinedInsufficientFunds", "visa",
        "Bank asks, then there is no money", challenge="unless_saved",
        at_charge="insufficient_funds",
    ),
    TestCard("4000000000005126", "refundFail", "visa", "Works, refunds fail", refund="fails"),
    TestCard("4000000000007726", "pendingRefund", "visa", "Works, refunds wait", refund="waits"),
    TestCard("4000000000000259", "createDispute", "visa", "Works, then disputed", then="dispute"),
    TestCard(
        "4000000000005423", "createIssuerFraudRecord", "visa", "Works, then a fraud warning",
        then="warning",
    ),
)  # fmt: skip
BY_NUMBER = {card.number: card for card in CARDS}
BY_TOKEN = {f"{prefix}{card.token}": card for card in CARDS for prefix in ("pm_card_", "tok_")}
BY_TOKEN |= {
    # The names that Stripe's documentation has given to the same cards since.
    f"pm_card_visa_{card.token}": card
    for card in CARDS
    if card.token.startswith("chargeDeclined")
}

# code, message; a decline code that is not a code of its own comes as "card_declined".
DECLINES = {
    "generic_decline": ("card_declined", "Your card was declined."),
    "insufficient_funds": ("card_declined", "Your card has insufficient funds."),
    "lost_card": ("card_declined", "Your card was declined."),
    "expired_card": ("expired_card", "Your card has expired."),
    "incorrect_cvc": ("incorrect_cvc", "Your card's security code is incorrect."),
    "processing_error": (
        "processing_error",
        "An error occurred while processing your card. Try again in a little bit.",
    ),
    "authentication_required": (
        "authentication_required",
        "Your card was declined. This transaction requires authentication.",
    ),
}


def luhn(number: str) -> bool:
    """Whether the check digit of a card number is right."""
    total = 0
    for index, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + index % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
