"""Quotes: written, sent, replaced, withdrawn."""

from concierge.channels import segments
from concierge.conversation import notices
from concierge.customers.models import Customer
from concierge.customers.queries import lock
from concierge.quotes import lifecycle, queries
from concierge.quotes.models import Quote as Row
from concierge.web.api.customers import number_of, reached
from concierge.web.api.operations import Call, Section
from concierge.web.api.paging import Page
from concierge.web.api.schemas.quotes import NewQuote, Quote, QuoteBody, QuoteList, QuoteText

section = Section("quotes", "Offers that an OK turns into an order.")


@section.get("/quotes")
def list_quotes(call: Call, query: QuoteList) -> Page[Quote]:
    """List quotes, newest first."""
    rows = queries.page(
        call.session,
        before=query.key,
        limit=query.most,
        status=query.status,
        customer_id=number_of(call.session, query.customer),
    )
    return Page[Quote].of(rows, query.limit, Quote.of)


@section.get("/quotes/<id:quote_id>")
def get_quote(call: Call, quote_id: int) -> Quote:
    """Read a quote."""
    return Quote.of(queries.get(call.session, quote_id))


@section.get("/quotes/<id:quote_id>/text")
def get_quote_text(call: Call, quote_id: int) -> QuoteText:
    """Read the very text of a quote as it would go out now, and its number of parts."""
    quote = queries.get(call.session, quote_id)
    others = queries.live(call.session, quote.customer_id, call.at)
    several = any(other.id != quote.id for other in others)
    text = notices.quote_text(quote, at=call.at, several=several)
    return QuoteText(text=text, parts=segments.measure(text).count)


@section.post("/quotes", status=201, location="/quotes/{id}")
def create_quote(call: Call, body: NewQuote) -> Quote:
    """Write a quote down and, with `send`, text it."""
    quote = _drafted(call, reached(call, body.customer), body)
    if body.send:
        lifecycle.send(call.session, quote, by=call.by, at=call.at)
    return Quote.of(quote)


@section.post("/quotes/<id:quote_id>/sending")
def send_quote(call: Call, quote_id: int) -> Quote:
    """Text a draft to the customer."""
    quote = _locked(call, quote_id)
    lifecycle.send(call.session, quote, by=call.by, at=call.at)
    return Quote.of(quote)


@section.post("/quotes/<id:quote_id>/withdrawal")
def withdraw_quote(call: Call, quote_id: int) -> Quote:
    """Take a quote back: it can't be accepted any more."""
    quote = _locked(call, quote_id)
    lifecycle.withdraw(call.session, quote, by=call.by, at=call.at)
    return Quote.of(quote)


@section.post("/quotes/<id:quote_id>/replacement", status=201, location="/quotes/{id}")
def replace_quote(call: Call, quote_id: int, body: QuoteBody) -> Quote:
    """Send another quote in place of this one, which can't be accepted any more."""
    old = _locked(call, quote_id)
    new = _drafted(call, old.customer, body)
    lifecycle.replace(call.session, old, new, by=call.by, at=call.at)
    return Quote.of(new)


def _locked(call: Call, quote_id: int) -> Row:
    lock(call.session, queries.owner(call.session, quote_id))
    return queries.get(call.session, quote_id)


def _drafted(call: Call, customer: Customer, body: QuoteBody) -> Row:
    return lifecycle.draft(
        call.session, customer, body.offered(), by=call.by, at=call.at, **body.terms()
    )
