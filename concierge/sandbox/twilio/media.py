"""Pictures that came with a text: the media resource, and the bytes behind its redirect.

A MediaUrl wants the account's credentials and answers 307 to a signed address of a file store
that wants none (https://www.twilio.com/docs/messaging/api/media-resource).
"""

from __future__ import annotations

import hashlib
import hmac
import time

from flask import Blueprint, Response, abort, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from concierge.sandbox import faults
from concierge.sandbox.books import Json
from concierge.sandbox.twilio.wire import (
    VERSION,
    Answer,
    TwilioError,
    api,
    authorised,
    failure,
    missing,
    rfc2822,
    sid,
)
from concierge.sandbox.world import World, here

routes = Blueprint("twilio_media", __name__)
BASE = f"/{VERSION}/Accounts/<account>/Messages/<message>/Media"
LIFETIME = 4 * 3600  # seconds a signed address of a file works


def keep(world: World, message: str, content_type: str, data: bytes) -> Json:
    """Keep a picture of a message and return its media object."""
    id = sid("ME")
    world.books.add_blob(id, content_type, data)
    media: Json = {
        "id": id,
        "message": message,
        "content_type": content_type,
        "created": time.time(),
    }
    return world.books.put("media", media)


def url(world: World, media: Json) -> str:
    """The MediaUrl that a webhook carries."""
    account = world.settings.twilio_account_sid
    path = f"/twilio/{VERSION}/Accounts/{account}/Messages/{media['message']}/Media/{media['id']}"
    return world.address() + path


def _signature(world: World, id: str, until: int) -> str:
    secret = world.settings.twilio_auth_token.encode()
    return hmac.new(secret, f"{id} {until}".encode(), hashlib.sha256).hexdigest()


@routes.get(f"{BASE}/<id>")
def picture(account: str, message: str, id: str) -> BaseResponse:
    """307 to the bytes, for whoever has the credentials."""
    world = here()
    try:
        authorised(world, account)
        media = world.books.get("media", id)
        if media is None or media["message"] != message:
            raise missing()
    except TwilioError as error:
        return error.answer()
    rule = world.faults.strike(request.method, request.path)
    if rule is not None and rule.mode.startswith("cut"):
        return faults.cut()
    if rule is not None and rule.mode.startswith("status"):
        return failure(rule.status)
    until = int(time.time()) + LIFETIME
    query = f"Expires={until}&Signature={_signature(world, id, until)}"
    return redirect(f"{world.address()}/twilio/files/{id}?{query}", 307)


@routes.get(f"{BASE}.json")
@api
def listing(world: World, message: str) -> Answer:
    """The media of a message."""
    found = world.books.find("media", {"message": message})
    uri = f"/{VERSION}/Accounts/{world.settings.twilio_account_sid}/Messages/{message}/Media"
    shown = [
        {
            "account_sid": world.settings.twilio_account_sid,
            "content_type": media["content_type"],
            "date_created": rfc2822(media["created"]),
            "date_updated": rfc2822(media["created"]),
            "parent_sid": message,
            "sid": media["id"],
            "uri": f"{uri}/{media['id']}.json",
        }
        for media in reversed(found)
    ]
    return {
        "end": max(len(shown) - 1, 0), "first_page_uri": f"{uri}.json?PageSize=50&Page=0",
        "media_list": shown, "next_page_uri": None, "page": 0, "page_size": 50,
        "previous_page_uri": None, "start": 0, "uri": f"{uri}.json?PageSize=50&Page=0",
    }, 200  # fmt: skip


@routes.get("/files/<id>")
def file(id: str) -> Response:
    """The bytes, while the signed address lasts."""
    world = here()
    until = request.args.get("Expires", "0")
    fresh = until.isdigit() and int(until) > time.time()
    given = request.args.get("Signature", "")
    if not fresh or not hmac.compare_digest(given, _signature(world, id, int(until))):
        abort(403)
    found = world.books.blob(id)
    if found is None:
        abort(404)
    content_type, data = found
    return Response(data, content_type=content_type)
