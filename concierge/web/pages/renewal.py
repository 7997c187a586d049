""" "Text me a new one": the new link goes to the customer's own number, whoever asks for it."""

from flask import Response

from concierge import db
from concierge.conversation import notices
from concierge.web.pages.opened import find


def request(token: str) -> Response:
    """POST /l/<token>/renewal: the answer is the same whether or not a text goes out."""
    with db.transaction() as session:
        opened = find(session, token, to_decide=True, proven=False)
        if opened.is_live:
            return opened.to()
        notices.renew(session, opened.link, at=opened.at)
        return opened.to("renewal")


def done(token: str) -> Response:
    """GET /l/<token>/renewal"""
    with db.reading() as session:
        opened = find(session, token, proven=False)
        say = opened.say
        return opened.note(
            say("gone.renewed"), say("gone.renewed_text"), say("gone.renewed_again"), sign="sent"
        )
