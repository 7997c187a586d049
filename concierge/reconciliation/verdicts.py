"""What comparing one thing comes to, and what a person is told to do about a difference."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """The books do not agree. `code` is one of ADVICE; `ours` and `theirs` are for a person."""

    code: str
    ours: str
    theirs: str
    customer_id: int | None = None
    order_id: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one thing stands: agreed (no finding), and whether it had to be put right for that.

    `ours`: we have it too. `look`: it has to be fetched whole before it can be taken in; a text
    that is not its sender's `last_word` is answered by none but a person.
    """

    ours: bool = False
    finding: Finding | None = None
    repaired: bool = False
    look: bool = False
    last_word: bool = True


NOT_OURS = Verdict()
AGREED = Verdict(ours=True)
MENDED = Verdict(ours=True, repaired=True)

ADVICE = {
    "payment-unknown": "Somebody charged or reserved this at Stripe, not through an order. Book it "
    "by hand, or refund it at Stripe.",
    "payment-missing": "Stripe has no payment of this name. Is STRIPE_SECRET_KEY that of another "
    "account, or has a backup been restored?",
    "payment-standing": "Look at the payment at Stripe, then go on from its order.",
    "payment-amount": "Another amount was taken than the order says. Refund the rest, or ask the "
    "customer.",
    "payment-fee": "Stripe has changed its fee since it was booked. Note it for the books.",
    "refund-unknown": "Somebody refunded this at Stripe, and refunds of ours that nobody has "
    "answered about leave no room for it. Settle those first.",
    "refund-missing": "Stripe has no refund of this name. Has the customer had their money?",
    "refund-standing": "Look at the refund at Stripe before you refund again.",
    "dispute-missing": "Stripe has no dispute of this name any more.",
    "dispute-standing": "Look at the dispute at Stripe: it has moved on unheard.",
    "movement-unbooked": "It moved Stripe's balance and is not in the ledger. Run `flask ledger "
    "backfill`; what stays was done by hand at Stripe.",
    "movement-amount": "The ledger has another amount. Note for the books which is right.",
    "text-unknown": "Twilio sent this from the business's number, and it was not written here. Who "
    "else has the account's key?",
    "text-missing": "Twilio has no text of this name. Did the customer get it?",
}
