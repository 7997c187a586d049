"""`flask audit`: the trail at a terminal, to read or to keep as CSV."""

from datetime import UTC, datetime, timedelta

import click

from concierge import clock, config, events
from concierge.db import reading, transaction
from concierge.events import Actor
from concierge.operators import accounts, trail
from concierge.operators.trail import Wanted


@click.command("audit")
@click.option("--by", help="Of one actor only: operator:3, script:1, shell/root, stranger.")
@click.option("--kind", help="One kind (order.cancelled), or all of a group (order).")
@click.option("--customer", type=int, help="About this customer's id only.")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="Of one day of the business.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 1000))
@click.option("--csv", "as_csv", is_flag=True, help="All of it, as CSV; noted on the trail.")
def audit(
    by: str | None,
    kind: str | None,
    customer: int | None,
    day: datetime | None,
    limit: int,
    as_csv: bool,
) -> None:
    """Who did what, when, from where and about whom; newest first."""
    since = day.replace(tzinfo=config.current().zone) if day else None
    until = since + timedelta(days=1) if since else None
    wanted = Wanted(by, kind, customer, since, until)
    if as_csv:
        with transaction() as session:
            asked = " ".join(map(str, filter(None, (by, kind, customer, since))))
            trail.note_export(session, "trail", by=events.shell(), at=clock.now(), asked=asked)
        with reading() as session:
            for line in trail.csv_lines(session, trail.everything(session, wanted)):
                click.echo(line, nl=False)
        return
    with reading() as session:
        found = trail.page(session, wanted, before=None, limit=limit)
        names = accounts.names(session, {Actor.read(event.actor) for event in found})
    for event in found:
        click.echo(
            f"{event.at.astimezone(UTC):%Y-%m-%d %H:%M:%S}Z  "
            f"{names.get(event.actor, event.actor):<20}  {event.address or '-':<15}  "
            f"{event.kind:<24}  {event.subject_kind}:{event.subject_id}  "
            f"{'; '.join(trail.facts(event))}".rstrip()
        )
