"""Requests of programs that carry a key, so that a repeat is answered and not done again."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from concierge.errors import Refused
from concierge.operators.models import ApiRequest

# What a row holds from its insertion until its answer, within one transaction; nobody sees it.
_UNANSWERED = 0
# What a row holds once the customer whom its answer was about has been erased; see privacy.map.
GONE = 410


def take(
    session: Session, token_id: int, key: str, fingerprint: bytes, *, at: datetime
) -> tuple[ApiRequest, bool]:
    """The row of this key, and whether it is a repeat; if not, the request is carried out now.

    The row belongs to the transaction that carries the request out: while that is under way this
    waits, then finds the answer; if that is rolled back, nothing happened and this one is the
    first. Raises `Refused` where the key came with another request.
    """
    while True:
        number = session.scalar(
            insert(ApiRequest)
            .values(
                token_id=token_id,
                key=key,
                fingerprint=fingerprint,
                created_at=at,
                status=_UNANSWERED,
                body={},
            )
            .on_conflict_do_nothing(index_elements=["token_id", "key"])
            .returning(ApiRequest.id)
        )
        if number is not None:
            return session.get_one(ApiRequest, number), False
        earlier = session.scalars(
            select(ApiRequest).where(ApiRequest.token_id == token_id, ApiRequest.key == key)
        ).one_or_none()
        if earlier is None:
            continue  # the clock has deleted it just now
        if earlier.fingerprint != fingerprint:
            raise Refused(
                "idempotency-key-reused",
                "This Idempotency-Key came with another request before. Use a new key for a new "
                "request, and the same key only to repeat the very same one.",
            )
        return earlier, True
