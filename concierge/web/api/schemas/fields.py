"""Fields that several schemas have: times, amounts, texts, numbers, and who is meant."""

import re
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainValidator,
    StringConstraints,
    WithJsonSchema,
)

from concierge import clock, money
from concierge.customers import numbers
from concierge.errors import Refused

# The largest id that PostgreSQL keeps.
MOST_ID = 2**63 - 1
_RFC3339 = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?(?P<zone>[Zz]|[+-]\d\d:\d\d)?", re.ASCII
)
_WRITE = "Write a time with its zone, like 2030-05-01T12:00:00Z or 2030-05-01T14:00:00+02:00."
_FARTHEST = timedelta(days=366)


class Request(BaseModel):
    """What is asked: exactly the fields that are described, of exactly their types."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Answer(BaseModel):
    """What is answered."""


def _to_come(value: Any) -> datetime:
    match = _RFC3339.fullmatch(value) if isinstance(value, str) else None
    if match is None or match["zone"] is None:
        raise ValueError(_WRITE)
    try:
        moment = datetime.fromisoformat(value.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(f"There is no such time. {_WRITE}") from None
    now = clock.now()
    if moment <= now:
        raise ValueError("This time has passed. Write one that is still to come.")
    if moment > now + _FARTHEST:
        raise ValueError("This time is more than a year away.")
    return moment


def _printable(value: str) -> str:
    # PostgreSQL keeps no NUL, and no phone shows the others.
    if any(ord(sign) < 32 and sign not in "\n\t" for sign in value):
        raise ValueError("Leave control characters out.")
    return value


def _normal(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("Write a phone number as a string, like “+15550100123”.")
    try:
        return numbers.normalise(value)
    except Refused as refusal:
        raise ValueError(refusal.message) from None


def _meant(value: Any) -> int | str:
    if isinstance(value, int) and not isinstance(value, bool):
        if 1 <= value <= MOST_ID:
            return value
        raise ValueError("An id is a whole number from 1.")
    if not isinstance(value, str):
        raise ValueError("Write an id as a number, or a phone number as a string.")
    return _normal(value)


def _meant_in_query(value: str) -> int | str:
    if re.fullmatch(r"\d{1,19}", value, re.ASCII):
        return _meant(int(value))
    # An unescaped plus sign arrives as a space.
    return _normal("+" + value[1:] if value.startswith(" ") else value)


_TIME = {"type": "string", "format": "date-time"}
_NUMBER = {"type": "string", "maxLength": 40, "examples": ["+15550100123"]}
_ID = {"type": "integer", "minimum": 1, "maximum": MOST_ID}

ToCome = Annotated[datetime, PlainValidator(_to_come), WithJsonSchema(_TIME)]
Number = Annotated[str, PlainValidator(_normal), WithJsonSchema(_NUMBER)]
CustomerMeant = Annotated[
    int | str, PlainValidator(_meant), WithJsonSchema({"oneOf": [_ID, _NUMBER]})
]
CustomerInQuery = Annotated[
    int | str, PlainValidator(_meant_in_query), WithJsonSchema({"oneOf": [_ID, _NUMBER]})
]
Currency = Annotated[str, StringConstraints(pattern="^[A-Z]{3}$")]
Amount = Annotated[int, Field(ge=0, le=money.MAX_AMOUNT)]
PRINTABLE = AfterValidator(_printable)
Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), PRINTABLE
]
LongText = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300), PRINTABLE
]
Moment = Annotated[datetime, WithJsonSchema(_TIME)]
