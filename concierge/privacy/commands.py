"""`flask customers ...` and `flask retention`: handing out, forgetting, and how long is kept."""

import os
from pathlib import Path

import click
from flask.cli import AppGroup

from concierge import clock, events
from concierge.customers import queries
from concierge.db import reading, transaction
from concierge.errors import Refused
from concierge.events import shell
from concierge.privacy import erasing, exporting, retention

customers = AppGroup("customers", help="Handing out and forgetting what is kept about a person.")


@customers.command("export")
@click.argument("who", metavar="NUMBER|ID")
@click.option(
    "--to",
    "folder",
    default=".",
    show_default=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder to write into.",
)
def export_customer(who: str, folder: Path) -> None:
    """Write everything about a customer into a zip: data.json and their pictures."""
    now = clock.now()
    customer_id = _find(who)
    path = folder / exporting.file_name(customer_id, now)
    # For nobody else on this machine: it holds all that a person ever wrote.
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        exporting.export(customer_id, file, at=now)
    with transaction() as session:
        customer = queries.lock(session, customer_id)
        events.record(
            session, "customer.exported", customer, by=shell(), at=now, customer_id=customer_id
        )
    click.echo(str(path))


@customers.command("erase")
@click.argument("who", metavar="NUMBER|ID")
@click.option("--confirm", metavar="NUMBER", help="The number once more, instead of being asked.")
def erase_customer(who: str, confirm: str | None) -> None:
    """Forget a customer. The books keep amounts, dates and numbers. It can't be undone."""
    customer_id = _find(who)
    again = confirm or click.prompt("This can't be undone. Type their number once more")
    try:
        with transaction() as session:
            customer = queries.lock(session, customer_id)
            if customer.erased_at is None and not erasing.is_theirs(customer, again):
                raise click.ClickException("That is not a number of theirs; nothing was done.")
            erasing.erase(session, customer, by=shell(), at=clock.now())
    except Refused as refusal:
        raise click.ClickException(refusal.message) from refusal
    click.echo(f"Customer {customer_id} is erased.")


def _find(who: str) -> int:
    try:
        with reading() as session:
            return erasing.find(session, who).id
    except Refused as refusal:
        raise click.ClickException(refusal.message) from refusal


@click.command("retention")
@click.option("--dry-run", is_flag=True, help="Show what would go, and let nothing go.")
def run_retention(dry_run: bool) -> None:
    """Let go of what has been kept long enough, as the clock does every hour."""
    now = clock.now()
    gone = {} if dry_run else retention.carry_out(now)
    for each in retention.forecast(now) if dry_run else ():
        since = f"{each.before:%Y-%m-%d %H:%M}Z" if each.before else "kept for ever"
        click.echo(f"{each.rule.name:<12} {each.count:>9}  {since:<18}  {each.rule.what}")
    for rule in () if dry_run else retention.RULES:
        if rule.name in gone:
            click.echo(f"{rule.name:<12} {gone[rule.name]:>9}  {rule.what}")
