"""A phone's browser without scripts, and Maria in front of it."""

from dataclasses import dataclass, field
from datetime import timedelta
from html import unescape
from re import findall, sub

import pytest
import requests

from concierge import clock, db
from concierge.customers import links
from concierge.customers import queries as customers
from concierge.customers.models import Link, LinkPurpose
from concierge.orders import lifecycle as orders
from concierge.orders import queries as order_queries
from concierge.orders.estimates import Cost, Photo
from concierge.orders.models import Order
from concierge.orders.tracking import Parcel
from tests.world import OPERATOR, World

WELL_FILLED_IN = {"name": "Maria Lopez", "address": "14 Elm St\nSpringfield", "agreed": "y"}


@dataclass
class Page:
    """What came back: nothing is followed by itself."""

    answer: requests.Response

    @property
    def status(self) -> int:
        return self.answer.status_code

    @property
    def text(self) -> str:
        """What a person reads, on one line."""
        body = self.answer.text.partition("<main")[2] or self.answer.text
        return " ".join(unescape(sub(r"<[^>]*>", " ", body.partition(">")[2])).split())

    @property
    def next(self) -> str:
        """Where it sends the browser."""
        assert self.status == 303, (self.status, self.text)
        return self.answer.headers["Location"]

    @property
    def refreshes(self) -> str | None:
        """After how many seconds it asks again."""
        found: list[str] = findall(r'http-equiv="refresh" content="([^"]*)"', self.answer.text)
        return found[0] if found else None

    @property
    def posts(self) -> list[str]:
        """What its buttons post to, below the link."""
        found: list[str] = findall(r'<form[^>]* action="([^"]*)"', self.answer.text)
        return [path.rpartition("/")[2] for path in found]


@dataclass
class Browser:
    """Opens addresses of the product; cookies and scripts it has none."""

    url: str
    headers: dict[str, str] = field(default_factory=dict)

    def open(self, address: str, /) -> Page:
        return self._ask("GET", address)

    def press(self, address: str, /, **typed: str) -> Page:
        return self._ask("POST", address, typed)

    def follow(self, page: Page) -> Page:
        """Go where it sends us, while that is still ours."""
        while page.status == 303 and self._whole(page.next).startswith(self.url):
            page = self.open(page.next)
        return page

    def _whole(self, address: str) -> str:
        return self.url + address if address.startswith("/") else address

    def _ask(self, method: str, address: str, typed: dict[str, str] | None = None) -> Page:
        return Page(
            requests.request(
                method,
                self._whole(address),
                data=typed,
                headers=self.headers,
                timeout=10,
                allow_redirects=False,
            )
        )


@pytest.fixture
def browser(world: World) -> Browser:
    return Browser(world.url)


@pytest.fixture
def greeted(world: World) -> World:
    """Maria has texted for the first time."""
    world.text("Hi, can you get 12 red roses to my mum tomorrow?")
    return world


@pytest.fixture
def maria(world: World) -> World:
    """Maria has an account and a card."""
    world.known()
    world.give_card()
    return world


def make_link(world: World, purpose: LinkPurpose, subject_id: int | None = None) -> str:
    """The address of a new link of Maria's."""
    customer = world.customer()
    with db.transaction() as session:
        link = links.create(session, customer.id, purpose, at=clock.now(), subject_id=subject_id)
        return links.address(link)


def let_expire(address: str) -> None:
    """The link's time passes."""
    with db.transaction() as session:
        link = links.find(session, address.rpartition("/")[2])
        assert link is not None
        link.created_at -= timedelta(days=2)
        link.expires_at = clock.now() - timedelta(minutes=1)


def find(address: str) -> Link:
    with db.reading() as session:
        link = links.find(session, address.rpartition("/")[2])
        assert link is not None
        return link


def speak(world: World, language: str) -> None:
    """Maria reads another language."""
    customer = world.customer()
    with db.transaction() as session:
        customers.lock(session, customer.id).language = language


def ordered(world: World, **given: object) -> Order:
    """Maria has said OK to a quote."""
    world.quote(**given)  # type: ignore[arg-type]
    world.text("OK")
    return world.orders()[-1]


def fulfil(
    world: World,
    note: str | None = None,
    cost: Cost | None = None,
    picture: Photo | None = None,
    parcel: Parcel | None = None,
) -> None:
    order = world.orders()[-1]
    world.decide(
        order.customer_id,
        lambda session: orders.fulfil(
            session,
            order_queries.get(session, order.id),
            by=OPERATOR,
            at=clock.now(),
            note=note,
            cost=cost,
            picture=picture,
            parcel=parcel,
        ),
    )
    world.work()
