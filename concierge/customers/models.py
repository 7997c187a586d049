"""A person, the addresses they write from, what they agreed to, and the links we text them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from concierge.db import Base, Choice


class Customer(Base):
    """A person. Everything else about them points here."""

    __tablename__ = "customers"
    __table_args__ = (
        Index(
            "ix_customers_name_letters",
            "name",
            postgresql_using="gin",
            postgresql_ops={"name": "gin_trgm_ops"},
        ),
        Index(
            "ix_customers_email_letters",
            "email",
            postgresql_using="gin",
            postgresql_ops={"email": "gin_trgm_ops"},
        ),
        Index(None, "created_at"),
        Index("ix_customers_tags", "tags", postgresql_using="gin"),
        Index(None, "source_id", postgresql_where=text("source_id is not null")),
        Index(None, "merged_into_id", postgresql_where=text("merged_into_id is not null")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    created_at: Mapped[datetime]
    name: Mapped[str | None]
    email: Mapped[str | None]
    address: Mapped[str | None]  # where things are delivered, as they wrote it
    address_by: Mapped[str | None]  # who wrote it: "customer:1", or an operator on their behalf
    language: Mapped[str | None]
    language_by: Mapped[str | None]  # "operator:3", or "service" where it was learned
    timezone: Mapped[str | None]
    onboarded_at: Mapped[datetime | None]  # gave name, address and consent on the account page
    notes: Mapped[str] = mapped_column(default="")  # what operators want to remember
    preferences: Mapped[str | None]  # what to heed when quoting: "garden roses, nothing pink"
    tags: Mapped[list[str]] = mapped_column(ARRAY(String), default=list, server_default="{}")
    # What owners want known besides: a custom field's id to its value, see customers.fields.
    custom: Mapped[dict[str, str]] = mapped_column(JSONB, default=dict, server_default="{}")
    # Where their first text came from.
    source_id: Mapped[int | None] = mapped_column(ForeignKey("entry_points.id"))
    erased_at: Mapped[datetime | None]  # nothing personal is left here: see privacy.erasing
    # Their number turned out to be somebody else's: nothing of theirs goes on, nothing is shown.
    parted_at: Mapped[datetime | None]
    # Turned out to be the same person: their numbers and thread are that customer's, see Merger.
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("customers.id"))

    contact_points: Mapped[list["ContactPoint"]] = relationship(
        back_populates="customer", order_by="ContactPoint.id"
    )
    source: Mapped["EntryPoint | None"] = relationship()

    @property
    def first_name(self) -> str | None:
        """What we call them: the first word of their name."""
        return self.name.split()[0] if self.name and self.name.strip() else None

    @property
    def is_doubted(self) -> bool:
        """Whether an address of theirs may be somebody else's by now."""
        return any(point.doubted_at is not None for point in self.contact_points)


class ContactPoint(Base):
    """A channel and an address ("sms", "+15550100123"). A customer may have several."""

    __tablename__ = "contact_points"
    __table_args__ = (
        UniqueConstraint("channel", "address"),
        Index(None, "customer_id"),
        Index(
            "ix_contact_points_digits",
            "address",
            postgresql_using="gin",
            postgresql_ops={"address": "gin_trgm_ops"},
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    channel: Mapped[str]
    address: Mapped[str]
    created_at: Mapped[datetime]
    last_heard_at: Mapped[datetime | None]
    opted_out_at: Mapped[datetime | None]  # wrote STOP; nothing is sent until START
    # Somebody writes from here again after a long silence, and has not shown yet to be the same
    # person: numbers are reassigned, and a stranger would inherit a card.
    doubted_at: Mapped[datetime | None]
    dead_at: Mapped[datetime | None]  # the carrier says that nothing arrives there
    dead_reason: Mapped[str | None]

    customer: Mapped[Customer] = relationship(back_populates="contact_points")


class Parting(Base):
    """A contact point turned out to be somebody else's, and was given to a fresh customer."""

    __tablename__ = "partings"
    __table_args__ = (Index(None, "customer_id", "id"), Index(None, "fresh_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_point_id: Mapped[int] = mapped_column(ForeignKey("contact_points.id"))
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))  # whose it was
    fresh_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))  # whose it is
    because: Mapped[str]
    by: Mapped[str]  # an Actor
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str | None]


