"""Quotes, orders and payments in words: how they stand, and what happened to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from concierge import events
from concierge.customers.models import Customer
from concierge.events import Actor, Event
from concierge.money import Money
from concierge.operators import accounts
from concierge.orders.models import HeldFor, Order, OrderStatus, Whereabouts
from concierge.payments import queries as payments
from concierge.payments.models import Payment, PaymentStatus, Refund, RefundStatus
from concierge.quotes.models import Quote, QuoteStatus
from concierge.web.console.showing import dial


@dataclass(frozen=True, slots=True)
class Standing:
    """A few words for a chip, and its colour: "", "good", "wait" or "bad"."""

    words: str
    tone: str = ""


_QUOTES = {
    QuoteStatus.DRAFT: Standing("draft"),
    QuoteStatus.SENT: Standing("waiting for an answer", "wait"),
    QuoteStatus.ACCEPTED: Standing("accepted", "good"),
    QuoteStatus.DECLINED: Standing("declined"),
    QuoteStatus.EXPIRED: Standing("expired"),
    QuoteStatus.WITHDRAWN: Standing("withdrawn"),
}
_ORDERS = {
    OrderStatus.PLACED: Standing("being charged"),
    OrderStatus.CONFIRMED: Standing("to fulfil", "wait"),
    OrderStatus.FULFILLED: Standing("delivered, being captured"),
    OrderStatus.PAID: Standing("paid", "good"),
    OrderStatus.CANCELLED: Standing("cancelled"),
}
_HELD = {
    HeldFor.CARD: Standing("waits for a card", "wait"),
    HeldFor.DECLINED: Standing("card declined", "wait"),
    HeldFor.BANK: Standing("waits for the bank", "wait"),
    HeldFor.EXPIRED: Standing("card expired", "wait"),
    HeldFor.PROOF: Standing("waits for proof", "wait"),
}
_PAYMENTS = {
    PaymentStatus.REQUESTED: Standing("being reserved"),
    PaymentStatus.AUTHORISED: Standing("reserved", "good"),
    PaymentStatus.ACTION_REQUIRED: Standing("the bank asks for the customer", "wait"),
    PaymentStatus.DECLINED: Standing("declined", "bad"),
    PaymentStatus.CAPTURING: Standing("being captured"),
    PaymentStatus.CAPTURED: Standing("captured", "good"),
    PaymentStatus.CANCELLING: Standing("being let go of"),
    PaymentStatus.CANCELLED: Standing("let go of"),
    PaymentStatus.FAILED: Standing("no answer from the processor", "bad"),
}
_ASIDE = {
    PaymentStatus.REQUESTED: Standing("being reserved anew"),
    PaymentStatus.ACTION_REQUIRED: Standing("to renew: the bank asks for the customer", "wait"),
    PaymentStatus.DECLINED: Standing("not renewed: declined", "bad"),
    PaymentStatus.FAILED: Standing("not renewed: no answer", "bad"),
    PaymentStatus.CAPTURED: Standing("captured by hand, beside another", "bad"),
}
_REFUNDS = {
    RefundStatus.REQUESTED: Standing("on its way"),
    RefundStatus.UNKNOWN: Standing("no answer from the processor", "wait"),
    RefundStatus.PENDING: Standing("on its way"),
    RefundStatus.SUCCEEDED: Standing("given back", "good"),
    RefundStatus.FAILED: Standing("failed", "bad"),
}


def of_quote(quote: Quote, at: datetime) -> Standing:
    """How a quote stands."""
    if quote.status is QuoteStatus.SENT and not quote.is_live(at):
        return _QUOTES[QuoteStatus.EXPIRED]  # the clock has not come by yet
    if quote.status is QuoteStatus.SENT and quote.presented_at is None:
        return Standing("on its way")
    if quote.status is QuoteStatus.WITHDRAWN and quote.replaced_by_id is not None:
        return Standing("replaced")
    return _QUOTES[quote.status]


def of_order(order: Order) -> Standing:
    """How an order stands."""
    if order.trouble is not None:
        return Standing("trouble", "bad")
    if order.held_for is not None:
        return _HELD[order.held_for]
    if order.asked is not None:
        return Standing(f"asked about {order.asked}", "wait")
    if order.status is OrderStatus.CONFIRMED and order.whereabouts is Whereabouts.OUT:
        return Standing("out for delivery", "good")
    if order.status is OrderStatus.CONFIRMED and order.partner is not None:
        return Standing(f"at {order.partner.name}", "good")
    if order.status is OrderStatus.CONFIRMED and order.started_at is not None:
        return Standing("started", "good")
    return _ORDERS[order.status]


def of_payment(payment: Payment) -> Standing:
    """How a payment stands, with what was given back of it."""
    if payment.aside and payment.status in _ASIDE:
        return _ASIDE[payment.status]
    if payment.amount_refunded:
        whole = payment.amount_refunded == payment.amount_captured
        return Standing("refunded" if whole else "partly refunded")
    return _PAYMENTS[payment.status]


def of_refund(refund: Refund) -> Standing:
    """How a refund stands."""
    return _REFUNDS[refund.status]


def called(customer: Customer) -> str:
    """A customer's name, or the number they write from."""
    if customer.erased_at is not None:
        return f"Erased customer {customer.id}"
    points = customer.contact_points
    return customer.name or (dial(points[0].address) if points else f"Customer {customer.id}")


