"""Everything a customer opens from a text: the pages behind /l/<token>.

GET never consumes a link, for preview robots fetch every one of them; POST does the work. Nothing
here needs a script, a cookie or a login. See `opened` for why no CSRF token is needed.
"""

from collections.abc import Callable
from functools import cache

from flask import Blueprint, Response, request

from concierge import db
from concierge.customers.models import LinkPurpose
from concierge.web.limits import limiter
from concierge.web.pages import (
    account,
    bank,
    card,
    cards,
    confirm,
    front,
    pay,
    proof,
    receipt,
    renewal,
    stranger,
)
from concierge.web.pages.opened import find

# Carriers put many phones behind one address, and a page that waits asks every second.
_VISITS = "1200 per minute"
# Nobody mistypes a link they tap; a token is never guessed, and nobody shall try for free.
_WRONG_TOKENS = "30 per minute"
_MOST_BYTES = 64_000

_SHOWN = {
    LinkPurpose.ACCOUNT: account.show,
    LinkPurpose.CARD: card.show,
    LinkPurpose.BANK: bank.show,
    LinkPurpose.CONFIRM: confirm.show,
    LinkPurpose.RECEIPT: receipt.show,
    LinkPurpose.PAY: pay.show,
    LinkPurpose.PROOF: proof.shown,
}
# A used one of these says what became of it by itself.
_TELL_THEMSELVES = {LinkPurpose.CONFIRM}


def open_link(token: str) -> Response:
    """GET /l/<token>: what the link is for, or that it is over."""
    with db.reading() as session:
        opened = find(session, token)
        purpose = opened.link.purpose
        if not opened.is_live and purpose not in _TELL_THEMSELVES:
            return opened.gone()
        return _SHOWN[purpose](session, opened)


ROUTES: tuple[tuple[str, str, Callable[..., Response]], ...] = (
    ("GET", "/l/<token>", open_link),
    ("POST", "/l/<token>/account", account.submit),
    ("POST", "/l/<token>/card", card.request),
    ("GET", "/l/<token>/card", card.wait),
    ("GET", "/l/<token>/card/return", card.come_back),
    ("GET", "/l/<token>/cards", cards.index),
    ("POST", "/l/<token>/cards/<int:card_id>/choice", cards.choose),
    ("POST", "/l/<token>/cards/<int:card_id>/removal", cards.remove),
    ("POST", "/l/<token>/pay", pay.request),
    ("GET", "/l/<token>/pay", pay.wait),
    ("GET", "/l/<token>/pay/return", pay.come_back),
    ("GET", "/l/<token>/proof", proof.show),
    ("POST", "/l/<token>/proof", proof.submit),
    ("POST", "/l/<token>/afresh", proof.afresh),
    ("GET", "/l/<token>/stranger", stranger.show),
    ("POST", "/l/<token>/stranger", stranger.part),
    ("POST", "/l/<token>/bank", bank.confirm),
    ("GET", "/l/<token>/bank", bank.wait),
    ("GET", "/l/<token>/bank/return", bank.come_back),
    ("POST", "/l/<token>/order", confirm.place),
    ("POST", "/l/<token>/refusal", confirm.refuse),
    ("GET", "/l/<token>/photo", receipt.photo),
    ("GET", "/l/<token>/picture", receipt.picture),
    ("POST", "/l/<token>/renewal", renewal.request),
    ("GET", "/l/<token>/renewal", renewal.done),
)
_AROUND = (
    ("/", front.door),
    ("/robots.txt", front.robots),
    ("/favicon.ico", front.favicon),
)


@cache
def blueprint() -> Blueprint:
    """All routes for customers, with their limits.

    Made once a process: the limiter would count a visit for each blueprint of this name.
    """
    pages = Blueprint("pages", __name__)
    for method, path, view in ROUTES:
        name = f"{view.__module__.rpartition('.')[2]}_{view.__name__}"
        pages.add_url_rule(path, name, view, methods=[method])
    for path, view in _AROUND:
        pages.add_url_rule(path, view.__name__, view)
    pages.add_app_template_global(front.house_words)
    pages.before_request(_small)
    pages.after_request(_private)
    limiter.limit(_VISITS)(pages)
    limiter.limit(_WRONG_TOKENS, deduct_when=lambda answer: answer.status_code == 404)(pages)
    return pages


def _small() -> None:
    """A form of ours is a few lines; whatever is larger is none."""
    request.max_content_length = _MOST_BYTES


def _private(response: Response) -> Response:
    """Kept by nobody, listed by nobody, and the address is told to nobody."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
