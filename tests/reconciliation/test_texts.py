"""Texts that came, went or arrived without a word to us."""

import io
from datetime import timedelta

import pytest
import requests
from freezegun import freeze_time
from PIL import Image
from sqlalchemy import select, update

from concierge import clock, db
from concierge.channels.base import DeliveryStatus
from concierge.conversation import write
from concierge.conversation.models import Media, MediaStatus, Message
from concierge.customers.models import ContactPoint
from concierge.reconciliation.models import DifferenceStatus
from tests.reconciliation.conftest import Books
from tests.world import MARIA, OPERATOR


def came_in(books: Books) -> list[str]:
    return [message.body for message in books.world.messages() if message.inbound]


@pytest.fixture
def deaf(books: Books) -> Books:
    """Everything goes out, nothing comes in."""
    books.deaf()
    return books


def test_the_whole_job_without_a_single_webhook(deaf: Books) -> None:
    world = deaf.world
    world.sandbox.text(MARIA, "Hi, can you get 12 red roses to my mum tomorrow?")
    assert not world.has_thread(MARIA)
    deaf.compare()
    assert came_in(deaf) == ["Hi, can you get 12 red roses to my mum tomorrow?"]
    world.save_card()
    visit = world.sandbox.books()["checkout_sessions"][-1]
    assert requests.get(visit["success_url"], timeout=10).status_code == 200  # the browser returns
    world.work()
    deaf.compare()
    assert any("You're all set" in text for text in world.texts())
    world.quote()
    deaf.a_minute_passes()
    world.sandbox.text(MARIA, "OK")
    deaf.compare()
    assert world.order().status == "confirmed"
    deaf.fulfil(world.order())
    deaf.refund(world.order(), 1500)
    world.work()
    deaf.compare()

    assert world.order().status == "paid"
    [theirs] = world.authorisations()
    assert (theirs["captured"], theirs["refunded"]) == (5400, 1500)
    assert {m.status for m in world.messages() if not m.inbound} == {DeliveryStatus.DELIVERED}
    assert len(world.texts()) == len(set(world.texts()))
    assert deaf.all() == []


def test_so_for_what_goes_over_whatsapp(deaf: Books) -> None:
    world, hers = deaf.world, f"whatsapp:{MARIA}"
    world.sandbox.text(hers, "Hello")
    deaf.compare()
    [heard, greeting] = world.messages(hers)
    assert (heard.channel, heard.body) == ("whatsapp", "Hello")
    assert not world.has_thread(MARIA)
    deaf.compare()
    assert world.messages(hers)[1].status is DeliveryStatus.READ
    assert world.messages(hers)[1].provider_id == greeting.provider_id
    assert deaf.all() == []
    again = deaf.compare()
    assert (again.repaired, deaf.all()) == (0, [])


def test_a_text_that_was_lost_is_taken_in_once(books: Books) -> None:
    books.world.known()
    books.deaf("twilio.messages")
    books.world.sandbox.text(MARIA, "Are you open on Sunday?")
    for _ in range(2):
        books.compare()
    assert came_in(books) == ["Are you open on Sunday?"]
    assert books.world.conversation().waiting_since is not None
    # And should its webhook come after all:
    [lost] = [m for m in books.world.sandbox.books()["messages"] if m["direction"] == "inbound"]
    books.world.sandbox.webhooks("live")
    books.world.sandbox.text(MARIA, "Are you open on Sunday?", sid=lost["sid"])
    books.world.work()
    assert came_in(books) == ["Are you open on Sunday?"]


def test_its_picture_comes_with_it(books: Books) -> None:
    books.world.known()
    books.deaf("twilio.messages")
    picture = io.BytesIO()
    Image.new("RGB", (64, 48), "crimson").save(picture, "PNG")
    books.world.sandbox.text(MARIA, "Like this", media=[("image/png", picture.getvalue())])
    books.compare()
    with db.reading() as session:
        [media] = session.scalars(select(Media))
    assert (media.status, media.width) == (MediaStatus.STORED, 64)


def test_a_lost_yes_orders_while_it_is_the_last_word(books: Books) -> None:
    books.world.known()
    books.world.give_card()
    books.world.quote()
    books.a_minute_passes()
    books.deaf("twilio.messages")
    books.world.sandbox.text(MARIA, "OK")
    books.compare()
    assert books.world.order().status == "confirmed"


def test_a_yes_of_hours_ago_is_read_by_a_person(books: Books) -> None:
    books.world.known()
    books.world.give_card()
    books.world.quote()
    books.deaf("twilio.messages")
    books.world.sandbox.text(MARIA, "OK")
    with freeze_time(clock.now() + timedelta(hours=2), tick=True, ignore=["werkzeug"]):
        books.compare()
    assert books.world.orders() == []
    assert came_in(books) == ["OK"]
    assert "Came late" in str(books.world.conversation().waiting_for)
    [message] = [m for m in books.world.messages() if m.inbound]
    assert message.intent == "accept"  # as a correction needs it


