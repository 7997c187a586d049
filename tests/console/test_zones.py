"""Times are shown to each operator in their own zone, with the customer's beside it."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from concierge import config, db
from concierge.conversation import queries
from concierge.customers.models import Customer
from concierge.operators import accounts
from tests.console.conftest import Desk
from tests.console.shop import EMAIL, Shop
from tests.console.test_crossing import ben as ben
from tests.world import World

THREAD = "/console/conversations/1"
LISBON = "Europe/Lisbon"


def works_in(desk: Desk, zone: str) -> None:
    assert desk.post("/console/account/timezone", {"timezone": zone}).status_code == 303


def newest_at() -> datetime:
    with db.reading() as session:
        return queries.thread(session, 1)[-1].created_at


def test_times_are_the_business_s_until_one_says_otherwise(open_shop: Desk) -> None:
    shown = f">{newest_at().astimezone(config.current().zone):%H:%M}</time>"
    assert shown in open_shop.get(THREAD).text


def test_nadia_in_kolkata_reads_its_times_and_ben_the_shop_s(open_shop: Desk, ben: Desk) -> None:
    works_in(open_shop, "Asia/Kolkata")
    hers = newest_at().astimezone(ZoneInfo("Asia/Kolkata"))
    his = newest_at().astimezone(config.current().zone)
    assert f">{hers:%H:%M}</time>" in open_shop.get(THREAD).text
    page = ben.get(THREAD).text
    assert f">{his:%H:%M}</time>" in page
    assert f">{hers:%H:%M}</time>" not in page


def test_days_begin_where_the_reader_is(open_shop: Desk, shop: Shop) -> None:
    late = datetime(2026, 3, 3, 23, 30, tzinfo=UTC)
    with db.transaction() as session:
        at_that_time = Shop(session, late)
        ruth = at_that_time.person("Ruth Adler", "+12125550199")
        at_that_time.heard(ruth, timedelta(0), "late")
        thread = f"/console/conversations/{ruth.id}"
    works_in(open_shop, "Asia/Tokyo")
    assert 'datetime="2026-03-04"' in open_shop.get(thread).text
    works_in(open_shop, LISBON)
    assert 'datetime="2026-03-03"' in open_shop.get(thread).text


def test_the_customers_own_time_stands_beside_ones_own_where_it_differs(open_shop: Desk) -> None:
    assert "there</span>" not in open_shop.get(THREAD).text, "Maria is where Nadia is"
    works_in(open_shop, "Asia/Tokyo")
    page = open_shop.get(THREAD).text
    there = newest_at().astimezone(ZoneInfo("America/New_York"))
    assert f'<span class="there">{there:%H:%M} there</span>' in page
    assert re.search(r"1[34] h behind you", page)


def test_a_customer_whose_zone_nobody_knows_has_no_other_time(open_shop: Desk) -> None:
    with db.transaction() as session:
        session.get_one(Customer, 1).timezone = None
    works_in(open_shop, "Asia/Tokyo")
    assert " behind you" not in open_shop.get(THREAD).text


def test_what_is_promised_is_typed_in_the_business_s_time_and_said_so(open_shop: Desk) -> None:
    assert "as the clock stands" not in open_shop.get(f"{THREAD}/quotes/new").text
    works_in(open_shop, "Asia/Tokyo")
    page = open_shop.get(f"{THREAD}/quotes/new").text
    assert "as the clock stands in America/New York" in page


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../../etc/passwd", "x" * 500])
def test_there_is_no_such_zone(open_shop: Desk, zone: str) -> None:
    answer = open_shop.post("/console/account/timezone", {"timezone": zone})
    assert answer.status_code == 422
    assert "There is no time zone" in answer.text


def test_one_may_go_back_to_the_business_s(world: World, open_shop: Desk) -> None:
    works_in(open_shop, LISBON)
    works_in(open_shop, "")
    with db.reading() as session:
        nadia = accounts.by_email(session, EMAIL)
        assert nadia
        assert nadia.timezone is None
