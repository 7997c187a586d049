"""Webhooks: written in the change they report, posted afterwards, repeated as the vendor would.

A delivery's life: due → sent (answered 2xx, or as good as), due again after a failure, given up
("failed"), "held" or "dropped" by the control API. Rows outlive the process: whatever was due
when it was killed is posted by the next one.

Twilio repeats a webhook only when it could not connect (its default;
https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides) and only once; the
sandbox tries longer so that a restart of the demo's web loses no text. Stripe repeats everything
that is not answered 2xx, for three days (https://docs.stripe.com/webhooks#retries).
"""

from __future__ import annotations

import json
import logging
import queue
import random
import threading
import time
import uuid
from collections.abc import Callable

import requests
import stripe
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped, unused-ignore]

from concierge.sandbox.books import Books, Json
from concierge.sandbox.config import SandboxSettings

log = logging.getLogger(__name__)

TWILIO_MESSAGES, TWILIO_STATUS, STRIPE = "twilio.messages", "twilio.status", "stripe"
KINDS = (TWILIO_MESSAGES, TWILIO_STATUS, STRIPE)
MODES = ("live", "hold", "drop", "repeat", "reverse")
PATHS = {
    TWILIO_MESSAGES: "/webhooks/twilio/messages",
    TWILIO_STATUS: "/webhooks/twilio/status",
    STRIPE: "/webhooks/stripe",
}
ATTEMPTS = 14
SENDERS = 16
PATIENCE = 2.0  # seconds that stopping waits for what is being posted
LONGEST_WAIT = 30.0
CHORES = 1.0  # seconds between looks for what has run out
WINDOW = 0.25  # seconds over which "reverse" collects what it turns round
# What may go out now: of each lane only the first, the oldest first.
NEXT = """
SELECT seq FROM deliveries AS d WHERE state = 'due' AND due <= ? AND (lane = '' OR NOT EXISTS (
    SELECT 1 FROM deliveries AS e WHERE e.lane = d.lane AND e.state = 'due' AND e.seq < d.seq
)) ORDER BY seq LIMIT ?"""


