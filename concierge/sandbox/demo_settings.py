"""The settings of the demo: made up, the same at each start, and never those of a live business."""

import json
import os
import secrets
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SECRETS: Mapping[str, Callable[[], str]] = {
    "SECRET_KEY": lambda: secrets.token_urlsafe(32),
    "TWILIO_ACCOUNT_SID": lambda: f"AC{secrets.token_hex(16)}",
    "TWILIO_AUTH_TOKEN": lambda: secrets.token_hex(16),
    "STRIPE_SECRET_KEY": lambda: f"sk_test_{secrets.token_hex(24)}",
    "STRIPE_WEBHOOK_SECRET": lambda: f"whsec_{secrets.token_hex(24)}",
}
# All that the demo's processes see of the caller's environment. The list is of what they may see,
# not of what they may not, so that no live key, database or proxy ever gets through.
INHERITED = frozenset(
    {"HOME", "LANG", "LANGUAGE", "LD_LIBRARY_PATH", "LOGNAME", "NO_COLOR", "PATH", "SHELL"}
    | {"TERM", "TMPDIR", "TZ", "USER", "WEB_THREADS", "WEB_WORKERS"}
)

# What the processes need to run, and a command in a person's own shell does not.
NOT_SETTINGS = ("CONCIERGE_ENV_FILE", "GUNICORN_CMD_ARGS", "PYTHONUNBUFFERED")


class DemoError(Exception):
    """The demo cannot start. The message says why and what to do."""


@dataclass(frozen=True)
class Ports:
    """Three in a row: the console, the phone, the live updates."""

    web: int

    @property
    def phone(self) -> int:
        return self.web + 1

    @property
    def live(self) -> int:
        return self.web + 2

    @property
    def all(self) -> tuple[int, int, int]:
        return (self.web, self.phone, self.live)


def made_up_secrets(path: Path) -> dict[str, str]:
    """The demo's secrets, invented at its first start and kept: its data are signed with them."""
    if path.exists():
        try:
            kept = json.loads(path.read_text())
        except ValueError:
            kept = None
        if not isinstance(kept, dict) or not kept.keys() >= SECRETS.keys():
            raise DemoError(f"{path} is damaged: bin/demo --reset starts afresh.")
        return {name: str(kept[name]) for name in SECRETS}
    made = {name: make() for name, make in SECRETS.items()}
    draft = path.with_suffix(".new")
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(made, indent=1))
    draft.replace(path)
    return made


def environment(
    *, ports: Ports, folder: Path, made_up: Mapping[str, str], database_url: str, redis_url: str
) -> dict[str, str]:
    """Everything that the demo's processes get, and nothing else."""
    public = f"http://localhost:{ports.web}"
    stand_ins = f"http://localhost:{ports.phone}"
    inherited = {name: value for name, value in os.environ.items() if from_outside(name)}
    programs = os.pathsep.join(
        [str(Path(sys.executable).parent), inherited.get("PATH", os.defpath)]
    )
    return {
        **inherited,
        **made_up,
        "PATH": programs,
        "PYTHONUNBUFFERED": "1",
        "GUNICORN_CMD_ARGS": "--log-level warning",
        "CONCIERGE_ENV_FILE": "",  # nor the settings in a .env
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "HOST": "127.0.0.1",
        "PORT": str(ports.web),
        "LIVE_PORT": str(ports.live),
        "SANDBOX_PORT": str(ports.phone),
        "PUBLIC_URL": public,
        "LIVE_URL": f"http://localhost:{ports.live}",
        "BUSINESS_NAME": "Rose & Thorn",
        "CURRENCY": "USD",
        "TIMEZONE": "America/New_York",
        "DEFAULT_REGION": "US",
        "TWILIO_PHONE_NUMBER": "+15550100100",
        "TWILIO_API_BASE": f"{stand_ins}/twilio",
        "STRIPE_API_BASE": f"{stand_ins}/stripe",
        "SANDBOX_DATA": str(folder / "sandbox.db"),
        "SANDBOX_WEBHOOK_BASE": public,
    }


def write_env_file(path: Path, settings: Mapping[str, str]) -> None:
    """For `bin/flask`: the settings of the demo that runs, readable by its owner alone."""
    path.touch(mode=0o600)
    ours = {name: value for name, value in settings.items() if not from_outside(name)}
    for name in NOT_SETTINGS:
        ours.pop(name, None)
    path.write_text("".join(f"{name}='{value}'\n" for name, value in ours.items()))


def from_outside(name: str) -> bool:
    return name in INHERITED or name.startswith("LC_")