def test_a_yes_after_which_something_was_written_is_read_by_a_person(books: Books) -> None:
    books.world.known()
    books.world.give_card()
    books.deaf("twilio.messages")
    books.world.sandbox.text(MARIA, "ok")  # to nothing: the quote comes later
    books.world.quote()
    books.compare()
    assert books.world.orders() == []
    assert "Came late" in str(books.world.conversation().waiting_for)


def test_of_two_lost_texts_the_earlier_yes_does_not_charge(books: Books) -> None:
    books.world.known()
    books.world.give_card()
    books.world.quote()
    books.a_minute_passes()
    books.deaf("twilio.messages")
    books.world.sandbox.text(MARIA, "OK")
    books.world.sandbox.text(MARIA, "Oh no, wait, better not")
    books.compare()
    assert came_in(books) == ["OK", "Oh no, wait, better not"]
    assert books.world.orders() == []


def test_a_late_stop_is_obeyed_whatever_came_since(books: Books) -> None:
    books.world.known()
    books.deaf("twilio.messages")
    books.world.sandbox.text(MARIA, "STOP")
    books.world.write("We have peonies today!")
    books.compare()
    with db.reading() as session:
        [point] = session.scalars(select(ContactPoint))
    assert point.opted_out_at is not None
    assert books.codes() == []


def test_receipts_that_never_came_are_made_up_for(books: Books) -> None:
    books.world.known()
    books.deaf("twilio.status")
    books.world.write("We have peonies today!")
    assert books.world.messages()[-1].status is DeliveryStatus.SENT
    run = books.compare()
    assert run.repaired == 1
    assert books.world.messages()[-1].status is DeliveryStatus.DELIVERED


def test_a_receipt_that_was_forgotten_is_found_again(books: Books) -> None:
    books.world.known()
    books.world.write("We have peonies today!")
    with db.transaction() as session:
        session.execute(update(Message).values(status=DeliveryStatus.SENT, delivered_at=None))
    books.compare()
    message = books.world.messages()[-1]
    assert message.status is DeliveryStatus.DELIVERED
    assert message.delivered_at is not None


def test_a_text_that_was_not_written_here_is_listed(books: Books) -> None:
    books.world.known()
    sender = books.world.settings.twilio_phone_number
    for to, body in ((MARIA, "Buy now!"), ("+15550100177", "Buy now, too!")):
        books.at_twilio("POST", "Messages.json", To=to, From=sender, Body=body)
    for _ in range(2):
        books.compare()
    assert [(row.code, row.theirs, row.customer_id) for row in books.differences()] == [
        ("text-unknown", "“Buy now!”, delivered", books.world.customer().id),
        ("text-unknown", "“Buy now, too!”, delivered", None),
    ]


def test_the_carriers_own_answers_are_none_of_ours(books: Books) -> None:
    books.world.known()
    books.world.text("STOP")
    assert any("unsubscribed" in text for text in books.world.texts())
    books.compare()
    assert books.codes() == []


def test_a_text_given_up_although_it_went_is_known_by_its_words(books: Books) -> None:
    books.world.known()
    books.deaf("twilio.status")
    books.world.sandbox.fault("/twilio/*/Messages.json", "cut_after", method="POST", times=None)
    books.world.sandbox.fault("/twilio/*/Messages.json", "cut_before", method="GET", times=None)
    with db.transaction() as session:
        conversation = write.of_customer(session, books.world.customer().id)
        write.write(session, conversation, "We close at six.", by=OPERATOR, at=clock.now())
    books.give_up("message.send")
    books.world.sandbox.clear_faults()
    assert books.world.messages()[-1].status is DeliveryStatus.FAILED
    books.compare()
    assert books.world.messages()[-1].status is DeliveryStatus.DELIVERED
    assert books.codes() == []


def test_a_text_that_twilio_has_not_is_listed_until_it_has(books: Books) -> None:
    books.world.known()
    books.world.write("We have peonies today!")
    [ours] = [message for message in books.world.messages() if message.provider_id]
    books.at_twilio("DELETE", f"Messages/{ours.provider_id}.json")
    books.compare()
    [found] = books.differences()
    assert (found.code, found.ours) == ("text-missing", "“We have peonies today!”, delivered")
    assert found.customer_id == books.world.customer().id
    with db.transaction() as session:
        session.execute(update(Message).values(provider_id=None))
    books.compare()
    assert [row.status for row in books.all()] == [DifferenceStatus.GONE]


def test_the_log_is_read_page_by_page(books: Books) -> None:
    books.world.known()
    sender = books.world.settings.twilio_phone_number
    for number in range(201):
        books.at_twilio("POST", "Messages.json", To=MARIA, From=sender, Body=f"Text {number}")
    run = books.compare()
    assert (run.compared, len(books.differences())) == (201, 201)
