"""Logging: a line an event, to standard error, for the supervisor or the platform to keep."""

import logging
import re

# A one-time link opens an account: its token has no business in a log.
_TOKEN = re.compile(r"/l/[0-9a-z]{1,13}-[A-Za-z0-9_-]{22}")


class _Discreet(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if "/l/" in message:
            record.msg, record.args = _TOKEN.sub("/l/[token]", message), ()
        return True


def set_up(level: str) -> None:
    """Log at `level` from now on; calling it again changes the level only."""
    root = logging.getLogger()
    root.setLevel(level)
    if not any(
        isinstance(each, _Discreet) for handler in root.handlers for each in handler.filters
    ):
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
        handler.addFilter(_Discreet())
        root.addHandler(handler)
    for noisy in ("rq.worker", "twilio.http_client", "stripe", "urllib3"):
        logging.getLogger(noisy).setLevel(max(logging.WARNING, root.level))
