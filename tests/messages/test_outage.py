"""While Twilio takes nothing texts are held: neither tried in vain, nor lost, nor out of order."""

import pytest
import redis

from app import compose
from concierge import clock, db
from concierge.channels.base import DeliveryStatus
from concierge.effects import circuits, lifecycle
from concierge.effects.models import EffectStatus
from tests.console.conftest import Desk, desk, door
from tests.messages.conftest import Post
from tests.operations.test_metrics import Scraper, prometheus
from tests.world import World

__all__ = ["desk", "door", "prometheus"]

PHONES = [f"+15550100{number}" for number in range(201, 207)]
MODES = [("status", 503), ("status", 500), ("status", 429), ("status", 401), ("cut_before", 0)]


@pytest.fixture
def street(world: World, post: Post) -> list[str]:
    """Six customers."""
    for number, phone in enumerate(PHONES):
        world.known(phone, f"Customer {number}")
    return PHONES


def goes_down(post: Post, street: list[str], mode: str = "status", status: int = 503) -> list[int]:
    """Three texts fail one after the other; from then on they are held. Their ids."""
    post.fails(mode, status=status)
    numbers = [post.write("Your courier is here.", phone) for phone in street[:3]]
    post.world.work()
    for number in numbers[:2]:  # whose next try had been set before it was known
        post.is_due(number)
    return numbers


@pytest.mark.parametrize(("mode", "status"), MODES)
def test_three_failures_in_a_row_hold_what_comes_after_them(
    world: World, post: Post, street: list[str], mode: str, status: int
) -> None:
    tried = goes_down(post, street, mode, status)
    assert post.circuit().opened_at is not None
    held = [post.write("We close at six.", phone) for phone in street]
    post.looks()

    assert [post.effect(number).attempt for number in held] == [0] * 6, "no try is used up"
    assert [post.effect(number).attempt for number in tried] == [1] * 3
    assert all(post.effect(number).held_at is not None for number in held + tried)
    assert all(post.message(n).status is DeliveryStatus.QUEUED for n in held + tried)


@pytest.mark.parametrize("code", ["20429", "30001"])
def test_a_provider_whose_queue_is_full_is_left_alone_too(
    post: Post, street: list[str], code: str
) -> None:
    post.fails(status=429, code=int(code))
    for phone in street[:3]:
        post.write("Your courier is here.", phone)
    post.world.work()
    assert post.circuit().opened_at is not None


def test_a_probe_is_answered_and_everything_goes_out_in_order(
    world: World, post: Post, street: list[str]
) -> None:
    goes_down(post, street)
    for round_ in range(3):
        for phone in street:
            post.write(f"Text {round_}", phone)
    post.looks()
    post.mends()
    post.looks()
    assert world.texts(street[0]) == [], "not before it is time for a probe"

    post.a_probe_is_due()
    assert post.circuit().opened_at is None
    post.looks()

    for number, phone in enumerate(street):
        first = ["Your courier is here."] if number < 3 else []
        assert world.texts(phone) == [*first, "Text 0", "Text 1", "Text 2"]
    assert post.circuit().failures == 0


def test_while_it_lasts_one_text_at_a_time_is_tried_ever_more_rarely(
    world: World, post: Post, street: list[str]
) -> None:
    tried = goes_down(post, street)
    held = [post.write("We close at six.", phone) for phone in street]
    post.looks()
    pauses = []
    for _ in range(6):
        before = clock.now()
        post.a_probe_is_due()
        probe_at = post.circuit().probe_at
        assert probe_at is not None
        pause = (probe_at - before).total_seconds()
        pauses.append(min((10, 20, 40, 80, 120), key=lambda step: abs(step - pause)))
    assert sum(post.effect(number).attempt for number in tried + held) == 3 + 6
    assert pauses == [20, 40, 80, 120, 120, 120]


def test_two_looks_at_once_make_one_probe(world: World, post: Post, street: list[str]) -> None:
    tried = goes_down(post, street)
    with db.transaction() as session:
        session.merge(post.circuit()).probe_at = clock.now()
    for _ in range(3):
        with db.transaction() as session:
            circuits.tend(session, clock.now())
    world.work()
    assert sorted(post.effect(number).attempt for number in tried) == [1, 1, 2]


def test_a_probe_whose_worker_is_killed_is_followed_by_another(
    world: World, post: Post, street: list[str]
) -> None:
    goes_down(post, street)
    post.mends()
    with db.transaction() as session:
        session.merge(post.circuit()).probe_at = clock.now()
    with db.transaction() as session:
        circuits.tend(session, clock.now())  # lets one through, and is killed
    with db.transaction() as session:
        probing = session.merge(post.circuit()).probing
        session.merge(post.circuit()).probing = None
    assert probing is not None
    post.a_probe_is_due()
    post.looks()
    assert all(world.texts(phone) == ["Your courier is here."] for phone in street[:3])