# --- what happened -------------------------------------------------------------------------------

_SAID = {
    "quote.drafted": "Quote {number} written",
    "quote.sent": "Quote {number} sent",
    "quote.accepted": "Said OK to quote {number}",
    "quote.declined": "Said no to quote {number}",
    "quote.expired": "Quote {number} expired",
    "quote.withdrawn": "Quote {number} taken back",
    "quote.nudged": "Reminded of quote {number}",
    "order.resumed": "The card is tried again",
    "order.offered": "A link to pay this order was sent",
    "order.thawed": "The number is the customer's after all",
    "order.started": "Started",
    "order.given": "Given to {partner}",
    "order.out": "Out for delivery",
    "order.taken_back": "Back here again",
    "order.fulfilled": "Marked as delivered",
    "order.cancelled": "Cancelled",
    "order.asked_more": "Asked whether it may cost {money}",
    "order.agreed": "Agreed to up to {money}",
    "order.said_no": "Said no to {money}",
    "order.no_answer": "No answer about {money}, in time",
    "order.kept": "Kept to {money}",
    "order.ok_taken_back": "It was no OK: at most {money} again",
    "order.trouble": "{sentence}",
    "payment.authorised": "{money} reserved",
    "payment.action_required": "The bank asks for the customer",
    "payment.declined": "{money} declined{because}",
    "payment.captured": "{money} captured{by_hand}{of}",
    "payment.counts": "{money}, taken by hand at Stripe, pays for it",
    "payment.renewed": "{money} reserved anew before the old reservation lapsed",
    "payment.renewal_declined": "{money} could not be reserved anew: declined{because}",
    "payment.renewal_action_required": "The bank asks for the customer, to reserve {money} anew",
    "payment.renewal_failed": "{money} could not be reserved anew{because}",
    "payment.cancelled": "The reserved {money} let go of",
    "payment.cancelling": "A late reservation of {money} is being let go of",
    "payment.failed": "No answer about {money}{because}",
    "payable.owed": "{money} owed to {partner}",
    "payable.paid": "{money} paid to {partner}",
    "payable.withdrawn": "{money} not owed to {partner} after all",
    "refund.requested": "Refund of {money} asked for",
    "refund.unknown": "No answer about the refund of {money}; Stripe is being asked",
    "refund.pending": "Refund of {money} on its way",
    "refund.succeeded": "{money} given back",
    "refund.failed": "Refund of {money} failed{because}",
    "dispute.inquired": "The bank asks about {money}: {reason}",
    "dispute.opened": "{money} disputed: {reason}; the bank has taken it back for now",
    "dispute.reopened": "The bank asks again about the disputed {money}",
    "dispute.answered": "The dispute was answered; the bank decides",
    "dispute.won": "The dispute is won: {money} comes back",
    "dispute.lost": "The dispute is lost: {money} is gone",
    "dispute.closed": "The bank's question came to nothing",
    "fraud_warning.raised": "The bank suspects fraud",
    "fraud_warning.refunded": "Suspected fraud: the money goes back",
    "fraud_warning.kept": "Suspected fraud: the money is kept",
    "fraud_warning.over": "The bank's suspicion has been overtaken",
}
_BAD = {
    "order.trouble",
    "payment.failed",
    "payment.declined",
    "payment.renewal_declined",
    "payment.renewal_failed",
    "refund.failed",
    "dispute.opened",
    "dispute.lost",
    "fraud_warning.raised",
}
_HELD_EVENT = {
    HeldFor.CARD: "Waits for a card; a link was sent",
    HeldFor.DECLINED: "Card declined; a link for another was sent",
    HeldFor.BANK: "The bank wants the customer present; a link was sent",
    HeldFor.EXPIRED: "Card expired, not tried; a link for another was sent",
    HeldFor.PROOF: "The number may have changed hands; a link to prove it was sent",
}
_WHO = {"service": "automatic", "provider": "card processor", "operator": "a colleague"}


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened."""

    at: datetime
    who: str
    words: str
    bad: bool


def tell(session: Session, subjects: Sequence[tuple[str, int]], customer: Customer) -> list[Step]:
    """What happened to these ("order", 7), in order, with who did it."""
    happened = events.of(session, subjects)
    actors = {event.actor: Actor.read(event.actor) for event in happened}
    names = accounts.names(session, actors.values())
    first = customer.first_name or "the customer"
    sent_at = {event.at for event in happened if event.kind == "quote.sent"}
    steps = []
    for event in happened:
        if event.kind == "quote.drafted" and event.at in sent_at:
            continue
        kind = actors[event.actor].kind
        who = names.get(event.actor) or (first if kind == "customer" else _WHO.get(kind, kind))
        bad = event.kind in _BAD
        if (words := _words(session, event)) is not None:
            steps.append(Step(event.at, who, words, bad))
    return steps


def _words(session: Session, event: Event) -> str | None:
    data: dict[str, Any] = event.data
    if event.kind == "order.held" and data.get("pay"):
        return _SAID["order.offered"]
    if event.kind in {"order.held", "order.asked"}:
        words = _HELD_EVENT[HeldFor(data["reason"])]
        return (
            f"Asked again: {words[0].lower()}{words[1:]}" if event.kind == "order.asked" else words
        )
    template = _SAID.get(event.kind)
    if template is None:
        return None  # another step of the same moment says it: "said OK", "$54.00 reserved"
    money = Money(data["amount"], data["currency"]) if "amount" in data else ""
    if event.kind == "payment.captured":
        money = payments.get(session, event.subject_id).captured  # less than reserved, perhaps
    problem = data.get("problem")
    facts = {
        "number": data.get("number", ""),
        "sentence": data.get("sentence", ""),
        "reason": readable(data.get("reason")),
        "money": money,
        "partner": data.get("partner") or "a partner",
        "because": f": {readable(problem)}" if problem else "",
        "of": f"; {Money(data['let_go'], data['currency'])} let go of"
        if data.get("let_go")
        else "",
        "by_hand": " by hand, at Stripe" if data.get("by_hand") else "",
    }
    return template.format(**facts)


def readable(code: str | None) -> str:
    """A processor's code as words: "insufficient_funds" is "insufficient funds"."""
    return (code or "").replace("_", " ")
