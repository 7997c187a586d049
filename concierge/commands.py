"""`flask ...`: what a person runs by hand, and what the Procfile runs."""

import secrets
from collections.abc import Callable
from typing import TypeVar

import click
from flask import Flask
from flask.cli import AppGroup

from concierge import clock, config, db, events, loaded, replaying, ticking, worker
from concierge.config import Settings
from concierge.conversation.commands import broadcasts
from concierge.conversation.commands import export as corrections
from concierge.db import transaction
from concierge.effects.commands import effects
from concierge.errors import Refused
from concierge.intents.commands import replies
from concierge.ledger.commands import ledger
from concierge.operators import accounts, factors, people
from concierge.operators.commands import audit
from concierge.operators.models import Role
from concierge.privacy.commands import customers, run_retention
from concierge.reconciliation.commands import reconcile

T = TypeVar("T")

database = AppGroup("db", help="The database's tables.")
tokens = AppGroup("tokens", help="Programs' keys to the API.")
operators = AppGroup("operators", help="Who may use the console.")


def register(app: Flask) -> None:
    """Make the commands known to `flask`."""
    replies.add_command(corrections)
    for group in (
        database, tokens, operators, replies, effects, replaying.events, customers, ledger,
        broadcasts,
    ):  # fmt: skip
        app.cli.add_command(group)
    for command in (run_worker, run_clock, run_retention, show_settings, audit, reconcile):
        app.cli.add_command(command)


def need_no_settings(words: list[str]) -> bool:
    """Whether `flask WORDS` works in a checkout that nobody has configured yet."""
    if "--help" in words or not words:
        return True
    command, *rest = words
    return command == "config" or (command == "replies" and rest[:1] != ["corrections"])


def alone() -> Flask:
    """An app that has nothing but its commands."""
    app = Flask("concierge")
    register(app)
    return app


@database.command("upgrade")
def upgrade() -> None:
    """Bring the tables up to date. Safe to run again, and while the old version serves."""
    try:
        db.upgrade(config.current().database_url)
    except db.MigrationBlocked as blocked:
        raise click.ClickException(str(blocked)) from blocked
    click.echo("The database is up to date.")


@click.command("worker")
def run_worker() -> None:
    """Make the calls to Twilio and Stripe, until SIGTERM. Run as many as you like."""
    loaded.keep()
    worker.run(config.current().redis_url)


@click.command("clock")
def run_clock() -> None:
    """Do what is due because time has passed, until SIGTERM. One is enough; two do no harm."""
    ticking.run()


@click.command("config")
def show_settings() -> None:
    """List every setting, as the README does, with its default."""
    click.echo(settings_table())


def settings_table() -> str:
    """The settings as a Markdown table."""
    rows = ["| setting | default | what it is |", "| --- | --- | --- |"]
    for name, field in Settings.model_fields.items():
        default = "*required*" if field.is_required() else f"`{field.default}`"
        if not field.is_required() and not str(field.default):
            default = ""
        rows.append(f"| `{name.upper()}` | {default} | {field.description} |")
    return "\n".join(rows)


@tokens.command("create")
@click.argument("name")
def create_token(name: str) -> None:
    """Make a token for the program NAME. It is shown once."""
    with transaction() as session:
        secret = _or_complain(lambda: accounts.create_token(session, name))
    click.echo(secret)


@tokens.command("revoke")
@click.argument("name")
def revoke_token(name: str) -> None:
    """End the token of the program NAME."""
    with transaction() as session:
        _or_complain(lambda: accounts.revoke_token(session, name))
    click.echo(f"{name} can't use the API any more.")


@operators.command("create")
@click.argument("email")
@click.option("--name", default="", help="How colleagues see them.")
@click.option("--password", default=None, help="Made up, and shown once, when left out.")
@click.option(
    "--role",
    type=click.Choice([role.value for role in Role]),
    help="operator when left out; whoever is first is an owner.",
)
def create_operator(email: str, name: str, password: str | None, role: str | None) -> None:
    """Let EMAIL log in to the console."""
    chosen = password or secrets.token_urlsafe(12)
    wanted = Role(role) if role else None
    with transaction() as session:
        made = _or_complain(lambda: accounts.create(session, email, name, chosen, role=wanted))
    click.echo(f"{email} can log in at {config.current().public_url}/console, as {made.role}")
    if password is None:
        click.echo(f"Password: {chosen}")


@operators.command("password")
@click.argument("email")
def reset_password(email: str) -> None:
    """Give EMAIL a new password and end every session of theirs."""
    chosen = secrets.token_urlsafe(12)
    with transaction() as session:
        operator = accounts.by_email(session, email)
        if operator is None:
            raise click.ClickException(f"There is no operator with {email}.")
        accounts.change_password(operator, chosen)
    click.echo(f"Password: {chosen}")


@operators.command("reset-second-factor")
@click.argument("email")
def reset_second_factor(email: str) -> None:
    """Let EMAIL, who has lost app and passkeys, log in with the password alone, and begin anew."""
    with transaction() as session:
        operator = accounts.by_email(session, email)
        if operator is None:
            raise click.ClickException(f"There is no operator with {email}.")
        factors.reset(session, operator.id, by=events.shell(), at=clock.now())
    click.echo(f"{email} logs in with the password alone.")


@operators.command("role")
@click.argument("email")
@click.argument("role", type=click.Choice([role.value for role in Role]))
def change_role(email: str, role: str) -> None:
    """Make EMAIL an owner, an operator or a viewer, at once."""
    by, at = events.shell(), clock.now()
    with transaction() as session:
        operator = accounts.by_email(session, email)
        if operator is None:
            raise click.ClickException(f"There is no operator with {email}.")
        _or_complain(lambda: people.change_role(session, operator.id, Role(role), by=by, at=at))
    click.echo(f"{email} is {role} now.")


def _or_complain(act: Callable[[], T]) -> T:
    try:
        return act()
    except Refused as refusal:
        raise click.ClickException(refusal.message) from refusal
