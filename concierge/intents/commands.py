"""`flask replies ...`: how well replies are read, measured on a file of them."""

from __future__ import annotations

import sys

import click
from flask.cli import AppGroup

from concierge.intents import evaluate

replies = AppGroup("replies", help="Read a file of replies, or score the reading of them.")


@replies.command("read", with_appcontext=False)
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
def read_command(file: str) -> None:
    """Write each line of FILE (JSON Lines) back with "intent" and "reason" added."""
    try:
        evaluate.read_file(file, sys.stdout)
    except evaluate.BadLine as error:
        raise click.ClickException(str(error)) from None


@replies.command("score", with_appcontext=False)
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
def score_command(file: str) -> None:
    """Print how well the labelled lines of FILE (JSON Lines) are read."""
    try:
        evaluate.score_file(file, sys.stdout)
    except evaluate.BadLine as error:
        raise click.ClickException(str(error)) from None
