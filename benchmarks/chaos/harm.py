"""What goes wrong, when: drawn from a seed."""

import random
import sqlite3
import threading
import time
from collections import Counter
from contextlib import suppress

import redis
import requests
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from benchmarks.chaos.stage import WORKERS, Stage
from concierge import db

STRIPE, TWILIO = "/stripe/v1/*", "/twilio/2010-04-01/*"
# (path, method, mode, status, milliseconds, probability)
FAULTS = (
    (STRIPE, "POST", "status", 500, 0, 0.02),
    (STRIPE, "POST", "status", 429, 0, 0.02),
    (STRIPE, "POST", "status", 409, 0, 0.02),
    (STRIPE, "POST", "status_after", 500, 0, 0.02),
    (STRIPE, "POST", "timeout_after", 0, 1500, 0.01),
    (STRIPE, "POST", "cut_before", 0, 0, 0.02),
    (STRIPE, "POST", "cut_after", 0, 0, 0.03),
    (STRIPE, "*", "delay", 0, 700, 0.02),
    (STRIPE, "*", "delay_after", 0, 700, 0.02),
    (STRIPE, "GET", "status", 500, 0, 0.02),
    (STRIPE, "GET", "cut_before", 0, 0, 0.02),
    (TWILIO, "POST", "status", 500, 0, 0.02),
    (TWILIO, "POST", "status", 429, 0, 0.02),
    (TWILIO, "POST", "status_after", 500, 0, 0.02),
    (TWILIO, "POST", "status", 409, 0, 0.005),
    (TWILIO, "POST", "timeout_after", 0, 1500, 0.01),
    (TWILIO, "POST", "cut_before", 0, 0, 0.02),
    (TWILIO, "POST", "cut_after", 0, 0, 0.03),
    (TWILIO, "*", "delay", 0, 700, 0.02),
    (TWILIO, "*", "delay_after", 0, 700, 0.02),
    (TWILIO, "GET", "status", 500, 0, 0.02),
)
# Stripe may keep a 500 as its key's answer for a day.
SAVED = ("/stripe/v1/payment_intents", "/stripe/v1/refunds")
# Seconds. The calls of this world take less than ten, its leases therefore no more than this.
LEASE_S = 20
WEIGHTS = {
    "worker killed": 40,
    "web worker killed": 18,
    "web killed": 5,
    "clock killed": 4,
    "Valkey flushed": 8,
    "Valkey stopped": 5,
    "PostgreSQL restarted": 6,
    "PostgreSQL crashed": 4,
    "webhooks twice": 5,
    "webhooks reversed": 5,
    "webhooks held": 5,
    "webhooks shuffled": 5,
}
# What time would do, in less of it: back-offs and leases are shortened where they are kept.
_HURRY = (
    "UPDATE effects SET due_at = now() + interval '1 second' "
    "WHERE status = 'waiting' AND due_at > now() + interval '3 seconds'",
    "UPDATE circuits SET probe_at = now() + interval '1 second' "
    "WHERE probe_at > now() + interval '3 seconds'",
    f"UPDATE effects SET lease_until = now() + interval '{LEASE_S} seconds' "
    f"WHERE status = 'running' AND lease_until > now() + interval '{LEASE_S + 1} seconds'",
)


