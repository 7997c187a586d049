"""Customers: found, welcomed, corrected."""

from sqlalchemy.orm import Session

from concierge.channels.base import SMS
from concierge.conversation import queries as conversations
from concierge.conversation import write
from concierge.customers import lifecycle, queries
from concierge.customers.known import require_whole
from concierge.customers.models import Customer as Row
from concierge.web.api.operations import Call, Section
from concierge.web.api.paging import Page
from concierge.web.api.schemas.customers import Customer, CustomerEdit, CustomerList, NewCustomer

section = Section("customers", "The people who text.")


def number_of(session: Session, meant: int | str | None) -> int | None:
    """The id of who is meant by an id or a phone number; 0, which nobody has, for a stranger."""
    if not isinstance(meant, str):
        return meant
    known = queries.by_address(session, SMS, meant)
    return known.customer_id if known else 0


def reached(call: Call, meant: int | str) -> Row:
    """Who is meant, locked, with a thread; a new phone number becomes a customer."""
    if isinstance(meant, str):
        conversation, _ = write.reach(call.session, SMS, meant, by=call.by, at=call.at)
        return queries.get(call.session, conversation.customer_id)
    return queries.lock(call.session, meant)


@section.get("/customers")
def list_customers(call: Call, query: CustomerList) -> Page[Customer]:
    """List customers, newest first."""
    contact = (SMS, query.number) if query.number else None
    rows = queries.page(call.session, before=query.key, limit=query.most, contact=contact)
    threads = conversations.of_customers(call.session, [row.id for row in rows])
    return Page[Customer].of(rows, query.limit, lambda row: Customer.of(row, threads.get(row.id)))


@section.get("/customers/<id:customer_id>")
def get_customer(call: Call, customer_id: int) -> Customer:
    """Read a customer."""
    return _shown(call, queries.get(call.session, customer_id))


@section.post(
    "/customers",
    status=201,
    also={200: "There was a customer with this number; nothing was changed."},
    location="/customers/{id}",
)
def create_customer(call: Call, body: NewCustomer) -> Customer:
    """Make a customer of a phone number, or find who has it."""
    conversation, is_new = write.reach(call.session, SMS, body.number, by=call.by, at=call.at)
    customer = queries.get(call.session, conversation.customer_id)
    if is_new:
        lifecycle.edit(call.session, customer, by=call.by, at=call.at, **body.given())
    else:
        call.status = 200
    return _shown(call, customer)


@section.patch("/customers/<id:customer_id>")
def edit_customer(call: Call, customer_id: int, body: CustomerEdit) -> Customer:
    """Correct what is known of a customer."""
    customer = queries.lock(call.session, customer_id)
    lifecycle.edit(call.session, customer, by=call.by, at=call.at, **body.given())
    return _shown(call, customer)


@section.post("/customers/<id:customer_id>/doubt")
def doubt_customer(call: Call, customer_id: int) -> Customer:
    """Say that their number may have changed hands: nothing is charged until they have shown, on
    a link, that it is still them."""
    customer = queries.lock(call.session, customer_id)
    require_whole(customer)
    for point in customer.contact_points:
        lifecycle.doubt(call.session, point, because="a script's mark", by=call.by, at=call.at)
    return _shown(call, customer)


def _shown(call: Call, customer: Row) -> Customer:
    threads = conversations.of_customers(call.session, [customer.id])
    return Customer.of(customer, threads.get(customer.id))
