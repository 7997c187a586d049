"""On the way to the processor's page, to save a card or to pay an order: what both have in common.

`page` is which of the two: "card" or "pay", as in the addresses and in the pages' words.
"""

from flask import Response, make_response, redirect

from concierge.payments.models import CardSession, CardSessionStatus, PayVisit
from concierge.web.pages import waiting
from concierge.web.pages.opened import Opened


def go(opened: Opened, visit: CardSession | PayVisit | None, page: str) -> Response:
    """To the processor's page, once the worker knows its address; until then a page that waits."""
    if visit is None:
        return opened.to()
    if visit.status is CardSessionStatus.COMPLETE:
        return opened.to(f"{page}/return")
    if not visit.is_usable(opened.at):
        return failed(opened, page, "failed")
    if visit.url is not None:
        return make_response(redirect(visit.url, 303))
    return waiting.wait(
        opened,
        opened.say(f"{page}.opening"),
        opened.say("card.opening_text"),
        waited=(opened.at - visit.created_at).total_seconds(),
        retry=opened.url(page),
    )


def failed(opened: Opened, page: str, how: str) -> Response:
    """It came to nothing; here is the button to begin again."""
    return opened.note(
        opened.say(f"{page}.{how}"),
        opened.say(f"{page}.{how}_text"),
        sign="sorry",
        action=(page, opened.say("common.again")),
    )
