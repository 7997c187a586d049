"""WhatsApp: the same conversation by another address, within 24 hours of what they wrote."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select, text, update

from concierge import clock, config, db
from concierge.channels import windows
from concierge.channels.base import DeliveryStatus
from concierge.composing import cost, later
from concierge.conversation import broadcasts, reception, write
from concierge.conversation.models import Conversation
from concierge.customers import consent
from concierge.customers import queries as customers
from concierge.customers.models import ConsentKind, ContactPoint
from concierge.errors import Refused
from concierge.events import operator
from concierge.operators import accounts
from concierge.orders.models import OrderStatus
from concierge.privacy import erasing
from tests.console.conftest import FRAGMENT, Desk
from tests.console.conftest import desk as desk
from tests.console.conftest import door as door
from tests.console.shop import EMAIL, PASSWORD
from tests.world import MARIA, OPERATOR, World

HERS = "whatsapp:+15550101207"
OURS = "whatsapp:+15550100100"
CLOSED = "only within 24 hours after theirs"


@pytest.fixture
def maria(world: World) -> World:
    """She has written on WhatsApp, opened her account and saved a card."""
    world.text("Hello", sender=HERS)
    world.save_card(HERS)
    return world


def time_passes(hours: float) -> None:
    """She was last heard longer ago."""
    heard = ContactPoint.last_heard_at - timedelta(hours=hours)
    with db.transaction() as session:
        session.execute(update(ContactPoint).values(last_heard_at=heard))


def operator_writes(world: World, words: str) -> None:
    world.write(words, HERS)


def thread(world: World) -> Conversation:
    return world.conversation(HERS)


def sent(world: World) -> list[dict[str, str]]:
    return [m for m in world.sandbox.books()["messages"] if m["direction"] == "outbound-api"]


def test_a_stranger_is_greeted_where_they_wrote(world: World) -> None:
    world.text("Hello", sender=HERS)
    [greeting] = sent(world)
    assert (greeting["from"], greeting["to"]) == (OURS, HERS)
    assert "Rose & Thorn" in greeting["body"]
    with db.reading() as session:
        point = session.scalars(select(ContactPoint)).one()
        assert (point.channel, point.address) == ("whatsapp", "+15550101207")
    [heard, said] = world.messages(HERS)
    assert (heard.channel, said.channel) == ("whatsapp", "whatsapp")
    assert said.status is DeliveryStatus.READ
    assert said.parts == 1


def test_who_has_no_number_there_is_a_customer_too(world: World) -> None:
    """WhatsApp may name people otherwise; what a number tells (country, hours) is not known."""
    nameless = "whatsapp:US.13491208655302741918"
    form = {"MessageSid": "SM" + "7" * 32, "From": nameless, "To": OURS, "Body": "Hello"}
    with db.transaction() as session:
        channel = world.app.extensions["channel"]
        assert reception.take_text(session, channel, form, at=clock.now()) is not None
    [heard, greeting] = world.messages(nameless)
    assert (heard.body, greeting.template) == ("Hello", "greeting")
    with pytest.raises(ValueError, match="From"):
        world.app.extensions["channel"].parse(form | {"From": "whatsapp:"})


def test_an_order_is_made_and_paid_there(maria: World) -> None:
    maria.quote(HERS)
    maria.text("OK", sender=HERS)
    order = maria.order()
    assert order.status is OrderStatus.CONFIRMED
    assert [p["status"] for p in maria.authorisations()] == ["requires_capture"]
    assert maria.texts(HERS)[-1].startswith("Ordered")
    assert {m["to"] for m in sent(maria)} == {HERS}


def test_the_same_number_by_sms_is_another_customer_until_a_person_says_otherwise(
    maria: World,
) -> None:
    maria.text("Hello", sender=HERS.removeprefix("whatsapp:"))
    with db.reading() as session:
        points = customers.by_number(session, "+15550101207")
        assert [point.channel for point in points] == ["whatsapp", "sms"]
        assert len({point.customer_id for point in points}) == 2
        with pytest.raises(Refused, match=r"1 \(WhatsApp\), 2 \(SMS\)"):
            erasing.find(session, "+1 555 010 1207")
        assert erasing.find(session, "2").id == 2


def test_stop_is_obeyed_and_confirmed_by_ourselves(maria: World) -> None:
    maria.text("STOP", sender=HERS)
    with db.reading() as session:
        assert session.scalars(select(ContactPoint)).one().opted_out_at is not None
    assert "START" in maria.texts(HERS)[-1]


# --- the window ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("hours", "closed"), [(0, False), (23.9, False), (24, True), (1000, True)])
def test_a_day_after_their_last_text_it_is_closed(hours: float, closed: bool) -> None:
    now = clock.now()
    heard = now - timedelta(hours=hours)
    assert windows.is_closed("whatsapp", heard, now) is closed
    assert not windows.is_closed("sms", heard, now)
    assert windows.is_closed("whatsapp", None, now)
    assert windows.closes_at("sms", heard) is None


def test_an_operator_is_refused_with_the_reason_until_they_write_again(maria: World) -> None:
    time_passes(24)
    with pytest.raises(Refused, match=CLOSED) as refusal:
        operator_writes(maria, "Shall we?")
    assert refusal.value.code == "window-is-closed"
    assert maria.messages(HERS)[-1].body != "Shall we?"
    maria.text("Are you there?", sender=HERS)
    operator_writes(maria, "Shall we?")
    assert maria.texts(HERS)[-1] == "Shall we?"


def test_whoever_comes_back_after_days_is_answered_by_the_service(maria: World) -> None:
    maria.quote(HERS, expires_in=timedelta(days=5))
    time_passes(70)
    before = len(maria.texts(HERS))
    maria.text("HELP", sender=HERS)
    assert len(maria.texts(HERS)) == before + 1


def test_what_the_service_could_not_say_calls_for_a_person(maria: World) -> None:
    maria.quote(HERS)
    maria.text("OK", sender=HERS)
    before = maria.texts(HERS)
    time_passes(24)
    customer = maria.customer(HERS)
    with db.transaction() as session:
        held = customers.lock(session, customer.id)
        write.say(session, held, "card_link", at=clock.now(), link="http://x")
    maria.work()
    assert maria.texts(HERS) == before
    lost = maria.messages(HERS)[-1]
    assert lost.status is DeliveryStatus.BLOCKED
    assert CLOSED in (lost.error or "")
    assert CLOSED in (thread(maria).waiting_for or "")


def test_a_text_that_was_held_up_past_the_hour_is_not_sent(maria: World) -> None:
    customer = maria.customer(HERS)
    with db.transaction() as session:
        customers.lock(session, customer.id)
        conversation = write.of_customer(session, customer.id)
        write.write(session, conversation, "Shall we?", by=OPERATOR, at=clock.now())
    time_passes(24)
    maria.work()
    assert "Shall we?" not in maria.texts(HERS)
    assert maria.messages(HERS)[-1].status is DeliveryStatus.BLOCKED
    assert CLOSED in (thread(maria).waiting_for or "")


def test_what_is_to_be_sent_later_has_to_fall_within_it(maria: World) -> None:
    customer = maria.customer(HERS)
    with db.transaction() as session:
        by = operator(accounts.create(session, EMAIL, "Nadia", PASSWORD).id)
        customers.lock(session, customer.id)
        conversation, at = write.of_customer(session, customer.id), clock.now()
        assert later.plan(session, conversation, "Hello", "in 3 hours", key="a", by=by, at=at)
        with pytest.raises(Refused, match="choose an earlier time"):
            later.plan(session, conversation, "Hello", "in 25 hours", key="b", by=by, at=at)


def test_twilio_has_the_last_word(maria: World) -> None:
    """Its clock, or what was erased there, may be other than ours."""
    maria.sandbox.reset()
    operator_writes(maria, "Shall we?")
    lost = maria.messages(HERS)[-1]
    assert (lost.status, lost.error_code) == (DeliveryStatus.FAILED, "63016")
    assert "24 hours" in (lost.error or "")
    assert "24 hours" in (thread(maria).waiting_for or "")


def test_no_broadcast_goes_there(maria: World) -> None:
    maria.known()
    for phone in (HERS, MARIA):
        customer = maria.customer(phone)
        with db.transaction() as session:
            held = customers.lock(session, customer.id)
            consent.agree(
                session,
                held,
                ConsentKind.MARKETING,
                given=True,
                words="yes",
                source="page",
                at=clock.now(),
            )
    with db.reading() as session:
        agreed = session.execute(text(broadcasts._WHO)).all()
    assert [row.address for row in agreed] == [MARIA]


# --- what is unknown is asked --------------------------------------------------------------------


def test_a_send_whose_answer_was_lost_is_looked_up_there(maria: World) -> None:
    maria.sandbox.fault("/twilio/*/Messages.json", "timeout_after", method="POST", ms=1, times=1)
    operator_writes(maria, "Shall we?")
    assert maria.texts(HERS).count("Shall we?") == 1
    assert maria.messages(HERS)[-1].status is DeliveryStatus.READ


def test_a_message_costs_one_price_however_long(world: World) -> None:
    words = "Des œufs ? " * 40
    assert "7 parts" in cost.of(words).sentence
    assert cost.of(words, channel="whatsapp").sentence == "439 characters on WhatsApp"
    assert cost.of("", pictures=1, channel="whatsapp").sentence == "0 characters on WhatsApp"
    config.use(world.settings.model_copy(update={"whatsapp_price": Decimal("0.005")}))
    try:
        assert cost.of("Yes", channel="whatsapp").sentence == "3 characters on WhatsApp, $0.005"
    finally:
        config.use(world.settings)


# --- the console ---------------------------------------------------------------------------------


def test_the_composer_says_until_when_and_then_why_not(world: World, desk: Desk) -> None:
    world.text("Hello", sender=HERS)
    path = f"/console/conversations/{thread(world).id}"
    page = desk.get(path).text
    assert "they can be written to until Tomorrow" in page
    assert "+1 555-010-1207" in page
    assert '<span class="chip">WhatsApp</span></h1>' in page
    kept = desk.post(f"{path}/draft", {"body": "Hi"}, headers=FRAGMENT).text
    assert "2 characters on WhatsApp" in kept
    time_passes(24)
    page = desk.get(path).text
    assert "data-blocked" in page
    assert CLOSED in page
    assert "Nothing can be sent" in page
    world.text("Hello again", sender=HERS)
    assert "data-blocked" not in desk.get(path).text


def test_a_held_thread_says_so_there_too(world: World, desk: Desk) -> None:
    world.text("Hello", sender=HERS)
    with db.transaction() as session:
        session.execute(update(Conversation).values(held_since=clock.now()))
    page = desk.get(f"/console/conversations/{thread(world).id}").text
    assert "The service answers nothing here by itself" in page
    assert "they can be written to until" in page


def test_who_has_the_same_number_elsewhere_is_found_to_be_merged(world: World, desk: Desk) -> None:
    world.text("Hello", sender=HERS)
    world.text("Hello", sender=HERS.removeprefix("whatsapp:"))
    one, other = world.customer(HERS), world.customer(HERS.removeprefix("whatsapp:"))
    for whose, found in ((one.id, other.id), (other.id, one.id)):
        page = desk.get(f"/console/customers/{whose}/merger?number=%2B15550101207").text
        assert f'name="absorbed" value="{found}"' in page
