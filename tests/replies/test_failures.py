"""A text that the service can't deal with is kept all the same, and a person is called."""

from collections.abc import Iterator
from typing import Any

import pytest
from freezegun import freeze_time
from sqlalchemy.orm import Session

from concierge import db, events
from concierge.channels.base import Inbound
from concierge.conversation import receive
from concierge.customers.models import Customer
from concierge.events import Happening, Listeners
from concierge.quotes.models import QuoteStatus
from tests.replies.conftest import Phone


@pytest.fixture
def a_fault_behind_orders() -> Iterator[None]:
    """Whoever hears of a new order fails."""

    def fail(session: Session, happening: Happening) -> None:
        raise ZeroDivisionError(happening.kind)

    Listeners.add("order.placed", fail)
    yield
    Listeners.of("order.placed").remove(fail)


def texts(phone: Phone, body: str, **given: Any) -> bool:
    """As the webhook takes it in; whether it was new."""
    inbound = Inbound("sms", "SMfails", phone.number, "+15550100000", body, **given)
    with freeze_time(phone.shop.later(seconds=30)):
        return receive.take(inbound) is not None


def test_an_ok_whose_order_fails_is_kept_for_a_person_and_orders_nothing(
    maria: Phone, a_fault_behind_orders: None
) -> None:
    quote = maria.is_quoted()
    assert texts(maria, "OK")
    assert maria.thread[-1].body == "OK"
    assert maria.thread[-1].intent is None
    assert maria.waits_for == "Could not be read by the service"
    assert maria.orders == []
    assert maria.status(quote) is QuoteStatus.SENT
    with db.reading() as session:
        kinds = {event.kind for event in events.of(session, [("quote", quote.id)])}
    assert "quote.accepted" not in kinds


def test_called_again_by_the_carrier_it_stays_one_text(
    maria: Phone, a_fault_behind_orders: None
) -> None:
    maria.is_quoted()
    assert texts(maria, "OK")
    assert not texts(maria, "OK")
    assert [message.body for message in maria.thread if message.inbound] == ["OK"]


def test_what_was_recorded_within_a_savepoint_goes_with_it(maria: Phone) -> None:
    def record(session: Session, kind: str) -> None:
        customer = session.get_one(Customer, maria.customer.id)
        by, at = events.SERVICE, maria.shop.now
        events.record(session, kind, customer, by=by, at=at, customer_id=customer.id)

    def fail(session: Session) -> None:
        with db.savepoint(session):
            record(session, "customer.within")
            raise ZeroDivisionError

    with db.transaction() as session:
        record(session, "customer.before")
        with pytest.raises(ZeroDivisionError):
            fail(session)
        record(session, "customer.after")
    with db.reading() as session:
        kinds = [event.kind for event in events.of(session, [("customer", maria.customer.id)])]
    assert kinds[-2:] == ["customer.before", "customer.after"]
