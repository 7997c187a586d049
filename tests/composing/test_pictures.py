"""A picture goes out as an MMS: checked, served for some hours at an address nobody guesses."""

import html
import io
import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import requests
from PIL import Image
from sqlalchemy import select, update

from concierge import clock, db, ticking
from concierge.composing import cost
from concierge.composing.models import DraftPicture, LaterText
from concierge.conversation import pictures, public_pictures
from concierge.conversation.models import Media, Message
from concierge.effects.models import Effect, EffectStatus
from concierge.errors import NotFound
from tests.composing.conftest import SetUp, field, said
from tests.console.conftest import Desk
from tests.world import MARIA, World


def roses(count: int = 1, color: str = "crimson") -> list[tuple[io.BytesIO, str]]:
    """What a file field of the browser's sends."""
    return [(io.BytesIO(World.sample_picture(color)), f"roses{n}.png") for n in range(count)]


def send(desk: Desk, thread: str, body: str, **more: Any) -> Any:
    return desk.post(f"{thread}/messages", {"body": body, **more})


def at_twilio(world: World) -> dict[str, Any]:
    """The newest text that Twilio has of ours."""
    sent = [m for m in world.sandbox.books()["messages"] if m["direction"] == "outbound-api"]
    newest: dict[str, Any] = sent[-1]
    return newest


def test_a_picture_reaches_the_phone(desk: Desk, thread: str, world: World) -> None:
    assert send(desk, thread, "Like these?", picture=roses()).status_code == 303
    world.work()
    message = at_twilio(world)
    assert message["body"] == "Like these?"
    [address] = message["media"]
    assert address.startswith(f"{world.url}/m/")
    assert world.messages()[-1].status == "delivered"
    shown = requests.get(f"{world.sandbox.base_url}/phone/media/{message['sid']}/0", timeout=10)
    assert (shown.status_code, shown.headers["Content-Type"]) == (200, "image/jpeg")
    page = desk.get(thread).text
    assert 'alt="Picture 1 from us"' in page


def test_a_picture_needs_no_words(desk: Desk, thread: str, world: World) -> None:
    assert send(desk, thread, "", picture=roses()).status_code == 303
    world.work()
    assert len(at_twilio(world)["media"]) == 1
    assert world.conversation().last_preview == "Picture"


def test_it_is_put_beside_the_draft_and_left_out_again(
    desk: Desk, thread: str, world: World
) -> None:
    data: dict[str, Any] = {"body": "Like these?", "picture": roses(2)}
    assert desk.post(f"{thread}/draft", data).status_code == 303
    page = desk.get(thread).text
    assert field(page) == "Like these?"
    assert said(page) == "MMS with 2 pictures"
    addresses = re.findall(r'<img src="(/console/drafts/pictures/\d+)"', page)
    assert [desk.get(address).status_code for address in addresses] == [200, 200]
    first = addresses[0].rpartition("/")[2]
    desk.post(f"{thread}/draft", {"body": "Like these?", "remove": first})
    assert said(desk.get(thread).text) == "MMS with 1 picture"
    send(desk, thread, "Like these?")
    world.work()
    assert len(at_twilio(world)["media"]) == 1
    assert "Picture 1 to send" not in desk.get(thread).text


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ([(io.BytesIO(b"<script>alert(1)</script>"), "roses.png")], "This file can't be used"),
        (roses(6), "at most 5 pictures"),
    ],
)
def test_what_is_no_picture_or_too_many_is_refused(
    desk: Desk, thread: str, world: World, chosen: Any, sentence: str
) -> None:
    answer = send(desk, thread, "Like these?", picture=chosen)
    assert answer.status_code == 422
    assert sentence in html.unescape(answer.text)
    assert field(desk.get(thread).text) == "Like these?"
    with db.reading() as session:
        assert session.scalars(select(DraftPicture)).all() == []


def test_nobody_gets_it_by_guessing_or_once_its_hours_are_over(
    desk: Desk, thread: str, world: World
) -> None:
    send(desk, thread, "Like these?", picture=roses())
    world.work()
    [address] = at_twilio(world)["media"]
    answer = requests.get(address, timeout=10)
    assert answer.status_code == 200
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"] == 'inline; filename="picture.jpg"'
    assert "Set-Cookie" not in answer.headers
    assert requests.head(address, timeout=10).status_code == 200
    base, _, name = address.rpartition("/")
    number, until, mac = name.split("-", 2)
    for other in (
        f"{number}-{until}-{'A' * 22}",
        f"{number}-{int(until) + 1}-{mac}",
        f"{int(number) + 1}-{until}-{mac}",
        number,
        "x",
    ):
        assert requests.get(f"{base}/{other}", timeout=10).status_code == 404, other
    with db.reading() as session:
        late = clock.now() + public_pictures.SERVED_FOR
        with pytest.raises(NotFound):
            public_pictures.find(session, name, late)


