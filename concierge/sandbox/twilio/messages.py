"""Messages: create, list, fetch, and what becomes of them afterwards.

Shapes, limits and codes: https://www.twilio.com/docs/messaging/api/message-resource and
https://www.twilio.com/docs/api/errors; parameters as the twilio package's `MessageList.create`
sends them. A message's later states are not events but times, written when it is created
(see `numbers.py`): a fetch finds the state that its time has come to.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from functools import partial
from urllib.parse import urlencode

from flask import Blueprint, request

from concierge.sandbox.books import Books, Json
from concierge.sandbox.outbox import TWILIO_STATUS
from concierge.sandbox.twilio import checks, numbers, outgoing, segments
from concierge.sandbox.twilio.wire import (
    VERSION,
    Answer,
    TwilioError,
    api,
    missing,
    rfc2822,
    sid,
)
from concierge.sandbox.world import World

routes = Blueprint("twilio_messages", __name__)
WAITING = ("queued", "accepted")
_WINDOW = 24 * 3600
BASE = f"/{VERSION}/Accounts/<account>/Messages"


def add(
    world: World, *, direction: str, to: str, from_: str, body: str, media: list[str],
    service: str | None = None, id: str | None = None, steps: list[list[object]] | None = None,
    at: float | None = None,
) -> Json:  # fmt: skip
    """Write a message into the books and return it; `steps` are [time, status, error code]."""
    at = time.time() if at is None else at
    inbound = direction == "inbound"
    message: Json = {
        "id": id or sid("MM" if media else "SM"),
        "direction": direction,
        "to": to,
        "from": from_,
        "phone": from_ if inbound else to,
        "body": body,
        "media": media,
        "messaging_service_sid": service,
        # An MMS is one, however long, and so is what goes over WhatsApp.
        "num_segments": 1 if media or numbers.mark(to) else segments.count(body),
        "created": at,
        "steps": steps or [[at, "received" if inbound else "delivered", None]],
    }
    return world.books.put("message", message)


def state(message: Json, now: float | None = None) -> tuple[str, int | None, float]:
    """(status, error code, since when) that a message has come to."""
    now = time.time() if now is None else now
    status, code, since = message["steps"][0][1], message["steps"][0][2], message["created"]
    for at, name, error in message["steps"]:
        if at <= now:
            status, code, since = name, error, at
    return status, code, since


def shown(world: World, message: Json) -> Json:
    """The message as the API shows it."""
    account = world.settings.twilio_account_sid
    status, code, since = state(message)
    uri = f"/{VERSION}/Accounts/{account}/Messages/{message['id']}"
    waiting = status in WAITING
    return {
        "account_sid": account,
        "api_version": VERSION,
        "body": message["body"],
        "date_created": rfc2822(message["created"]),
        "date_sent": None if waiting else rfc2822(message["steps"][0][0]),
        "date_updated": rfc2822(since),
        "direction": message["direction"],
        "error_code": code,
        "error_message": numbers.MESSAGES.get(code) if code else None,
        "from": message["from"] or None,
        "messaging_service_sid": message["messaging_service_sid"],
        "num_media": str(len(message["media"])),
        # A Messaging Service picks the sender later, and only then counts the parts.
        "num_segments": "0" if status == "accepted" else str(message["num_segments"]),
        "price": None,
        "price_unit": "USD",
        "sid": message["id"],
        "status": status,
        "subresource_uris": {"media": f"{uri}/Media.json"},
        "to": message["to"],
        "uri": f"{uri}.json",
    }


def opted_out(books: Books, phone: str, number: str) -> bool:
    """Whether this phone has told this number to stop."""
    sql = "SELECT 1 FROM opt_outs WHERE phone = ? AND number = ?"
    return books.row(sql, phone, number) is not None


@routes.post(f"{BASE}.json")
@partial(api, first=outgoing.fetch)
def create(world: World, fetched: outgoing.Fetched) -> Answer:
    """Send a text: 201 and the message, queued (accepted, through a Messaging Service)."""
    form = request.form
    checks.known(form)
    to, body = form.get("To", ""), form.get("Body", "")
    sender, service = form.get("From", ""), form.get("MessagingServiceSid", "")
    media = form.getlist("MediaUrl")
    checks.parties(world, to, sender, service)
    checks.contents(body, media)
    checks.rest(form.get("ValidityPeriod"), form.get("StatusCallback"))
    fate = _fate(world, to)
    if fate.refused:
        raise TwilioError(*fate.refused)
    number = sender or numbers.mark(to) + world.settings.twilio_phone_number
    if opted_out(world.books, to, number):
        raise TwilioError(21610, 400, "Attempt to send to unsubscribed recipient")
    id = sid("MM" if media else "SM")
    if fetched.code is not None:
        fate = numbers.Fate((("failed", fetched.code),))
    for index, (kind, content) in enumerate(fetched.pictures):
        world.books.add_blob(f"fetched {id} {index}", kind, content)
    first, now, pace = "accepted" if service else "queued", time.time(), world.settings.pace
    steps: list[list[object]] = [[now, first, None]]
    for index, (name, code) in enumerate(fate.steps):
        steps.append([now + pace * (index + 1), name, code])
    message = add(
        world, direction="outbound-api", to=to, from_=number, body=body, media=media,
        service=service or None, id=id, steps=steps, at=now,
    )  # fmt: skip
    answer = shown(world, {**message, "steps": steps[:1]})
    if service:
        answer["from"] = sender or None
    _report(world, message, fate, form.get("StatusCallback", ""))
    return answer, 201


def _fate(world: World, to: str) -> numbers.Fate:
    if numbers.mark(to):
        return numbers.READ if _heard(world, to) else numbers.TOO_LATE
    return numbers.fate(to, again=bool(world.books.find("message", {"to": to})))


def _heard(world: World, phone: str) -> bool:
    """Whether they have written within the 24 hours in which WhatsApp takes an answer."""
    said = world.books.find("message", {"from": phone, "direction": "inbound"})
    return bool(said) and time.time() - float(said[0]["created"]) < _WINDOW


def _report(world: World, message: Json, fate: numbers.Fate, callback: str) -> None:
    reports = fate.steps if fate.reports is None else fate.reports
    for index, (status, code) in enumerate(reports):
        form = {
            "AccountSid": world.settings.twilio_account_sid,
            "ApiVersion": VERSION,
            "From": message["from"],
            "MessageSid": message["id"],
            "MessageStatus": status,
            "SmsSid": message["id"],
            "SmsStatus": status,
            "To": message["to"],
        }
        if message["messaging_service_sid"]:
            form["MessagingServiceSid"] = message["messaging_service_sid"]
        if code:
            form["ErrorCode"] = str(code)
        if status in ("sent", "delivered"):
            form["RawDlrDoneDate"] = datetime.now(UTC).strftime("%y%m%d%H%M")
        world.outbox.post(
            TWILIO_STATUS, message["id"], form, url=callback, lane=f"status {message['id']}",
            after=world.settings.pace * (index + 1),
        )  # fmt: skip


@routes.get(f"{BASE}.json")
@api
def listing(world: World) -> Answer:
    """Messages, newest first, by To, From and DateSent (also `DateSent>` and `DateSent<`)."""
    args = request.args
    known = {"To", "From", "DateSent", "DateSent>", "DateSent<", "PageSize", "Page", "PageToken"}
    for name in args:
        if name not in known:
            raise TwilioError(20001, 400, f"The sandbox knows no filter {name!r}")
    size = min(max(int(args.get("PageSize") or 50), 1), 1000)
    page = int(args.get("Page") or 0)
    where = {name.lower(): args[name] for name in ("To", "From") if name in args}
    found = [message for message in world.books.find("message", where) if _wanted(message)]
    uri = f"/{VERSION}/Accounts/{world.settings.twilio_account_sid}/Messages.json"
    rest = [(name, value) for name, value in args.items(multi=True) if not name.startswith("Page")]

    def at(number: int) -> str:
        return f"{uri}?{urlencode([*rest, ('PageSize', size), ('Page', number)])}"

    part = found[page * size : (page + 1) * size]
    return {
        "end": page * size + max(len(part) - 1, 0),
        "first_page_uri": at(0),
        "messages": [shown(world, message) for message in part],
        "next_page_uri": at(page + 1) if len(found) > (page + 1) * size else None,
        "page": page,
        "page_size": size,
        "previous_page_uri": at(page - 1) if page else None,
        "start": page * size,
        "uri": at(page),
    }, 200


def _wanted(message: Json) -> bool:
    args = request.args
    if state(message)[0] in WAITING and {"DateSent", "DateSent>", "DateSent<"} & set(args):
        return False  # it has not been sent, and so has no date on which it was
    sent = datetime.fromtimestamp(message["created"], UTC)
    exact, since, until = args.get("DateSent"), args.get("DateSent>"), args.get("DateSent<")
    if exact and not _moment(exact) <= sent < _moment(exact) + timedelta(days=1):
        return False
    if since and sent < _moment(since):
        return False
    return not (until and sent > _moment(until))


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        raise TwilioError(20001, 400, f"Invalid date: {text}") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@routes.get(f"{BASE}/<id>.json")
@api
def fetch(world: World, id: str) -> Answer:
    """One message."""
    message = world.books.get("message", id)
    if message is None:
        raise missing()
    return shown(world, message), 200


@routes.post(f"{BASE}/<id>.json")
@api
def update(world: World, id: str) -> Answer:
    """Redact a message: an empty Body, as erasing a customer does; nothing else can be changed."""
    message = world.books.get("message", id)
    if message is None:
        raise missing()
    if "Status" in request.form:
        raise TwilioError(30409, 409, "Message can not be canceled: it is not scheduled")
    if request.form.get("Body") != "" or set(request.form) != {"Body"}:
        raise TwilioError(20001, 400, "Only Body='' can be set")
    return shown(world, world.books.put("message", {**message, "body": ""})), 200


@routes.delete(f"{BASE}/<id>.json")
@api
def delete(world: World, id: str) -> Answer:
    """Forget a message: 204."""
    if world.books.get("message", id) is None:
        raise missing()
    world.books.rows("DELETE FROM objects WHERE id = ?", id)
    return {}, 204
