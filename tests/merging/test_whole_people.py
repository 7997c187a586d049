"""Handing out, forgetting and keeping: whoever is one person goes as one."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from concierge import db
from concierge.customers import queries as customers
from concierge.customers.models import Customer
from concierge.errors import Refused
from concierge.privacy import erasing, exporting, people
from tests.merging.conftest import customer, merge, mergers, onboard, undo
from tests.merging.test_merging import calls_are_made
from tests.replies.conftest import Phone
from tests.shop import SAM

WORDS = "Hello, do you have peonies this week?"


def erase(phone: Phone, number: int) -> None:
    with db.transaction() as session:
        whom = customers.lock(session, number)
        erasing.erase(session, whom, by=SAM, at=phone.shop.now)


@pytest.mark.parametrize("asked", ["kept", "absorbed"])
def test_an_export_hands_out_both(maria: Phone, work: Phone, asked: str) -> None:
    onboard(work, name="M. Lopez", address="1 Office Sq")
    ids = {"kept": maria.customer.id, "absorbed": work.customer.id}
    merge(maria, work)
    packed = io.BytesIO()
    exporting.export(ids[asked], packed, at=maria.shop.now)
    data = json.loads(zipfile.ZipFile(packed).read("data.json"))
    assert {row["id"] for row in data["customers"]} == set(ids.values())
    assert {row["address"] for row in data["contact_points"]} == {maria.number, work.number}
    assert {row["customer_id"] for row in data["consents"]} == {ids["absorbed"]}
    assert WORDS in {row["body"] for row in data["messages"]}


def test_an_erasure_forgets_both_and_a_stop_stays(maria: Phone, work: Phone) -> None:
    onboard(work, name="M. Lopez", address="1 Office Sq")
    work.says("STOP")
    ids = maria.customer.id, work.customer.id
    merge(maria, work)
    erase(maria, ids[0])
    for number in ids:
        gone = customer(number)
        assert gone.erased_at is not None
        assert (gone.name, gone.address, gone.merged_into_id) == (None, None, None)
    assert mergers() == []
    with db.reading() as session:
        everything = str(session.execute(text("select body from messages")).all())
    assert WORDS not in everything
    work.says("Hello again")
    assert work.customer.id not in ids
    assert work.point.opted_out_at is not None, "STOP outlives the erasure"


def test_after_an_undone_merger_only_one_of_them_is_forgotten(maria: Phone, work: Phone) -> None:
    undo(maria, merge(maria, work))
    erase(maria, maria.customer.id)
    assert work.customer.erased_at is None
    assert WORDS in {message.body for message in work.thread}


def test_an_absorbed_customer_is_not_forgotten_by_themselves(maria: Phone, work: Phone) -> None:
    number = work.customer.id
    merge(maria, work)
    with pytest.raises(Refused) as refused:
        erase(maria, number)
    assert refused.value.code == "customer-is-merged"


def test_what_the_absorbed_one_has_open_holds_the_erasure_up(maria: Phone, work: Phone) -> None:
    onboard(work)
    work.shop.saves_a_card(work.customer.id)
    order = work.shop.paid(work.customer.id)
    calls_are_made()
    number = maria.customer.id
    merge(maria, work)
    with db.transaction() as session:
        session.execute(
            text("update orders set status = 'fulfilled' where id = :id"), {"id": order}
        )
    with pytest.raises(Refused, match="is open"):
        erase(maria, number)


def test_time_forgets_the_whole_person_or_nobody(maria: Phone, work: Phone) -> None:
    ids = maria.customer.id, work.customer.id
    merge(maria, work)
    calls_are_made()
    later = maria.shop.later(days=400)
    maria.says("Hello again")
    people.erase_inactive(later - timedelta(days=365), 0, 50, maria.shop.now)
    with db.reading() as session:
        query = select(Customer.id).where(Customer.erased_at.is_not(None))
        assert session.scalars(query).all() == []
    later = maria.shop.later(days=400)
    people.erase_inactive(later - timedelta(days=365), 0, 50, later)
    assert all(customer(number).erased_at for number in ids)


def test_once_their_books_are_closed_nothing_is_left_of_either(maria: Phone, work: Phone) -> None:
    ids = maria.customer.id, work.customer.id
    merge(maria, work)
    calls_are_made()
    erase(maria, ids[0])
    calls_are_made()
    later = maria.shop.later(days=4000)
    people.remove_closed(later, 0, 50, later)
    with db.reading() as session:
        assert session.scalars(select(Customer.id)).all() == []
