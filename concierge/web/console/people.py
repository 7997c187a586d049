"""Who works here, for owners: inviting, roles, leaving; and the page that an invitation opens."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_limiter.util import get_remote_address
from flask_login import current_user

from concierge import clock, config
from concierge.db import reading, transaction
from concierge.errors import NotFound, Refused
from concierge.operators import factors, house, people
from concierge.operators.models import Role
from concierge.web.console import account
from concierge.web.console.asking import me, typed
from concierge.web.limits import limiter

routes = Blueprint("people", __name__)
OPEN = ("console.people.show_invitation", "console.people.accept_invitation")

_PAGE = 50
_GONE = "This invitation was used, taken back, or is too old. Ask whoever sent it for a new one."
_TOO_OFTEN = "Too many tries. Wait a quarter of an hour, then try again."


@routes.before_request
def be_sure() -> None:
    """Who comes in is not decided at a desk that somebody left open."""
    if request.method == "POST" and request.endpoint not in OPEN:
        account.require_sure()


@routes.get("/people")
def index() -> Any:
    """Everybody, and whom we wait for."""
    return _page()


@routes.post("/people/invitations")
def create_invitation() -> Any:
    """A link for somebody new, shown this once."""
    try:
        with transaction() as session:
            invitation, secret = people.invite(
                session, typed("email"), _role(), by=me(), at=clock.now()
            )
    except Refused as refusal:
        return _page(problem=refusal.message, email=typed("email")), 422
    link = config.current().public_url + url_for(".show_invitation", secret=secret)
    return _page(link=link, invited=invitation.email)


@routes.post("/people/invitations/<int:invitation_id>/revocation")
def create_revocation(invitation_id: int) -> Any:
    """The link works no more."""
    with transaction() as session:
        invitation = people.revoke(session, invitation_id, by=me(), at=clock.now())
    flash(f"The invitation of {invitation.email} works no more.", "done")
    return redirect(url_for(".index"), 303)


@routes.post("/people/<int:operator_id>/role")
def update_role(operator_id: int) -> Any:
    """Another role, at once."""
    try:
        with transaction() as session:
            operator = people.change_role(session, operator_id, _role(), by=me(), at=clock.now())
    except NotFound:
        raise
    except Refused as refusal:
        return _page(problem=refusal.message), 422
    flash(f"{operator.name} is {operator.role} now.", "done")
    return redirect(url_for(".index"), 303)


@routes.post("/people/<int:operator_id>/deactivation")
def create_deactivation(operator_id: int) -> Any:
    """They have left."""
    try:
        with transaction() as session:
            operator = people.deactivate(session, operator_id, by=me(), at=clock.now())
    except NotFound:
        raise
    except Refused as refusal:
        return _page(problem=refusal.message), 422
    flash(f"{operator.name} can't come in any more, and is out everywhere.", "done")
    return redirect(url_for(".index"), 303)


@routes.post("/people/<int:operator_id>/activation")
def create_activation(operator_id: int) -> Any:
    """They are back."""
    with transaction() as session:
        operator = people.activate(session, operator_id, by=me(), at=clock.now())
    flash(f"{operator.name} can log in again, as {operator.role}.", "done")
    return redirect(url_for(".index"), 303)


@routes.post("/people/<int:operator_id>/second-factor/reset")
def create_reset(operator_id: int) -> Any:
    """They have lost what they log in with: the password alone does again, for once."""
    if operator_id == current_user.id:
        return _page(problem="Change your own second factor on your own page."), 422
    with transaction() as session:
        operator = factors.reset(session, operator_id, by=me(), at=clock.now())
    flash(f"{operator.name} logs in with the password alone, and can add a new factor.", "done")
    return redirect(url_for(".index"), 303)


@routes.post("/people/two-factor")
def update_two_factor() -> Any:
    """Whether everybody needs a second factor."""
    required = bool(request.form.get("required"))
    if required and not current_user.has_factor:
        return _page(problem="Add a second factor of your own first, on your own page."), 422
    with transaction() as session:
        value = {"required": required}
        house.set_rule(session, house.TWO_FACTOR, value, by=me(), at=clock.now())
    flash("Everybody needs a second factor now." if required else "A password does again.", "done")
    return redirect(url_for(".index"), 303)


# --- the other end of an invitation --------------------------------------------------------------


@routes.get("/invitations/<secret>")
def show_invitation(secret: str) -> Any:
    """A form for a name and a password. Opening it, however often, uses nothing up."""
    return _form(secret)


@routes.post("/invitations/<secret>")
@limiter.limit("20 per 15 minutes", key_func=get_remote_address)
def accept_invitation(secret: str) -> Any:
    """From now on they can log in."""
    name, password = typed("name"), request.form.get("password", "")
    if password != request.form.get("again", ""):
        return _form(secret, "The two passwords differ: type the same one twice.")
    try:
        with transaction() as session:
            people.accept(
                session, secret, name, password, address=request.remote_addr, at=clock.now()
            )
    except Refused as refusal:
        return _form(secret, refusal.message)
    flash("You can log in now, with the password you have just chosen.", "done")
    return redirect(url_for("console.session.new"), 303)


@routes.errorhandler(429)
def too_often(_: Exception) -> Any:
    """The limit was reached: say so on the form."""
    return _form((request.view_args or {}).get("secret", ""), _TOO_OFTEN, code=429)


def _form(secret: str, problem: str | None = None, *, code: int | None = None) -> Any:
    with reading() as session:
        invitation = people.invited(session, secret, at=clock.now())
    page = render_template(
        "console/people/invitation.html",
        invitation=invitation,
        secret=secret,
        problem=problem if invitation else _GONE,
        name=typed("name"),
    )
    return page, code or (404 if invitation is None else 422 if problem else 200)


def _role() -> Role:
    try:
        return Role(request.form.get("role", ""))
    except ValueError:
        raise Refused("no-such-role", "Choose a role: owner, operator or viewer.") from None


def _page(**given: Any) -> str:
    after = request.args.get("after", 0, type=int)
    with reading() as session:
        found = people.page(session, after=after, limit=_PAGE + 1)
        waiting = people.invitations(session, at=clock.now())
        protected = factors.protected(session, [person.id for person in found])
    return render_template(
        "console/people/index.html",
        people=found[:_PAGE],
        more=found[_PAGE - 1].id if len(found) > _PAGE else None,
        waiting=waiting,
        protected=protected,
        roles=list(Role),
        **{"problem": None, "link": None, "invited": None, "email": "", **given},
    )
