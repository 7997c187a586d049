"""The life of a quote. Nothing else moves its status."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from concierge import config, events, money
from concierge.catalogue import queries as catalogue
from concierge.catalogue import stock
from concierge.customers import queries as customers
from concierge.customers.known import require_whole
from concierge.customers.models import Customer
from concierge.errors import Refused
from concierge.events import Actor
from concierge.orders import lifecycle as orders
from concierge.orders import queries as order_queries
from concierge.orders.models import Order
from concierge.quotes import queries
from concierge.quotes.models import Quote, QuoteLine, QuoteStatus
from concierge.transitions import Transitions

_S = QuoteStatus
MOVES = Transitions(
    "quote",
    {
        _S.DRAFT: {_S.SENT, _S.WITHDRAWN},
        _S.SENT: {_S.ACCEPTED, _S.DECLINED, _S.EXPIRED, _S.WITHDRAWN},
    },
)
MOST_LINES = 20
LONGEST_NOTE = 300
LONGEST_ADDRESS = 300


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is asked for; `unit_amount` in minor units.

    `item_id`, with what was chosen of it, where it comes from the catalogue: its stock is counted.
    """

    description: str
    quantity: int
    unit_amount: int
    item_id: int | None = None
    choices: Mapping[str, str] = field(default_factory=dict)


def draft(
    session: Session,
    customer: Customer,
    lines: Sequence[Line],
    *,
    by: Actor,
    at: datetime,
    currency: str | None = None,
    delivery_amount: int = 0,
    fee_amount: int = 0,
    address: str | None = None,
    note: str | None = None,
    promised_at: datetime | None = None,
    expires_at: datetime | None = None,
    number: int | None = None,
    is_estimate: bool = False,
    beyond_stock: bool = False,
    revises: Order | None = None,
) -> Quote:
    """Write a quote down without sending it. Raises `Refused` where it makes no sense.

    `is_estimate`: the total is the most it may cost. `revises`: the order whose estimate was short.
    `beyond_stock`: more of something may be promised than the catalogue counts.
    `number` is what its maker saw as the customer's next: where that is taken, a colleague was
    quicker, or the same click came twice, and no second quote is made.
    """
    require_whole(customer)
    settings = config.current()
    currency = currency or settings.currency
    total = sum(line.quantity * line.unit_amount for line in lines) + delivery_amount + fee_amount
    _check(lines, currency, total, delivery_amount, fee_amount)
    _check_goods(session, lines)
    _check_words([line.description for line in lines], address or "", note or "")
    following = queries.next_number(session, customer.id)
    if number is not None and number != following:
        raise Refused(
            "quote-number-taken", f"Quote {number} has been made meanwhile. Look at it first."
        )
    quote = Quote(
        customer_id=customer.id,
        number=following,
        status=QuoteStatus.DRAFT,
        currency=currency,
        delivery_amount=delivery_amount,
        fee_amount=fee_amount,
        total=total,
        is_estimate=is_estimate,
        beyond_stock=beyond_stock,
        revises_id=revises.quote_id if revises is not None else None,
        agreed_total=revises.total if revises is not None else None,
        address=address,
        note=note,
        promised_at=promised_at,
        expires_at=expires_at or default_expiry(at, promised_at),
        created_at=at,
        created_by=str(by),
        lines=[
            QuoteLine(
                position=position,
                description=line.description.strip(),
                quantity=line.quantity,
                unit_amount=line.unit_amount,
                item_id=line.item_id,
                choices=dict(line.choices),
            )
            for position, line in enumerate(lines)
        ],
    )
    quote.customer = customer
    session.add(quote)
    session.flush()
    _record(session, "quote.drafted", quote, by, at)
    return quote


def default_expiry(at: datetime, promised_at: datetime | None) -> datetime:
    """QUOTE_HOURS from now, and never later than what it promises."""
    end = at + timedelta(hours=config.current().quote_hours)
    return min(end, promised_at) if promised_at is not None and promised_at > at else end


def _check_goods(session: Session, lines: Sequence[Line]) -> None:
    """What a line came from is there; its words and its price are the quote's own."""
    wanted = {line.item_id for line in lines if line.item_id is not None}
    if wanted - {item.id for item in catalogue.known(session, wanted)}:
        raise Refused("no-such-item", "The catalogue has no such item.")
    if any(line.choices and line.item_id is None for line in lines):
        raise Refused("no-such-item", "Only what comes from the catalogue has choices.")


def _check_words(descriptions: Sequence[str], address: str, note: str) -> None:
    if len(address) > LONGEST_ADDRESS or len(note) > LONGEST_NOTE:
        raise Refused(
            "quote-too-wordy",
            f"A note has at most {LONGEST_NOTE} characters, an address {LONGEST_ADDRESS}.",
        )
    if any("<link:" in words for words in (*descriptions, address, note)):
        raise Refused("text-has-marker", "A quote can't contain “<link:”.")


def _check(
    lines: Sequence[Line], currency: str, total: int, delivery_amount: int, fee_amount: int
) -> None:
    if not lines:
        raise Refused("quote-has-no-lines", "A quote needs at least one line.")
    if len(lines) > MOST_LINES:
        raise Refused("quote-has-too-many-lines", f"A quote has at most {MOST_LINES} lines.")
    for line in lines:
        if not line.description.strip():
            raise Refused("line-has-no-description", "Say what each line is.")
        if len(line.description) > 200:
            raise Refused("line-too-long", "Describe each line in at most 200 characters.")
        if not 1 <= line.quantity <= 9999:
            raise Refused("line-quantity", "A quantity is a whole number from 1 to 9999.")
    if delivery_amount < 0 or fee_amount < 0:
        raise Refused("negative-amount", "Delivery and fee can't be negative.")
    if not money.is_currency(currency):
        raise Refused("unknown-currency", f"{currency} is not an ISO 4217 currency.")
    if not 0 < total <= money.MAX_AMOUNT:
        raise Refused("total-out-of-range", "The total must be more than zero, and chargeable.")


