"""Too many texts: none is lost, what they decide counts, what answers by itself falls silent."""

from datetime import timedelta
from typing import Any

import pytest
import redis
from freezegun import freeze_time
from sqlalchemy import select

from concierge import clock, db
from concierge.config import BadSettings, Settings
from concierge.conversation.models import Media, MediaStatus
from concierge.conversation.pace import Pace
from concierge.effects.models import Effect
from concierge.quotes.models import QuoteStatus
from concierge.web.webhooks.pacing import Meter
from tests.abuse.conftest import Phone, says
from tests.test_guards import environment as environment
from tests.world import MARIA, World


def is_held(phone: Phone) -> bool:
    """Whether the service answers nothing there by itself."""
    return phone.conversation.held_since is not None


# --- what it takes away, and what not --------------------------------------------------------


@pytest.mark.parametrize("came", [Pace.BUSY, Pace.MANY, Pace.FLOOD])
def test_every_text_is_kept_at_any_pace(maria: Phone, came: Pace) -> None:
    for number in range(5):
        says(maria, f"Text {number}", came)
    assert [m.body for m in maria.thread if m.inbound][-5:] == [f"Text {n}" for n in range(5)]


@pytest.mark.parametrize("came", [Pace.BUSY, Pace.MANY, Pace.FLOOD])
def test_ok_no_undo_and_stop_count_at_any_pace(maria: Phone, came: Pace) -> None:
    maria.is_quoted()
    says(maria, "OK", came)
    assert len(maria.orders) == 1

    says(maria, "UNDO", came)
    assert maria.orders[0].status == "cancelled"

    quote = maria.is_quoted("Tulips", 2000)
    says(maria, "NO", came)
    assert maria.status(quote) is QuoteStatus.DECLINED

    says(maria, "STOP", came)
    assert maria.point.opted_out_at is not None


@pytest.mark.parametrize("came", [Pace.BUSY, Pace.MANY, Pace.FLOOD])
def test_help_is_answered_at_any_pace(maria: Phone, came: Pace) -> None:
    before = len(maria.texts)
    says(maria, "HELP", came)
    assert len(maria.texts) == before + 1


@pytest.mark.parametrize("came", [Pace.BUSY, Pace.MANY, Pace.FLOOD])
def test_no_question_of_ours_answers_a_flood(maria: Phone, came: Pace) -> None:
    maria.is_quoted()
    maria.is_quoted("Tulips", 2000)
    before = maria.texts
    says(maria, "OK", came)
    assert maria.texts == before
    assert maria.orders == []


def test_beyond_the_limit_a_person_is_called_and_the_service_waits_for_them(maria: Phone) -> None:
    maria.is_quoted()
    maria.is_quoted("Tulips", 2000)
    says(maria, "hello", Pace.MANY)
    assert is_held(maria)
    assert maria.conversation.waiting_since is not None

    before = maria.texts
    says(maria, "OK")
    assert maria.texts == before, "not although it is calm again"

    maria.is_told("Which of the two shall it be?")
    assert not is_held(maria)
    says(maria, "change my card")
    assert len(maria.texts) > len(before) + 1


def test_one_busy_minute_holds_nobody_for_longer(maria: Phone) -> None:
    says(maria, "change my card", Pace.BUSY)
    assert maria.conversation.held_since is None
    before = len(maria.texts)
    says(maria, "change my card")
    assert len(maria.texts) == before + 1


def test_a_flood_is_kept_without_a_sound(maria: Phone) -> None:
    says(maria, "one", Pace.MANY)
    told = maria.conversation
    for number in range(20):
        says(maria, f"more {number}", Pace.FLOOD)
    now = maria.conversation
    assert now.touched_at == told.touched_at, "open consoles are left in peace"
    assert (now.waiting_since, now.waiting_for) == (told.waiting_since, told.waiting_for)
    assert now.last_preview == "more 19"


def test_a_flood_that_begins_as_one_is_told_once(maria: Phone) -> None:
    says(maria, "one", Pace.FLOOD)
    assert "Many texts in a short time" in maria.waits_for


def test_the_pictures_of_a_flood_are_not_fetched(maria: Phone) -> None:
    says(maria, "", Pace.MANY, pictures=1)
    says(maria, "", Pace.FLOOD, pictures=10)
    with db.reading() as session:
        asked = session.scalars(select(Effect).where(Effect.kind == "media.fetch")).all()
        kept = session.scalars(select(Media).order_by(Media.id)).all()
    assert len(asked) == 1
    assert [row.status for row in kept] == [MediaStatus.WAITING] + [MediaStatus.FAILED] * 10
    assert kept[1].source_url, "it can still be looked up"


# --- two machines ----------------------------------------------------------------------------


def test_a_loop_is_broken_off_until_a_person_writes(maria: Phone) -> None:
    maria.is_quoted()
    for _ in range(6):
        maria.says("HELP")
    assert "machine" in maria.waits_for
    assert maria.conversation.held_since is not None
    before = maria.texts
    maria.shop.later(days=2)
    maria.says("change my card")
    assert maria.texts == before


