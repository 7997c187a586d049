"""How this installation is set up, for owners to read; it is changed where it runs."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from flask import Blueprint, render_template
from markupsafe import Markup, escape
from pydantic import SecretStr

from concierge import config
from concierge.config import Settings

routes = Blueprint("settings", __name__)


@dataclass(frozen=True, slots=True)
class Line:
    """A setting: its name, what it is set to in words, whether that is the default, and why."""

    name: str
    value: str
    is_default: bool
    about: Markup


@routes.get("/settings")
def show() -> Any:
    """All of them. No secret is shown, nor a part of one."""
    settings = config.current()
    lines = [_line(settings, name) for name in Settings.model_fields]
    return render_template("console/house/settings.html", lines=lines)


def _line(settings: Settings, name: str) -> Line:
    known = Settings.model_fields[name]
    value = getattr(settings, name)
    is_default = not known.is_required() and value == known.default
    return Line(name.upper(), _shown(value), is_default, _marked(known.description or ""))


def _shown(value: Any) -> str:
    if isinstance(value, SecretStr):
        return "set, and not shown" if value.get_secret_value() else "not set"
    text = str(value)
    return _without_password(text) if "://" in text else text


def _without_password(address: str) -> str:
    parts = urlsplit(address)
    if "@" not in parts.netloc and not parts.query:
        return address
    # A password may also stand in what follows the question mark.
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(
        (parts.scheme, f"…@{host}" if "@" in parts.netloc else host, parts.path, "", "")
    )


def _marked(description: str) -> Markup:
    """A description's `code`, as HTML."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(description))))  # noqa: S704
