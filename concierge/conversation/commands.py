"""`flask replies corrections`: what operators corrected, to measure the reading with."""

import json

import click

from concierge import clock, events
from concierge.conversation import corrections
from concierge.db import transaction
from concierge.events import Nobody


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
