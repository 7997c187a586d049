"""Logging: a line an event, to standard error, for the supervisor or the platform to keep.

`bound` says what is being done (a request, an effect), and every line meanwhile carries it; so one
id follows a text from its webhook through the worker to its receipt. Never logged: what people
write, links that open something, keys.
"""

import json
import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

# What has no business in a log, and what stands there instead: a one-time link opens an account.
_SECRETS = (
    (re.compile(r"/l/[0-9a-z]{1,13}-[A-Za-z0-9_-]{22}"), "/l/[token]"),
    (re.compile(r"\b((?:sk|rk)_(?:live|test)|whsec)_[A-Za-z0-9]+"), r"\1_[secret]"),
    # A link's token by itself, as an effect's parameters hold it.
    (re.compile(r"(?<![\w/-])[0-9a-z]{1,13}-[A-Za-z0-9_-]{22}(?![\w-])"), "[token]"),
    (re.compile(r"\bct_[A-Za-z0-9_-]{20,}"), "ct_[secret]"),
    (re.compile(r"([?&]token=)[^&\s\"']+"), r"\1[token]"),
    (re.compile(r"(://[^:/@\s]+:)[^@/\s]+@"), r"\1[password]@"),
)
# The settings that are secret, by heart: no pattern knows what somebody's password looks like.
_by_heart: set[str] = set()
_SHORTEST = 8  # what is shorter is some ordinary word, too
_KEYS = ("request_id", "effect", "customer", "about")
_scope: ContextVar[dict[str, Any] | None] = ContextVar("log_scope", default=None)


@contextmanager
def bound(**known: Any) -> Iterator[None]:
    """Every line of this thread says so meanwhile: `request_id`, `effect`, `customer`, `about`."""
    token = _scope.set({**(_scope.get() or {}), **known})
    try:
        yield
    finally:
        _scope.reset(token)


def know(**more: Any) -> None:
    """Something became known about what is being done; nothing where nothing was bound."""
    if (scope := _scope.get()) is not None:
        scope.update(more)


def request_id() -> str | None:
    """The id of the request that is being answered, or that led to what is being done."""
    scope = _scope.get()
    return scope.get("request_id") if scope else None


def discreet(text: str) -> str:
    """`text` without what opens or signs anything."""
    for pattern, instead in _SECRETS:
        text = pattern.sub(instead, text)
    for secret in _by_heart:
        text = text.replace(secret, "[secret]")
    return text


class _Discreet(logging.Filter):
    """Scrubs a record's message and adds what is known of the moment it was written in."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if (scrubbed := discreet(message)) != message:
            record.msg, record.args = scrubbed, ()
        record.scope = {k: v for k, v in (_scope.get() or {}).items() if v is not None}
        return True


class _Text(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = discreet(super().format(record))
        scope = getattr(record, "scope", None)
        if not scope:
            return line
        first, newline, rest = line.partition("\n")
        known = " ".join(f"{key}={scope[key]}" for key in _KEYS if key in scope)
        return f"{first} [{known}]{newline}{rest}"


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": discreet(record.getMessage()),
            **getattr(record, "scope", {}),
        }
        if record.exc_info:
            line["exception"] = discreet(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False, default=str)


def set_up(level: str, format_: str = "text", *, secrets: Iterable[str] = ()) -> None:
    """Log at `level` from now on, as "text" or "json"; calling it again changes just these.

    `secrets` are never written, wherever they turn up.
    """
    _by_heart.update(secret for secret in secrets if len(secret) >= _SHORTEST)
    root = logging.getLogger()
    root.setLevel(level)
    formatter = _Json() if format_ == "json" else _Text("%(levelname)s %(name)s: %(message)s")
    ours = [h for h in root.handlers if any(isinstance(each, _Discreet) for each in h.filters)]
    if not ours:
        handler: logging.Handler = logging.StreamHandler()
        handler.addFilter(_Discreet())
        root.addHandler(handler)
        ours = [handler]
    for handler in ours:
        handler.setFormatter(formatter)
    # What they say below a warning is whole texts, requests and rows: what people wrote.
    for noisy in ("rq.worker", "twilio.http_client", "stripe", "urllib3", "sqlalchemy"):
        logging.getLogger(noisy).setLevel(max(logging.WARNING, root.level))
