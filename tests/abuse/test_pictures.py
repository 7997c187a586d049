"""What is sent as a picture, and is none; and how pictures are served."""

import gzip
import io
import struct
import threading
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from typing import Any

import pytest
from PIL import Image

from concierge import clock, config, db
from concierge.channels.base import Inbound, InboundMedia, SendError
from concierge.channels.twilio import TwilioChannel
from concierge.conversation import pictures, receive
from concierge.conversation.models import Media, MediaContent, MediaStatus
from tests.api.conftest import a_token
from tests.console.conftest import Desk, desk, door
from tests.world import MARIA, World

__all__ = ["desk", "door"]

HTML = b"<html><script>alert(document.cookie)</script></html>"


def png(width: int = 64, height: int = 48) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "crimson").save(out, "PNG")
    return out.getvalue()


def as_file(kind: str, **given: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "crimson").save(out, kind, **given)
    return out.getvalue()


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def bomb(width: int, height: int) -> bytes:
    """A few bytes that claim to be a huge picture."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    data = chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    return b"\x89PNG\r\n\x1a\n" + head + data + chunk(b"IEND", b"")


def text_bomb() -> bytes:
    """A small picture whose comment unpacks to a hundred megabytes."""
    whole = png()
    packed = chunk(b"zTXt", b"k\0\0" + zlib.compress(b"a" * 100_000_000, 9))
    return whole[:33] + packed + whole[33:]


NO_PICTURES = {
    "a web page": HTML,
    "a drawing with a script": b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
    "a program": b"MZ" + bytes(500),
    "an archive": b"PK\x03\x04" + bytes(500),
    "a document": b"%PDF-1.7\n" + bytes(500),
    "nothing": b"",
    "a GIF's first bytes before a page": b"GIF89a" + HTML,
    "a picture of 40 gigapixels": bomb(200_000, 200_000),
    "a picture of 60 megapixels": bomb(10_000, 6_000),
    "half a picture": png(640, 480)[:200],
    "a comment that unpacks": text_bomb(),
    "a TIFF": as_file("TIFF"),
    "a Photoshop file's head": b"8BPS" + bytes(400),
    "PostScript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 1 1\n",
}


@pytest.mark.parametrize("content", NO_PICTURES.values(), ids=NO_PICTURES)
def test_what_is_no_picture_is_not_kept(content: bytes) -> None:
    with pytest.raises(pictures.NotAPicture):
        pictures.read(content)


@pytest.mark.parametrize("kind", ["PNG", "GIF", "JPEG", "WEBP"])
def test_what_hides_behind_or_within_a_picture_is_gone(kind: str) -> None:
    extra = {"comment": HTML} if kind in {"GIF", "JPEG"} else {}
    kept = pictures.read(as_file(kind, **extra) + HTML)
    assert b"script" not in kept.content
    assert kept.content_type in {"image/png", "image/jpeg"}
    assert Image.open(io.BytesIO(kept.content)).size == (64, 48)


def test_where_it_was_taken_is_gone() -> None:
    exif = Image.Exif()
    exif[0x010E] = "at home, 14 Elm St"
    for kind in ("JPEG", "PNG", "WEBP"):
        whole = as_file(kind, exif=exif.tobytes(), icc_profile=b"Elm" * 50)
        assert b"Elm" in whole
        assert b"Elm" not in pictures.read(whole).content


@pytest.mark.parametrize("kind", ["PNG", "GIF", "JPEG", "WEBP"])
def test_a_damaged_picture_is_refused_or_read_and_nothing_else(kind: str) -> None:
    """Whatever breaks in there, the worker goes on."""
    random, whole = Random(4711), as_file(kind)
    for _ in range(250):
        damaged = bytearray(whole)
        for _ in range(random.randint(1, 12)):
            damaged[random.randrange(len(damaged))] = random.randrange(256)
        del damaged[random.randrange(len(damaged) // 2, len(damaged)) :]
        try:
            assert pictures.read(bytes(damaged)).width > 0
        except pictures.NotAPicture:
            continue


def test_an_animation_is_kept_as_its_first_frame() -> None:
    frames = [Image.new("P", (64, 48), color) for color in range(200)]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    kept = pictures.read(out.getvalue())
    assert (kept.width, kept.height) == (64, 48)
    assert getattr(Image.open(io.BytesIO(kept.content)), "n_frames", 1) == 1


def stored(content: bytes, content_type: str = "image/png") -> int:
    """A picture of Maria's, as the worker keeps it."""
    with db.transaction() as session:
        media = (InboundMedia("https://x.test/1", content_type),)
        inbound = Inbound("sms", f"SM{len(content)}", MARIA, "+15550100100", "", media)
        message = receive.receive(session, inbound, at=clock.now())
        assert message is not None
        session.flush()
        row = session.query(Media).filter_by(message_id=message.id).one()
        kept = pictures.read(content)
        row.status, row.content_type = MediaStatus.STORED, kept.content_type
        session.add(MediaContent(media_id=row.id, content=kept.content))
        return row.id


