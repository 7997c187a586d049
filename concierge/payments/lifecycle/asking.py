"""How the calls that move money are asked for: one lane a payment, and a deadline."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from concierge import effects
from concierge.payments.models import Payment

# Stripe keeps an idempotency key for at least 24 hours; nothing is posted beyond it.
CALL_DEADLINE = timedelta(hours=18)


def every_few_seconds(at: datetime) -> int:
    """The same number for a few seconds: part of the key of a look that pages ask for."""
    return int(at.timestamp()) // 4


def ask(
    session: Session,
    kind: str,
    payment: Payment,
    *,
    at: datetime,
    key: str | None = None,
    deadline: datetime | None = None,
    **params: Any,
) -> None:
    """Ask for `kind` about a payment."""
    effects.request(
        session,
        kind,
        f"payment:{payment.id}",
        at=at,
        customer_id=payment.customer_id,
        key=key,
        lane=f"payment:{payment.id}",
        deadline=deadline or at + CALL_DEADLINE,
        **params,
    )


def ask_anew(session: Session, kind: str, payment: Payment, *, at: datetime, **params: Any) -> None:
    """A call that may have been given up before; the table of moves sees to it that it is one."""
    key = f"{kind}:payment:{payment.id}:{int(at.timestamp() * 1000)}"
    ask(session, kind, payment, at=at, key=key, **params)
