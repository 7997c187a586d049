"""Maria's number turned out to be somebody else's: what a person must know of her orders stays."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from concierge.conversation import parting
from concierge.customers.models import ContactPoint, Customer
from concierge.errors import Refused
from concierge.orders import lifecycle as orders
from concierge.orders.freezing import FROZEN
from concierge.orders.models import OrderStatus
from concierge.payments.gateway import Standing
from tests.shop import SAM, Shop

LAPSED = "let go of before it was captured"


def part(shop: Shop, customer: int) -> None:
    with shop.deciding(customer) as session:
        point = session.scalars(
            select(ContactPoint).where(ContactPoint.customer_id == customer)
        ).one()
        parting.part(session, point, because=parting.BY_HAND, by=SAM, at=shop.now)


def reunite(shop: Shop, customer: int) -> None:
    with shop.deciding(customer) as session:
        parting.reunite(session, customer, by=SAM, at=shop.now)


def trouble(shop: Shop, order: int) -> str:
    return shop.order(order).trouble or ""


def test_a_reservation_that_lapses_meanwhile_is_told_beside_that_all_is_frozen(shop: Shop) -> None:
    maria = shop.customer()
    order = shop.confirmed(maria)
    part(shop, maria)
    assert trouble(shop, order) == FROZEN
    shop.bank_says(order, Standing.CANCELLED)
    assert trouble(shop, order).startswith(FROZEN)
    assert LAPSED in trouble(shop, order)


def test_reunited_what_lapsed_is_a_persons_still(shop: Shop) -> None:
    maria = shop.customer()
    order = shop.confirmed(maria)
    part(shop, maria)
    shop.bank_says(order, Standing.CANCELLED)
    reunite(shop, maria)
    assert FROZEN not in trouble(shop, order)
    assert LAPSED in trouble(shop, order)
    shop.saves_a_card(maria)
    shop.on_order(order, lambda s, o: orders.resume(s, o, by=SAM, at=shop.now))
    shop.bank_says(order, Standing.AUTHORISED)
    assert (shop.order(order).status, trouble(shop, order)) == (OrderStatus.CONFIRMED, "")


def test_what_was_wrong_before_is_not_forgotten_over_it(shop: Shop) -> None:
    maria = shop.customer()
    order = shop.confirmed(maria)
    shop.bank_says(order, Standing.CANCELLED)
    before = trouble(shop, order)
    part(shop, maria)
    assert trouble(shop, order) == f"{FROZEN} {before}"
    reunite(shop, maria)
    assert trouble(shop, order) == before


def test_with_nothing_wrong_it_goes_on_as_if_nothing_had_been(shop: Shop) -> None:
    maria = shop.customer()
    order = shop.confirmed(maria)
    part(shop, maria)
    reunite(shop, maria)
    assert (shop.order(order).status, trouble(shop, order)) == (OrderStatus.CONFIRMED, "")


def test_a_reservation_found_late_does_not_thaw_it(shop: Shop) -> None:
    """Nobody had answered, then she was parted, and only then the processor says: reserved."""
    maria = shop.customer()
    order = shop.says_ok(shop.quote(maria))
    shop.gives_up(order)
    part(shop, maria)
    assert trouble(shop, order).startswith(FROZEN)
    shop.bank_says(order, Standing.AUTHORISED)
    assert trouble(shop, order) == FROZEN
    with pytest.raises(Refused, match="somebody else's"):
        shop.on_order(order, lambda s, o: orders.fulfil(s, o, by=SAM, at=shop.now))


def test_what_was_being_asked_for_is_asked_for_again_by_a_person(shop: Shop) -> None:
    maria = shop.customer()
    order = shop.says_ok(shop.quote(maria))
    part(shop, maria)
    reunite(shop, maria)
    assert "Ask them for a card again" in trouble(shop, order)


def test_no_text_about_it_reaches_the_new_owner(shop: Shop) -> None:
    maria = shop.customer()
    order = shop.confirmed(maria)
    part(shop, maria)

    def fresh(session: Session) -> int:
        return session.scalars(select(Customer.id).order_by(Customer.id.desc())).first() or 0

    with shop.deciding(maria) as session:
        stranger = fresh(session)
    shop.bank_says(order, Standing.CANCELLED)
    assert shop.texts(stranger) == []
