"""Orders: the board, the whole story of one, and what a person does about it."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from concierge import clock, money
from concierge.conversation import write
from concierge.customers import queries as customers
from concierge.db import reading, transaction
from concierge.errors import NotFound, Refused
from concierge.ledger import lifecycle as books
from concierge.ledger import queries as ledger
from concierge.ledger.models import Payable
from concierge.orders import choices, estimates, lifecycle, queries, tracking
from concierge.orders.models import Order
from concierge.payments import dispute_queries
from concierge.payments import lifecycle as paying
from concierge.payments import queries as payments
from concierge.quotes import queries as quotes
from concierge.quotes import revising
from concierge.web.console import board, story, uploading
from concierge.web.console.asking import back_to, is_fragment, me, typed

routes = Blueprint("orders", __name__)
routes.add_app_template_global(story.of_order, "order_standing")
routes.add_app_template_global(story.of_payment, "payment_standing")
routes.add_app_template_global(story.of_refund, "refund_standing")
routes.add_app_template_global(story.readable, "readable")
routes.add_app_template_global(choices.of, "choices")
routes.add_app_template_global(board.moves_of, "moves_of")


@routes.get("/orders")
def index() -> Any:
    """The board."""
    part = "console/orders/_board.html" if is_fragment() else "console/orders/index.html"
    return board.show(part)


@routes.get("/orders/<int:order_id>")
def show(order_id: int) -> Any:
    """The whole story of one."""
    return _page(order_id)


@routes.post("/orders/<int:order_id>/start")
def create_start(order_id: int) -> Any:
    """Somebody is on it."""

    def start(session: Session, order: Order) -> str:
        if lifecycle.start(session, order, by=me(), at=clock.now()):
            return f"Order {order.number} is started: UNDO needs a person from here on."
        return f"Order {order.number} had been started already."

    return decide(order_id, start)


@routes.post("/orders/<int:order_id>/fulfilment")
def create_fulfilment(order_id: int) -> Any:
    """It is with the customer: take the money, of an estimate what it really cost."""
    try:
        photo = uploading.photo("receipt")  # before the lock: it takes a moment
        picture = uploading.photo("picture")
        parcel = tracking.read(typed("courier"), typed("tracking"))
    except Refused as refusal:
        return _page(order_id, problem=refusal.message), 422

    def fulfil(session: Session, order: Order) -> str:
        note, cost = typed("note") or None, None
        if order.is_estimate:
            cost = estimates.Cost(_amount(order), photo, typed("no_receipt") or None)
        lifecycle.fulfil(
            session,
            order,
            by=me(),
            at=clock.now(),
            note=note,
            cost=cost,
            picture=picture,
            parcel=parcel,
        )
        return f"Order {order.number} is delivered. {order.final} is being captured."

    return decide(order_id, fulfil)


@routes.post("/orders/<int:order_id>/revision")
def create_revision(order_id: int) -> Any:
    """It costs more than was agreed: ask the customer."""

    def ask(session: Session, order: Order) -> str:
        note, total = typed("why") or None, _amount(order)
        revising.revise(session, order, total, by=me(), at=clock.now(), note=note)
        return f"Asked about {order.asked}. Order {order.number} waits for the answer."

    return decide(order_id, ask)


@routes.post("/orders/<int:order_id>/ceiling")
def create_ceiling(order_id: int) -> Any:
    """Keep to what was agreed, whatever it costs the shop."""

    def keep(session: Session, order: Order) -> str:
        revising.keep(session, order, by=me(), at=clock.now())
        return f"Order {order.number} goes ahead for at most {order.money}; the customer is told."

    return decide(order_id, keep)


def _amount(order: Order) -> int:
    return money.parse(typed("amount"), order.currency).amount


@routes.post("/orders/<int:order_id>/cancellation")
def create_cancellation(order_id: int) -> Any:
    """Let go of the money, and tell the customer."""

    def cancel(session: Session, order: Order) -> str:
        because = typed("reason") or "by an operator"
        lifecycle.cancel(session, order, because=because[:200], by=me(), at=clock.now())
        return f"Order {order.number} is cancelled. Nothing is charged, and the customer is told."

    return decide(order_id, cancel)


@routes.post("/orders/<int:order_id>/resumption")
def create_resumption(order_id: int) -> Any:
    """Try the card again, or ask the customer for another."""

    def resume(session: Session, order: Order) -> str:
        if typed("by") == "card":
            lifecycle.resume(session, order, by=me(), at=clock.now())
            return "The card is tried again."
        if typed("by") == "payment":
            lifecycle.offer(session, order, by=me(), at=clock.now())
            return "A link to pay this order is on its way to the customer."
        lifecycle.ask(session, order, by=me(), at=clock.now())
        return "A fresh link is on its way to the customer."

    return decide(order_id, resume)


@routes.post("/orders/<int:order_id>/refunds")
def create_refund(order_id: int) -> Any:
    """Give money back, whole or in part."""
    left = request.form.get("left", type=int)
    beside = request.form.get("beside") == "y"

    def refund(session: Session, order: Order) -> str:
        find = payments.taken_aside if beside else payments.live
        payment = find(session, order.id)
        if payment is None:
            raise Refused("nothing-captured", "No money has been taken for this order.")
        amount = money.parse(typed("amount"), order.currency)
        reason = typed("reason")[:200] or None
        paying.refund(
            session, payment, amount.amount, by=me(), at=clock.now(), reason=reason, left=left
        )
        return f"{amount} is on its way back to {payment.card.label}."

    return decide(order_id, refund)


@routes.post("/orders/<int:order_id>/payables")
def create_payable(order_id: int) -> Any:
    """A partner is owed something for it."""

    def owe(session: Session, order: Order) -> str:
        owed = money.parse(typed("owed"), order.currency)
        row = books.book_partner_payable(
            session,
            order,
            typed("partner"),
            owed,
            by=me(),
            at=clock.now(),
            note=typed("payable_note"),
        )
        return f"{row.money} is owed to {row.partner}."

    return decide(order_id, owe)


@routes.post("/orders/<int:order_id>/payables/<int:payable_id>/payment")
def create_payable_payment(order_id: int, payable_id: int) -> Any:
    """The partner has been paid."""

    def pay(session: Session, order: Order) -> str:
        row = _payable(session, order, payable_id)
        books.pay(session, row, order, by=me(), at=clock.now())
        return f"{row.money} to {row.partner} is paid."

    return decide(order_id, pay)


@routes.post("/orders/<int:order_id>/payables/<int:payable_id>/withdrawal")
def create_payable_withdrawal(order_id: int, payable_id: int) -> Any:
    """It is not owed after all."""

    def withdraw(session: Session, order: Order) -> str:
        row = _payable(session, order, payable_id)
        books.withdraw(session, row, order, by=me(), at=clock.now())
        return f"{row.money} is not owed to {row.partner}: booked back."

    return decide(order_id, withdraw)


def _payable(session: Session, order: Order, payable_id: int) -> Payable:
    row = ledger.payable(session, payable_id)
    if row.order_id != order.id:
        raise NotFound("payable")
    return row


def decide(
    order_id: int,
    verb: Callable[[Session, Order], str],
    *,
    again: Callable[[int, str], Any] | None = None,
) -> Any:
    """Lock, decide, say what was done; where it may not be done, the page with the reason.

    `again` makes that page, where it is another than the order's.
    """
    try:
        with transaction() as session:
            customers.lock(session, queries.owner(session, order_id))
            said = verb(session, queries.get(session, order_id))
    except Refused as refusal:
        page = again(order_id, refusal.message) if again else None
        return page or _page(order_id, problem=refusal.message), 422
    flash(said, "done")
    return redirect(back_to(url_for("console.orders.show", order_id=order_id)), 303)


def _page(order_id: int, *, problem: str | None = None) -> str:
    with reading() as session:
        order = queries.get(session, order_id)
        paid = payments.of_order(session, order.id)
        revisions = quotes.revisions(session, order.customer_id, order.quote_id)
        subjects = [("quote", order.quote_id), ("order", order.id)]
        subjects += [("quote", revision.id) for revision in revisions]
        subjects += [("payment", payment.id) for payment in paid]
        subjects += [("refund", refund.id) for payment in paid for refund in payment.refunds]
        owed = ledger.payables(session, order.id)
        subjects += [("payable", row.id) for row in owed]
        ids = [payment.id for payment in paid]
        disputes = dispute_queries.of(session, payment_ids=ids)
        warnings = dispute_queries.warnings_of(session, payment_ids=ids)
        subjects += [("dispute", row.id) for row in disputes]
        subjects += [("fraud_warning", row.id) for row in warnings]
        counting = [payment for payment in paid if not payment.aside]
        return render_template(
            "console/orders/show.html",
            order=order,
            quote=quotes.get(session, order.quote_id),
            revisions=revisions,
            has_picture=queries.has_delivery_picture(session, order.id),
            has_receipt=order.is_estimate and queries.has_receipt(session, order.id),
            payments=paid,
            payables=owed,
            payment=counting[-1] if counting else None,
            disputes=disputes,
            warnings=warnings,
            card=payments.default_card(session, order.customer_id),
            steps=story.tell(session, subjects, order.customer),
            conversation=write.of_customer(session, order.customer_id),
            problem=problem,
            typed=request.form,
        )
