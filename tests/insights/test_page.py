"""The page with the plots, as Nadia reads it."""

import csv
import io
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from concierge import clock, config, db
from concierge.insights.measures import BOUNDS, TIMES, Measure
from concierge.insights.models import InsightDay
from concierge.web.console import plots
from concierge.web.console.figures import lasted
from concierge.web.console.plots import Series
from tests.console.conftest import Desk

COUNTS = {Measure.TEXTS_IN: 60, Measure.TEXTS_OUT: 80, Measure.TAKEN: 12, Measure.MET: 5}


@pytest.fixture
def year(desk: Desk) -> date:
    """A year has been added up; its last day."""
    today = clock.now().astimezone(config.current().zone).date()
    with db.transaction() as session:
        for back in range(366):
            day = today - timedelta(days=back)
            session.add(row(day, "", "", 0, 0))
            for measure in Measure:
                who = "operator:1" if measure in TIMES | {Measure.QUOTED} else ""
                number = COUNTS.get(measure, 8)
                session.add(row(day, measure, who, number, number * (100 + back)))
    return today


def row(day: date, measure: str, who: str, number: int, total: int) -> InsightDay:
    spread = [0] * (len(BOUNDS) + 1)
    spread[5 + day.day % 5] = number
    return InsightDay(
        day=day,
        measure=measure,
        who=who,
        number=number,
        total=total,
        spread=spread if measure in TIMES else [],
        added_up_at=clock.now(),
    )


def test_before_anything_happened_the_page_says_so(desk: Desk) -> None:
    assert "Nothing happened in these days" in desk.get("/console/insights").text


def test_a_year_is_read_with_a_handful_of_statements(
    desk: Desk, year: date, statements: Callable[..., Any]
) -> None:
    with statements() as made:
        page = desk.get("/console/insights?days=365")
    assert page.status_code == 200
    assert len(made) <= 9  # two of them every page's: who is here, what is wrong
    assert len(page.data) < 60_000
    assert page.text.count('<svg class="plot"') == 6


def test_numbers_behind_a_plot_are_a_file_with_a_line_a_day(desk: Desk, year: date) -> None:
    since = year - timedelta(days=6)
    answer = desk.get(f"/console/insights/money.csv?since={since}&until={year}")
    assert answer.mimetype == "text/csv"
    assert f"money-{since}-{year}.csv" in answer.headers["Content-Disposition"]
    lines = list(csv.DictReader(io.StringIO(answer.text)))
    assert [line["day"] for line in lines] == [
        (since + timedelta(days=i)).isoformat() for i in range(7)
    ]
    assert lines[-1]["taken"] == "12"
    assert lines[-1]["taken_amount"] == "12.00", "in the currency, not in cents"


def test_texts_cost_by_the_part_and_mms_and_whatsapp_by_the_piece(desk: Desk, year: date) -> None:
    asked = f"/console/insights?since={year}&until={year}"
    assert "12,400 parts and 8 with pictures and 8 on WhatsApp<" in desk.get(asked).text
    prices = {"part_price": "0.01", "mms_price": "0.5", "whatsapp_price": "0.25"}
    before = config.current()
    config.use(before.model_copy(update={k: Decimal(v) for k, v in prices.items()}))
    try:
        page = desk.get(asked).text
    finally:
        config.use(before)
    assert "8 on WhatsApp, about $130.00<" in page


@pytest.mark.parametrize("key", ["answers", "deliveries", "quotes", "texts", "customers"])
def test_each_plot_has_its_numbers(desk: Desk, year: date, key: str) -> None:
    lines = list(csv.reader(io.StringIO(desk.get(f"/console/insights/{key}.csv?days=7").text)))
    assert len(lines) == 8
    assert {len(line) for line in lines} == {len(lines[0])}


def test_a_plot_that_there_is_not_is_not_found(desk: Desk) -> None:
    assert desk.get("/console/insights/mood.csv").status_code == 404


def test_one_operator_s_days_are_shown_alone(desk: Desk, year: date) -> None:
    page = desk.get("/console/insights?days=30&who=operator:1").text
    assert "Until somebody answers" in page
    assert "New customers" not in page, "nobody's own"


@pytest.mark.parametrize(
    "nonsense",
    [
        "days=0",
        "days=-3",
        "days=x",
        "since=yesterday",
        "since=2999-01-01",
        "until=0000",
        "who=%00x",
    ],
)
def test_nonsense_in_the_address_is_as_if_it_were_not_there(desk: Desk, nonsense: str) -> None:
    assert desk.get(f"/console/insights?{nonsense}").status_code == 200


def test_nobody_sees_it_who_has_not_logged_in(door: Desk) -> None:
    assert door.get("/console/insights").status_code == 302
    assert door.get("/console/insights/money.csv").status_code == 302


def test_every_svg_of_the_page_is_well_formed(desk: Desk, year: date) -> None:
    page = desk.get("/console/insights?days=30").text
    for part in page.split('<svg class="plot"')[1:]:
        drawn = ElementTree.fromstring("<svg" + part.split("</svg>")[0] + "</svg>")
        assert drawn.get("aria-label")


DAYS = [date(2026, 11, 1) + timedelta(days=i) for i in range(4)]


def test_bars_stand_on_one_another_and_fill_the_plot() -> None:
    plot = plots.bars(
        DAYS,
        [Series("out", [3, 0, 6, None]), Series("in", [3, 5, 0, None])],
        lambda value: f"{value:g}",
        weekly=False,
    )
    [first, *_], [second, *_] = plot.bars
    assert second.y + second.height == pytest.approx(first.y, abs=0.2)
    assert first.says == "1 Nov: 3 out"
    assert plot.says == "Between 5 (2 Nov) and 6 (3 Nov)."


def test_a_day_on_which_nobody_wrote_is_a_gap_in_the_line() -> None:
    plot = plots.lines(
        DAYS, [Series("half", [60, None, 90, 120])], lasted, weekly=False, clock=True
    )
    assert plot.lines[0].count("M") == 2
    assert [tick.label for tick in plot.across] == ["0 s", "60 s", "2 min"]


def test_where_there_is_nothing_the_plot_says_so() -> None:
    assert plots.bars(DAYS, [Series("", [0] * 4)], str, weekly=False).says == (
        "Nothing in this time."
    )


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0 s"), (89, "89 s"), (90, "2 min"), (5400, "1.5 h"), (7200, "2 h"), (172800, "2 d")],
)
def test_how_long_something_took_is_said_as_people_say_it(seconds: float, text: str) -> None:
    assert lasted(seconds) == text
