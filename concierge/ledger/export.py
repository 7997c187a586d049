"""The ledger as CSV: UTF-8 with a header, a line at a time, however long it is."""

from collections.abc import Iterable, Iterator
from enum import StrEnum

from concierge import spreadsheet
from concierge.db import reading
from concierge.ledger import queries
from concierge.ledger.models import JournalEntry, Posting
from concierge.ledger.queries import Span
from concierge.money import Money


class Form(StrEnum):
    """What a line is."""

    ENTRIES = "entries"
    POSTINGS = "postings"


_ENTRY = ["entry", "at", "kind", "subject", "order", "customer", "booked_at"]
_HEADERS = {
    Form.ENTRIES: [*_ENTRY, "debit", "credit", "currency", "amount_minor", "amount"],
    Form.POSTINGS: [*_ENTRY, "posting", "account", "currency", "amount_minor", "amount"],
}


def lines(form: Form, span: Span) -> Iterator[str]:
    """The header, then the lines; amounts in minor units and decimal, debits positive."""
    yield spreadsheet.line(_HEADERS[form])
    write = _entry if form is Form.ENTRIES else _postings
    with reading() as session:
        for batch in queries.batches(session, span):
            for entry in batch:
                for row in write(entry):
                    yield spreadsheet.line(row)


def _entry(entry: JournalEntry) -> Iterator[list[object]]:
    """An entry of two postings is a line; one of several currencies is a line for each."""
    for currency in sorted({posting.currency for posting in entry.postings}):
        here = [posting for posting in entry.postings if posting.currency == currency]
        debits = [posting for posting in here if posting.amount > 0]
        credits = [posting for posting in here if posting.amount < 0]
        money = Money(sum(posting.amount for posting in debits), currency)
        yield [
            *_head(entry),
            _accounts(debits),
            _accounts(credits),
            currency,
            money.amount,
            money.decimal(),
        ]


def _postings(entry: JournalEntry) -> Iterator[list[object]]:
    for posting in entry.postings:
        money = Money(posting.amount, posting.currency)
        yield [
            *_head(entry),
            posting.id,
            str(posting.account),
            posting.currency,
            money.amount,
            money.decimal(),
        ]


def _head(entry: JournalEntry) -> list[object]:
    return [
        entry.id,
        entry.at.isoformat(timespec="seconds"),
        str(entry.kind),
        f"{entry.subject_kind}:{entry.subject_id}",
        entry.order_id,
        entry.customer_id,
        entry.booked_at.isoformat(timespec="seconds"),
    ]


def _accounts(postings: Iterable[Posting]) -> str:
    return " ".join(str(posting.account) for posting in postings)
