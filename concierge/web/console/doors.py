"""Which role a page or a button of the console needs: one table, asked before every request.

Whoever has logged in may look; who presses a button is at least an operator. The nouns below differ
from that, and nothing else does; tests/people/test_doors.py holds every route against it.
"""

from flask import abort, url_for
from flask_login import current_user

from concierge.operators.models import Role

# By noun, for all of its routes.
NEEDS = {
    "people": Role.OWNER,
    "hours": Role.OWNER,
    "texts": Role.OWNER,
    "fields": Role.OWNER,
    "entries": Role.OWNER,
    "settings": Role.OWNER,
    # What is one's own.
    "session": Role.VIEWER,
    "second": Role.VIEWER,
    "account": Role.VIEWER,
    "factors": Role.VIEWER,
    "passkeys": Role.VIEWER,
}
# Where somebody gets who needs a second factor and has none yet, and nowhere else.
_WITHOUT_FACTOR = {"session", "account", "factors", "passkeys"}
_SAID = {
    Role.OWNER: "This is for owners, and you are here as {role}. Nothing was done.",
    Role.OPERATOR: "You may look at everything here and change nothing, so nothing was done. "
    "An owner can make you an operator.",
}


def needed(endpoint: str, method: str) -> Role:
    """The role for a route ("console.orders.create_refund", "POST")."""
    noun = _noun(endpoint)
    by_method = Role.VIEWER if method in {"GET", "HEAD", "OPTIONS"} else Role.OPERATOR
    return NEEDS.get(noun, by_method)


def require(endpoint: str, method: str) -> str | None:
    """Turn away, with a sentence, whoever's role does not cover this.

    A path comes back where they have to go first: to set up the second factor that all need.
    """
    lacking = current_user.all_need_factor and not current_user.has_factor
    if lacking and _noun(endpoint) not in _WITHOUT_FACTOR:
        return url_for("console.account.show")
    role = needed(endpoint, method)
    if not current_user.role.covers(role):
        abort(403, _SAID[role].format(role=current_user.role))
    return None


def _noun(endpoint: str) -> str:
    return endpoint.removeprefix("console.").partition(".")[0]
