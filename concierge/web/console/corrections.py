"""What a customer's text meant: an operator corrects the reading with one click."""

from typing import Any

from flask import Blueprint, flash, redirect, url_for
from sqlalchemy.orm import Session

from concierge import clock
from concierge.conversation import corrections, queries
from concierge.conversation.models import Message
from concierge.customers import queries as customers
from concierge.db import savepoint, transaction
from concierge.errors import Refused
from concierge.intents import Intent
from concierge.quotes import queries as quotes
from concierge.web.console.asking import me, typed

routes = Blueprint("corrections", __name__)


@routes.post("/messages/<int:message_id>/correction")
def create(message_id: int) -> Any:
    """It means this: do it."""
    with transaction() as session:
        found = queries.message(session, message_id)
        conversation_id = found.conversation_id
        customers.lock(session, found.conversation.customer_id)
        session.refresh(found)
        try:
            with savepoint(session):
                flash(_correct(session, found), "done")
        except Refused as refusal:
            flash(refusal.message, "refused")
    return redirect(
        url_for("console.conversations.show", conversation_id=conversation_id) + f"#m{message_id}",
        303,
    )


def _correct(session: Session, message: Message) -> str:
    """`meaning` is an intent, and for a yes or a no the quote's id: "accept:12"."""
    meaning, _, number = typed("meaning").partition(":")
    if meaning not in set(corrections.LABELS) or not (number.isdecimal() or not number):
        raise Refused("no-such-meaning", "Choose what the text meant.")
    quote = quotes.get(session, int(number)) if number else None
    correction = corrections.correct(
        session, message, Intent(meaning), by=me(), at=clock.now(), quote=quote
    )
    return correction.outcome
