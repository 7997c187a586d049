"""The number has another owner than we thought: "this isn't for me"."""

from flask import Response

from concierge import db
from concierge.conversation import parting
from concierge.web.pages.opened import find


def show(token: str) -> Response:
    """GET /l/<token>/stranger: what it means, before it is done."""
    with db.reading() as session:
        opened = find(session, token, proven=False)
        if not opened.is_live:
            return opened.gone()
        return opened.page("stranger")


def part(token: str) -> Response:
    """POST /l/<token>/stranger"""
    with db.transaction() as session:
        opened = find(session, token, to_decide=True, proven=False)
        if not opened.is_live:
            return opened.gone()
        points = list(opened.customer.contact_points)
        newest = max(points, key=lambda point: (point.last_heard_at or point.created_at, point.id))
        parting.part(session, newest, because=parting.WRONG_NUMBER, by=opened.by, at=opened.at)
        say = opened.say
        return opened.note(say("stranger.done"), say("stranger.done_text"))
