"""The books as operators see them, what they owe partners, and CSV for whoever keeps the books."""

import csv
import io
from datetime import timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest

from concierge import db
from concierge.ledger import checking, queries
from concierge.ledger.models import Account, PayableStatus
from concierge.ledger.queries import Span
from concierge.money import Money
from concierge.payments.gateway import Standing
from tests.console.conftest import Desk
from tests.shop import Shop
from tests.world import World

OWED = {"partner": "Bloom Wholesale", "owed": "21.50", "payable_note": "12 roses"}


def balances(order_id: int) -> dict[Account, int]:
    with db.reading() as session:
        found = queries.balances(session, Span(order_id=order_id))
    return {each.account: each.balance for each in found if each.balance}


def paid(shop: Shop, customer: int, fee: int = 187) -> int:
    """An order that was captured, with its fee known."""
    order = shop.confirmed(customer)
    money = Money(fee, "USD")
    shop.bank_says(order, Standing.CAPTURED, amount_captured=5400, fee=money)
    return order


def lines(desk: Desk, query: str = "") -> list[dict[str, str]]:
    answer = desk.get(f"/console/ledger.csv{query}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.is_streamed
    return list(csv.DictReader(io.StringIO(answer.data.decode())))


def test_books_without_an_entry_say_so(sam: Desk) -> None:
    assert "Nothing is booked yet" in sam.get("/console/ledger").text


def test_the_trial_balance_comes_out_even(shop: Shop, sam: Desk) -> None:
    order = paid(shop, shop.customer())
    page = unescape(sam.get("/console/ledger").text)
    for said in ("$52.13", "$54.00 taken", "$1.87", "best day $54.00", f"/console/orders/{order}"):
        assert said in page, said
    together = page[page.index("Together, USD") :]
    assert together.count("$55.87", 0, 300) == 2
    assert "$0.00" in together[:300]


def test_days_are_chosen_and_a_wrong_one_is_said(shop: Shop, sam: Desk) -> None:
    paid(shop, shop.customer())
    today = shop.now.astimezone(ZoneInfo("America/New_York")).date()
    shown = sam.get(f"/console/ledger?since={today}&until={today}").text
    before = sam.get(f"/console/ledger?until={today - timedelta(days=1)}").text
    assert "Captured" in shown
    assert "Captured" not in before
    wrong = sam.get("/console/ledger?since=soon")
    assert wrong.status_code == 422
    assert "is not a day" in wrong.text
    assert sam.get("/console/ledger.csv?since=soon").status_code == 422


def test_an_order_and_a_customer_have_books_of_their_own(shop: Shop, sam: Desk) -> None:
    maria, ana = shop.customer(), shop.customer("+15550100124", name="Ana")
    order = paid(shop, maria)
    paid(shop, ana)
    assert f"/console/ledger?order={order}" in sam.get(f"/console/orders/{order}").text
    for query in (f"order={order}", f"customer={maria}"):
        page = sam.get(f"/console/ledger?{query}").text
        assert page.count("entry-1") == 1
        assert "entry-3" not in page
        assert [line["order"] for line in lines(sam, f"?{query}")] == [str(order)] * 2
    assert len(lines(sam)) == 4
    assert sam.get("/console/ledger?order=99").status_code == 404


def test_entries_are_paged_by_key(shop: Shop, sam: Desk) -> None:
    maria = shop.customer()
    for _ in range(26):
        paid(shop, maria)
    page = sam.get("/console/ledger").text
    assert 'id="entry-52"' in page
    assert 'id="entry-2"' not in page
    assert "before=3" in page
    earlier = sam.get("/console/ledger?before=3").text
    assert 'id="entry-2"' in earlier
    assert 'id="entry-3"' not in earlier


def test_csv_by_entry_and_by_posting(shop: Shop, sam: Desk) -> None:
    maria = shop.customer()
    order = paid(shop, maria)
    [captured, fee] = lines(sam)
    assert (captured["kind"], captured["debit"], captured["credit"]) == (
        "payment.captured",
        "processor_balance",
        "sales",
    )
    assert (captured["amount_minor"], captured["amount"], captured["currency"]) == (
        "5400",
        "54.00",
        "USD",
    )
    assert (captured["order"], captured["customer"]) == (str(order), str(maria))
    assert (fee["kind"], fee["amount"]) == ("payment.fee", "1.87")
    postings = lines(sam, "?by=postings")
    assert [(each["account"], each["amount"]) for each in postings] == [
        ("processor_balance", "54.00"),
        ("sales", "-54.00"),
        ("processor_fees", "1.87"),
        ("processor_balance", "-1.87"),
    ]


def test_the_terminal_prints_the_same(shop: Shop, sam: Desk, world: World) -> None:
    order = paid(shop, shop.customer())
    run = world.app.test_cli_runner().invoke
    for form in ("entries", "postings"):
        printed = run(args=["ledger", "export", "--by", form]).stdout_bytes.decode()
        assert list(csv.DictReader(io.StringIO(printed))) == lines(sam, f"?order={order}&by={form}")
    none = run(args=["ledger", "export", "--since", "2000-01-01", "--until", "2000-01-31"])
    assert len(none.stdout.splitlines()) == 1
    assert run(args=["ledger", "export", "--since", "yesterday"]).exit_code == 1
    check = run(args=["ledger", "check"])
    assert (check.exit_code, "Every entry balances" in check.output) == (0, True)
    assert run(args=["ledger", "backfill"]).output == "0 booked.\n"
    assert "5213" not in run(args=["ledger", "balance"]).output
    assert "52.13" in run(args=["ledger", "balance"]).output


# --- partners ------------------------------------------------------------------------------------


def test_what_a_partner_is_owed_is_booked_then_paid(shop: Shop, sam: Desk) -> None:
    order = paid(shop, shop.customer())
    assert sam.post(f"/console/orders/{order}/payables", OWED).status_code == 303
    page = sam.get(f"/console/orders/{order}").text
    assert "Bloom Wholesale" in page
    assert "$21.50 owed to Bloom Wholesale" in page
    assert balances(order)[Account.PAYABLES] == -2150
    assert "Owed to partners now" in sam.get("/console/ledger").text

    address = f"/console/orders/{order}/payables/1"
    assert sam.post(f"{address}/payment").status_code == 303
    again = sam.post(f"{address}/payment")
    assert (again.status_code, "is paid already" in again.text) == (422, True)
    assert sam.post(f"{address}/withdrawal").status_code == 422

    found = balances(order)
    assert (found[Account.PARTNER_COSTS], found[Account.BANK]) == (2150, -2150)
    assert Account.PAYABLES not in found
    assert "Owed to partners now" not in sam.get("/console/ledger").text
    with db.reading() as session:
        assert checking.problems(session) == []


def test_a_slip_is_booked_back_and_not_struck_out(shop: Shop, sam: Desk) -> None:
    order = paid(shop, shop.customer())
    before = balances(order)
    sam.post(f"/console/orders/{order}/payables", OWED)
    assert sam.post(f"/console/orders/{order}/payables/1/withdrawal").status_code == 303
    assert balances(order) == before
    assert [line["kind"] for line in lines(sam)][-2:] == ["payable.owed", "payable.withdrawn"]
    with db.reading() as session:
        assert queries.payable(session, 1).status is PayableStatus.WITHDRAWN
        assert checking.problems(session) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"owed": "lots"}, "not an amount"),
        ({"owed": "0"}, "more than nothing"),
        ({"partner": " "}, "who the partner is"),
        ({"payable_note": "x" * 201}, "Keep the note"),
    ],
)
def test_what_was_typed_wrong_is_said_and_kept(
    shop: Shop, sam: Desk, change: dict[str, str], said: str
) -> None:
    order = paid(shop, shop.customer())
    answer = sam.post(f"/console/orders/{order}/payables", OWED | change)
    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="Bloom Wholesale"' in answer.text or "partner" in change
    assert Account.PAYABLES not in balances(order)


def test_what_is_owed_for_one_order_is_not_paid_at_another(shop: Shop, sam: Desk) -> None:
    maria = shop.customer()
    order, other = paid(shop, maria), paid(shop, maria)
    sam.post(f"/console/orders/{order}/payables", OWED)
    answer = sam.post(f"/console/orders/{other}/payables/1/payment")
    assert answer.status_code in {404, 422}
    assert balances(order)[Account.PAYABLES] == -2150
