"""The plots as people see them: at two widths, in the light and in the dark, and with axe."""

import random
from datetime import timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ViewportSize, sync_playwright

from concierge import clock, config, db
from concierge.insights.measures import BOUNDS, TIMES, Measure
from concierge.insights.models import InsightDay
from concierge.operators import accounts
from tests.console.shop import EMAIL, PASSWORD
from tests.world import World

PICTURES = Path(__file__).resolve().parent.parent / "screenshots" / "insights"


def a_month_of_figures() -> None:
    """Four weeks of a florist's."""
    dice = random.Random(7)
    today = clock.now().astimezone(config.current().zone).date()
    with db.transaction() as session:
        for back in range(30):
            day = today - timedelta(days=back)
            busy = 2 if day.weekday() in {4, 5} else 1
            rows = {"": (0, 0)}
            texts = busy * dice.randrange(40, 90)
            rows[Measure.TEXTS_IN], rows[Measure.TEXTS_OUT] = (texts, texts), (texts, texts * 2)
            quoted = busy * dice.randrange(8, 15)
            accepted = quoted - dice.randrange(2, 6)
            rows[Measure.QUOTED] = (quoted, quoted * 5400)
            rows[Measure.ACCEPTED] = (accepted, accepted * 900)
            rows[Measure.TAKEN] = (accepted, accepted * dice.randrange(4500, 7000))
            rows[Measure.AGAIN] = (accepted // 2, accepted // 2 * 4400)
            rows[Measure.ANSWERED] = (texts // 2, texts * 100)
            rows[Measure.DELIVERED] = (accepted, accepted * 50000)
            rows[Measure.MET] = (dice.randrange(0, 9), 0)
            for measure, (number, total) in rows.items():
                spread = [0] * (len(BOUNDS) + 1) if measure in TIMES else []
                for _ in range(number if measure in TIMES else 0):
                    middle = {Measure.DELIVERED: 18, Measure.ACCEPTED: 8}.get(Measure(measure), 5)
                    spread[min(max(round(dice.gauss(middle, 2)), 0), len(BOUNDS))] += 1
                session.add(
                    InsightDay(
                        day=day, measure=measure, who="operator:1" if spread else "",
                        number=number, total=total, spread=spread, added_up_at=clock.now(),
                    )
                )  # fmt: skip


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_the_plots_are_for_everybody(chromium: str, world: World, width: int, scheme: str) -> None:
    with db.transaction() as session:
        accounts.create(session, EMAIL, "Nadia Haddad", PASSWORD)
    a_month_of_figures()
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(
            viewport=ViewportSize(width=width, height=1000),
            color_scheme="dark" if scheme == "dark" else "light",
            base_url=world.url,
        )
        page.goto("/console/login")
        page.get_by_label("E-mail").fill(EMAIL)
        page.get_by_label("Password").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/console/")
        page.goto("/console/insights")
        page.screenshot(path=PICTURES / f"insights-{width}-{scheme}.png", full_page=True)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, "nothing is pushed out of a phone's side"
        browser.close()
