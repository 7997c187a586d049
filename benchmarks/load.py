"""Signed webhooks over kept-alive connections: one request under way on each, as a proxy sends.

Requests are made before the clock runs, and the client does no more than send, receive and look
at the status: what it costs is the same for whatever it is pointed at.
"""

import base64
import hashlib
import hmac
import itertools
import selectors
import socket
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

from benchmarks.stage import NUMBER, Stage

_numbers = itertools.count(1)


def text(stage: Stage, sender: str, body: str) -> bytes:
    """The webhook for one text that nobody has had yet, as Twilio sends and signs it."""
    sid = f"SM{next(_numbers):032x}"
    form = {
        "ToCountry": "US",
        "ToState": "NY",
        "SmsMessageSid": sid,
        "NumMedia": "0",
        "ToCity": "",
        "FromZip": "10001",
        "SmsSid": sid,
        "FromState": "NY",
        "SmsStatus": "received",
        "FromCity": "NEW YORK",
        "Body": body,
        "FromCountry": "US",
        "To": NUMBER,
        "ToZip": "",
        "NumSegments": "1",
        "MessageSid": sid,
        "AccountSid": "AC" + "5a" * 16,
        "From": sender,
        "ApiVersion": "2010-04-01",
    }
    path = "/webhooks/twilio/messages"
    signed = stage.public_url + path + "".join(name + form[name] for name in sorted(form))
    mac = hmac.new(stage.token.encode(), signed.encode(), hashlib.sha1).digest()
    content = urlencode(form).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        "Content-Type: application/x-www-form-urlencoded; charset=utf-8\r\n"
        f"Content-Length: {len(content)}\r\nUser-Agent: TwilioProxy/1.1\r\n"
        f"X-Twilio-Signature: {base64.b64encode(mac).decode()}\r\n"
        f"I-Twilio-Idempotency-Token: {sid}\r\n\r\n"
    )
    return head.encode() + content


@dataclass
class Load:
    """What a run of it came to; `latencies` in seconds."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    refused: int = 0
    sent: int = 0

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.latencies) / self.seconds if self.seconds else 0.0


class _Client:
    def __init__(self, port: int) -> None:
        self.port = port
        self.began = 0.0
        self.answer = b""
        self.connect()

    def connect(self) -> None:
        self.socket = socket.create_connection(("127.0.0.1", self.port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, request: bytes) -> None:
        self.request = request
        self.answer = b""
        self.began = time.perf_counter()
        self.socket.sendall(request)

    def whole(self) -> bool:
        head, _, rest = self.answer.partition(b"\r\n\r\n")
        if not rest and b"\r\n\r\n" not in self.answer:
            return False
        lowered = head.lower()
        at = lowered.find(b"content-length:")
        length = int(lowered[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
        return len(rest) >= length


def run(port: int, requests: Iterable[bytes], connections: int, seconds: float) -> Load:
    """Send until the time is over or nothing is left; then wait for what is under way."""
    load, waiting = Load(), iter(requests)
    selector = selectors.DefaultSelector()
    clients = [_Client(port) for _ in range(connections)]
    began = time.perf_counter()
    until = began + seconds
    for client in clients:
        _next(client, waiting, selector, load)
    while selector.get_map():
        for key, _ in selector.select(10):
            client = key.data
            received = client.socket.recv(65536)
            if not received:  # the server took its leave of an idle connection
                selector.unregister(client.socket)
                client.connect()
                client.send(client.request)
                selector.register(client.socket, selectors.EVENT_READ, client)
                continue
            client.answer += received
            if not client.whole():
                continue
            now = time.perf_counter()
            load.latencies.append(now - client.began)
            load.refused += not client.answer.startswith(b"HTTP/1.1 200")
            selector.unregister(client.socket)
            if now < until:
                _next(client, waiting, selector, load)
    load.seconds = time.perf_counter() - began
    for client in clients:
        client.socket.close()
    return load


def _next(
    client: _Client, waiting: Iterator[bytes], selector: selectors.BaseSelector, load: Load
) -> None:
    request = next(waiting, None)
    if request is not None:
        load.sent += 1
        client.send(request)
        selector.register(client.socket, selectors.EVENT_READ, client)