def test_neither_an_empty_redis_nor_a_restart_forgets_it(
    world: World, post: Post, street: list[str], redis_url: str
) -> None:
    goes_down(post, street)
    with redis.Redis.from_url(redis_url) as client:
        client.flushall()
    compose(world.settings)  # as a new process does
    number = post.write("We close at six.", street[4])
    world.work()
    assert post.effect(number).attempt == 0
    assert post.effect(number).held_at is not None


def test_what_becomes_untrue_meanwhile_expires_and_is_never_sent(
    world: World, post: Post, street: list[str]
) -> None:
    goes_down(post, street)
    number = post.say("ask_undo", street[5], number=1, summary="roses")
    world.work()
    assert post.effect(number).held_at is not None
    assert post.effect(number).due_at == post.message(number).expires_at
    post.is_too_late(number)
    post.looks()

    message = post.message(number)
    assert message.status is DeliveryStatus.EXPIRED
    assert "Too late" in (message.error or "")
    assert "Too late" in (world.conversation(street[5]).waiting_for or "")
    assert post.circuit().opened_at is not None, "nobody has answered"
    post.mends()
    post.a_probe_is_due()
    post.looks()
    assert world.texts(street[5]) == []


def test_a_refusal_is_an_answer_too(world: World, post: Post, street: list[str]) -> None:
    goes_down(post, street)
    post.mends()
    post.fails(status=400, code=21614)
    post.a_probe_is_due()
    assert post.circuit().opened_at is None


def test_one_text_that_always_fails_holds_nobody_else_up(
    world: World, post: Post, street: list[str]
) -> None:
    post.fails(times=4)
    poisoned = post.write("We close at six.", street[0])
    for _ in range(4):
        post.is_due(poisoned)
    assert post.effect(poisoned).attempt == 4
    assert post.circuit().opened_at is None
    post.write("Your courier is here.", street[1])
    world.work()
    assert world.texts(street[1]) == ["Your courier is here."]


def test_a_single_text_that_keeps_failing_is_an_outage_in_the_end(
    post: Post, street: list[str]
) -> None:
    post.fails()
    number = post.write("We close at six.", street[0])
    post.world.work()
    for _ in range(4):
        post.is_due(number)
    assert post.circuit().opened_at is not None


def test_money_does_not_wait_for_texts(world: World, post: Post, street: list[str]) -> None:
    world.give_card()
    world.quote()
    goes_down(post, street)
    world.text("OK")
    assert world.order().status == "confirmed"


def test_a_person_who_wants_it_tried_now_is_obeyed(
    world: World, post: Post, street: list[str]
) -> None:
    first, *_ = goes_down(post, street)
    post.mends()
    world.work()
    assert world.texts(street[0]) == []
    post.decide(first, lifecycle.retry)
    world.work()
    assert world.texts(street[0]) == ["Your courier is here."]
    assert post.circuit().opened_at is None


def test_a_held_text_can_be_abandoned(world: World, post: Post, street: list[str]) -> None:
    goes_down(post, street)
    number = post.write("We close at six.", street[4])
    world.work()
    post.decide(number, lifecycle.abandon, "she called")
    post.mends()
    post.a_probe_is_due()
    post.looks()
    assert world.texts(street[4]) == []
    assert post.effect(number).status is EffectStatus.ABANDONED


# --- what people see -----------------------------------------------------------------------------


def test_every_page_says_that_texts_are_held_and_how_many(
    desk: Desk, world: World, post: Post, street: list[str]
) -> None:
    assert "Texts are held" not in desk.get("/console/").text
    goes_down(post, street)
    post.write("We close at six.", street[4])
    world.work()
    pages = ["/console/", "/console/orders", "/console/catalogue", "/console/effects"]
    conversation = world.conversation(street[0]).id
    for page in [*pages, f"/console/conversations/{conversation}", "/console/outages"]:
        text = desk.get(page, follow_redirects=True).text
        assert "Texts are held" in text, page
        assert "Twilio answered 503." in text
        assert "4 wait" in text
    post.mends()
    post.a_probe_is_due()
    assert "Texts are held" not in desk.get("/console/outages").text


def test_every_page_says_that_the_account_needs_a_person(
    desk: Desk, world: World, post: Post
) -> None:
    world.known("+15550100012", "Kim Park")
    post.write("We close at six.", "+15550100012")
    world.work()
    page = desk.get("/console/orders").text
    assert "Texts are refused" in page
    assert "not registered" in page
    with db.transaction() as session:
        session.merge(post.circuit()).complained_at = post.ago(hours=2)
    assert "Texts are refused" not in desk.get("/console/orders").text


def test_prometheus_sees_it(
    prometheus: Scraper, world: World, post: Post, street: list[str]
) -> None:
    goes_down(post, street)
    with db.transaction() as session:
        session.merge(post.circuit()).failing_since = post.ago(minutes=5)
    scraped = prometheus.scrape()
    assert scraped["concierge_channel_held_seconds", "sms"] >= 300
    assert scraped["concierge_channel_held_texts", "sms"] == 3
    post.mends()
    post.a_probe_is_due()
    assert prometheus.scrape()["concierge_channel_held_seconds", "sms"] == 0
