"""What was agreed: a quote that somebody said OK to."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from concierge.customers.models import Customer
from concierge.db import Base, Choice
from concierge.money import Ceiling, Money, Price
from concierge.partners.models import Partner


class OrderStatus(StrEnum):
    """Moved by orders.lifecycle alone."""

    PLACED = "placed"  # the card is being authorised
    HELD = "held"  # waits for the customer: see `held_for`
    CONFIRMED = "confirmed"  # the money is reserved; to be fulfilled
    FULFILLED = "fulfilled"  # done; the money is being captured
    PAID = "paid"
    CANCELLED = "cancelled"


class HeldFor(StrEnum):
    """What a held order waits for."""

    CARD = "card"  # there is none yet
    DECLINED = "declined"  # the card was declined or has expired: another one
    BANK = "bank"  # the bank wants the customer present
    EXPIRED = "expired"  # the card's last month is over, so it is not even tried
    PROOF = "proof"  # the number may have changed hands: is it still the card's owner?


class Whereabouts(StrEnum):
    """Where what was ordered is, as long as the order is to be fulfilled. Moved as a status is."""

    HOUSE = "house"  # with us
    PARTNER = "partner"
    OUT = "out"  # on its way to the customer


class Order(Base):
    """One order, from exactly one quote."""

    __tablename__ = "orders"
    __table_args__ = (
        UniqueConstraint("quote_id"),
        Index(None, "customer_id", "id"),
        Index(None, "status", "id"),
        Index(None, "fulfilled_at"),
        Index("ix_orders_board", "status", "promised_at", "id"),
        Index("ix_orders_trouble", "id", postgresql_where=text("trouble is not null")),
        Index(
            "ix_orders_final_total",
            "final_total",
            "id",
            postgresql_where=text("final_total is not null"),
        ),
        Index(
            "ix_orders_whereabouts",
            "whereabouts",
            "promised_at",
            "id",
            postgresql_where=text("status = 'confirmed'"),
        ),
        Index("ix_orders_partner", "partner_id", postgresql_where=text("partner_id is not null")),
        Index("ix_orders_held", "held_at", postgresql_where=text("status = 'held'")),
        CheckConstraint("total > 0", "total"),
        CheckConstraint("(status = 'held') = (held_for is not null)", "held_for"),
        CheckConstraint("final_total between 1 and total", "final_total"),
        CheckConstraint("asked_total > total", "asked_total"),
        CheckConstraint("whereabouts <> 'partner' or partner_id is not null", "whereabouts"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    quote_id: Mapped[int] = mapped_column(ForeignKey("quotes.id"))
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    number: Mapped[int]  # the quote's
    status: Mapped[OrderStatus] = mapped_column(Choice(OrderStatus))
    held_for: Mapped[HeldFor | None] = mapped_column(Choice(HeldFor))
    held_at: Mapped[datetime | None]
    trouble: Mapped[str | None]  # what an operator must look at, in a sentence
    currency: Mapped[str]
    total: Mapped[int]  # what was agreed; of an estimate, at most
    is_estimate: Mapped[bool] = mapped_column(default=False)
    final_total: Mapped[int | None]  # what it costs in the end: settled once, when it is fulfilled
    asked_total: Mapped[int | None]  # the customer is being asked whether it may cost so much
    refused_total: Mapped[
        int | None
    ]  # they did not agree to so much: a person decides how to go on
    no_receipt: Mapped[str | None]  # why there is no photo of the shop's receipt
    summary: Mapped[str]
    address: Mapped[str | None]
    promised_at: Mapped[datetime | None]
    placed_at: Mapped[datetime]
    undo_until: Mapped[datetime]
    started_at: Mapped[datetime | None]  # somebody is on it: no UNDO any more
    whereabouts: Mapped[Whereabouts] = mapped_column(
        Choice(Whereabouts), default=Whereabouts.HOUSE, server_default="house"
    )
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("partners.id"))  # who makes it
    given_at: Mapped[datetime | None]  # when they got it
    out_at: Mapped[datetime | None]
    courier: Mapped[str | None]  # who brings it
    tracking: Mapped[str | None]  # a number of the courier's, or a link (https)
    fulfilled_at: Mapped[datetime | None]
    fulfilment_note: Mapped[str | None]
    cancelled_at: Mapped[datetime | None]
    cancelled_because: Mapped[str | None]

    customer: Mapped[Customer] = relationship()
    partner: Mapped[Partner | None] = relationship()

    @property
    def is_lapsing(self) -> bool:
        """To be delivered, and something is wrong: its reservation could not be made anew."""
        return self.status is OrderStatus.CONFIRMED and self.trouble is not None

    @property
    def tracking_link(self) -> str | None:
        """Where it can be followed, if that is a page and not a number."""
        tracking = self.tracking or ""
        return tracking if tracking.startswith(("https://", "http://")) else None

    @property
    def money(self) -> Money:
        """What was agreed."""
        return Money(self.total, self.currency)

    @property
    def final(self) -> Money:
        """What is taken for it: settled when it is fulfilled, until then what was agreed."""
        settled = self.final_total if self.final_total is not None else self.total
        return Money(settled, self.currency)

    @property
    def price(self) -> Price:
        """What is said for what it costs: "up to $60.00" until that is known."""
        if self.is_estimate and self.final_total is None:
            return Ceiling(self.money)
        return self.final

    @property
    def asked(self) -> Money | None:
        """What the customer is being asked for beyond what they agreed to."""
        return Money(self.asked_total, self.currency) if self.asked_total is not None else None

    @property
    def refused(self) -> Money | None:
        """What they did not agree to."""
        return Money(self.refused_total, self.currency) if self.refused_total is not None else None


class OrderGoods(Base):
    """What an order counted out of the catalogue's stock, for as long as it is not cancelled."""

    __tablename__ = "order_goods"
    __table_args__ = (CheckConstraint("quantity > 0", "quantity"),)

    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("catalogue_items.id"), primary_key=True)
    quantity: Mapped[int]


class ShopReceipt(Base):
    """The photo of what an order really cost in the shop, made anew from its pixels."""

    __tablename__ = "shop_receipts"

    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), primary_key=True)
    content_type: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]
    created_by: Mapped[str]


class DeliveryPicture(Base):
    """What was delivered, as somebody photographed it, made anew from its pixels."""

    __tablename__ = "delivery_pictures"

    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), primary_key=True)
    content_type: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]
    created_by: Mapped[str]
