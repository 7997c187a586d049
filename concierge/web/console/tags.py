"""The words that customers are tagged with, and who has one."""

from typing import Any

from flask import Blueprint, render_template, request

from concierge.conversation import queries as conversations
from concierge.customers import queries, tags
from concierge.db import reading

routes = Blueprint("tags", __name__)

_PAGE = 50


@routes.get("/tags")
def index() -> Any:
    """All words in use; with one (`?tag=`), who has it, newest first."""
    tag = request.args.get("tag", "").strip()[: tags.LONGEST]
    after, before = request.args.get("after", "")[: tags.LONGEST], request.args.get("before")
    key = int(before) if before and before.isdecimal() else None
    with reading() as session:
        words = tags.in_use(session, after=after, limit=_PAGE + 1)
        found = queries.tagged(session, tag, before=key, limit=_PAGE + 1) if tag else []
        threads = conversations.of_customers(session, [one.id for one in found])
        return render_template(
            "console/tags/index.html",
            tag=tag,
            words=words[:_PAGE],
            more_words=words[_PAGE - 1] if len(words) > _PAGE else None,
            people=found[:_PAGE],
            more=found[_PAGE - 1].id if len(found) > _PAGE else None,
            threads=threads,
        )
