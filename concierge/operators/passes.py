"""A pass to the event stream: who and until when, signed, because that process knows no session.

It travels in an address, and addresses end up in logs: so it works for minutes only, and what it
opens says nothing but which conversations changed.
"""

from datetime import timedelta

from itsdangerous import BadSignature, URLSafeTimedSerializer

from concierge import config

LIFETIME = timedelta(minutes=10)


def issue(operator_id: int, epoch: int, login_id: int) -> str:
    """A pass for an operator who has logged in."""
    return _signer().dumps([operator_id, epoch, login_id])


def read(text: str) -> tuple[int, int, int] | None:
    """(operator, epoch, login); None for a pass that is forged, or too old."""
    try:
        operator_id, epoch, login_id = _signer().loads(text, max_age=int(LIFETIME.total_seconds()))
    except (BadSignature, ValueError, TypeError):
        return None
    return int(operator_id), int(epoch), int(login_id)


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(config.current().secret_key.get_secret_value(), salt="live")
