"""Who else has a conversation open: pages say what is done in them, and show what others do."""

from flask import Blueprint, Response, abort, current_app, g, request
from flask.sansio.app import App
from flask_login import current_user

from concierge.config import Settings
from concierge.operators.models import Role
from concierge.presence import Board, Everywhere, Person, State

routes = Blueprint("presence", __name__)


def hang_up(app: App, settings: Settings) -> None:
    """Give the app the board on which it is kept."""
    app.extensions["presence"] = Board(settings.redis_url)


@routes.post("/conversations/<int:conversation_id>/presence")
def create(conversation_id: int) -> Response:
    """An open page says what its operator does. Nothing is decided or written down by it."""
    state = request.form.get("state", "")
    if state not in set(State):
        abort(400, "Looking, typing or gone.")
    _note(conversation_id, State(state))
    return Response(status=204)


def look(conversation_id: int | None = None) -> None:
    """Find out who is where, before the database is asked: Redis is never waited for inside.

    Whoever opens a conversation is seen there from now on; viewers, who can't answer, are not.
    """
    if conversation_id is not None and current_user.role.covers(Role.OPERATOR):
        g.presence = _note(conversation_id, State.LOOKING)
    else:
        g.presence = _board().look()


@routes.app_template_global("others_at")
def others_at(conversation_id: int) -> list[Person]:
    """Who else is there, as far as this request has looked."""
    everywhere: Everywhere = g.get("presence", {})
    return [
        person for person in everywhere.get(conversation_id, []) if person.id != current_user.id
    ]


def _note(conversation_id: int, state: State) -> Everywhere:
    return _board().note(conversation_id, current_user.id, current_user.name, state)


def _board() -> Board:
    board: Board = current_app.extensions["presence"]
    return board
