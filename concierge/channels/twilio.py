"""SMS, MMS and WhatsApp by Twilio. The only module that imports twilio.

Checked against twilio 9.13. Creating a message takes no idempotency key, so a send whose outcome
is unknown is looked up before it is repeated; our own id travels in the status callback's address.
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit, urlunsplit

import requests
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from concierge.channels import twilio_log
from concierge.channels.base import (
    SMS,
    WHATSAPP,
    DeliveryStatus,
    FetchedMedia,
    Inbound,
    InboundMedia,
    Outbound,
    Receipt,
    SendError,
    Sent,
)
from concierge.channels.log import LoggedText, LogPage
from concierge.channels.twilio_addresses import told, written
from concierge.channels.twilio_errors import (
    A_DAY,
    ACCOUNT,
    DEAD,
    LATER,
    NEXT_DAY,
    ONCE,
    OPTED_OUT,
    OUTAGE,
    again,
    explain,
)

_TIMEOUT = 15.0  # seconds; the client's own default is none
# A text has 1,600 characters at most; what is longer did not come from a phone.
_LONGEST_BODY, _LONGEST_NAME = 4000, 300
_LOOK_BACK = 100  # messages to one number, newest first
_TWILIO_API = "https://api.twilio.com"
_NO_SUCH = "20404"
T = TypeVar("T")
_STATUS = {
    "accepted": DeliveryStatus.SENT,
    "scheduled": DeliveryStatus.SENT,
    "queued": DeliveryStatus.SENT,
    "sending": DeliveryStatus.SENT,
    "sent": DeliveryStatus.SENT,
    "delivered": DeliveryStatus.DELIVERED,
    "read": DeliveryStatus.READ,
    "undelivered": DeliveryStatus.FAILED,
    "failed": DeliveryStatus.FAILED,
    "canceled": DeliveryStatus.FAILED,
}


class _Elsewhere(TwilioHttpClient):  # type: ignore[misc]
    """Sends what is meant for Twilio's host to another (`region` and `edge` can't do that)."""

    def __init__(self, base: str) -> None:
        super().__init__(timeout=_TIMEOUT)
        self._base = base

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Response:
        if url.startswith(_TWILIO_API):
            url = self._base + url.removeprefix(_TWILIO_API)
        return super().request(method, url, *args, **kwargs)


class TwilioChannel:
    """A `Channel` on Twilio's Programmable Messaging."""

    names: tuple[str, ...] = (SMS, WHATSAPP)
    provider = "twilio"

    def __init__(
        self,
        account_sid: str,
        auth_token: str,
        *,
        public_url: str,
        phone_number: str = "",
        messaging_service: str = "",
        whatsapp_number: str = "",
        api_base: str = _TWILIO_API,
    ) -> None:
        """Texts leave through the messaging service where there is one, else from the number.

        On WhatsApp they leave from its own number, if it has one.
        """
        self._public_url = public_url
        self._service = messaging_service
        self._numbers = {SMS: phone_number, WHATSAPP: whatsapp_number or phone_number}
        through_service = {"messaging_service_sid": messaging_service}
        self._from = {
            SMS: through_service if messaging_service else {"from_": phone_number},
            WHATSAPP: {"from_": written(WHATSAPP, self._numbers[WHATSAPP])}
            if whatsapp_number or not messaging_service
            else through_service,
        }
        self._api_base = api_base
        self._credentials = (account_sid, auth_token)
        self._validator = RequestValidator(auth_token)
        self._client = Client(account_sid, auth_token, http_client=_Elsewhere(api_base))

    def verify(self, *, path: str, query: str, form: Mapping[str, str], signature: str) -> bool:
        """`path` and `query` raw, as they came: what was signed is the public address itself."""
        address = self._public_url + path + (f"?{query}" if query else "")
        return bool(signature) and bool(self._validator.validate(address, form, signature))

    def parse(self, form: Mapping[str, str]) -> Inbound:
        # PostgreSQL's text can't hold NUL, and no phone types it.
        form = {name.replace("\x00", ""): said.replace("\x00", "") for name, said in form.items()}
        sid, (channel, sender) = form.get("MessageSid", ""), told(form.get("From", ""))
        if not sid or not sender:
            raise ValueError("a message needs MessageSid and From")
        if max(len(sid), len(sender), len(form.get("To", ""))) > _LONGEST_NAME:
            raise ValueError("MessageSid, From or To is too long to be one")
        count = form.get("NumMedia", "0")
        media = tuple(
            InboundMedia(form[f"MediaUrl{n}"], form.get(f"MediaContentType{n}", ""))
            for n in range(min(int(count) if re.fullmatch(r"[0-9]{1,99}", count) else 0, 10))
            if form.get(f"MediaUrl{n}")
        )
        return Inbound(
            channel=channel,
            provider_id=sid,
            sender=sender,
            recipient=told(form.get("To", ""))[1],
            body=form.get("Body", "")[:_LONGEST_BODY],
            media=media,
            handled_keyword=form.get("OptOutType") or None,
            raw=form,
        )

    def parse_receipt(self, form: Mapping[str, str], query: Mapping[str, str]) -> Receipt | None:
        sid, said = form.get("MessageSid", ""), form.get("MessageStatus", "")
        if not sid or "\x00" in sid or said not in _STATUS:
            return None
        ours = query.get("message", "")
        code = form.get("ErrorCode", "").replace("\x00", "")[:20] or None
        channel, _ = told(form.get("To", ""))
        return Receipt(
            channel=channel,
            provider_id=sid,
            status=_STATUS[said],
            error_code=code,
            message_id=int(ours) if re.fullmatch(r"[0-9]{1,18}", ours) else None,
            opted_out=code in OPTED_OUT,
            dead=code in DEAD,
            again=again(code),
            account=code in ACCOUNT,
        )

    def send(self, outbound: Outbound) -> Sent:
        callback = f"{self._public_url}/webhooks/twilio/status?" + urlencode(
            {"message": outbound.message_id}
        )
        optional: dict[str, Any] = {}
        if outbound.media_urls:
            optional["media_url"] = list(outbound.media_urls)
        if outbound.valid_for is not None:
            # Twilio takes 1 to 36,000 seconds.
            optional["validity_period"] = max(
                1, min(36_000, int(outbound.valid_for.total_seconds()))
            )
        try:
            message = self._client.messages.create(
                to=written(outbound.channel, outbound.recipient),
                body=outbound.body,
                status_callback=callback,
                **self._from[outbound.channel],
                **optional,
            )
        except TwilioException as error:
            raise _send_error(error) from error
        except requests.RequestException as error:
            raise _unreachable(error) from error
        return Sent(str(message.sid), int(message.num_segments or 1))

    def look_up(self, outbound: Outbound) -> Sent | None:
        # Not by date_sent: a message that still waits at Twilio has none, and would be sent twice.
        since = (outbound.since or datetime.now(UTC)) - timedelta(minutes=1)
        try:
            newest = self._client.messages.list(
                to=written(outbound.channel, outbound.recipient), limit=_LOOK_BACK
            )
        except TwilioException as error:
            said = _send_error(error)
            # Whatever it says, it says nothing of the text.
            raise SendError(
                f"Twilio can't be asked what was sent: {said.reason}",
                retry=True,
                outage=said.outage,
            ) from error
        except requests.RequestException as error:
            raise _unreachable(error) from error
        for message in newest:
            made = message.date_created
            if (
                message.sid not in outbound.known
                and message.body == outbound.body
                and (made is None or made >= since)
            ):
                return Sent(str(message.sid), int(message.num_segments or 1))
        return None

    def fetch(self, url: str, *, most: int) -> FetchedMedia:
        address = urlsplit(url)
        base = urlsplit(self._api_base)
        host = (address.hostname or "").lower()
        if host == "api.twilio.com":
            address = address._replace(
                scheme=base.scheme, netloc=base.netloc, path=base.path + address.path
            )
        elif address.netloc != base.netloc:
            raise SendError(f"{host} is not where Twilio keeps pictures")
        try:
            with requests.get(
                urlunsplit(address),
                auth=self._credentials,
                headers={"Accept-Encoding": "identity"},
                timeout=_TIMEOUT,
                stream=True,
            ) as answer:
                return _read(answer, most)
        except requests.RequestException as error:
            raise SendError(f"the picture can't be fetched: {error}", retry=True) from error

    def explain(self, code: str) -> str:
        return explain(code)

    # --- what Twilio has: a `Log` ---

    def texts_since(self, since: datetime, cursor: str | None) -> LogPage:
        return _asked(
            lambda: twilio_log.page(
                self._client.messages,
                since,
                cursor,
                _STATUS,
                numbers={written(name, number) for name, number in self._numbers.items()},
                service=self._service,
            )
        )

    def logged(self, provider_id: str) -> LoggedText | None:
        try:
            return _asked(
                lambda: twilio_log.logged(self._client.messages(provider_id).fetch(), _STATUS)
            )
        except SendError as error:
            if error.code == _NO_SUCH:
                return None
            raise

    def inbound_of(self, text: LoggedText) -> Inbound:
        message = self._client.messages(text.provider_id)
        return Inbound(
            channel=text.channel,
            provider_id=text.provider_id,
            sender=text.sender,
            recipient=text.recipient,
            body=text.body,
            media=_asked(lambda: twilio_log.media(message)) if text.pictures else (),
        )

    def receipt_of(self, text: LoggedText, message_id: int) -> Receipt | None:
        form = {
            "MessageSid": text.provider_id,
            "MessageStatus": text.said,
            "To": written(text.channel, text.recipient),
        }
        if text.error_code:
            form["ErrorCode"] = text.error_code
        return self.parse_receipt(form, {"message": str(message_id)})


