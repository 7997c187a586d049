"""`/phone`: the pages, what is sent from them, and what they are told while they are open."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator
from pathlib import Path

import requests
from flask import Blueprint, Response, abort, current_app, redirect, render_template, request
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as BaseResponse

from concierge.sandbox.phone import phones, thread
from concierge.sandbox.stripe.cards import CARDS
from concierge.sandbox.twilio import inbound
from concierge.sandbox.twilio.numbers import E164, WHATSAPP
from concierge.sandbox.world import World, here

routes = Blueprint("phone", __name__)
LONGEST = 1600
FETCHED = 5 * 1024 * 1024  # bytes of a picture that Twilio takes
QUICK = ("OK", "NO", "UNDO", "STOP")
SAMPLES = {"roses": "Red roses", "receipt": "A shop's receipt", "cake": "A birthday cake"}
SHOWN_CARDS = (0, 4, 5, 6, 11, 12)
STREAM = 240  # seconds after which a stream ends; the page opens the next by itself
BEAT = 15  # seconds between signs of life, so that a closed page is noticed
KINDS = {"image/jpeg", "image/png", "image/gif", "image/webp", "image/heic"}


@routes.after_request
def _guard(answer: Response) -> Response:
    answer.headers["Content-Security-Policy"] = (
        "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'self'"
    )
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


@routes.get("", strict_slashes=False)
def shelf() -> str:
    """All phones; on a wide screen the first of them is open beside the list."""
    return _page(phones.FIRST[0][0], shelf=True)


@routes.get("/<number>")
def one(number: str) -> str:
    """One phone with its thread."""
    return _page(_number(number))


def _number(number: str) -> str:
    if not E164.match(number.removeprefix(WHATSAPP)):
        abort(404)
    return number


def _page(number: str, shelf: bool = False, error: str = "") -> str:
    world = here()
    return render_template(
        "sandbox/phone.html",
        **_thread(world, number),
        **_shelf(world, number),
        shelf=shelf,
        error=error,
        quick=QUICK,
        samples=SAMPLES,
        cards=[CARDS[index] for index in SHOWN_CARDS],
        console=world.settings.webhook_base,
        clock=time.strftime("%H:%M"),
    )


def _thread(world: World, number: str) -> dict[str, object]:
    return {
        "bubbles": thread.bubbles(world, number),
        "phone": phones.find(world, number),
        "pretty": phones.pretty,
        "business": world.settings.business_name,
        "business_number": world.settings.twilio_phone_number,
        "stopped": phones.opted_out(world, number),
    }


def _shelf(world: World, number: str) -> dict[str, object]:
    return {"phones": phones.all(world), "open": number}


@routes.post("/new")
def new() -> BaseResponse:
    """A fresh phone."""
    phone = phones.new(here(), request.form.get("name", "").strip()[:40])
    return redirect(f"/phone/{phone['id']}", 303)


@routes.post("/<number>/messages")
def send(number: str) -> BaseResponse | tuple[str, int]:
    """Text the business: `body` or a `quick` reply, `pictures`, or a `sample` picture."""
    number = _number(number)
    body = request.form.get("quick") or request.form.get("body", "").replace("\r\n", "\n")
    pictures = [_read(file) for file in request.files.getlist("pictures") if file.filename]
    if request.form.get("sample") in SAMPLES:
        pictures.append(_sample(request.form["sample"]))
    error = ""
    if not body.strip() and not pictures:
        error = "Write something first."
    elif len(body) > LONGEST:
        error = f"A text can have up to {LONGEST} characters."
    elif any(kind not in KINDS for kind, _ in pictures):
        error = "Only pictures can be sent."
    elif len(pictures) > 10:
        error = "Up to ten pictures fit one message."
    if error:
        if _by_script():
            return error, 422
        return _page(number, error=error), 422
    inbound.receive(here(), number, body, pictures)
    if _by_script():
        return Response(status=204)
    return redirect(f"/phone/{number}#end", 303)


def _by_script() -> bool:
    return request.headers.get("X-Requested-With") == "fetch"


def _read(file: FileStorage) -> tuple[str, bytes]:
    return (file.mimetype or "application/octet-stream", file.stream.read())


def _sample(name: str) -> tuple[str, bytes]:
    folder = Path(current_app.static_folder or "")
    return "image/jpeg", (folder / "samples" / f"{name}.jpg").read_bytes()


@routes.get("/pictures/<id>")
def picture(id: str) -> Response:
    """A picture that a phone has sent."""
    found = here().books.blob(id)
    if found is None or found[0] not in KINDS:
        abort(404)
    return Response(found[1], content_type=found[0])


@routes.get("/media/<sid>/<int:index>")
def media(sid: str, index: int) -> Response:
    """A picture that the business has sent, fetched from its MediaUrl as Twilio fetches it.

    That is without anybody's cookies, and only if it is a picture: shown straight from its
    address, one that wants a login would look right here and never reach a real phone.
    """
    books = here().books
    message, id = books.get("message", sid), f"fetched {sid} {index}"
    if message is None or index >= len(message["media"]):
        abort(404)
    found = books.blob(id)
    if found is None:
        try:
            with requests.Session() as session:
                session.trust_env = False
                got = session.get(message["media"][index], timeout=10)
        except requests.RequestException:
            abort(502)
        kind = got.headers.get("Content-Type", "").partition(";")[0]
        if got.status_code != 200 or kind not in KINDS or len(got.content) > FETCHED:
            abort(502)
        found = (kind, got.content)
        with books.change():
            if books.blob(id) is None:
                books.add_blob(id, *found)
    return Response(found[1], content_type=found[0])


def _news(world: World, number: str) -> dict[str, str]:
    return {
        "thread": render_template("sandbox/_thread.html", **_thread(world, number)),
        "shelf": render_template(
            "sandbox/_shelf.html", **_shelf(world, number), pretty=phones.pretty
        ),
    }


@routes.get("/<number>/news")
def news(number: str) -> dict[str, str]:
    """The thread and the list as they are now, for a page that cannot keep a stream open."""
    return _news(here(), _number(number))


@routes.get("/<number>/live")
def live(number: str) -> Response:
    """Server-sent events: the thread and the list, each time that either has changed."""
    number, world, app = _number(number), here(), current_app._get_current_object()  # type: ignore[attr-defined]

    def stream() -> Iterator[str]:
        last, said, until = "", time.monotonic(), time.monotonic() + STREAM
        version, moved = world.books.version, True
        yield "retry: 1000\n\n"
        while time.monotonic() < until and not world.books.closed:
            # A text's next state comes by time alone; otherwise nothing changes unless written.
            restless = thread.unsettled(world, number)
            if moved or restless:
                with app.app_context():
                    fresh = json.dumps(_news(world, number))
                digest = hashlib.sha256(fresh.encode()).hexdigest()
                if digest != last:
                    last, said = digest, time.monotonic()
                    yield f"data: {fresh}\n\n"
            seen, version = version, world.books.wait(version, 0.2 if restless else 1)
            moved = seen != version or restless
            if time.monotonic() - said > BEAT:
                said = time.monotonic()
                yield ": still here\n\n"

    answer = Response(stream(), content_type="text/event-stream")
    answer.headers["Cache-Control"] = "no-store"
    return answer
