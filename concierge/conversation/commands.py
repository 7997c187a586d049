"""`flask replies corrections`, what operators corrected, to measure the reading with; and
`flask broadcasts`, one text to everybody who agreed to be written to.
"""

import json

import click
from flask.cli import AppGroup

from concierge import clock, events
from concierge.channels import segments
from concierge.conversation import broadcasts as lifecycle
from concierge.conversation import corrections
from concierge.db import reading, transaction
from concierge.errors import NotFound, Refused
from concierge.events import Nobody

broadcasts = AppGroup("broadcasts", help="One text to everybody who agreed to be written to.")


@click.command("corrections")
def export() -> None:
    """Print each corrected reply as a labelled line (JSON Lines), as `score` reads them."""
    with transaction() as session:
        events.record(
            session,
            "correction.exported",
            Nobody(),
            by=events.shell(),
            at=clock.now(),
            customer_id=None,
        )
        for line in corrections.labelled(session):
            click.echo(json.dumps(line, ensure_ascii=False))


@broadcasts.command("start")
@click.argument("body", metavar="TEXT")
@click.option("--yes", is_flag=True, help="Without asking whether it is meant.")
def start_broadcast(body: str, yes: bool) -> None:
    """Write TEXT to everybody who agreed, in each one's waking hours, after all answers.

    "{name}" becomes their first name. It has to say how to end them: "Reply STOP to end".
    """
    with reading() as session:
        many = lifecycle.reach(session)
    parts = segments.measure(body).count
    about = f"{many} customers, {parts} part{'s' if parts != 1 else ''} each or more"
    if not yes:
        click.confirm(f"To {about}. Send it?", abort=True)
    try:
        with transaction() as session:
            started = lifecycle.start(session, body, by=events.shell(), at=clock.now())
            number = started.id
    except Refused as refusal:
        raise click.ClickException(refusal.message) from refusal
    click.echo(f"Broadcast {number}: {about}. `flask broadcasts stop {number}` stops it.")


@broadcasts.command("list")
def list_broadcasts() -> None:
    """The newest, and how far each has come."""
    with reading() as session:
        for one in lifecycle.newest(session):
            state = "stopped" if one.stopped_by else "written" if one.ended_at else "under way"
            words = " ".join(one.body.split())[:60]
            click.echo(f"{one.id:>5}  {one.created_at:%Y-%m-%d %H:%M}  {state:<9}  "
                       f"{one.written:>7} texts  {words}")  # fmt: skip


@broadcasts.command("stop")
@click.argument("broadcast_id", metavar="ID", type=int)
def stop_broadcast(broadcast_id: int) -> None:
    """Send the broadcast ID to nobody who has not had it yet."""
    try:
        with transaction() as session:
            lifecycle.stop(
                session,
                lifecycle.lock(session, broadcast_id),
                by=events.shell(),
                at=clock.now(),
            )
    except NotFound as error:
        raise click.ClickException("There is no such broadcast; see `broadcasts list`.") from error
    click.echo(f"Broadcast {broadcast_id} is stopped.")