class Harm:
    """Does one bad thing after the other, in the thread that calls `next`."""

    def __init__(self, stage: Stage, seed: int, *, pause: float) -> None:
        """`pause` is the mean time between two bad things, in seconds."""
        self.stage = stage
        self.dice = random.Random(seed)
        self.pause = pause
        self.done: Counter[str] = Counter()
        self._back: list[tuple[float, str]] = []
        self._at = time.monotonic() + pause

    def begin(self, seed: int) -> None:
        """Let the stand-ins' answers go wrong from now on."""
        for number, (path, method, mode, status, ms, chance) in enumerate(FAULTS):
            self.stage.sandbox.fault(
                path, mode, method=method, status=status, ms=ms, times=None,
                probability=chance, seed=seed * 1000 + number,
            )  # fmt: skip
        for number, path in enumerate(SAVED):
            self.stage.sandbox.fault(
                path, "status_after", method="POST", status=500, times=None,
                probability=0.01, seed=seed * 1000 + 500 + number, saved=True,
            )  # fmt: skip

    def next(self) -> None:
        """What is due now: bring back what was down long enough, then do the next bad thing."""
        now = time.monotonic()
        for at, name in list(self._back):
            if at <= now:
                self._back.remove((at, name))
                self.stage.revive(name) if name != "valkey" else self.stage.valkey.start()
        if now < self._at:
            return
        self._at = now + self.dice.uniform(0.3, 1.7) * self.pause
        [what] = self.dice.choices(list(WEIGHTS), list(WEIGHTS.values()))
        if self._do(what):
            self.done[what] += 1

    def _down(self, name: str) -> bool:
        return any(down == name for _, down in self._back)

    def _kill(self, name: str) -> bool:
        if self._down(name) or self.stage.parts[name].ended:
            return False
        self.stage.kill(name)
        self._back.append((time.monotonic() + self.dice.uniform(0, 1.5), name))
        self.stage.parts[name].process = None
        return True

    def _do(self, what: str) -> bool:
        match what:
            case "worker killed":
                return self._kill(self.dice.choice(WORKERS))
            case "web killed":
                return self._kill("web")
            case "clock killed":
                return self._kill("clock")
            case "web worker killed":
                return self.stage.kill_one_of_web(self.dice.randrange(2))
            case "Valkey flushed":
                if self._down("valkey"):
                    return False
                with redis.Redis.from_url(self.stage.valkey.url()) as client:
                    client.flushall()
            case "Valkey stopped":
                if self._down("valkey"):
                    return False
                self.stage.valkey.stop()
                self._back.append((time.monotonic() + self.dice.uniform(0.5, 4), "valkey"))
            case "PostgreSQL restarted":
                self.stage.restart_postgres()
            case "PostgreSQL crashed":
                self.stage.restart_postgres(crash=True)
            case _:
                return self._webhooks(what)
        return True

    def _webhooks(self, what: str) -> bool:
        sandbox = self.stage.sandbox
        sandbox.release("shuffle" if what == "webhooks shuffled" else "forward", 2)
        if what == "webhooks twice":
            sandbox.webhooks("repeat", times=3)
        elif what == "webhooks reversed":
            sandbox.webhooks("reverse")
        elif what in {"webhooks held", "webhooks shuffled"}:
            sandbox.webhooks("hold", ["stripe", "twilio.status"])
        return True

    def end(self) -> None:
        """Nothing goes wrong any more; everything that was down comes back."""
        for _, name in self._back:
            self.stage.revive(name) if name != "valkey" else self.stage.valkey.start()
        self._back.clear()
        for rule in self.stage.sandbox.faults():
            self.done[f"{rule['path'].split('/')[1]}: {rule['mode']}"] += rule["hits"]
        self.stage.sandbox.clear_faults()
        self.stage.sandbox.release("reverse", 2)


class Hurry(threading.Thread):
    """Shortens back-offs and leases in the database, and repeats what Twilio would repeat.

    (Told `#rc=...&rp=5xx,ct,rt` Twilio calls again where we could not answer; the sandbox, like
    Twilio untold, does not.)
    """

    def __init__(self, stage: Stage) -> None:
        super().__init__(name="hurry", daemon=True)
        self.stage = stage
        self.ending = threading.Event()
        self.repeated = 0
        self._seen: set[int] = set()

    def run(self) -> None:
        while not self.ending.wait(0.5):
            self.once()

    def once(self) -> None:
        """One round."""
        with suppress(SQLAlchemyError), db.transaction() as session:
            for statement in _HURRY:
                session.execute(text(statement))
        with suppress(sqlite3.Error, requests.RequestException):
            self._repeat()

    def _repeat(self) -> None:
        sql = "SELECT seq, subject FROM deliveries WHERE state = 'failed' AND kind LIKE 'twilio%'"
        for seq, subject in read_books(self.stage, sql):
            if seq not in self._seen:
                self._seen.add(seq)
                self.stage.sandbox.replay(subject)
                self.repeated += 1


def read_books(stage: Stage, sql: str) -> list[tuple[int, str]]:
    """Rows of the sandbox's own database."""
    connection = sqlite3.connect(f"file:{stage.sandbox_books}?mode=ro", uri=True, timeout=5)
    try:
        return list(connection.execute(sql))
    finally:
        connection.close()
