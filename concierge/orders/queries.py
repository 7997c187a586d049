"""Finding orders."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session, aliased, joinedload

from concierge.customers.models import Customer
from concierge.customers.queries import family
from concierge.errors import NotFound
from concierge.orders.models import DeliveryPicture, Order, OrderGoods, OrderStatus, ShopReceipt
from concierge.payments.models import Payment, PaymentStatus

OPEN = (OrderStatus.PLACED, OrderStatus.HELD, OrderStatus.CONFIRMED, OrderStatus.FULFILLED)


def get(session: Session, order_id: int) -> Order:
    """One order with its customer. Raises NotFound."""
    options = [joinedload(Order.customer), joinedload(Order.partner)]
    order = session.get(Order, order_id, options=options)
    if order is None:
        raise NotFound("order")
    return order


def by_id(session: Session, ids: Collection[int]) -> dict[int, Order]:
    """These orders with their customers, and where those are reached."""
    found = session.scalars(_on_board().where(Order.id.in_(ids)))
    return {order.id: order for order in found}


def of_quote(session: Session, quote_id: int) -> Order | None:
    """The order that a quote became."""
    return session.scalars(select(Order).where(Order.quote_id == quote_id)).one_or_none()


def goods(session: Session, order_id: int) -> dict[int, int]:
    """How many of which item an order counted out of the stock."""
    query = select(OrderGoods.item_id, OrderGoods.quantity).where(OrderGoods.order_id == order_id)
    return {row[0]: row[1] for row in session.execute(query)}


def has_receipt(session: Session, order_id: int) -> bool:
    """Whether there is a photo of the shop's receipt."""
    query = select(ShopReceipt.order_id).where(ShopReceipt.order_id == order_id)
    return session.scalar(query) is not None


def delivery_picture(session: Session, order_id: int) -> DeliveryPicture:
    """The picture of what was delivered. Raises NotFound."""
    found = session.get(DeliveryPicture, order_id)
    if found is None:
        raise NotFound("picture of a delivery")
    return found


def has_delivery_picture(session: Session, order_id: int) -> bool:
    """Whether there is a picture of what was delivered."""
    query = select(DeliveryPicture.order_id).where(DeliveryPicture.order_id == order_id)
    return session.scalar(query) is not None


def receipt(session: Session, order_id: int) -> ShopReceipt:
    """The photo of the shop's receipt. Raises NotFound."""
    found = session.get(ShopReceipt, order_id)
    if found is None:
        raise NotFound("photo of a receipt")
    return found


def owner(session: Session, order_id: int) -> int:
    """Whose it is: the customer to lock before reading it. Raises NotFound."""
    customer_id = session.scalar(select(Order.customer_id).where(Order.id == order_id))
    if customer_id is None:
        raise NotFound("order")
    return customer_id


def undoable(session: Session, customer_id: int) -> Order | None:
    """The order that UNDO means: the latest that is not over."""
    return session.scalars(
        select(Order)
        .where(Order.customer_id == customer_id)
        .where(Order.status.in_(OPEN))
        .order_by(Order.placed_at.desc(), Order.id.desc())
        .limit(1)
    ).one_or_none()


def held(session: Session, customer_id: int) -> list[Order]:
    """A customer's orders that wait for them to act, oldest first."""
    return list(
        session.scalars(
            select(Order)
            .where(Order.customer_id == customer_id, Order.status == OrderStatus.HELD)
            .order_by(Order.id)
        )
    )


def open_of(session: Session, customer_id: int) -> list[Order]:
    """A customer's orders that are not over, oldest first."""
    return list(
        session.scalars(
            select(Order)
            .where(Order.customer_id == customer_id, Order.status.in_(OPEN))
            .order_by(Order.id)
        )
    )


def unpaid(session: Session, customer_id: int) -> list[Order]:
    """A customer's orders that are with them although the money could not be taken."""
    return list(
        session.scalars(
            select(Order)
            .where(
                Order.customer_id == customer_id,
                Order.status == OrderStatus.FULFILLED,
                Order.trouble.is_not(None),
            )
            .order_by(Order.id)
        )
    )


def lapsing(session: Session, before: datetime, limit: int = 100) -> list[tuple[int, int]]:
    """(id, customer id) of orders to deliver whose reservation lapses by then, for the clock.

    Each reservation once: where making another did not work, a person decides.
    """
    renewal = aliased(Payment)
    rows = session.execute(
        select(Order.id, Order.customer_id)
        .join(Payment, Payment.order_id == Order.id)
        .where(
            Payment.status == PaymentStatus.AUTHORISED,
            ~Payment.aside,
            Payment.capture_before <= before,
            Order.status == OrderStatus.CONFIRMED,
            ~exists().where(renewal.replaces_id == Payment.id),
        )
        .order_by(Payment.capture_before)
        .limit(limit)
    )
    return [(row.id, row.customer_id) for row in rows]


def troubled_to_deliver(session: Session, customer_id: int) -> list[Order]:
    """A customer's orders to be delivered that are in trouble, oldest first."""
    return list(
        session.scalars(
            select(Order)
            .where(
                Order.customer_id == customer_id,
                Order.status == OrderStatus.CONFIRMED,
                Order.trouble.is_not(None),
            )
            .order_by(Order.id)
        )
    )


def forsaken(session: Session, before: datetime, limit: int = 100) -> list[tuple[int, int]]:
    """(id, customer id) of orders held since before then, for the clock."""
    rows = session.execute(
        select(Order.id, Order.customer_id)
        .where(Order.status == OrderStatus.HELD, Order.held_at <= before)
        .order_by(Order.held_at)
        .limit(limit)
    )
    return [(row.id, row.customer_id) for row in rows]


def of_customer(
    session: Session, customer_id: int, *, before: int | None = None, limit: int = 50
) -> list[Order]:
    """A person's orders, newest first, also those they placed as a customer merged since."""
    query = select(Order).where(Order.customer_id.in_(family(customer_id)))
    if before is not None:
        query = query.where(Order.id < before)
    return list(session.scalars(query.order_by(Order.id.desc()).limit(limit)))


def _on_board() -> Select[Order]:
    points = joinedload(Order.customer).selectinload(Customer.contact_points)
    return select(Order).options(points, joinedload(Order.partner))


def page(
    session: Session,
    *,
    before: int | None,
    limit: int,
    status: OrderStatus | None = None,
    customer_id: int | None = None,
) -> list[Order]:
    """All orders, or those of a status or a customer, newest first, by key."""
    query = select(Order).options(joinedload(Order.customer))
    if before is not None:
        query = query.where(Order.id < before)
    if status is not None:
        query = query.where(Order.status == status)
    if customer_id is not None:
        query = query.where(Order.customer_id == customer_id)
    return list(session.scalars(query.order_by(Order.id.desc()).limit(limit)))


def delivered_to(session: Session, customer_id: int) -> list[str]:
    """The addresses at which a customer has had something from us."""
    return list(
        session.scalars(
            select(Order.address)
            .where(
                Order.customer_id == customer_id,
                Order.status.in_((OrderStatus.FULFILLED, OrderStatus.PAID)),
                Order.address.is_not(None),
            )
            .distinct()
        )
    )


def numbers(session: Session, order_ids: Collection[int]) -> dict[int, int]:
    """What these orders are called: id to number."""
    if not order_ids:
        return {}
    rows = session.execute(select(Order.id, Order.number).where(Order.id.in_(order_ids)))
    return {row.id: row.number for row in rows}
