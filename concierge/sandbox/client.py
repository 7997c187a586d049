"""SandboxClient: what a test, a benchmark or the demo says to a running sandbox."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from typing import Any, cast

import requests

Json = dict[str, Any]


class SandboxClient:
    """The control API at `base_url` (no trailing path). Raises requests.HTTPError on a refusal."""

    def __init__(self, base_url: str, timeout: float = 30) -> None:
        self.base_url = base_url.rstrip("/")
        self.timeout = timeout
        self._http = requests.Session()
        self._http.trust_env = False

    def _call(self, method: str, path: str, body: Json | None = None) -> Json:
        url = f"{self.base_url}/sandbox/{path}"
        answer = self._http.request(method, url, json=body, timeout=self.timeout)
        answer.raise_for_status()
        return cast(Json, answer.json())

    def books(self) -> Json:
        """Everything that has happened: messages, opt_outs, customers, payment_methods,
        checkout_sessions, setup_intents, payment_intents (with authorised, captured, refunded in
        minor units), charges, refunds, disputes, balance_transactions, events, deliveries."""
        return self._call("GET", "books")

    def texts_to(self, phone: str) -> list[str]:
        """The bodies of all messages that went to this phone, oldest first."""
        return [m["body"] for m in self.books()["messages"] if m["to"] == phone]

    def text(
        self, from_: str, body: str, *, media: Iterable[tuple[str, bytes]] = (), sid: str = "",
        times: int = 1, to: str = "", extra: dict[str, str] | None = None,
    ) -> Json:  # fmt: skip
        """A text from a phone, pictures as (content type, bytes); its webhook posted `times` times.
        A `sid` that has been used posts that message's webhook again."""
        pictures = [
            {"content_type": kind, "data": base64.b64encode(data).decode()} for kind, data in media
        ]
        given = {"from": from_, "body": body, "media": pictures, "sid": sid, "times": times}
        return self._call("POST", "inbound", {**given, "to": to, "extra": extra})

    def name_phone(self, number: str, name: str) -> None:
        """Give a phone the name of whoever owns it."""
        self._call("POST", "phones", {"number": number, "name": name})

    def fault(
        self, path: str, mode: str, *, method: str = "*", status: int = 500, ms: int = 0,
        times: int | None = 1, probability: float = 1.0, seed: int = 0, saved: bool = False,
        code: int = 0,
    ) -> Json:  # fmt: skip
        """Let calls go wrong whose path matches the shell pattern; see `faults.py` for modes."""
        rule = {"path": path, "mode": mode, "method": method, "status": status, "ms": ms}
        rule |= {
            "times": times,
            "probability": probability,
            "seed": seed,
            "saved": saved,
            "code": code,
        }
        return self._call("POST", "faults", rule)

    def faults(self) -> list[Json]:
        """All rules with their `hits`."""
        return cast(list[Json], self._call("GET", "faults")["rules"])

    def clear_faults(self) -> None:
        """Nothing goes wrong any more."""
        self._call("DELETE", "faults")

    def webhooks(self, mode: str, kinds: Iterable[str] = (), times: int = 2) -> None:
        """From now on treat webhooks as: live, hold, drop, repeat, reverse. `kinds` are of
        "twilio.messages", "twilio.status", "stripe"; none means all."""
        self._call("POST", "webhooks", {"mode": mode, "kinds": list(kinds), "times": times})

    def release(self, order: str = "forward", times: int = 1, seed: int = 0) -> int:
        """Post what was held, forward, reverse or shuffled, and go live again; how many."""
        given = {"order": order, "times": times, "seed": seed}
        return int(self._call("POST", "webhooks/release", given)["released"])

    def replay(self, subject: str, times: int = 1) -> None:
        """Post the newest webhook about an event's or a message's id again."""
        self._call("POST", "webhooks/replay", {"subject": subject, "times": times})

    def fill_checkout(self, session_id: str, number: str = "4242424242424242") -> str:
        """Do the customer's part of a Checkout page; the address the customer goes to next."""
        return str(self._call("POST", f"checkout/{session_id}", {"number": number})["next"])

    def answer_bank(self, intent_id: str, passed: bool = True) -> Json:
        """Answer the bank's 3-D Secure page of an intent."""
        return self._call("POST", f"challenge/{intent_id}", {"passed": passed})

    def expire_checkout(self, session_id: str) -> Json:
        """Let a Checkout Session's time run out."""
        return self._call("POST", f"checkout/{session_id}/expiry")

    def lapse(self, payment_intent_id: str) -> Json:
        """Let an authorisation's time run out."""
        return self._call("POST", f"payment_intents/{payment_intent_id}/lapse")

    def dispute(self, charge_id: str, reason: str = "fraudulent") -> Json:
        """Let the cardholder dispute a charge."""
        return self._call("POST", f"charges/{charge_id}/dispute", {"reason": reason})

    def close_dispute(self, dispute_id: str, won: bool) -> Json:
        """Let the bank decide a dispute."""
        return self._call("POST", f"disputes/{dispute_id}/close", {"won": won})

    def warn(self, charge_id: str) -> Json:
        """Let the card's issuer raise an early fraud warning."""
        return self._call("POST", f"charges/{charge_id}/warning")

    def fail_refund(self, refund_id: str) -> Json:
        """Let a refund come back."""
        return self._call("POST", f"refunds/{refund_id}/failure")

    def replace_card(
        self, payment_method_id: str, *, exp_month: int = 12, exp_year: int = 2034,
        number: str = "",
    ) -> Json:  # fmt: skip
        """Let the bank replace a saved card; an expiry in the past makes the next charge fail."""
        given: Json = {"exp_month": exp_month, "exp_year": exp_year}
        if number:
            given["number"] = number
        return self._call("POST", f"payment_methods/{payment_method_id}/update", given)

    def reset(self) -> None:
        """Forget everything."""
        self._call("POST", "reset")
