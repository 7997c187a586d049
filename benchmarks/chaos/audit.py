"""The two sets of books side by side: docs/invariants.md, checked. Every difference in words."""

import json
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from benchmarks.chaos import looks
from benchmarks.chaos.harm import read_books
from benchmarks.chaos.stage import Stage
from concierge import clock, db
from concierge.channels.base import DeliveryStatus
from concierge.conversation.models import Direction, Message
from concierge.customers.models import ContactPoint
from concierge.effects.models import Effect, EffectStatus
from concierge.events import SERVICE, Event
from concierge.ledger import checking
from concierge.ledger.models import Account, JournalEntry, Posting
from concierge.orders.models import Order, OrderStatus
from concierge.payments.models import Payment, PaymentStatus, Refund, RefundStatus, Wallet
from concierge.quotes.models import Quote, QuoteStatus
from concierge.reconciliation import lifecycle as reconciliation
from concierge.reconciliation import queries as runs
from concierge.reconciliation.models import Stage as Step

Json = dict[str, Any]
_MARKER = re.compile(r"<link:\d+>")
_NOT_SENT = {DeliveryStatus.BLOCKED, DeliveryStatus.EXPIRED}
_RECONCILED_WITHIN_S = 120.0
# What a customer may be told once about an order.
_ONCE = ("ordered", "delivered", "undone", "cancelled")


def differences(books: Json) -> list[str]:
    """Everything in which the stand-ins' books and ours differ, or break a rule."""
    with db.reading() as session:
        return [
            *_effects(session),
            *_quotes(session),
            *_orders(session, books),
            *_refunds(session, books),
            *_wallets(session, books),
            *_texts_in(session, books),
            *_texts_out(session, books),
            *_said_once(session),
            *checking.problems(session),
            *_ledger(session, books),
        ]


def figures(books: Json) -> dict[str, int]:
    """How much happened."""
    with db.reading() as session:
        statuses = Counter(str(status) for status in session.scalars(select(Order.status)))
        for_less = session.scalar(select(func.count()).where(Order.final_total < Order.total))
        attempts = session.execute(
            select(func.count(), func.sum(Effect.attempt), func.max(Effect.attempt))
        ).one()
    return {
        "orders": sum(statuses.values()),
        **{f"orders {status}": number for status, number in sorted(statuses.items())},
        "estimates taken for less": for_less or 0,
        "effects": attempts[0],
        "attempts": int(attempts[1] or 0),
        "most attempts of one": attempts[2] or 0,
        "texts": len(books["messages"]),
        "payments at Stripe": len(books["payment_intents"]),
        "refunds at Stripe": len(books["refunds"]),
        "webhooks": len(books["deliveries"]),
    }


def at_rest(session: Session, stage_rows: int) -> bool:
    """Whether nothing is under way: no effect, and no webhook (`stage_rows` are)."""
    waiting = session.scalar(
        select(func.count()).where(Effect.status.in_((EffectStatus.WAITING, EffectStatus.RUNNING)))
    )
    return not waiting and not stage_rows


def _effects(session: Session) -> Iterator[str]:
    query = select(Effect).where(Effect.status != EffectStatus.DONE).order_by(Effect.id)
    for effect in session.scalars(query):
        yield f"effect {effect.id} ({effect.kind} {effect.subject}) {effect.status}: {effect.error}"


def _quotes(session: Session) -> Iterator[str]:
    ordered = Counter(session.scalars(select(Order.quote_id)))
    for quote in session.scalars(select(Quote)):
        wanted = 1 if quote.status is QuoteStatus.ACCEPTED else 0
        if ordered[quote.id] != wanted:
            yield f"quote {quote.id} is {quote.status} and has {ordered[quote.id]} orders"


def _orders(session: Session, books: Json) -> Iterator[str]:
    at_stripe: dict[int, list[Json]] = defaultdict(list)
    for intent in books["payment_intents"]:
        at_stripe[int(intent["metadata"]["order"])].append(intent)
    payments: dict[int, list[Payment]] = defaultdict(list)
    for payment in session.scalars(select(Payment).order_by(Payment.id)):
        payments[payment.order_id].append(payment)
    for order in session.scalars(select(Order).order_by(Order.id)):
        for problem in _order(order, payments[order.id], at_stripe.pop(order.id, [])):
            yield f"order {order.id} ({order.status}): {problem}"
    for order_id in at_stripe:
        yield f"Stripe has a payment for order {order_id}, which there is not"