def _asked(call: Callable[[], T]) -> T:
    try:
        return call()
    except TwilioException as error:
        raise _send_error(error) from error
    except requests.RequestException as error:
        raise SendError(f"Twilio can't be reached: {error}", retry=True) from error


def _read(answer: requests.Response, most: int) -> FetchedMedia:
    if answer.status_code >= 500 or answer.status_code in {404, 408, 429}:
        # 404: Twilio's storage is eventually consistent.
        raise SendError(f"the picture's server answered {answer.status_code}", retry=True)
    if answer.status_code != 200:
        raise SendError(f"the picture's server answered {answer.status_code}")
    if answer.headers.get("Content-Encoding", "identity") != "identity":
        # Unpacked, a few bytes may be any number of them; pictures are packed already.
        raise SendError("the picture came packed, though it was not asked for so")
    content = b""
    for chunk in answer.iter_content(64 * 1024):
        content += chunk
        if len(content) > most:
            raise SendError(f"the picture is larger than {most // 1_000_000} MB")
    return FetchedMedia(answer.headers.get("Content-Type", "").split(";")[0].strip(), content)


def _unreachable(error: requests.RequestException) -> SendError:
    # Not the error's own words: they are long, and say where in the program it happened.
    how = "did not answer in time" if isinstance(error, requests.Timeout) else "can't be reached"
    return SendError(f"Twilio {how}.", retry=True, outage=True)


def _send_error(error: TwilioException) -> SendError:
    if not isinstance(error, TwilioRestException):
        return SendError(f"Twilio can't be asked: {error}", retry=True)
    code = str(error.code or error.status)
    reason = explain(code) if error.code else f"Twilio answered {error.status}: {error.msg}"
    if code in OPTED_OUT:
        return SendError(reason, code=code, stop=True)
    if code in DEAD:
        return SendError(reason, code=code, dead=True)
    if code in ACCOUNT:
        return SendError(reason, code=code, account=True)
    if code in NEXT_DAY:
        return SendError(reason, code=code, retry=True, after=A_DAY)
    if code in ONCE:
        return SendError(reason, code=code, again=again(code))
    if error.status >= 500:
        reason = f"Twilio answered {error.status}."
        return SendError(reason, code=code, retry=True, outage=True)
    if code in LATER or code in OUTAGE or error.status in {401, 408, 409, 429}:
        outage = code in OUTAGE or error.status in {401, 429}
        return SendError(reason, code=code, retry=True, outage=outage)
    return SendError(reason, code=code)