def test_a_machine_that_repeats_itself_in_other_words_is_broken_off(maria: Phone) -> None:
    before = len(maria.texts)
    for body in ("change my card", "where is my order?", "HELP", "change my card", "HELP") * 4:
        maria.says(body)
    assert len(maria.texts) - before <= 4, "three, and one HELP that is owed all the same"


def test_a_patient_machine_is_broken_off_too(maria: Phone) -> None:
    before = len(maria.texts)
    for _ in range(40):
        maria.shop.later(hours=11)
        maria.says("change my card")
    assert len(maria.texts) - before <= 20
    assert maria.conversation.held_since is not None


# --- counting --------------------------------------------------------------------------------


class Deaf(redis.Redis):
    """A Redis that is gone, and counts how often it was asked."""

    def __init__(self) -> None:
        super().__init__(port=1)
        self.asked = 0

    def pipeline(self, *given: Any, **named: Any) -> Any:
        self.asked += 1
        raise redis.ConnectionError("gone")


@pytest.fixture
def store(redis_url: str) -> redis.Redis:
    return redis.Redis.from_url(redis_url)


def paces(meter: Meter, times: int, sender: str = MARIA) -> list[Pace]:
    return [meter.count("sms", sender) for _ in range(times)]


def test_a_sender_has_a_soft_and_a_hard_limit(store: redis.Redis) -> None:
    meter = Meter(soft=30, hard=100, in_all=0, store=store)
    assert paces(meter, 105) == [Pace.CALM] * 30 + [Pace.MANY] * 70 + [Pace.FLOOD] * 5
    assert paces(meter, 1, "+15550100999") == [Pace.CALM]


def test_all_senders_together_have_a_limit(store: redis.Redis) -> None:
    meter = Meter(soft=0, hard=0, in_all=64, store=store)
    came = [meter.count("sms", f"+1555010{number:04}") for number in range(70)]
    assert came == [Pace.CALM] * 64 + [Pace.BUSY] * 6


def test_no_limit_counts_nothing() -> None:
    gone = Deaf()
    assert set(paces(Meter(0, 0, 0, gone), 500)) == {Pace.CALM}
    assert gone.asked == 0


def test_several_processes_count_together(store: redis.Redis) -> None:
    meters = [Meter(soft=30, hard=100, in_all=0, store=store) for _ in range(4)]
    with freeze_time("2026-11-20 15:01:00"):
        came = [meters[number % 4].count("sms", MARIA) for number in range(60)]
    assert set(came[:30]) == {Pace.CALM}
    assert set(came[42:]) == {Pace.MANY}, "within a few texts a process"


def test_an_ordinary_text_asks_redis_nothing() -> None:
    gone = Deaf()
    meter = Meter(soft=30, hard=100, in_all=1200, store=gone)
    for number in range(40):
        paces(meter, 3, f"+15550100{number:03}")
    assert gone.asked == 0


def test_without_redis_each_process_counts_for_itself_and_asks_seldom() -> None:
    gone = Deaf()
    with freeze_time("2026-11-20 15:01:00"):
        came = paces(Meter(soft=30, hard=100, in_all=0, store=gone), 105)
    assert came == [Pace.CALM] * 30 + [Pace.MANY] * 70 + [Pace.FLOOD] * 5
    assert gone.asked == 1


def test_a_new_window_begins_with_nothing(store: redis.Redis) -> None:
    meter = Meter(soft=3, hard=10, in_all=0, store=store)
    start = clock.now()
    with freeze_time(start):
        assert paces(meter, 12)[-1] is Pace.FLOOD
    with freeze_time(start + timedelta(minutes=10)):
        assert paces(meter, 1) == [Pace.CALM]


def test_no_number_is_written_down_in_redis(store: redis.Redis) -> None:
    paces(Meter(soft=3, hard=10, in_all=0, store=store), 12)
    kept = str(store.keys("texts:*"))
    assert "texts:" in kept
    assert MARIA not in kept
    assert all(store.ttl(key) > 0 for key in store.keys("texts:*"))


def test_settings_that_contradict_each_other_are_refused(environment: Any) -> None:
    with pytest.raises(BadSettings, match="TEXTS_PER_SENDER_HARD"):
        environment(TEXTS_PER_SENDER="50", TEXTS_PER_SENDER_HARD="50")
    with pytest.raises(BadSettings, match="there is no XX"):
        environment(SERVED_COUNTRIES="US,XX")
    settings: Settings = environment(SERVED_COUNTRIES="US,CA", TEXTS_PER_SENDER_HARD="0")
    assert settings.served == {"US", "CA"}


# --- over the wire ---------------------------------------------------------------------------


def test_the_webhook_counts_what_comes_in(world: World) -> None:
    world.known()
    world.give_card()
    before = len(world.texts())
    for number in range(34):
        world.sandbox.text(MARIA, f"Text number {number}")
    world.work()

    conversation = world.conversation()
    assert len([m for m in world.messages() if m.inbound]) == 34
    assert conversation.held_since is not None
    assert len(world.texts()) == before
    world.quote()
    world.text("OK")
    assert world.order().status == "confirmed", "an OK counts in the middle of it"
