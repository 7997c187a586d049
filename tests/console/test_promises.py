"""What is promised sorts the queue; before it lapses operators are warned, and then the customer
is told the truth, once."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from concierge import clock, config, db
from concierge.conversation import minding, queries
from concierge.conversation.models import Conversation, Message, Promise, PromiseStage
from concierge.conversation.queue import View
from concierge.customers.models import ContactPoint, Customer
from concierge.operators import opening
from concierge.orders.models import Order
from tests.console.conftest import Desk
from tests.console.shop import MINUTE, Shop
from tests.console.test_views import change, names
from tests.console_orders.test_quotes import ROSES, builder
from tests.shop import SAM
from tests.world import MARIA, World

PATH = "/console/conversations/1"
LATE = "is taking us longer than we meant it to"


def thread() -> Conversation:
    with db.reading() as session:
        return queries.get(session, 1)


def told() -> list[str]:
    """The updates that were texted."""
    with db.reading() as session:
        return list(
            session.scalars(
                select(Message.body).where(Message.template == "promise_late").order_by(Message.id)
            )
        )


def heard(at: datetime) -> None:
    with db.transaction() as session:
        session.get_one(ContactPoint, thread().contact_point_id).last_heard_at = at


def tick(at: datetime) -> None:
    minding.mind_promises(at)


@pytest.fixture
def promised(open_shop: Desk) -> datetime:
    """Nadia promises Maria a quote within the hour, by the form."""
    answer = open_shop.post(f"{PATH}/promise", {"what": "quote", "until": "in 1 hour"})
    assert answer.status_code == 303
    at = thread().promised_at
    assert at is not None
    heard(at)  # she is awake
    return at


def test_a_promise_is_shown_and_comes_first(open_shop: Desk, promised: datetime) -> None:
    assert names(View.WAITING)[0] == "Maria Lopez"
    page = open_shop.get(PATH).text
    hour = f"{promised.astimezone(config.current().zone):%H:%M}"
    assert f"Quote by {hour}" in page.replace("Tomorrow ", "")
    assert page.count("Quote by") >= 2  # the row and the thread


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"what": "quote", "words": "soon"}, "not a time I can read"),
        ({"what": "roses", "words": "in 1 hour"}, "Promise a quote or an answer"),
        ({"what": "quote", "words": "in 50 days"}, "for the next 30 days"),
    ],
)
def test_what_can_not_be_promised_is_refused(
    open_shop: Desk, typed: dict[str, str], why: str
) -> None:
    answer = open_shop.post(f"{PATH}/promise", typed)
    assert answer.status_code == 422
    assert why in answer.text
    assert thread().promised_at is None


def test_operators_are_warned_before_it_lapses(
    open_shop: Desk, promised: datetime, freezer_at: Callable[..., Any]
) -> None:
    tick(promised - timedelta(minutes=11))
    assert thread().promise_stage is PromiseStage.OPEN
    with freezer_at(promised - timedelta(minutes=9)):
        tick(clock.now())
        assert thread().promise_stage is PromiseStage.NEAR
        page = open_shop.get("/console/orders").text
        assert 'promised to <a href="/console/conversations/1">Maria Lopez</a>' in page
        assert "row-late" in open_shop.get("/console/").text
    assert told() == []


def test_what_a_colleague_has_promised_warns_the_colleague(
    open_shop: Desk, promised: datetime, freezer_at: Callable[..., Any]
) -> None:
    from tests.console.test_assigning import another

    change(1, assignee_id=another("kim@roseandthorn.example", "Kim Park"))
    with freezer_at(promised - timedelta(minutes=9)):
        tick(clock.now())
        assert "promised to" not in open_shop.get("/console/orders").text


def test_when_it_lapses_the_customer_is_told_once_and_a_person_called(
    world: World, promised: datetime
) -> None:
    change(1, waiting_since=None, waiting_for=None)
    for minutes in (-9, 1, 2, 60, 600):
        tick(promised + minutes * MINUTE)
    [body] = told()
    assert body.startswith("Your quote is taking us longer")
    assert thread().waiting_for == "Quote promised, and late"
    assert thread().promise_stage is PromiseStage.TOLD
    assert names(View.WAITING)[0] == "Maria Lopez"


def test_a_quote_keeps_the_promise_of_a_quote_and_an_answer_does_not(
    open_shop: Desk, promised: datetime
) -> None:
    open_shop.post(f"{PATH}/messages", {"body": "A quote in an hour."})
    assert thread().promise is Promise.QUOTE
    sent = open_shop.post(builder(1), ROSES | {"number": "2"})
    assert sent.status_code == 303, sent.text
    assert thread().promise is None
    tick(promised + MINUTE)
    assert told() == []


def test_an_answer_keeps_the_promise_of_an_answer(open_shop: Desk) -> None:
    open_shop.post(f"{PATH}/promise", {"what": "answer", "words": "in 1 hour"})
    open_shop.post(f"{PATH}/messages", {"body": "With pleasure."})
    assert thread().promised_at is None
    tick(clock.now() + timedelta(hours=2))
    assert told() == []


@pytest.mark.parametrize("end", ["promise-end", "settlement"])
def test_what_is_taken_back_is_not_late(open_shop: Desk, promised: datetime, end: str) -> None:
    open_shop.post(f"{PATH}/{end}")
    assert thread().promised_at is None
    tick(promised + MINUTE)
    assert told() == []


def test_another_time_replaces_it(open_shop: Desk, promised: datetime) -> None:
    open_shop.post(f"{PATH}/promise", {"what": "quote", "words": "in 3 hours"})
    tick(promised + MINUTE)
    assert told() == []
    assert thread().promise_stage is PromiseStage.OPEN


def test_whoever_has_opted_out_is_told_nothing_and_a_person_is_called(
    promised: datetime,
) -> None:
    with db.transaction() as session:
        session.get_one(ContactPoint, thread().contact_point_id).opted_out_at = promised
    tick(promised + MINUTE)
    assert told() == []
    assert thread().promise_stage is PromiseStage.TOLD
    assert thread().waiting_since is not None


def test_in_a_thread_that_is_held_the_service_says_nothing(promised: datetime) -> None:
    change(1, held_since=promised)
    tick(promised + MINUTE)
    assert told() == []


@pytest.mark.parametrize("language", ["en", "fr", "es", "de", "nl"])
def test_everybody_is_told_in_their_language(promised: datetime, language: str) -> None:
    with db.transaction() as session:
        session.get_one(Customer, 1).language = language
    tick(promised + MINUTE)
    [body] = told()
    assert (LATE in body) == (language == "en")


# --- nights --------------------------------------------------------------------------------------

NIGHT = datetime(2027, 1, 12, 7, 0, tzinfo=UTC)  # two in the morning where Maria is
MORNING = datetime(2027, 1, 12, 14, 0, tzinfo=UTC)  # nine


@pytest.fixture
def by_night(world: World, shop: Shop) -> None:
    change(
        1, promise=Promise.QUOTE, promised_at=NIGHT, promise_stage=PromiseStage.OPEN,
        promise_due_at=NIGHT,
    )  # fmt: skip


@pytest.mark.usefixtures("by_night")
def test_whoever_sleeps_is_told_in_the_morning() -> None:
    heard(NIGHT - timedelta(hours=9))
    for at in (NIGHT, NIGHT + timedelta(hours=3), MORNING - MINUTE):
        tick(at)
    assert told() == []
    tick(MORNING)
    tick(MORNING + MINUTE)
    assert len(told()) == 1


@pytest.mark.usefixtures("by_night")
def test_who_has_it_by_the_morning_is_told_nothing(open_shop: Desk) -> None:
    heard(NIGHT - timedelta(hours=9))
    tick(NIGHT)
    open_shop.post(f"{PATH}/promise-end", {"kept": "1"})
    tick(MORNING)
    assert told() == []


@pytest.mark.usefixtures("by_night")
def test_whoever_wrote_a_moment_ago_is_awake() -> None:
    heard(NIGHT - timedelta(minutes=50))
    tick(NIGHT)
    assert len(told()) == 1


# --- by itself -----------------------------------------------------------------------------------


@pytest.fixture
def within_an_hour(world: World) -> Iterator[None]:
    config.use(world.settings.model_copy(update={"promise_minutes": 60}))
    yield
    config.use(world.settings)


@pytest.mark.usefixtures("within_an_hour")
def test_whoever_waits_is_promised_an_answer_by_the_house(world: World) -> None:
    world.text("Hello, have you peonies?", sender=MARIA)
    assert minding.promise_answers(clock.now()) == 1
    assert minding.promise_answers(clock.now()) == 0
    conversation = thread()
    assert conversation.promise is Promise.ANSWER
    assert conversation.waiting_since is not None
    assert conversation.promised_at == conversation.waiting_since + timedelta(hours=1)


@pytest.mark.usefixtures("within_an_hour")
def test_what_a_person_takes_back_is_not_promised_again(world: World, open_shop: Desk) -> None:
    world.text("Another thing", sender="+12125550123")
    change(1, waiting_since=clock.now(), promised_at=None)
    world.text("and one more", sender="+12125550123")
    assert minding.promise_answers(clock.now()) >= 1
    open_shop.post(f"{PATH}/promise-end")
    minding.promise_answers(clock.now())
    assert thread().promised_at is None


@pytest.mark.usefixtures("within_an_hour")
def test_whom_we_called_ourselves_about_is_promised_nothing(world: World, shop: Shop) -> None:
    """A text of ours was lost: they have asked nothing."""
    change(1, waiting_since=clock.now(), waiting_for="Not delivered: no such number")
    minding.promise_answers(clock.now())
    assert thread().promised_at is None


@pytest.mark.usefixtures("within_an_hour")
def test_while_the_shop_is_closed_the_hour_begins_when_it_opens(world: World) -> None:
    week = [("09:00", "17:00")] * 7
    with db.transaction() as session:
        opening.set_hours(session, week, [], by=SAM, at=clock.now())
    zone = config.current().zone
    night = datetime(2027, 1, 12, 3, 0, tzinfo=zone)
    with db.transaction() as session:
        shop = Shop(session, night)
        shop.heard(shop.person("Ana", "+12125550199"), 0 * MINUTE, "Have you peonies?")
    change(1, waiting_since=night)
    minding.promise_answers(night + MINUTE)
    assert thread().promised_at == datetime(2027, 1, 12, 10, 0, tzinfo=zone)


def test_by_itself_nothing_is_promised_unless_the_house_says_so(world: World) -> None:
    world.text("Hello, have you peonies?", sender=MARIA)
    assert minding.promise_answers(clock.now()) == 0


# --- money ---------------------------------------------------------------------------------------


def test_a_bare_ok_after_such_an_update_orders_nothing_but_asks_back(world: World) -> None:
    """ "OK" may be said to "it takes longer" as well as to the quote that is open."""
    world.known()
    world.give_card()
    world.quote()
    now = clock.now()
    change(
        1, promise=Promise.QUOTE, promised_at=now, promise_stage=PromiseStage.NEAR,
        promise_due_at=now,
    )  # fmt: skip
    heard(now)
    tick(now)
    world.work()
    assert len(told()) == 1
    world.text("OK")
    with db.reading() as session:
        assert session.scalars(select(Order)).all() == []
        newest = session.scalars(select(Message).order_by(Message.id.desc()).limit(1)).one()
        assert newest.template == "ask_confirm"
