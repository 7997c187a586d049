"""`flask effects ...`: what fails, was given up or waits, for the one on call at a terminal."""

from collections.abc import Callable

import click
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from concierge import clock, events
from concierge.db import reading, transaction
from concierge.effects import lifecycle, queries
from concierge.effects.models import Effect, EffectStatus
from concierge.effects.queries import Concern
from concierge.errors import Refused

effects = AppGroup("effects", help="Calls to Twilio and Stripe that wait, fail or were given up.")

_TITLES = {
    Concern.FAILING: "Failing, tried again by themselves",
    Concern.GIVEN_UP: "Given up",
    Concern.LATE: "Waiting late",
}


@effects.command("list")
@click.option(
    "--status",
    type=click.Choice([str(status) for status in EffectStatus]),
    help="The newest that stand so, instead of those that need somebody.",
)
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 1000))
def list_effects(status: str | None, limit: int) -> None:
    """What needs somebody; or, with --status, the newest that stand so."""
    now = clock.now()
    with reading() as session:
        if status is not None:
            _print(queries.newest(session, EffectStatus(status), limit=limit))
            return
        found = {
            concern: queries.concerning(session, concern, now, limit=limit) for concern in Concern
        }
    if not any(found.values()):
        click.echo("Everything that was asked for has been done.")
    for concern, rows in found.items():
        if rows:
            click.echo(f"{_TITLES[concern]}:")
            _print(rows)


@effects.command("retry")
@click.argument("effect_id", metavar="ID", type=int)
def retry_effect(effect_id: int) -> None:
    """Try the effect ID now, with a new deadline."""
    _decide(effect_id, lambda s, effect: lifecycle.retry(s, effect, events.shell(), clock.now()))
    click.echo(f"Effect {effect_id} is tried now.")


@effects.command("abandon")
@click.argument("effect_id", metavar="ID", type=int)
@click.option("--why", required=True, help="For whoever reads it later.")
def abandon_effect(effect_id: int, why: str) -> None:
    """Give the effect ID up for good."""
    _decide(
        effect_id, lambda s, effect: lifecycle.abandon(s, effect, events.shell(), clock.now(), why)
    )
    click.echo(f"Effect {effect_id} is abandoned.")


def _decide(effect_id: int, verb: Callable[[Session, Effect], None]) -> None:
    try:
        with transaction() as session:
            verb(session, queries.lock(session, effect_id))
    except Refused as refusal:
        raise click.ClickException(refusal.message) from refusal


def _print(rows: list[Effect]) -> None:
    for row in rows:
        click.echo(
            f"{row.id:>8}  {row.status:<9}  {row.kind:<17}  {row.subject:<20}  "
            f"{_when(row)}  tries {row.attempt}  {row.error or ''}".rstrip()
        )


def _when(row: Effect) -> str:
    if row.held_at is not None:
        return f"held since {row.held_at:%Y-%m-%d %H:%M:%S}Z"
    return f"due {row.due_at:%Y-%m-%d %H:%M:%S}Z"
