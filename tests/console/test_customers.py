"""The customer beside the thread: what is known, and correcting it; the pictures they sent."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from concierge import clock, db, events
from concierge.conversation.models import Media, MediaStatus
from concierge.customers import lifecycle
from concierge.customers import queries as customers
from concierge.events import Event
from concierge.payments.models import Card
from tests.console.conftest import FRAGMENT, Desk
from tests.console.shop import Shop
from tests.world import World

PAGE = "/console/customers/1"


def test_everything_known_is_in_view(open_shop: Desk) -> None:
    page = open_shop.get("/console/conversations/1").text
    panel = page[page.index('data-region="panel"') :]
    for fact in (
        "Maria Lopez",
        "+1 212-555-0123",
        "maria.lopez@example.com",
        "14 Elm St, apt 3",
        "Visa 4242",
        "nothing pink",
        "12 x garden rose, red",
        "$54.00",
        "English",
        "Marketing: yes",
        "History (2)",
    ):
        assert fact in panel, fact


def test_a_stranger_is_shown_as_one(open_shop: Desk) -> None:
    page = open_shop.get("/console/customers/2").text
    for fact in ("No name yet", "No address yet", "No card saved", "None yet", "Marketing: no"):
        assert fact in page, fact


def test_an_expired_card_is_marked(open_shop: Desk) -> None:
    with db.transaction() as session:
        card = session.scalars(select(Card)).one()
        card.exp_year = clock.now().year - 1
    assert "expired" in open_shop.get(PAGE).text


def test_nadia_corrects_what_is_known(open_shop: Desk) -> None:
    fields = {
        "name": "María López",
        "address": "15 Elm St\r\nBrooklyn",
        "email": "",
        "language": "es",
        "timezone": "America/Chicago",
    }
    assert open_shop.post(PAGE, fields).location == PAGE
    with db.reading() as session:
        maria = customers.get(session, 1)
        known = (maria.name, maria.address, maria.email, maria.language, maria.timezone)
        assert known == ("María López", "15 Elm St\nBrooklyn", None, "es", "America/Chicago")
        assert "pink" in maria.notes, "what was not on the form stays"
        edited = session.scalars(select(Event).where(Event.kind == "customer.edited")).one()
        assert edited.actor.startswith("operator:")


def test_notes_are_saved_from_the_thread(open_shop: Desk) -> None:
    answer = open_shop.post(PAGE, {"notes": "Allergic to lilies", "thread": "1"})
    assert answer.location == "/console/conversations/1"
    assert "Allergic to lilies" in open_shop.get(answer.location).text


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("email", "maria", "is not an e-mail address"),
        ("timezone", "Mars/Olympus", "is not a time zone"),
        ("language", "tlh", "We write in"),
        ("name", "M" * 121, "at most 120 characters"),
    ],
)
def test_what_is_no_good_is_said_and_the_form_kept(
    open_shop: Desk, field: str, value: str, sentence: str
) -> None:
    answer = open_shop.post(PAGE, {"name": "Someone", "address": "Typed anew", field: value})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Typed anew</textarea>" in answer.text
    with db.reading() as session:
        assert customers.get(session, 1).name == "Maria Lopez"


def test_a_customer_who_opted_out_is_marked(open_shop: Desk, shop: Shop) -> None:
    number = shop.people["+12125550177"].customer_id
    assert "opted out" in open_shop.get(f"/console/customers/{number}").text


def test_the_consent_ledger_is_told_newest_first(open_shop: Desk, world: World) -> None:
    with db.transaction() as session:
        maria = customers.lock(session, 1)
        lifecycle.opt_out(
            session,
            maria.contact_points[0],
            words="arrêt",
            source="text",
            by=events.customer(1),
            at=clock.now() + timedelta(seconds=1),
        )
    page = open_shop.get(PAGE).text
    ledger = re.findall(r"<strong>(\w+: \w+)</strong>", page)
    assert ledger[:2] == ["Marketing: withdrawn", "Service: withdrawn"]
    assert "arrêt" in page


def test_there_is_no_such_customer(open_shop: Desk) -> None:
    assert open_shop.get("/console/customers/99").status_code == 404
    assert open_shop.post("/console/customers/99", {"name": "x"}).status_code == 404


def test_the_panel_is_a_part_of_its_own(open_shop: Desk) -> None:
    part = open_shop.get(PAGE, headers=FRAGMENT).text
    assert 'data-region="panel"' in part
    assert "<html" not in part


# --- pictures ------------------------------------------------------------------------------------


def test_a_picture_is_served_as_one_and_nothing_else(open_shop: Desk) -> None:
    answer = open_shop.get("/console/media/1")
    assert answer.status_code == 200
    assert answer.data[:3] == b"\xff\xd8\xff"
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cache-Control"].startswith("private")
    assert "Cookie" in answer.headers["Vary"]


def test_the_thread_shows_it_in_its_size(open_shop: Desk) -> None:
    page = open_shop.get("/console/conversations/1").text
    assert re.search(r'<img src="/console/media/1" width="480" height="360" alt="[^"]+"', page)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (MediaStatus.WAITING, "A picture is being fetched"),
        (MediaStatus.FAILED, "A picture could not be shown: the attachment is not a picture"),
    ],
)
def test_a_picture_that_is_not_there_is_said(
    open_shop: Desk, status: MediaStatus, words: str
) -> None:
    with db.transaction() as session:
        media = session.get_one(Media, 1)
        media.status, media.problem = status, "the attachment is not a picture"
    assert words in open_shop.get("/console/conversations/1").text
    assert open_shop.get("/console/media/1").status_code == 404


def test_there_is_no_such_picture(open_shop: Desk) -> None:
    assert open_shop.get("/console/media/99").status_code == 404