def _is_for_another_card(payment: Payment, last: Payment) -> bool:
    """Whether it was given up because the customer chose another card."""
    is_over = payment.release_wanted and payment.status is PaymentStatus.CANCELLED
    return is_over and payment.card_id != last.card_id


def _order(order: Order, payments: list[Payment], intents: list[Json]) -> Iterator[str]:
    wanted = looks.spent(order) if order.status is OrderStatus.PAID else 0
    if wanted and order.final_total != wanted:
        yield f"it cost {wanted}, and {order.final_total} is written down"
    if order.status not in {OrderStatus.PAID, OrderStatus.CANCELLED, OrderStatus.CONFIRMED}:
        yield f"it did not come to an end; {order.trouble or order.held_for}"
    if order.trouble:
        yield f"trouble: {order.trouble}"
    # Whoever saves another card while the bank is asking may say yes to the bank in that moment,
    # too: that reservation is let go of, which `reserved` and `taken` below prove.
    let_go = {one.provider_id for one in payments if _is_for_another_card(one, payments[-1])}
    good = [one for one in intents if one["authorisations"] and one["id"] not in let_go]
    reserved = [intent for intent in intents if intent["status"] == "requires_capture"]
    if len(good) > 1 or any(intent["authorisations"] > 1 for intent in good):
        yield f"authorised {len(good)} times"
    if order.status is not OrderStatus.CANCELLED and len(good) != 1:
        yield f"authorised {len(good)} times"
    if any(intent["authorised"] != order.total for intent in good):
        yield f"authorised {[intent['authorised'] for intent in good]} instead of {order.total}"
    if (taken := sum(intent["captured"] for intent in intents)) != wanted:
        yield f"captured {taken} instead of {wanted}"
    if len(reserved) != (order.status is OrderStatus.CONFIRMED):
        yield f"{len(reserved)} reservations at Stripe"
    ours = {payment.provider_id: payment for payment in payments if payment.provider_id}
    theirs = {intent["id"]: intent for intent in intents}
    if ours.keys() != theirs.keys():
        yield f"payments {sorted(ours)} here, {sorted(theirs)} at Stripe"
    for id in ours.keys() & theirs.keys():
        payment, intent = ours[id], theirs[id]
        standing = {
            PaymentStatus.AUTHORISED: "requires_capture",
            PaymentStatus.CAPTURED: "succeeded",
            PaymentStatus.CANCELLED: "canceled",
            PaymentStatus.DECLINED: "requires_payment_method",
        }.get(payment.status)
        if standing != intent["status"]:
            yield f"payment {payment.id} is {payment.status}, at Stripe {intent['status']}"
        if (payment.amount_captured, payment.amount_refunded) != (
            intent["captured"],
            intent["refunded"],
        ):
            yield f"payment {payment.id}: other amounts at Stripe"


def _refunds(session: Session, books: Json) -> Iterator[str]:
    theirs = {one["id"]: one for one in books["refunds"]}
    for row in session.scalars(select(Refund)):
        found = theirs.pop(row.provider_id or "", None)
        if found is None or found["amount"] != row.amount:
            yield f"refund {row.id} of {row.amount}: at Stripe {found and found['amount']}"
        elif row.status is not RefundStatus.SUCCEEDED:
            yield f"refund {row.id} is {row.status}: {row.problem}"
    for id in theirs:
        yield f"Stripe has refund {id}, which we have not"


def _ledger(session: Session, books: Json) -> Iterator[str]:
    """What the ledger has of each order is what Stripe took for it, less what it gave back."""
    theirs: Counter[int] = Counter()
    for intent in books["payment_intents"]:
        theirs[int(intent["metadata"]["order"])] += intent["captured"] - intent["refunded"]
    rows = session.execute(
        select(JournalEntry.order_id, -func.sum(Posting.amount))
        .join(Posting, Posting.entry_id == JournalEntry.id)
        .where(Posting.account.in_((Account.SALES, Account.REFUNDS)))
        .group_by(JournalEntry.order_id)
    )
    ours = {order_id: int(kept) for order_id, kept in rows}
    for order_id in sorted(theirs.keys() | ours.keys()):
        if ours.get(order_id, 0) != theirs[order_id]:
            yield (
                f"order {order_id}: {ours.get(order_id, 0)} kept in the ledger, "
                f"{theirs[order_id]} at Stripe"
            )


