"""How long each text stays true, and who hears of one that did not go out in time."""

from datetime import timedelta
from typing import Any

import pytest

from concierge import db
from concierge.channels.base import DeliveryStatus
from concierge.conversation import lifetimes, wording, write
from concierge.conversation.models import Message
from concierge.customers import queries as customers
from concierge.effects import queries as effects
from concierge.effects.models import EffectStatus
from tests.messages.conftest import Post
from tests.shop import SAM, Shop
from tests.world import World

TEMPLATES = sorted(path.stem for path in (wording.ROOT / "en").glob("*.txt"))


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_text_has_its_lifetime_in_the_one_table(template: str) -> None:
    assert template in lifetimes.TEMPLATES, "say in lifetimes.py how long it stays true"


def test_the_table_names_no_text_that_there_is_not() -> None:
    assert set(lifetimes.TEMPLATES) <= set(TEMPLATES)


def test_what_passes_quickly_is_short_and_what_is_about_money_long() -> None:
    def lasts(template: str) -> timedelta:
        return lifetimes.of(template).lasts

    assert lasts("status") <= timedelta(hours=3)
    assert lasts("ask_undo") <= timedelta(hours=1)
    for of_money in ("delivered", "receipt", "refunded", "cancelled"):
        assert lasts(of_money) >= timedelta(days=3)
        assert lifetimes.of(of_money).tell


def written(shop: Shop, template: str | None, **given: object) -> Message:
    customer_id = shop.customer(card=False)
    with shop.deciding(customer_id) as session:
        if template is None:
            thread = write.of_customer(session, customer_id)
            return write.write(session, thread, "We close at six.", by=SAM, at=shop.now)
        customer = customers.get(session, customer_id)
        return write.say(session, customer, template, at=shop.now, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize("template", [None, "help", "stopped"])
def test_a_text_is_good_for_its_lifetime(shop: Shop, template: str | None) -> None:
    message = written(shop, template)
    assert message.expires_at == shop.now + lifetimes.of(template).lasts


def test_it_may_be_good_for_less_but_not_for_more(shop: Shop) -> None:
    short = written(shop, "help", good_for=timedelta(minutes=5))
    assert short.expires_at == shop.now + timedelta(minutes=5)


def test_its_call_goes_on_longer_to_find_what_went_out_and_no_further(shop: Shop) -> None:
    message = written(shop, "help")
    with db.reading() as session:
        [effect] = effects.newest(session, EffectStatus.WAITING, limit=1)
    assert effect.expires_at == message.expires_at
    assert message.expires_at is not None
    assert effect.deadline_at == message.expires_at + write.LOOKED_UP_FOR


@pytest.mark.parametrize(("template", "told"), [("ask_undo", True), ("help", False)])
def test_a_person_is_told_of_an_unsent_text_where_it_matters(
    world: World, post: Post, template: str, told: bool
) -> None:
    facts: dict[str, Any] = {"number": 1, "summary": "roses"} if template == "ask_undo" else {}
    number = post.say(template, **facts)
    post.is_too_late(number)
    world.work()

    message = post.message(number)
    assert message.status is DeliveryStatus.EXPIRED
    assert message.error == "Too late to be still true. No worker was free to send it."
    assert world.texts() == []
    assert (world.conversation().waiting_since is not None) == told