def test_a_picture_is_served_so_that_a_browser_runs_nothing(world: World, desk: Desk) -> None:
    number = stored(png())
    answer = desk.get(f"/console/media/{number}")
    assert answer.mimetype in {"image/png", "image/jpeg"}
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cache-Control"].startswith("private")
    assert answer.headers["Content-Disposition"] == "inline"
    assert world.app.test_client().get(f"/console/media/{number}").status_code == 302

    bearer = {"Authorization": f"Bearer {a_token()}"}
    told = world.app.test_client().get(f"/api/v1/media/{number}", headers=bearer)
    assert told.data == answer.data
    assert told.headers["X-Content-Type-Options"] == "nosniff"
    assert told.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert told.headers["Cache-Control"] == "no-store"


def test_of_very_many_pictures_ten_are_looked_at(world: World) -> None:
    form = {"MessageSid": "SM1", "From": MARIA, "NumMedia": "99999999"}
    form |= {f"MediaUrl{n}": f"https://x.test/{n}" for n in range(50)}
    channel = TwilioChannel("AC" + "0" * 32, "token", public_url=world.url, phone_number=MARIA)
    assert len(channel.parse(form).media) == 10
    assert channel.parse(form | {"NumMedia": "-1"}).media == ()
    assert channel.parse(form | {"NumMedia": "many"}).media == ()


def test_a_picture_that_is_too_large_is_not_read_to_its_end(world: World) -> None:
    world.known()
    config.use(world.settings.model_copy(update={"picture_megabytes": 1}))
    try:
        world.sandbox.text(MARIA, "", media=[("image/png", bytes(1_500_000))])
        world.work()
    finally:
        config.use(world.settings)
    with db.reading() as session:
        row = session.query(Media).one()
    assert (row.status, row.problem) == (MediaStatus.FAILED, "the picture is larger than 1 MB")


@pytest.mark.parametrize(("content", "claimed"), [(HTML, "image/png"), (HTML, "text/html")])
def test_a_page_that_comes_as_a_picture_is_never_served(
    world: World, desk: Desk, content: bytes, claimed: str
) -> None:
    world.known()
    world.sandbox.text(MARIA, "Look", media=[(claimed, content)])
    world.work()
    with db.reading() as session:
        row = session.query(Media).one()
    assert row.status is MediaStatus.FAILED
    assert desk.get("/console/media/1").status_code == 404


class Packed(BaseHTTPRequestHandler):
    """Answers with a kilobyte that unpacks to a megabyte."""

    def do_GET(self) -> None:
        body = gzip.compress(bytes(1_000_000))
        self.send_response(200)
        self.send_header("Content-Type", "image/png")
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Quietly."""


def test_a_picture_that_comes_packed_is_not_unpacked() -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Packed) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        base = f"http://127.0.0.1:{server.server_port}"
        channel = TwilioChannel(
            "AC" + "0" * 32, "token", public_url="http://shop.test", phone_number=MARIA,
            api_base=base,
        )  # fmt: skip
        with pytest.raises(SendError, match="came packed"):
            channel.fetch(f"{base}/picture", most=10_000_000)
        server.shutdown()
