"""Who waits for an answer, longest first; then everybody else, newest first."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, request
from sqlalchemy.orm import Session

from concierge.conversation import queries, searching
from concierge.conversation.models import Conversation
from concierge.conversation.queries import Place
from concierge.db import reading
from concierge.web.console import presence
from concierge.web.console.asking import is_fragment

routes = Blueprint("inbox", __name__)

PAGE = 50
MANY = 1000  # who waits is counted so far: beyond it the number says nothing more


@dataclass(frozen=True, slots=True)
class Inbox:
    """A page of the list. `more`: where the next one begins."""

    rows: list[Conversation]
    more: Place | None
    waiting: int  # at most MANY
    words: str  # what was searched for
    first: bool  # whether it is the list's first page

    @property
    def how_many(self) -> str:
        """Who waits, as it is shown."""
        return str(self.waiting) if self.waiting < MANY else f"{MANY - 1}+"


@routes.get("/")
def show() -> Any:
    """The page, or the list alone for the script that keeps it fresh."""
    presence.look()
    with reading() as session:
        inbox = read(session)
        page = "_list.html" if is_fragment() else "show.html"
        return render_template(f"console/inbox/{page}", inbox=inbox)


def read(session: Session) -> Inbox:
    """The list that the request's `q` and `after` ask for: three statements."""
    words = request.args.get("q", "").strip()[:100]
    waiting = queries.waiting_count(session, most=MANY)
    if words:
        return Inbox(searching.search(session, words, limit=PAGE), None, waiting, words, True)
    after = Place.read(request.args.get("after", ""))
    rows, more = queries.inbox(session, after=after, limit=PAGE)
    return Inbox(rows, more, waiting, "", after is None)
