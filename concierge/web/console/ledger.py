"""Money: the trial balance, what was taken each day, the entries, and all of it as CSV."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, render_template, request, stream_with_context

from concierge import clock, config
from concierge.customers import queries as customers
from concierge.db import reading
from concierge.errors import Refused
from concierge.ledger import export, queries, spans
from concierge.ledger.export import Form
from concierge.ledger.models import Account, EntryKind
from concierge.ledger.queries import Span
from concierge.orders import queries as orders
from concierge.web.console import plotting, story

routes = Blueprint("ledger", __name__)

_PAGE = 50
_DAYS = 30
_MOMENT = timedelta(microseconds=1)
_ACCOUNTS = {
    Account.PROCESSOR: ("With the processor", "before its payouts to your bank"),
    Account.BANK: ("Paid from your bank", "to partners"),
    Account.DISPUTED: ("Withheld for disputes", "until the cardholder's bank decides"),
    Account.PAYABLES: ("Owed to partners", ""),
    Account.SALES: ("Sales", "what was captured"),
    Account.REFUNDS: ("Given back", "refunds that arrived"),
    Account.FEES: ("The processor's fees", ""),
    Account.DISPUTE_LOSSES: ("Lost to disputes", ""),
    Account.PARTNER_COSTS: ("Partners", "what their part cost"),
}
_KINDS = {
    EntryKind.CAPTURED: "Captured",
    EntryKind.PAYMENT_FEE: "Fee of a payment",
    EntryKind.REFUNDED: "Given back",
    EntryKind.REFUND_FEE: "Fee of a refund",
    EntryKind.REFUND_REVERSED: "A refund came back",
    EntryKind.DISPUTE_OPENED: "Disputed",
    EntryKind.DISPUTE_FEE: "Fee of a dispute",
    EntryKind.DISPUTE_FEE_BACK: "A dispute's fee given back",
    EntryKind.DISPUTE_WON: "Dispute won",
    EntryKind.DISPUTE_LOST: "Dispute lost",
    EntryKind.PARTNER_OWED: "Owed to a partner",
    EntryKind.PARTNER_PAID: "Partner paid",
    EntryKind.PARTNER_WITHDRAWN: "Not owed after all",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the page was asked for, as it was typed and as it is meant."""

    since: str
    until: str
    span: Span

    @property
    def query(self) -> dict[str, str | int]:
        """The same, for an address."""
        found = {
            "since": self.since,
            "until": self.until,
            "order": self.span.order_id,
            "customer": self.span.customer_id,
        }
        return {name: value for name, value in found.items() if value}


@routes.get("/ledger")
def index() -> Any:
    """The books of some days, of an order, or of a customer."""
    try:
        wanted = _wanted()
    except Refused as refusal:
        return _page(_last_days(), problem=refusal.message), 422
    return _page(wanted)


@routes.get("/ledger.csv")
def show_csv() -> Any:
    """The same as CSV, a line an entry, or with by=postings a line a posting."""
    by_posting = request.args.get("by") == Form.POSTINGS
    try:
        span = _wanted().span
    except Refused as refusal:
        return Response(refusal.message, 422, mimetype="text/plain")
    form = Form.POSTINGS if by_posting else Form.ENTRIES
    response = Response(
        stream_with_context(export.lines(form, span)), content_type="text/csv; charset=utf-8"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="ledger-{form}.csv"'
    return response


def _wanted() -> Wanted:
    """Some days, where nothing is asked for the last thirty; all of them for one order."""
    given, zone = request.args, config.current().zone
    order_id = given.get("order", type=int)
    customer_id = given.get("customer", type=int)
    if not any((given.get("since"), given.get("until"), order_id, customer_id)):
        return _last_days()
    since, until = given.get("since", "").strip(), given.get("until", "").strip()
    span = Span(spans.beginning(since, zone), spans.end(until, zone), order_id, customer_id)
    return Wanted(since, until, span)


def _last_days() -> Wanted:
    zone = config.current().zone
    today = clock.now().astimezone(zone).date()
    since, until = str(today - timedelta(days=_DAYS - 1)), str(today)
    return Wanted(since, until, Span(spans.beginning(since, zone), spans.end(until, zone)))


def _page(wanted: Wanted, *, problem: str | None = None) -> str:
    before, owed_after = (request.args.get(name, type=int) for name in ("before", "owed_after"))
    zone, span = config.current().zone, wanted.span
    until = span.until or clock.now()
    with reading() as session:
        entries = queries.page(session, span, before=before, limit=_PAGE + 1)
        # In front of what is shown: a balance is what has come together up to the last day.
        stands = queries.balances(session, Span(None, span.until, span.order_id, span.customer_id))
        moved = {(each.account, each.currency): each for each in queries.balances(session, span)}
        days = queries.per_day(session, span, zone.key) if span.since else {}
        order = orders.get(session, span.order_id) if span.order_id else None
        customer = customers.get(session, span.customer_id) if span.customer_id else None
        owed = queries.owed(session, after=owed_after, limit=_PAGE + 1)
        numbers = orders.numbers(
            session, {each.order_id for each in entries} | {each.order_id for each in owed}
        )
        return render_template(
            "console/ledger/index.html",
            wanted=wanted,
            accounts=_ACCOUNTS,
            kinds=_KINDS,
            stands=stands,
            moved=moved,
            plots=[
                plotting.bars(currency, found, span.since, until - _MOMENT, zone)
                for currency, found in days.items()
                if span.since is not None
            ],
            entries=entries[:_PAGE],
            more=entries[_PAGE - 1].id if len(entries) > _PAGE else None,
            owed=owed[:_PAGE],
            more_owed=owed[_PAGE - 1].id if len(owed) > _PAGE else None,
            order=order,
            who=story.called(customer) if customer else None,
            numbers=numbers,
            problem=problem,
        )
