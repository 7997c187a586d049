"""What the quote builder shows beside the form: the very text, its price, and what to know."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from concierge import config
from concierge.catalogue.models import CatalogueItem
from concierge.channels import segments
from concierge.conversation import notices, write
from concierge.customers.models import Customer
from concierge.money import Money, Price
from concierge.quotes.models import Quote, QuoteLine
from concierge.web.console import picking
from concierge.web.console.offering import Offer
from concierge.web.console.quoting import Typed

# Card networks let go of a reservation after about a week.
_RESERVED_FOR = timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Culprit:
    """A character that makes the text cost more, and what says the same for less."""

    sign: str
    name: str
    instead: str


@dataclass(frozen=True, slots=True)
class Preview:
    """The very text, what it costs, and what the operator should know before it goes out."""

    text: str
    segments: segments.Segments
    cheaper: int  # parts, were it not for the culprits
    culprits: list[Culprit]
    total: Price
    offer: Offer
    too_long: bool
    remarks: list[str]
    short: list[str]  # of what there is not enough
    unavailable: list[str]  # what can't be had on the promised day


def preview(
    typed: Typed,
    offer: Offer,
    customer: Customer,
    *,
    others: Sequence[Quote],
    goods: Mapping[int, CatalogueItem],
    at: datetime,
) -> Preview | None:
    """None while there is nothing to show. `others`: live quotes that stay open beside it.

    `goods`: the items that the lines came from.
    """
    if not offer.lines:
        return None
    currency = config.current().currency
    quote = Quote(
        number=typed.number,
        currency=currency,
        delivery_amount=offer.delivery_amount,
        fee_amount=offer.fee_amount,
        total=offer.total,
        is_estimate=offer.is_estimate,
        address=offer.address,
        note=offer.note,
        promised_at=offer.promised_at,
        expires_at=offer.expires_at,
        lines=[
            QuoteLine(
                position=position,
                description=line.description,
                quantity=line.quantity,
                unit_amount=line.unit_amount,
            )
            for position, line in enumerate(offer.lines)
        ],
    )
    quote.customer = customer
    text = notices.quote_text(quote, at=at, several=bool(others))
    measured = segments.measure(text)
    own = "".join((typed.note, offer.address or "", *(row.description for row in typed.rows)))
    return Preview(
        text,
        measured,
        segments.measure(_cheaper(text)).count,
        [Culprit(c, _name(c), _instead(c)) for c in measured.culprits if c in own],
        quote.price,
        offer,
        len(text) > write.LONGEST,
        _remarks(offer, customer, at),
        picking.short(offer, goods),
        picking.unavailable(offer, goods, at),
    )


def plain(typed: Typed, customer: Customer) -> None:
    """Replace whatever makes the text cost more, but for the customer's own address: an order to
    anywhere else asks for a stronger yes.
    """
    for row in typed.rows:
        row.description = " ".join(_cheaper(row.description).split())
    typed.note = _cheaper(typed.note)
    if typed.address != customer.address:
        typed.address = _cheaper(typed.address)


def _cheaper(text: str) -> str:
    culprits = segments.measure(text).culprits
    return "".join(_instead(c) if c in culprits else c for c in text)


def _instead(sign: str) -> str:
    """The letter without its accent, or nothing for what has no plain sibling."""
    if sign in segments.REPLACEMENTS:
        return segments.REPLACEMENTS[sign]
    bare = "".join(c for c in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(c))
    return bare if not segments.measure(bare).culprits else ""


def _name(sign: str) -> str:
    return unicodedata.name(sign, "a sign").lower()


def _remarks(offer: Offer, customer: Customer, at: datetime) -> list[str]:
    """What is different from an ordinary quote."""
    said = []
    name = customer.first_name or "The customer"
    above = config.current().confirm_above
    if offer.is_estimate:
        who = customer.first_name or "the customer"
        said.append(
            "You finish it with what it really cost and a photo of the shop's receipt. "
            f"Should it cost more, {who} is asked again."
        )
    if offer.address and customer.address:
        said.append(f"Another address than {name}'s own: an OK is confirmed on a one-time link.")
    if above and offer.total > above:
        limit = Money(above, config.current().currency)
        said.append(f"More than {limit}: an OK is confirmed on a one-time link.")
    if not offer.address and not customer.address:
        said.append(f"No address yet: {name} is asked for one before the card.")
    if offer.promised_at and offer.promised_at - at > _RESERVED_FOR:
        said.append("Cards keep money reserved for about a week; it may have to be reserved again.")
    return said
