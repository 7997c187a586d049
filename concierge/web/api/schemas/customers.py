"""Customers."""

from functools import cache
from typing import Annotated, Self
from zoneinfo import available_timezones

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints

from concierge import config
from concierge.customers import models
from concierge.web.api.paging import Paging
from concierge.web.api.schemas.fields import (
    PRINTABLE,
    Answer,
    Moment,
    Number,
    Request,
)


def _language(value: str) -> str:
    if value not in config.LANGUAGES:
        raise ValueError(f"One of {', '.join(config.LANGUAGES)}.")
    return value


@cache
def _zones() -> set[str]:
    return available_timezones()


def _zone(value: str) -> str:
    if value not in _zones():
        raise ValueError("Write a zone's name, like America/New_York.")
    return value


Email = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, max_length=200, pattern=r"^[^@\s\x00-\x1f]+@[^@\s\x00-\x1f]+$"
    ),
]
Language = Annotated[
    str,
    AfterValidator(_language),
    Field(json_schema_extra={"enum": list(config.LANGUAGES)}),
]
Timezone = Annotated[str, AfterValidator(_zone), Field(examples=["America/New_York"])]
Name = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120), PRINTABLE
]
Address = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500), PRINTABLE
]
Preferences = Annotated[str, StringConstraints(max_length=1000), PRINTABLE]
Notes = Annotated[str, StringConstraints(max_length=5000), PRINTABLE]


class CustomerEdit(Request):
    """What is known of a customer. What is left out stays as it is; null takes it away."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"name": "Maria Lopez", "address": "14 Elm St"}]}
    )

    name: Name | None = None
    email: Email | None = None
    address: Address | None = Field(default=None, description="Where things are delivered.")
    language: Language | None = None
    timezone: Timezone | None = Field(default=None, description="An IANA zone.")
    notes: Notes | None = Field(default=None, description="What operators want to remember.")
    preferences: Preferences | None = Field(default=None, description="What to heed when quoting.")

    def given(self) -> dict[str, str]:
        """The fields that were sent; what is to be taken away is empty."""
        return {name: getattr(self, name) or "" for name in self.model_fields_set - {"number"}}


class NewCustomer(CustomerEdit):
    """Somebody with a phone number. What else is written here is kept only where they are new."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"number": "+1 555 010 0123", "name": "Maria Lopez"}]}
    )

    number: Number = Field(
        description="In any usual spelling; without a country code it is one of DEFAULT_REGION."
    )


class ContactPoint(Answer):
    """Where a customer writes from, and is written to."""

    channel: str
    address: str = Field(description="E.164, for a phone.")
    last_heard_at: Moment | None
    doubted_at: Moment | None = Field(
        description="It may be somebody else's by now: nothing is charged until that is known."
    )
    opted_out_at: Moment | None = Field(description="They wrote STOP: nothing can be sent.")
    unreachable_at: Moment | None = Field(description="The carrier says that nothing arrives.")
    unreachable_reason: str | None


class Customer(Answer):
    """A person."""

    id: int
    name: str | None
    email: str | None
    address: str | None
    language: str | None
    timezone: str | None
    notes: str
    preferences: str | None
    tags: list[str]
    created_at: Moment
    onboarded_at: Moment | None = Field(description="They filled in the account page.")
    erased_at: Moment | None = Field(description="Nothing is kept of them but bookings.")
    merged_into_id: int | None = Field(
        description="They turned out to be the same person as this customer: go on with that one."
    )
    conversation_id: int | None
    contact_points: list[ContactPoint]

    @classmethod
    def of(cls, customer: models.Customer, conversation_id: int | None) -> Self:
        """As the API shows them."""
        return cls(
            id=customer.id,
            name=customer.name,
            email=customer.email,
            address=customer.address,
            language=customer.language,
            timezone=customer.timezone,
            notes=customer.notes,
            preferences=customer.preferences,
            tags=list(customer.tags),
            created_at=customer.created_at,
            onboarded_at=customer.onboarded_at,
            erased_at=customer.erased_at,
            merged_into_id=customer.merged_into_id,
            conversation_id=conversation_id,
            contact_points=[
                ContactPoint(
                    channel=point.channel,
                    address=point.address,
                    last_heard_at=point.last_heard_at,
                    doubted_at=point.doubted_at,
                    opted_out_at=point.opted_out_at,
                    unreachable_at=point.dead_at,
                    unreachable_reason=point.dead_reason,
                )
                for point in customer.contact_points
            ],
        )


class CustomerList(Paging):
    """Which customers."""

    number: Number | None = Field(
        default=None, description="Only who has this phone number, in any usual spelling."
    )
