"""`flask ledger ...`: the books, for whoever keeps them."""

import sys

import click
from flask.cli import AppGroup

from concierge import clock, config
from concierge.db import reading
from concierge.errors import Refused
from concierge.ledger import backfill, checking, queries, spans
from concierge.ledger import export as exporting
from concierge.ledger.export import Form
from concierge.ledger.queries import Span
from concierge.money import Money

ledger = AppGroup("ledger", help="The books.")

_since = click.option("--since", default="", metavar="DAY", help="From this day on: 2026-11-01.")
_until = click.option("--until", default="", metavar="DAY", help="Up to this day, it included.")


def _span(since: str, until: str) -> Span:
    zone = config.current().zone
    try:
        return Span(spans.beginning(since, zone), spans.end(until, zone))
    except Refused as refusal:
        raise click.ClickException(refusal.message) from refusal


@ledger.command("balance")
@_since
@_until
def balance(since: str, until: str) -> None:
    """Print the trial balance."""
    with reading() as session:
        found = queries.balances(session, _span(since, until))
    for each in found:
        columns = (each.debit, each.credit, each.balance)
        amounts = (Money(value, each.currency).decimal() for value in columns)
        click.echo(f"{each.account:<18} {each.currency} " + " ".join(f"{a:>14}" for a in amounts))


@ledger.command("export")
@_since
@_until
@click.option(
    "--by",
    "form",
    type=click.Choice([str(form) for form in Form]),
    default=str(Form.ENTRIES),
    show_default=True,
    help="What a line is.",
)
def export(since: str, until: str, form: str) -> None:
    """Print the ledger as CSV."""
    for line in exporting.lines(Form(form), _span(since, until)):
        # (click.echo would turn the ends of lines into the machine's own.)
        sys.stdout.write(line)


@ledger.command("check")
def check() -> None:
    """Prove that the ledger balances and agrees with payments, refunds, disputes and payables."""
    with reading() as session:
        found = checking.problems(session)
    for problem in found:
        click.echo(problem)
    if found:
        raise SystemExit(1)
    click.echo("Every entry balances, and every order's entries are what happened to it.")


@ledger.command("backfill")
def fill() -> None:
    """Book what moved before there was a ledger, or while an older version served.

    The clock does so by itself, every hour. Safe to run at any time.
    """
    click.echo(f"{backfill.catch_up(clock.now())} booked.")