class Outbox:
    """Deliveries of one sandbox. `post()` inside a `books.change()`; `start()` sends them."""

    def __init__(self, settings: SandboxSettings, books: Books) -> None:
        self.settings = settings
        self.books = books
        self.answered: Callable[[Json, str, str], None] | None = None
        self.chores: list[Callable[[], None]] = []
        self._modes: dict[str, tuple[str, int]] = {}
        self._busy: set[int] = set()
        self._busy_lock = threading.Lock()
        self._stop = threading.Event()
        self._work: queue.SimpleQueue[int | None] = queue.SimpleQueue()
        # Daemons: a product that hangs must not keep the sandbox from ending.
        self._threads = [
            threading.Thread(target=self._run, name="outbox", daemon=True),
            *(threading.Thread(target=self._send_on, daemon=True) for _ in range(SENDERS)),
        ]

    def start(self) -> None:
        """Start posting what is due."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Stop posting; what is not yet sent stays due."""
        self._stop.set()
        self.books.nudge()
        for _ in range(SENDERS):
            self._work.put(None)
        deadline = time.monotonic() + PATIENCE
        for thread in self._threads:
            thread.join(max(0, deadline - time.monotonic()))

    def post(
        self,
        kind: str,
        subject: str,
        body: Json,
        *,
        url: str = "",
        lane: str = "",
        after: float = 0,
    ) -> None:
        """Request a webhook about `subject`, `after` seconds from now.

        Deliveries of the same lane are posted one after the other, in order.
        """
        if not url:
            if not self.settings.webhook_base:
                return
            url = self.settings.webhook_base + PATHS[kind]
        mode, times = self._modes.get(kind, ("live", 1))
        state = {"hold": "held", "drop": "dropped", "reverse": "turning"}.get(mode, "due")
        with self.books.change():
            for _ in range(times if mode == "repeat" else 1):
                self.books.rows(
                    "INSERT INTO deliveries (kind, subject, lane, url, body, due, state) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?)",
                    kind, subject, lane, url, json.dumps(body), time.time() + after, state,
                )  # fmt: skip

    def set_mode(self, mode: str, kinds: list[str], times: int = 2) -> None:
        """From now on treat webhooks of these kinds as MODES says; "repeat" posts `times` times."""
        for kind in kinds:
            self._modes[kind] = (mode, times)

    def reset(self) -> None:
        """Back to plain delivery."""
        self._modes.clear()

    def release(self, order: str = "forward", times: int = 1, seed: int = 0) -> int:
        """Post what was held, "forward", "reverse" or "shuffle"d, each `times` times; how many."""
        return self._again("held", order, times, seed)

    def _again(self, state: str, order: str, times: int, seed: int = 0) -> int:
        with self.books.change():
            rows = self.books.rows("SELECT * FROM deliveries WHERE state = ? ORDER BY seq", state)
            if order == "reverse":
                rows.reverse()
            elif order == "shuffle":
                random.Random(seed).shuffle(rows)  # noqa: S311 - chance, no secret
            self.books.rows("DELETE FROM deliveries WHERE state = ?", state)
            # One lane keeps the order that was asked for.
            lane = uuid.uuid4().hex if order != "forward" or times > 1 else ""
            for row in rows:
                for _ in range(times):
                    self.books.rows(
                        "INSERT INTO deliveries (kind, subject, lane, url, body, due, state) "
                        "VALUES (?, ?, ?, ?, ?, ?, 'due')",
                        row["kind"], row["subject"], lane or row["lane"], row["url"], row["body"],
                        time.time(),
                    )  # fmt: skip
        return len(rows)

    def _turn_round(self) -> None:
        sql = "SELECT MIN(due) AS first FROM deliveries WHERE state = 'turning'"
        row = self.books.row(sql)
        if row is not None and row["first"] is not None and row["first"] + WINDOW <= time.time():
            self._again("turning", "reverse", 1)

    def replay(self, subject: str, times: int = 1) -> int:
        """Post again the newest webhook about an event or message, `times` times; how many."""
        with self.books.change():
            row = self.books.row(
                "SELECT * FROM deliveries WHERE subject = ? ORDER BY seq DESC LIMIT 1", subject
            )
            if row is None:
                return 0
            for _ in range(times):
                self.books.rows(
                    "INSERT INTO deliveries (kind, subject, lane, url, body, due, state) "
                    "VALUES (?, ?, '', ?, ?, ?, 'due')",
                    row["kind"], subject, row["url"], row["body"], time.time(),
                )  # fmt: skip
        return times

    def _run(self) -> None:
        version, chores_due = -1, 0.0
        while not self._stop.is_set():
            try:
                if time.monotonic() >= chores_due:
                    chores_due = time.monotonic() + CHORES
                    for chore in self.chores:
                        chore()
                self._turn_round()
                self._hand_out()
            except Exception:
                # The loop outlives whatever one row does to it: the others must still go out.
                log.exception("the outbox stumbled")
            version = self.books.wait(version, 0.1)

    def _hand_out(self) -> None:
        with self._busy_lock:
            busy = set(self._busy)
        free = SENDERS - len(busy)
        if free <= 0:
            return
        for row in self.books.rows(NEXT, time.time(), SENDERS + free):
            seq = int(row["seq"])
            if seq in busy:
                continue
            with self._busy_lock:
                self._busy.add(seq)
            self._work.put(seq)
            free -= 1
            if not free:
                return

    def _send_on(self) -> None:
        while (seq := self._work.get()) is not None and not self._stop.is_set():
            self._deliver(seq)

    def _deliver(self, seq: int) -> None:
        try:
            found = self.books.row("SELECT * FROM deliveries WHERE seq = ? AND state = 'due'", seq)
            if found is None:
                return  # somebody has forgotten or held it meanwhile
            self._attempt(dict(found))
        except Exception:
            if self.books.closed:
                return
            log.exception("webhook %s", seq)
            self.books.rows("UPDATE deliveries SET state = 'failed' WHERE seq = ?", seq)
        finally:
            with self._busy_lock:
                self._busy.discard(seq)
            self.books.nudge()

    def _attempt(self, row: Json) -> None:
        kind, body = row["kind"], json.loads(row["body"])
        try:
            answer = _send(self.settings, kind, row["url"], body, f"delivery {row['seq']}")
        except requests.RequestException as error:
            retry, note = not isinstance(error, requests.ReadTimeout), type(error).__name__
            if kind == STRIPE:
                retry = True
            self._settle(row, done=False, retry=retry, note=note)
            return
        good = 200 <= answer.status_code < 300
        self._settle(row, done=good, retry=kind == STRIPE, note=str(answer.status_code))
        if good and kind == TWILIO_MESSAGES and self.answered is not None:
            self.answered(body, answer.headers.get("Content-Type", ""), answer.text)

    def _settle(self, row: Json, *, done: bool, retry: bool, note: str) -> None:
        attempts = row["attempts"] + 1
        again = not done and retry and attempts < ATTEMPTS
        if not done:
            log.warning("webhook %s %s: %s", row["kind"], row["url"], note)
        wait = min(self.settings.retry_base * 2 ** (attempts - 1), LONGEST_WAIT)
        with self.books.change():
            self.books.rows(
                "UPDATE deliveries SET state = ?, attempts = ?, answer = ?, due = ? WHERE seq = ?",
                "sent" if done else "due" if again else "failed",
                attempts, note, time.time() + wait, row["seq"],
            )  # fmt: skip


def _send(
    settings: SandboxSettings, kind: str, url: str, body: Json, token: str
) -> requests.Response:
    with requests.Session() as session:
        # A proxy of the machine has no business between two local processes.
        session.trust_env = False
        if kind == STRIPE:
            payload = json.dumps(body, indent=2)
            signature = stripe.WebhookSignature.generate_signature_header(
                payload, settings.stripe_webhook_secret
            )
            return session.post(
                url,
                data=payload.encode(),
                headers={
                    "Content-Type": "application/json; charset=utf-8",
                    "Stripe-Signature": signature,
                    "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
                },
                timeout=20,
                allow_redirects=False,
            )
        signed_url = url.partition("#")[0]
        digest = RequestValidator(settings.twilio_auth_token).compute_signature(signed_url, body)
        return session.post(
            signed_url,
            data=body,
            headers={
                "X-Twilio-Signature": digest,
                "I-Twilio-Idempotency-Token": str(uuid.uuid5(uuid.NAMESPACE_OID, token)),
                "User-Agent": "TwilioProxy/1.1",
                "Content-Type": "application/x-www-form-urlencoded; charset=utf-8",
            },
            timeout=15,
            allow_redirects=False,
        )
