"""Phones of strangers and of Maria, at whatever pace."""

import itertools
from collections.abc import Callable

import pytest

from concierge import config, db
from concierge.channels.base import Inbound, InboundMedia
from concierge.conversation import receive
from concierge.conversation.models import Message
from concierge.conversation.pace import Pace
from tests.replies.conftest import MARIA, Phone
from tests.replies.conftest import maria as maria
from tests.replies.conftest import shop as shop
from tests.replies.conftest import stranger as stranger
from tests.shop import Shop

__all__ = ["MARIA", "Phone", "Shop"]

_numbers = itertools.count(500_000)


def says(phone: Phone, body: str, came: Pace = Pace.CALM, *, pictures: int = 0) -> Message:
    """They text, at this pace; our answers arrive."""
    phone.shop.later(seconds=1)
    media = tuple(InboundMedia(f"https://x.test/{n}", "image/jpeg") for n in range(pictures))
    with db.transaction() as session:
        inbound = Inbound(
            "sms", f"SM{next(_numbers):032d}", phone.number, "+15550100000", body, media
        )
        text = receive.receive(session, inbound, at=phone.shop.now, came=came)
        assert text is not None
    with db.reading() as session:
        message = session.get_one(Message, text.id)
    phone.gets_texts()
    return message


@pytest.fixture
def settings(shop: Shop) -> Callable[..., None]:
    """`settings(greetings_per_hour=3)`: the shop's, changed."""

    def change(**changes: object) -> None:
        config.use(config.current().model_copy(update=changes))

    return change
