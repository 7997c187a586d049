"""Payments and their refunds, to read."""

from concierge.payments import queries
from concierge.web.api.customers import number_of
from concierge.web.api.operations import Call, Section
from concierge.web.api.paging import Page
from concierge.web.api.schemas.payments import Payment, PaymentList

section = Section("payments", "What was reserved and taken on cards, and what was given back.")


@section.get("/payments")
def list_payments(call: Call, query: PaymentList) -> Page[Payment]:
    """List payments with their refunds, newest first."""
    rows = queries.page(
        call.session,
        before=query.key,
        limit=query.most,
        status=query.status,
        customer_id=number_of(call.session, query.customer),
    )
    return Page[Payment].of(rows, query.limit, Payment.of)


@section.get("/payments/<id:payment_id>")
def get_payment(call: Call, payment_id: int) -> Payment:
    """Read a payment with its refunds."""
    return Payment.of(queries.get(call.session, payment_id))
