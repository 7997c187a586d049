"""Lists: every row once, by key, and no more queries for many rows than for few."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import text

from concierge import clock, db
from concierge.customers import queries as customers
from concierge.quotes import lifecycle as quotes
from concierge.quotes.models import Quote
from tests.api.conftest import QUOTE, Api
from tests.counting import counted
from tests.world import MARIA, OPERATOR

LISTS = ["customers", "conversations", "messages", "quotes", "orders", "payments", "catalogue"]


def number(index: int) -> str:
    return f"+1555010{index:04}"


def fill(api: Api, first: int, count: int) -> None:
    """So many items, and customers, each with a thread, a text, a quote, an order, a payment."""
    for index in range(first, first + count):
        api.made("catalogue", {"name": f"Vase {index}", "unit_amount": 1200})
        made = api.made("quotes", {**QUOTE, "customer": number(index)})
        with db.transaction() as session:
            at = clock.now()
            session.execute(
                text(
                    "insert into cards (customer_id, provider_id, brand, last4, exp_month,"
                    " exp_year, created_at) values (:c, 'pm_' || :c, 'visa', '4242', 1, 2040, :at)"
                ),
                {"c": made["customer_id"], "at": at},
            )
            session.execute(
                text(
                    "insert into wallets (customer_id, provider_id, default_card_id)"
                    " select customer_id, 'cus_' || customer_id, id from cards"
                    " where customer_id = :c"
                ),
                {"c": made["customer_id"]},
            )
            customers.lock(session, made["customer_id"])
            quote = session.get_one(Quote, made["id"])
            quotes.accept(session, quote, by=OPERATOR, at=at + timedelta(seconds=1))


def pages(api: Api, path: str, limit: int) -> Iterator[list[int]]:
    """The ids, page by page, as the Link header leads."""
    address: str | None = f"/api/v1/{path}{'&' if '?' in path else '?'}limit={limit}"
    while address is not None:
        answer = api.call("GET", address)
        assert answer.status_code == 200, answer.text
        following = answer.get_json()["next"]
        yield [row["id"] for row in answer.get_json()["data"]]
        match = re.fullmatch(r'<(.*)>; rel="next"', answer.headers.get("Link", ""))
        assert (match is None) == (following is None)
        address = match[1].removeprefix(api.world.url) if match else None


@pytest.mark.parametrize("path", LISTS)
def test_paging_visits_every_row_once_even_while_rows_are_added(api: Api, path: str) -> None:
    fill(api, 100, 7)
    [[*before]] = pages(api, path, 200)
    seen: list[int] = []
    for turn, page in enumerate(pages(api, path, 2)):
        assert len(page) <= 2
        seen += page
        fill(api, 200 + turn, 1)
    assert seen == before
    assert len(before) >= 7


@pytest.mark.parametrize("path", LISTS)
def test_many_rows_take_no_more_queries_than_few(api: Api, path: str) -> None:
    fill(api, 100, 2)
    api.get(path)
    with counted() as few:
        api.get(path)
    fill(api, 200, 10)
    with counted() as many:
        assert len(api.get(path)["data"]) >= 12
    assert len(many) == len(few), many
    assert not any("OFFSET" in statement for statement in many)


def test_lists_can_be_narrowed(api: Api) -> None:
    fill(api, 100, 3)
    draft = api.made("quotes", {**QUOTE, "send": False})
    for path in [each for each in LISTS if each != "catalogue"]:
        for customer in (1, number(100)):
            found = api.get(path, customer=customer)["data"] if path != "customers" else []
            assert {row["customer_id"] for row in found} <= {1}
            assert path == "customers" or found
        if path != "customers":
            assert api.get(path, customer="+15550109999")["data"] == []
    assert [row["id"] for row in api.get("quotes", status="draft")["data"]] == [draft["id"]]
    assert len(api.get("quotes", status="accepted", limit=2)["data"]) == 2
    assert len(api.get("orders", status="placed")["data"]) == 3
    assert api.get("orders", status="paid")["data"] == []
    assert len(api.get("payments", status="requested")["data"]) == 3
    assert [row["id"] for row in api.get("customers", number=MARIA)["data"]] == [
        draft["customer_id"]
    ]


def test_a_narrowed_list_is_narrowed_on_its_next_page_too(api: Api) -> None:
    fill(api, 100, 3)
    api.made("quotes", {**QUOTE, "send": False})
    listed = [one for page in pages(api, "quotes?status=accepted", 2) for one in page]
    assert len(listed) == 3


def test_a_plus_sign_that_was_not_escaped_is_understood(api: Api) -> None:
    fill(api, 100, 1)
    answer = api.call("GET", f"/api/v1/quotes?customer={number(100)}")
    assert len(answer.get_json()["data"]) == 1


@pytest.mark.parametrize(
    "rows",
    [
        "quotes where status = 'sent'",
        "quotes where customer_id = 7",
        "orders where status = 'paid'",
        "orders where customer_id = 7",
        "payments where status = 'captured'",
        "payments where customer_id = 7",
        "messages where conversation_id = (select id from conversations where customer_id = 7)",
    ],
)
def test_a_narrowed_list_is_read_off_an_index_in_order(api: Api, rows: str) -> None:
    with db.engine().connect() as connection:  # what is changed here is rolled back
        # The tables are empty: ask for the plan that large ones get, whether or not a vacuum has
        # come by and noted how empty they are.
        table = {"table": rows.split()[0]}
        for forget in (
            "delete from pg_statistic where starelid = :table ::regclass",
            "update pg_class set relpages = 0, reltuples = -1 where oid = :table ::regclass",
        ):
            connection.execute(text(forget), table)
        for way in ("enable_seqscan", "enable_bitmapscan", "enable_sort"):
            connection.execute(text(f"set local {way} = off"))
        asked = f"explain select * from {rows} and id < 900 order by id desc limit 51"
        plan = "\n".join(connection.scalars(text(asked)))
    assert "Index Cond" in plan
    assert "Sort" not in plan
    assert "_pkey" not in plan.partition("InitPlan")[0]
    assert "pk_" not in plan.partition("InitPlan")[0]