def send(session: Session, quote: Quote, *, by: Actor, at: datetime) -> None:
    """Text it to the customer. It is live from now on; an OK counts once the text has gone out.

    Raises `Refused` where it promises more than there is, and nobody has agreed to that.
    """
    if quote.expires_at <= at:
        raise Refused("quote-expired", "This quote's time has passed; give it a later one.")
    if quote.promised_at is not None and quote.promised_at <= at:
        raise Refused("promise-in-the-past", "The promised time has passed; promise a later one.")
    if quote.promised_at is not None and quote.promised_at < quote.expires_at:
        raise Refused(
            "promise-before-expiry",
            "It could be accepted after the promised time; let it hold until then at most.",
        )
    if not quote.beyond_stock:
        stock.require(session, quote.goods)
    MOVES.move(quote, QuoteStatus.SENT)
    quote.sent_at = at
    _record(session, "quote.sent", quote, by, at)


def presented(session: Session, quote: Quote, *, at: datetime) -> None:
    """The provider has taken the quote's text."""
    quote.presented_at = quote.presented_at or at


def replace(session: Session, old: Quote, new: Quote, *, by: Actor, at: datetime) -> None:
    """`new` is sent in place of `old`, which can't be accepted any more."""
    supersede(session, old, new, by=by, at=at)
    send(session, new, by=by, at=at)


def supersede(session: Session, old: Quote, new: Quote, *, by: Actor, at: datetime) -> None:
    """Take `old` back in favour of `new`. Raises `Refused` where the customer has answered it."""
    if old.customer_id != new.customer_id:
        raise Refused("another-customers-quote", "A quote replaces one of the same customer.")
    if old.status not in {QuoteStatus.DRAFT, QuoteStatus.SENT}:
        raise Refused(
            f"quote-is-{old.status}",
            f"Quote {old.number} is {old.status} by now; look at it first.",
        )
    old.replaced_by_id = new.id
    withdraw(session, old, by=by, at=at)


def withdraw(session: Session, quote: Quote, *, by: Actor, at: datetime) -> None:
    """The business takes it back."""
    MOVES.move(quote, QuoteStatus.WITHDRAWN)
    quote.closed_at = at
    _record(session, "quote.withdrawn", quote, by, at)


def decline(session: Session, quote: Quote, *, by: Actor, at: datetime) -> None:
    """The customer said no."""
    MOVES.move(quote, QuoteStatus.DECLINED)
    quote.closed_at = at
    _record(session, "quote.declined", quote, by, at)


def expire(session: Session, quote: Quote, *, at: datetime) -> None:
    """Its time has passed."""
    if at < quote.expires_at:
        raise Refused("quote-not-expired", "This quote still holds.")
    MOVES.move(quote, QuoteStatus.EXPIRED)
    quote.closed_at = at
    _record(session, "quote.expired", quote, events.SERVICE, at)


def nudge(session: Session, quote: Quote, *, at: datetime) -> None:
    """Bring an unanswered quote back, once."""
    if quote.nudged_at is None and quote.is_live(at):
        quote.nudged_at = at
        _record(session, "quote.nudged", quote, events.SERVICE, at)


def accept(session: Session, quote: Quote, *, by: Actor, at: datetime) -> Order:
    """Turn it into an order, once. Raises `Refused` unless it is live and there is enough of it.

    One that asks for more than was agreed raises what its order may cost instead.
    """
    if quote.status is QuoteStatus.SENT and at >= quote.expires_at:
        raise Refused("quote-expired", "This quote's time has passed; send a new one.")
    if quote.customer.parted_at is not None:
        raise Refused(
            "customer-has-no-number",
            "This customer's number turned out to be somebody else's; the quote is frozen.",
        )
    if customers.is_silenced(session, quote.customer_id):
        raise Refused(
            "customer-opted-out",
            "This customer has opted out (STOP); the quote is frozen until they text START.",
        )
    MOVES.move(quote, QuoteStatus.ACCEPTED)
    quote.closed_at = at
    _record(session, "quote.accepted", quote, by, at)
    if quote.revises_id is not None:
        order = order_queries.of_quote(session, quote.revises_id)
        if order is None:
            raise Refused("order-is-gone", "There is no order any more that this was asked for.")
        orders.agree(session, order, quote.total, by=by, at=at)
        return order
    return orders.place(
        session,
        orders.Placement(
            quote_id=quote.id,
            number=quote.number,
            customer=quote.customer,
            total=quote.total,
            currency=quote.currency,
            summary=quote.summary,
            address=quote.address or quote.customer.address,
            promised_at=quote.promised_at,
            is_estimate=quote.is_estimate,
            goods=quote.goods,
            beyond_stock=quote.beyond_stock,
        ),
        by=by,
        at=at,
    )


def _record(session: Session, kind: str, quote: Quote, by: Actor, at: datetime) -> None:
    events.record(
        session,
        kind,
        quote,
        by=by,
        at=at,
        customer_id=quote.customer_id,
        number=quote.number,
        total=quote.total,
        currency=quote.currency,
    )
