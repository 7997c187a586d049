"""Orders: started, fulfilled, cancelled, refunded."""

from concierge.customers.queries import lock
from concierge.errors import Refused
from concierge.orders import lifecycle, queries
from concierge.orders.models import Order as Row
from concierge.payments import lifecycle as payments
from concierge.payments import queries as payment_queries
from concierge.quotes import revising
from concierge.web.api.customers import number_of
from concierge.web.api.operations import Call, Picture, Section
from concierge.web.api.paging import Page
from concierge.web.api.schemas.orders import (
    Cancellation,
    Fulfilment,
    More,
    Order,
    OrderList,
    Resumption,
)
from concierge.web.api.schemas.payments import NewRefund, Refund
from concierge.web.api.schemas.quotes import Quote

section = Section("orders", "What customers said OK to.")


@section.get("/orders")
def list_orders(call: Call, query: OrderList) -> Page[Order]:
    """List orders with their payments, newest first."""
    rows = queries.page(
        call.session,
        before=query.key,
        limit=query.most,
        status=query.status,
        customer_id=number_of(call.session, query.customer),
    )
    paid = payment_queries.of_orders(call.session, [row.id for row in rows])
    return Page[Order].of(rows, query.limit, lambda row: Order.of(row, paid.get(row.id)))


@section.get("/orders/<id:order_id>")
def get_order(call: Call, order_id: int) -> Order:
    """Read an order with its payment."""
    return _shown(call, queries.get(call.session, order_id))


@section.post("/orders/<id:order_id>/start")
def start_order(call: Call, order_id: int) -> Order:
    """Somebody is on it: from here on the customer's UNDO needs a person."""
    order = _locked(call, order_id)
    lifecycle.start(call.session, order, by=call.by, at=call.at)
    return _shown(call, order)


@section.post("/orders/<id:order_id>/fulfilment", with_picture=True)
def fulfil_order(call: Call, order_id: int, body: Fulfilment) -> Order:
    """It is with the customer: the money is taken, and the receipt texted.

    Of an estimate what it really cost is taken, and the rest of the reservation let go of.
    """
    order = _locked(call, order_id)
    lifecycle.fulfil(call.session, order, by=call.by, at=call.at, note=body.note, cost=body.cost())
    return _shown(call, order)


@section.get("/orders/<id:order_id>/shop-receipt", media_type="image/*")
def get_shop_receipt(call: Call, order_id: int) -> Picture:
    """Read the photo of what an estimate really cost in the shop."""
    receipt = queries.receipt(call.session, order_id)
    return Picture(receipt.content_type, receipt.content)


@section.post("/orders/<id:order_id>/revision", status=201, location="/quotes/{id}")
def revise_order(call: Call, order_id: int, body: More) -> Quote:
    """Ask the customer for more than they agreed to. The order waits for their answer."""
    order = _locked(call, order_id)
    return Quote.of(
        revising.revise(call.session, order, body.amount, by=call.by, at=call.at, note=body.note)
    )


@section.post("/orders/<id:order_id>/ceiling")
def keep_order(call: Call, order_id: int) -> Order:
    """Keep to what was agreed, though it cost more or the customer said no to more."""
    order = _locked(call, order_id)
    revising.keep(call.session, order, by=call.by, at=call.at)
    return _shown(call, order)


@section.post("/orders/<id:order_id>/cancellation")
def cancel_order(call: Call, order_id: int, body: Cancellation) -> Order:
    """Cancel it and let go of the reserved money. After fulfilment, refund it instead."""
    order = _locked(call, order_id)
    lifecycle.cancel(call.session, order, because=body.reason, by=call.by, at=call.at)
    return _shown(call, order)


@section.post("/orders/<id:order_id>/resumption")
def resume_order(call: Call, order_id: int, body: Resumption) -> Order:
    """Go on with an order that the card has let down."""
    order = _locked(call, order_id)
    verb = lifecycle.resume if body.by == "card" else lifecycle.ask
    verb(call.session, order, by=call.by, at=call.at)
    return _shown(call, order)


@section.post("/orders/<id:order_id>/refunds", status=201, location="/payments/{payment_id}")
def refund_order(call: Call, order_id: int, body: NewRefund) -> Refund:
    """Give money back, whole or in part."""
    order = _locked(call, order_id)
    payment = payment_queries.live(call.session, order.id)
    if payment is None:
        raise Refused("nothing-captured", "No money has been taken for this order.")
    return Refund.of(
        payments.refund(
            call.session, payment, body.amount, by=call.by, at=call.at, reason=body.reason
        )
    )


def _locked(call: Call, order_id: int) -> Row:
    lock(call.session, queries.owner(call.session, order_id))
    return queries.get(call.session, order_id)


def _shown(call: Call, order: Row) -> Order:
    paid = payment_queries.of_orders(call.session, [order.id])
    return Order.of(order, paid.get(order.id))
