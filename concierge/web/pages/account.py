"""Who they are, where to deliver, what they agree to; then on to a card."""

from flask import Response, request
from sqlalchemy.orm import Session

from concierge import config, db
from concierge.customers import lifecycle as customers
from concierge.customers.models import LinkPurpose
from concierge.payments import lifecycle as payments
from concierge.web.pages.forms import AccountForm
from concierge.web.pages.opened import Opened, find


def show(session: Session, opened: Opened) -> Response:
    """The empty page; whoever has been here before finds what they wrote."""
    customer = opened.customer
    if customer.is_doubted:
        return _page(opened, AccountForm(None, opened.say, {}))
    known = {"name": customer.name, "address": customer.address, "email": customer.email}
    return _page(opened, AccountForm(None, opened.say, known))


def submit(token: str) -> Response:
    """POST /l/<token>/account"""
    with db.transaction() as session:
        opened = find(session, token, LinkPurpose.ACCOUNT, to_decide=True)
        if not opened.is_live:
            return opened.gone()
        form = AccountForm(request.form, opened.say, {})
        if not form.validate():
            return _page(opened, form, status=422)
        customers.onboard(
            session,
            opened.customer,
            name=form.name.data or "",
            address=form.address.data or "",
            email=form.email.data or None,
            marketing=bool(form.marketing.data),
            words="\n".join(_sentences(opened)),
            at=opened.at,
        )
        payments.open_card_session(session, opened.link, at=opened.at)
        return opened.to("card")


def _page(opened: Opened, form: AccountForm, status: int = 200) -> Response:
    agreed, marketing = _sentences(opened)
    return opened.page("account", status, form=form, agreed=agreed, marketing=marketing)


def _sentences(opened: Opened) -> tuple[str, str]:
    """What stands beside the two boxes, to the letter."""
    business = config.current().business_name
    return (
        opened.say("account.agreed", business=business),
        opened.say("account.marketing", business=business),
    )
