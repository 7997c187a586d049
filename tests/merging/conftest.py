"""Maria has an account, a card and a history; her other phone has texted us as a stranger's."""

from typing import Any

import pytest
from sqlalchemy import select

from concierge import db
from concierge.conversation.models import Message
from concierge.customers import lifecycle as customers
from concierge.customers.models import Customer, Merger
from concierge.merging import lifecycle as merging
from tests.replies.conftest import Phone
from tests.replies.conftest import maria as maria
from tests.shop import SAM
from tests.shop import shop as shop

WORK = "+15550100124"


@pytest.fixture
def work(maria: Phone) -> Phone:
    """Maria's phone at work, of whom nothing is known but that we have spoken."""
    maria.shop.customer(WORK, address=None, card=False)
    phone = Phone(maria.shop, WORK)
    phone.says("Hello, do you have peonies this week?")
    phone.is_told("We have, in white.")
    return phone


def merge(kept: Phone, absorbed: Phone) -> int:
    """Sam finds out that they are one person; the merger's id."""
    at = kept.shop.later(seconds=30)
    with db.transaction() as session:
        ids = kept.customer.id, absorbed.customer.id
        return merging.merge(session, *ids, by=SAM, at=at).id


def undo(phone: Phone, merger_id: int) -> None:
    """Sam was mistaken."""
    at = phone.shop.later(seconds=30)
    with db.transaction() as session:
        merging.undo(session, merger_id, by=SAM, at=at)


def customer(number: int) -> Customer:
    with db.reading() as session:
        return session.get_one(Customer, number)


def mergers() -> list[Merger]:
    with db.reading() as session:
        return list(session.scalars(select(Merger).order_by(Merger.id)))


def last_sent_to(phone: Phone) -> str:
    """The newest text that this very number was sent."""
    point = phone.point.id
    with db.reading() as session:
        return session.scalars(
            select(Message.body)
            .where(Message.contact_point_id == point, Message.direction == "out")
            .order_by(Message.id.desc())
            .limit(1)
        ).one()


def onboard(phone: Phone, **given: Any) -> None:
    """They fill in the account page."""
    known = {"name": "Maria Lopez", "address": "14 Elm St", "email": None, "marketing": False}
    with phone.shop.deciding(phone.customer.id) as session:
        whom = session.get_one(Customer, phone.customer.id)
        words = "I agree"
        at = phone.shop.later(seconds=30)
        customers.onboard(session, whom, **(known | given), words=words, at=at)
