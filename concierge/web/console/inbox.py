"""Who waits for an answer, longest first; then everybody else, newest first."""

from typing import Any

from flask import Blueprint, render_template

routes = Blueprint("inbox", __name__)


@routes.get("/")
def show() -> Any:
    """The page."""
    return render_template("console/inbox/show.html")
