"""`flask reconcile`: compare now, and say what differs."""

import re
import time
from datetime import UTC, datetime, timedelta

import click

from concierge import clock, config
from concierge.db import reading, transaction
from concierge.effects import running
from concierge.errors import Refused
from concierge.events import Actor
from concierge.reconciliation import lifecycle, queries
from concierge.reconciliation.models import Reconciliation, Stage
from concierge.reconciliation.verdicts import ADVICE

_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
# Before that neither Stripe nor Twilio had anything.
_FIRST = datetime(2010, 1, 1, tzinfo=UTC)
_PATIENCE = timedelta(minutes=15)


def moment(text: str, now: datetime) -> datetime:
    """ "2d", "36h", "2026-11-20", "2026-11-20T14:05": a moment before `now`. Raises `Refused`."""
    relative = re.fullmatch(r"(\d{1,4})\s*([mhdw])", text.strip().lower())
    try:
        if relative:
            found = now - timedelta(**{_UNITS[relative[2]]: int(relative[1])})
        else:
            found = datetime.fromisoformat(text.strip())
            found = found if found.tzinfo else found.replace(tzinfo=config.current().zone)
    except (ValueError, OverflowError):
        found = None
    if found is None or not _FIRST <= found < now:
        raise Refused(
            "not-a-moment", f"“{text}” is no moment that has passed. Write 2d, 36h or 2026-11-20."
        )
    return found


@click.command("reconcile")
@click.option("--since", default="2d", show_default=True, help="2d, 36h, or 2026-11-20[T14:05].")
def reconcile(since: str) -> None:
    """Compare our books with Stripe's and Twilio's, put right what can be proved, print the rest.

    Works beside the workers, or without any. Exits with 1 while anything differs.
    """
    now = clock.now()
    try:
        begins = moment(since, now)
    except Refused as refusal:
        raise click.ClickException(refusal.message) from refusal
    with transaction() as session:
        run = lifecycle.begin(session, since=begins, by=Actor("shell"), at=now)
    if not _is_over(run.id):
        raise click.ClickException("It is not over yet: see `flask effects list`.")
    _tell(run.id)


def _is_over(number: int) -> bool:
    """Whether it came to its end, within a quarter of an hour."""
    deadline = time.monotonic() + _PATIENCE.total_seconds()
    while time.monotonic() < deadline:
        with reading() as session:
            if queries.get(session, number).status is Stage.DONE:
                return True
        if not running.run_next():
            time.sleep(0.1)
    return False


def _tell(number: int) -> None:
    differing = 0
    with reading() as session:
        run = queries.get(session, number)
        before = None
        while rows := queries.page(session, is_open=True, before=before, limit=200):
            for row in rows:
                differing += 1
                click.echo(
                    f"{row.noun} {row.provider_id} (since {row.found_at:%Y-%m-%d %H:%M}Z)\n"
                    f"  here: {row.ours}\n  there: {row.theirs}\n  {ADVICE[row.code]}"
                )
            before = rows[-1].id
    _tell_of_run(run, differing)
    if differing or run.unasked:
        raise SystemExit(1)


def _tell_of_run(run: Reconciliation, differing: int) -> None:
    for noun, why in run.unasked.items():
        click.echo(f"Could not be asked about {noun}s: {why}")
    click.echo(f"{run.compared} compared, {run.repaired} put right, {differing} differ.")
