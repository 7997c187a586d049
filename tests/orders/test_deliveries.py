"""Where an order is while it is to be fulfilled: here, at a partner, on its way, and back."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from concierge.conversation import write
from concierge.customers import lifecycle as customers
from concierge.customers import queries as customer_queries
from concierge.errors import Refused
from concierge.events import customer as the_customer
from concierge.orders import lifecycle as orders
from concierge.orders import queries, tracking
from concierge.orders.estimates import Photo
from concierge.orders.models import Order, OrderStatus, Whereabouts
from concierge.orders.tracking import Parcel
from concierge.partners import lifecycle as partners
from concierge.payments.gateway import Standing
from tests.shop import KIM, SAM, Shop

LINK = "https://track.example.com/1Z999"


def bloom(shop: Shop) -> int:
    """A supplier."""

    def add(session: Session, _: Order) -> int:
        return partners.add(session, "Bloom Wholesale", by=SAM, at=shop.now).id

    return shop.on_order(1, add)


def give(shop: Shop, order: int, partner_id: int) -> None:
    from concierge.partners import queries as partner_queries

    shop.on_order(
        order,
        lambda s, o: orders.give(s, o, partner_queries.get(s, partner_id), by=SAM, at=shop.now),
    )


def set_out(shop: Shop, order: int, parcel: Parcel | None = None) -> None:
    shop.on_order(order, lambda s, o: orders.set_out(s, o, parcel or Parcel(), by=SAM, at=shop.now))


def take_back(shop: Shop, order: int) -> None:
    shop.on_order(order, lambda s, o: orders.take_back(s, o, by=KIM, at=shop.now))


def test_what_a_partner_has_is_started_and_comes_back(shop: Shop) -> None:
    maria = shop.customer()
    order = shop.confirmed(maria)
    before = len(shop.texts(maria))
    give(shop, order, bloom(shop))
    now = shop.order(order)
    assert (now.status, now.whereabouts) == (OrderStatus.CONFIRMED, Whereabouts.PARTNER)
    assert now.started_at == now.given_at == shop.now
    take_back(shop, order)
    back = shop.order(order)
    assert (back.whereabouts, back.partner_id, back.given_at) == (Whereabouts.HOUSE, None, None)
    assert back.started_at == shop.now, "work has been done"
    assert len(shop.texts(maria)) == before, "none of it is the customer's business"


@pytest.mark.parametrize("way", ["given", "out"])
def test_maria_cannot_undo_what_is_at_a_partner_or_on_its_way(shop: Shop, way: str) -> None:
    maria = shop.customer()
    order = shop.confirmed(maria)
    if way == "given":
        give(shop, order, bloom(shop))
    else:
        set_out(shop, order)
    take_back(shop, order)
    with pytest.raises(Refused, match="too late"):
        shop.on_order(order, lambda s, o: orders.undo(s, o, by=the_customer(maria), at=shop.now))


def test_maria_reads_that_it_is_on_its_way_with_the_link_to_follow_it(shop: Shop) -> None:
    maria = shop.customer()
    promised = shop.now + timedelta(hours=3)
    order = shop.says_ok(shop.quote(maria, promised_at=promised))
    shop.bank_says(order, Standing.AUTHORISED)
    set_out(shop, order, Parcel("Fleet Feet", LINK))
    said = shop.texts(maria)[-1].replace("\u202f", " ")
    assert said.startswith("Order 1, 12 x red rose: ")
    assert "on its way with Fleet Feet, due today" in said
    assert said.endswith(f"Tracking: {LINK}")


def test_a_promise_that_has_passed_is_not_repeated(shop: Shop) -> None:
    maria = shop.customer()
    order = shop.says_ok(shop.quote(maria, promised_at=shop.now + timedelta(hours=1)))
    shop.bank_says(order, Standing.AUTHORISED)
    shop.later(hours=2)
    set_out(shop, order)
    assert shop.texts(maria)[-1].endswith("on its way.")


def test_who_took_over_a_number_learns_of_no_parcel(shop: Shop) -> None:
    maria = shop.customer()
    order = shop.confirmed(maria)
    with shop.deciding(maria) as session:
        point = write.of_customer(session, maria).contact_point
        customers.doubt(session, point, because="by hand", by=SAM, at=shop.now)
    set_out(shop, order, Parcel("Fleet Feet", LINK))
    assert LINK not in shop.texts(maria)[-1]


def test_jan_reads_it_in_dutch(shop: Shop) -> None:
    jan = shop.customer(name="Jan")
    with shop.deciding(jan) as session:
        customer_queries.get(session, jan).language = "nl"
    set_out(shop, shop.confirmed(jan), Parcel(None, "3SABC123"))
    assert shop.texts(jan)[-1].endswith("onderweg. Volgen: 3SABC123")


def test_a_second_click_sends_no_second_text(shop: Shop) -> None:
    maria = shop.customer()
    order = shop.confirmed(maria)
    set_out(shop, order)
    before = len(shop.texts(maria))
    with pytest.raises(Refused, match="out for delivery already"):
        set_out(shop, order)
    assert len(shop.texts(maria)) == before


def test_two_operators_cannot_give_it_to_two_partners(shop: Shop) -> None:
    order = shop.confirmed(shop.customer())
    partner = bloom(shop)
    give(shop, order, partner)
    with pytest.raises(Refused, match="Bloom Wholesale has it already"):
        give(shop, order, partner)


def test_nothing_leaves_the_house_before_its_money_is_reserved(shop: Shop) -> None:
    maria = shop.customer()
    order = shop.says_ok(shop.quote(maria))
    partner = bloom(shop)
    with pytest.raises(Refused, match="No money is reserved"):
        give(shop, order, partner)
    with pytest.raises(Refused, match="No money is reserved"):
        set_out(shop, order)
    shop.bank_says(order, Standing.AUTHORISED)
    shop.bank_says(order, Standing.CANCELLED)
    with pytest.raises(Refused, match="No money is reserved"):
        set_out(shop, order)


def test_what_is_delivered_or_cancelled_goes_nowhere(shop: Shop) -> None:
    order = shop.paid(shop.customer())
    with pytest.raises(Refused):
        take_back(shop, order)
    with pytest.raises(Refused):
        set_out(shop, order)


def test_a_delivery_keeps_its_picture_and_how_it_went(shop: Shop) -> None:
    order = shop.confirmed(shop.customer())
    set_out(shop, order, Parcel("Fleet Feet"))
    picture = Photo("image/png", b"x", 1, 1)
    parcel = Parcel(None, "1Z999")
    shop.on_order(
        order,
        lambda s, o: orders.fulfil(
            s, o, by=SAM, at=shop.now, note="At the door.", picture=picture, parcel=parcel
        ),
    )
    now = shop.order(order)
    assert (now.courier, now.tracking, now.fulfilment_note) == (
        "Fleet Feet",
        "1Z999",
        "At the door.",
    )
    kept = shop.on_order(order, lambda s, o: queries.delivery_picture(s, o.id).content)
    assert kept == b"x"


def test_whoever_asks_reads_that_it_is_on_its_way(shop: Shop) -> None:
    from concierge.conversation import notices

    maria = shop.customer()
    order = shop.confirmed(maria)
    set_out(shop, order, Parcel(None, LINK))
    shop.on_order(order, lambda s, o: notices.say_status(s, o, at=shop.now))
    assert shop.texts(maria)[-1].endswith(f"on its way. Tracking: {LINK}")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", None),
        ("1Z 999 AA1", "1Z 999 AA1"),
        (LINK, LINK),
        ("ups.com/track?n=1Z9", "https://ups.com/track?n=1Z9"),
    ],
)
def test_what_is_typed_as_tracking(typed: str, kept: str | None) -> None:
    assert tracking.read("", typed).tracking == kept


@pytest.mark.parametrize(
    "typed",
    [
        "javascript://x/%0aalert(1)",
        "https://bank.example@evil.example/x",
        "https://a b.example/",
        "https:///nowhere",
        "ask Jo, she knows",
        "https://track.example/" + "x" * 200,
        "https://track.example/é",
    ],
)
def test_what_nobody_can_follow_is_refused(typed: str) -> None:
    with pytest.raises(Refused):
        tracking.read("", typed)


def test_two_partners_have_two_names(shop: Shop) -> None:
    shop.confirmed(shop.customer())
    first = bloom(shop)

    def retire(session: Session, _: Order) -> None:
        from concierge.partners import queries as partner_queries

        partners.retire(session, partner_queries.get(session, first), by=SAM, at=shop.now)

    with pytest.raises(Refused, match="already"):
        shop.on_order(1, lambda s, _: partners.add(s, "BLOOM  wholesale", by=SAM, at=shop.now))
    shop.on_order(1, retire)
    shop.on_order(1, lambda s, _: partners.add(s, "BLOOM  wholesale", by=SAM, at=shop.now))
    with pytest.raises(Refused, match="not a partner any more"):
        give(shop, 1, first)
