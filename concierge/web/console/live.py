"""What lets a page open the event stream, which another process serves (concierge.live)."""

from typing import Any

from flask import Blueprint, jsonify
from flask_login import current_user

from concierge import config
from concierge.operators import passes

routes = Blueprint("live", __name__)


@routes.get("/live-pass")
def show() -> Any:
    """A new pass, for a page whose own has run out."""
    return jsonify(address=stream())


def stream() -> str:
    """The address of the event stream, with a pass in it, for whoever is logged in."""
    pass_ = passes.issue(current_user.id, current_user.epoch, current_user.login)
    return f"{config.current().live_base}/live?token={pass_}"
