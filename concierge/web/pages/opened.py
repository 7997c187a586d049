"""A link that somebody has opened: whose it is, what their page says, and in which language.

The address is the key: 132 bits that only the customer's phone was sent. So what is posted here
needs no CSRF token and no cookie: a site that could forge the post would have to know the address,
and a page of ours never gives it away (no referrer, nothing from elsewhere on the page).
"""

from dataclasses import dataclass
from datetime import datetime

from babel.dates import format_date, format_time
from flask import Response, abort, make_response, redirect, render_template
from sqlalchemy.orm import Session

from concierge import clock, config, events
from concierge.conversation import wording
from concierge.customers import links
from concierge.customers import queries as customers
from concierge.customers.models import Customer, Link, LinkPurpose
from concierge.money import Money
from concierge.payments import queries as payments
from concierge.web.pages.words import Words, words


@dataclass(frozen=True, slots=True)
class Opened:
    """One visit to a link of ours."""

    link: Link
    customer: Customer
    token: str
    at: datetime

    @property
    def language(self) -> str:
        """What its owner reads."""
        return wording.language_of(self.customer)

    @property
    def say(self) -> Words:
        """The sentences in that language."""
        return words(self.language)

    @property
    def by(self) -> events.Actor:
        """Who acts here."""
        return events.customer(self.customer.id)

    @property
    def is_live(self) -> bool:
        """Neither expired nor used."""
        return links.is_live(self.link, self.at)

    def url(self, path: str = "") -> str:
        """An address below the link's own: `url("card")`."""
        return f"/l/{self.token}/{path}" if path else f"/l/{self.token}"

    def to(self, path: str = "") -> Response:
        """Send the browser there, as a GET."""
        return make_response(redirect(self.url(path), 303))

    def money(self, amount: int, currency: str) -> str:
        """Minor units as the customer writes them."""
        return Money(amount, currency).format(self.language)

    def day(self, at: datetime) -> str:
        """ "November 22, 2026", in the customer's zone."""
        return format_date(at.astimezone(wording.zone_of(self.customer)), "long", self.language)

    def time(self, at: datetime) -> str:
        """ "2:05 PM", in the customer's zone."""
        return format_time(
            at.astimezone(wording.zone_of(self.customer)), "short", None, self.language
        )

    def moment(self, at: datetime) -> str:
        """ "Sunday, November 22, 2:05 PM", in the customer's zone."""
        local = at.astimezone(wording.zone_of(self.customer))
        return f"{format_date(local, self.say('format.day'), self.language)}, {self.time(at)}"

    def page(self, template: str, status: int = 200, **facts: object) -> Response:
        """One of templates/pages, in the customer's language."""
        settings = config.current()
        return make_response(
            render_template(
                f"pages/{template}.html",
                opened=self,
                say=self.say,
                language=self.language,
                business=settings.business_name,
                our_number=settings.twilio_phone_number,
                **facts,
            ),
            status,
        )

    def note(
        self,
        title: str,
        *paragraphs: str,
        sign: str = "done",
        action: tuple[str, str] | None = None,
        status: int = 200,
    ) -> Response:
        """A page that says how something stands. `sign` is its picture: see _signs.html.

        `action` is a button, path and label; without one there is the way back to the messages.
        """
        return self.page(
            "note", status, title=title, paragraphs=paragraphs, sign=sign, action=action
        )

    def over(self) -> Response:
        """The customer can't be reached at this number any more; nothing of theirs is shown."""
        return self.note(
            self.say("stranger.over"), self.say("stranger.over_text"), sign="clock", status=410
        )

    def gone(self) -> Response:
        """Expired or used: they may have a new one."""
        reason = "expired" if self.at >= self.link.expires_at else "used"
        return self.note(
            self.say(f"gone.{reason}"),
            self.say("gone.why"),
            sign="clock",
            action=("renewal", self.say("gone.renew")),
            status=410,
        )


def find(
    session: Session,
    token: str,
    *purposes: LinkPurpose,
    to_decide: bool = False,
    proven: bool = True,
) -> Opened:
    """The link with this token and, where given, one of these purposes. 404 tells nothing more.

    `to_decide` locks the customer first, for whoever changes something. Where the number may have
    changed hands, whoever comes is first asked how the saved card ends, whichever page it is,
    unless that page does without (`proven=False`). A number that is known to have changed hands
    opens nothing.
    """
    link = links.find(session, token)
    if link is None or (purposes and link.purpose not in purposes):
        abort(404)
    if to_decide:
        customer = customers.lock(session, link.customer_id)
        session.expire(link)
        if links.find(session, token) is None:
            abort(404)  # erased meanwhile
    else:
        customer = customers.get(session, link.customer_id)
    opened = Opened(link, customer, token, clock.now())
    if customer.parted_at is not None or _is_over_by_merger(session, link, to_decide):
        abort(opened.over())
    if proven and must_prove(session, customer):
        abort(opened.to("proof"))
    return opened


def _is_over_by_merger(session: Session, link: Link, to_decide: bool) -> bool:
    """Whether it was sent to one who turned out to be another customer, with whom all goes on.

    What they have bought is theirs to look at, as long as their number is.
    """
    into = link.customer.merged_into_id
    if into is None:
        return False
    is_receipt = link.purpose is LinkPurpose.RECEIPT and not to_decide
    return not is_receipt or customers.is_doubted(session, into)


def must_prove(session: Session, customer: Customer) -> bool:
    """Whether there is a card that a stranger with the customer's old number could use."""
    return customer.is_doubted and bool(payments.cards(session, customer.id))