class Merger(Base):
    """Two customers turned out to be one person: what was absorbed, so that it can be undone.

    Numbers and messages move; orders, quotes, payments, cards, consents and bookings stay where
    they were made, and are shown together.
    """

    __tablename__ = "mergers"
    __table_args__ = (
        Index(None, "kept_id"),
        Index(
            "uq_mergers_absorbed",
            "absorbed_id",
            unique=True,
            postgresql_where=text("undone_at is null"),
        ),
        Index(None, "absorbed_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kept_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    absorbed_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    point_ids: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))  # the numbers that moved
    last_message_id: Mapped[int]  # the newest there was, of anybody: what is later came since
    by: Mapped[str]  # an Actor
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str | None]

    kept: Mapped[Customer] = relationship(foreign_keys=[kept_id])
    absorbed: Mapped[Customer] = relationship(foreign_keys=[absorbed_id])


class ConsentKind(StrEnum):
    """Service: about what they asked for. Marketing: everything else, never a condition."""

    SERVICE = "service"
    MARKETING = "marketing"


class Consent(Base):
    """One line of the consent ledger: who agreed or withdrew, to what, when, by which words."""

    __tablename__ = "consents"
    __table_args__ = (Index(None, "customer_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    contact_point_id: Mapped[int | None] = mapped_column(ForeignKey("contact_points.id"))
    kind: Mapped[ConsentKind] = mapped_column(Choice(ConsentKind))
    given: Mapped[bool]
    at: Mapped[datetime]
    by: Mapped[str]  # an Actor: the customer, or whoever put it down for them
    words: Mapped[str]
    source: Mapped[str]  # the way it came: "text", "page", "carrier", "console"
    confirmation: Mapped[str | None]  # what they were told of it, once that had gone out


class LinkPurpose(StrEnum):
    """What a link that we text is for."""

    ACCOUNT = "account"  # name, address, consent, then a card
    CARD = "card"  # another card
    BANK = "bank"  # the bank wants the customer present (3-D Secure)
    CONFIRM = "confirm"  # a stronger yes than a text
    RECEIPT = "receipt"  # may be opened again and again
    PAY = "pay"  # this one order, with any card
    PROOF = "proof"  # show that it is still you, so that the order goes on


class Link(Base):
    """A link of ours. Its token is in no table: it is made from `salt` and SECRET_KEY."""

    __tablename__ = "links"
    __table_args__ = (Index(None, "customer_id", "purpose", "id"), Index(None, "expires_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    purpose: Mapped[LinkPurpose] = mapped_column(Choice(LinkPurpose))
    subject_id: Mapped[int | None]  # the order or quote it is about
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    customer: Mapped[Customer] = relationship()


class Tag(Base):
    """A word that some customer is tagged with, for suggesting it: see customers.tags."""

    __tablename__ = "tags"

    word: Mapped[str] = mapped_column(primary_key=True)


class FieldKind(StrEnum):
    """What may be written into a custom field."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"


class CustomField(Base):
    """Something that an owner wants known of customers: "Birthday", a date."""

    __tablename__ = "custom_fields"
    __table_args__ = (
        Index(
            "uq_custom_fields_name",
            func.lower(text("name")),
            unique=True,
            postgresql_where=text("retired_at is null"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    kind: Mapped[FieldKind] = mapped_column(Choice(FieldKind))
    choices: Mapped[list[str]] = mapped_column(ARRAY(String), default=list)
    created_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]  # asked for no more; what was written is kept


class EntryPoint(Base):
    """Where customers come from: a poster at the market, whose QR code has a word of its own."""

    __tablename__ = "entry_points"
    __table_args__ = (
        Index(
            "uq_entry_points_word",
            "word",
            unique=True,
            postgresql_where=text("retired_at is null"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    word: Mapped[str]  # in a newcomer's first text, in brackets: "Hi! (market)"
    greeting: Mapped[str]  # what stands before it there
    created_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]