def reconciled() -> list[str]:
    """Compare by the product's own means, once more; whatever it finds or repairs is too late."""
    now = clock.now()
    with db.transaction() as session:
        since = now - timedelta(days=1)
        number = reconciliation.begin(session, since=since, by=SERVICE, at=now).id
    deadline = time.monotonic() + _RECONCILED_WITHIN_S
    while time.monotonic() < deadline:
        with db.reading() as session:
            run = runs.get(session, number)
            if run.status is Step.DONE:
                found = runs.page(session, is_open=True, limit=1000)
                late = (
                    [f"{run.repaired} things were put right only at the end"]
                    if run.repaired
                    else []
                )
                missed = [
                    f"{noun}s could not be listed: {why}" for noun, why in run.unasked.items()
                ]
                return [
                    *late,
                    *missed,
                    *(f"{each.code}: {each.ours} here, {each.theirs} there" for each in found),
                ]
        time.sleep(0.2)
    return ["the books were not compared in time"]


def _wallets(session: Session, books: Json) -> Iterator[str]:
    theirs = Counter(one["metadata"].get("customer") for one in books["customers"])
    for customer_id in session.scalars(select(Wallet.customer_id)):
        if theirs[str(customer_id)] != 1:
            yield f"customer {customer_id} is {theirs[str(customer_id)]} customers at Stripe"


def _texts_in(session: Session, books: Json) -> Iterator[str]:
    ours = Counter(
        session.scalars(select(Message.provider_id).where(Message.direction == Direction.IN))
    )
    for message in books["messages"]:
        if message["direction"] == "inbound" and ours[message["sid"]] != 1:
            yield f"a text of {message['from']} was taken in {ours[message['sid']]} times"


def _texts_out(session: Session, books: Json) -> Iterator[str]:
    theirs = {one["sid"]: one for one in books["messages"] if one["direction"] != "inbound"}
    query = (
        select(Message, ContactPoint.address)
        .join(ContactPoint, ContactPoint.id == Message.contact_point_id)
        .where(Message.direction == Direction.OUT)
        .order_by(Message.id)
    )
    for message, phone in session.execute(query):
        found = theirs.pop(message.provider_id or "", None)
        if message.status in _NOT_SENT:
            continue
        if message.status not in {DeliveryStatus.SENT, DeliveryStatus.DELIVERED}:
            yield f"text {message.id} to {phone} is {message.status}: {message.error}"
        if found is None:
            yield f"text {message.id} to {phone} was lost"
        elif found["to"] != phone or not _same(message.body, found["body"]):
            yield f"text {message.id} to {phone} is another at Twilio: {json.dumps(found['body'])}"
    for sid, found in theirs.items():
        yield f"Twilio has a text to {found['to']} which we have not ({sid}): {found['body'][:40]}"


def _same(ours: str, theirs: str) -> bool:
    pattern = r"https?://\S+".join(re.escape(part) for part in _MARKER.split(ours))
    return re.fullmatch(pattern, theirs) is not None


def _said_once(session: Session) -> Iterator[str]:
    said = Counter(
        (row[0], row[1])
        for row in session.execute(
            select(Message.order_id, Message.template).where(Message.template.in_(_ONCE))
        )
    )
    for (order_id, template), number in said.items():
        if number != 1:
            yield f"order {order_id}: told “{template}” {number} times"
    for kind in ("order.placed", "order.paid", "order.cancelled", "quote.accepted"):
        query = select(Event.subject_id).where(Event.kind == kind)
        for subject, number in Counter(session.scalars(query)).items():
            if number != 1:
                yield f"{kind} of {subject} happened {number} times"
    for order in session.scalars(select(Order)):
        for status, template in ((OrderStatus.PAID, "delivered"), (OrderStatus.PAID, "ordered")):
            if order.status is status and not said[order.id, template]:
                yield f"order {order.id} is {order.status}, but nobody said “{template}”"


def under_way(stage: Stage) -> int:
    """How many webhooks are still to be posted."""
    sql = (
        "SELECT count(*), '' FROM deliveries "
        "WHERE state IN ('due', 'held', 'turning') AND due < strftime('%s', 'now') + 60"
    )
    return read_books(stage, sql)[0][0]
