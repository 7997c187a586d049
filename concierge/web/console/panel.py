"""Everything that is known about a customer, for the panel beside the thread: six statements."""

from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy.orm import Session

from concierge import clock
from concierge.conversation import queries as conversations
from concierge.conversation.models import Conversation
from concierge.customers import fields as custom
from concierge.customers import mergers, queries
from concierge.customers import parting as partings
from concierge.customers.models import Consent, ConsentKind, Customer, CustomField, Merger, Parting
from concierge.orders.models import Order
from concierge.payments import dispute_queries
from concierge.payments import queries as payments
from concierge.payments.models import Card, Dispute, FraudWarning, WarningStatus
from concierge.quotes import habits
from concierge.quotes.habits import Habit, Sums

FIELDS = ("name", "email", "address", "language", "timezone", "notes", "preferences")
_LATEST, _HABITS = 5, 4
_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Panel:
    """Everything beside the thread."""

    customer: Customer
    conversation: Conversation | None
    cards: list[Card]
    chosen: Card | None
    parting: Parting | None  # their number turned out to be somebody else's
    origin: Parting | None  # how they came to theirs
    consents: list[Consent]
    history: habits.History
    spent: list[Sums]
    order_count: int
    custom: list[CustomField]
    words: list[str]  # tags in use
    fields: dict[str, str]  # what the form shows: what is known, or what was typed
    values: dict[int, str]  # the same of the custom fields
    disputes: list[Dispute] = field(default_factory=list)
    warnings: list[FraudWarning] = field(default_factory=list)
    mergers: list[Merger] = field(default_factory=list)  # who they turned out to be besides
    other_cards: list[Card] = field(default_factory=list)  # of those, which are not charged
    problem: str | None = None

    @property
    def marketing(self) -> bool:
        """Whether their last word on marketing was yes."""
        marketing = (line for line in self.consents if line.kind is ConsentKind.MARKETING)
        said = [(line.customer_id, line.given) for line in marketing]
        return queries.agreed(said, self.customer.id)

    @property
    def orders(self) -> list[Order]:
        """The latest."""
        return self.history.orders[:_LATEST]

    @property
    def habits(self) -> list[Habit]:
        """What they have bought more than once, the most frequent first."""
        return [each for each in self.history.habits if each.times > 1][:_HABITS]

    @property
    def elsewhere(self) -> list[str]:
        """Where else their orders went, the latest first."""
        went = [order.address for order in self.history.orders if order.address]
        return [each for each in dict.fromkeys(went) if each != self.customer.address][:3]

    @property
    def known(self) -> list[tuple[CustomField, str]]:
        """The custom fields that something is written in."""
        values = self.customer.custom
        return [(each, values[str(each.id)]) for each in self.custom if values.get(str(each.id))]


def read(
    session: Session,
    customer_id: int,
    *,
    typed_in: dict[str, str] | None = None,
    typed_custom: dict[int, str] | None = None,
    problem: str | None = None,
) -> Panel:
    """The panel of one customer: six statements, and one more for each thing that is rare."""
    customer, conversation, origin, several = conversations.beside(session, customer_id)
    merged = mergers.absorbed(session, customer.id) if several else []
    ids = [customer.id, *(merger.absorbed_id for merger in merged)]
    cards, chosen = payments.cards_and_chosen(session, customer.id)
    spent, order_count, contested = habits.sums(session, ids, clock.now() - _YEAR)
    asked, words = custom.defined_with_tags(session)
    return Panel(
        customer,
        conversation,
        cards,
        chosen,
        partings.latest(session, customer.id) if customer.parted_at else None,
        origin,
        queries.consents(session, customer.id),
        habits.history(session, ids),
        spent,
        order_count,
        asked,
        words,
        {name: getattr(customer, name) or "" for name in FIELDS} | (typed_in or {}),
        {each.id: customer.custom.get(str(each.id), "") for each in asked} | (typed_custom or {}),
        _disputes(session, ids) if contested else [],
        _warnings(session, ids) if contested else [],
        merged,
        [card for number in ids[1:] for card in payments.cards(session, number)],
        problem,
    )


def _disputes(session: Session, ids: list[int]) -> list[Dispute]:
    found = (row for each in ids for row in dispute_queries.of(session, customer_id=each))
    return [row for row in found if row.is_open]


def _warnings(session: Session, ids: list[int]) -> list[FraudWarning]:
    found = (row for each in ids for row in dispute_queries.warnings_of(session, customer_id=each))
    return [row for row in found if row.status is WarningStatus.RAISED]
