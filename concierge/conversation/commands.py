"""`flask replies corrections`: what operators corrected, to measure the reading with."""

import json

import click

from concierge.conversation import corrections
from concierge.db import reading


@click.command("corrections")
def export() -> None:
    """Print each corrected reply as a labelled line (JSON Lines), as `score` reads them."""
    with reading() as session:
        for line in corrections.labelled(session):
            click.echo(json.dumps(line, ensure_ascii=False))