def test_what_a_customer_sent_is_never_served_there(desk: Desk, thread: str, world: World) -> None:
    world.text("Like this", media=[("image/png", World.sample_picture())])
    with db.reading() as session:
        media = session.scalars(select(Media).order_by(Media.id.desc()).limit(1)).one()
    assert media.status == "stored"
    address = public_pictures.address(media.id, clock.now())
    assert requests.get(address, timeout=10).status_code == 404


def test_twilio_says_why_it_takes_no_picture(desk: Desk, thread: str, world: World) -> None:
    send(desk, thread, "Like these?", picture=roses())
    with db.transaction() as session:
        session.execute(update(Media).values(content_type="text/html"))
    world.work()
    assert world.messages()[-1].error_code == "12300"
    assert world.conversation().waiting_for == "Not delivered: Twilio takes no such picture."


def test_a_text_taken_back_brings_its_pictures_along(
    desk: Desk, thread: str, world: World, set_up: SetUp
) -> None:
    set_up(undo_send_seconds=60)
    send(desk, thread, "Like these?", picture=roses(2))
    with db.reading() as session:
        message_id = session.scalars(select(Message.id).order_by(Message.id.desc()).limit(1)).one()
    assert desk.post(f"{thread}/undo", {"message": message_id, "body": ""}).status_code == 303
    page = desk.get(thread).text
    assert field(page) == "Like these?"
    assert said(page) == "MMS with 2 pictures"
    send(desk, thread, "Like these?")
    with db.transaction() as session:
        now = clock.now()
        waiting = update(Effect).where(Effect.status == EffectStatus.WAITING)
        session.execute(waiting.values(due_at=now, fair_at=now))
    world.work()
    assert len(at_twilio(world)["media"]) == 2


def test_it_goes_along_with_a_text_for_later(desk: Desk, thread: str, world: World) -> None:
    data: dict[str, Any] = {"body": "Ready", "when": "in 2 hours", "picture": roses()}
    for button in ("cancellation", "edit"):
        data["picture"] = roses()
        assert desk.post(f"{thread}/later", data).status_code == 303
        with db.reading() as session:
            text_id = session.scalars(select(LaterText.id)).one()
        assert "to send" not in desk.get(thread).text
        desk.post(f"{thread}/later/{button}", {"later": text_id})
    assert said(desk.get(thread).text) == "MMS with 1 picture"
    assert desk.post(f"{thread}/later", {"body": "Ready", "when": "in 2 hours"}).status_code == 303
    with db.transaction() as session:
        session.execute(update(LaterText).values(due_at=clock.now() - timedelta(seconds=1)))
    assert ticking.send_later(clock.now()) == 1
    world.work()
    assert len(at_twilio(world)["media"]) == 1
    with db.reading() as session:
        assert session.scalars(select(DraftPicture)).all() == []


def test_every_carrier_takes_it() -> None:
    noise = Image.effect_noise((2400, 1800), 120).convert("RGB")
    out = io.BytesIO()
    noise.save(out, "JPEG", quality=95)
    whole = pictures.read(out.getvalue())
    assert len(whole.content) > 600_000
    small = pictures.for_mms(whole)
    assert len(small.content) <= 600_000
    assert max(small.width, small.height) >= 600
    assert small.content_type == "image/jpeg"


def test_an_mms_has_one_price(world: World, set_up: SetUp) -> None:
    set_up(mms_price=Decimal("0.02"), part_price=Decimal("0.0083"))
    assert cost.of("ê" * 300, pictures=1).sentence == "MMS with 1 picture, $0.02"


def test_a_repeated_form_sends_no_second_picture(desk: Desk, thread: str, world: World) -> None:
    key = "k" * 22
    for _ in range(2):
        answer = send(desk, thread, "Like these?", picture=roses(), compose=key)
        assert answer.status_code == 303
    world.work()
    sent = [m for m in world.sandbox.books()["messages"] if m["to"] == MARIA and m["media"]]
    assert len(sent) == 1
    assert said(desk.get(thread).text) == ""
