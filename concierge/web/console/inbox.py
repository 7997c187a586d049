"""Whom we owe something, by promise and by who waits longest; then everybody else, newest first."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, request
from flask_login import current_user
from sqlalchemy.orm import Session

from concierge import clock
from concierge.conversation import queue, searching
from concierge.conversation.models import Conversation
from concierge.conversation.queue import Place, View
from concierge.customers import tags
from concierge.db import reading
from concierge.web.console import presence
from concierge.web.console.asking import is_fragment

routes = Blueprint("inbox", __name__)

PAGE = 25  # two screens of it; a page beside a long thread stays under 60 kB
LONGEST = 250  # rows that are brought up to date at once


@dataclass(frozen=True, slots=True)
class Inbox:
    """A page of the list. `more`: where the next one begins."""

    rows: list[Conversation]
    more: Place | None
    view: View
    counts: dict[View, int]  # see queue.most
    words: str  # what was searched for
    after: Place | None  # where it goes on from; None on the list's first page
    tag: str  # that everybody shown has, if one was asked for

    @property
    def asked(self) -> dict[str, str | None]:
        """What of the address says which list this is."""
        view = None if self.view is View.ALL else self.view.value
        after = str(self.after) if self.after else None
        return {"q": self.words or None, "view": view, "tag": self.tag or None, "after": after}

    def beside(self, number: int) -> dict[str, str | None]:
        """The same of the list beside a thread that is opened from the row of this number.

        In a list that has grown that is the page on which the row stands.
        """
        if number < PAGE:
            return self.asked
        end = queue.place(self.view, self.rows[number // PAGE * PAGE - 1])
        return self.asked | {"after": str(end)}

    @property
    def most(self) -> int:
        """How many a page lists."""
        return PAGE

    @property
    def longest(self) -> int:
        """How many rows of a list that has grown are brought up to date."""
        return LONGEST

    @property
    def waiting(self) -> int:
        """How many we owe something."""
        return self.counts[View.WAITING]

    def how_many(self, view: str) -> str:
        """How many are in a view, as it is shown; nothing for none."""
        count, most = self.counts.get(View(view), 0), queue.most(View(view))
        return str(count or "") if count < most else f"{most - 1}+"


@routes.get("/")
def show() -> Any:
    """The page, or the list alone for the script that keeps it fresh."""
    presence.look()
    with reading() as session:
        inbox = read(session)
        page = "_list.html" if is_fragment() else "show.html"
        return render_template(f"console/inbox/{page}", inbox=inbox)


def read(session: Session) -> Inbox:
    """The list that the request's `view`, `tag`, `q`, `after` and `rows` ask for: three statements.

    `rows`: how many, where a list that has grown is brought up to date.
    """
    words, at, me = request.args.get("q", "").strip()[:100], clock.now(), current_user.id
    view, tag = _view(), request.args.get("tag", "").strip()[: tags.LONGEST]
    counts = queue.counts(session, me=me, at=at)
    if words:
        found = searching.search(session, words, limit=PAGE)
        return Inbox(found, None, view, counts, words, None, "")
    after = Place.read(request.args.get("after", ""))
    limit = min(max(request.args.get("rows", PAGE, int), PAGE), LONGEST)
    rows, more = queue.page(session, view, me=me, at=at, after=after, limit=limit, tag=tag)
    return Inbox(rows, more, view, counts, "", after, tag)


def _view() -> View:
    try:
        return View(request.args.get("view", ""))
    except ValueError:
        return View.ALL
