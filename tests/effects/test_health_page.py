"""The page that the one on call opens first, and the same at a terminal."""

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ViewportSize, sync_playwright
from sqlalchemy import select

from concierge import db
from concierge.effects.models import EffectStatus
from concierge.events import Event
from tests.console.conftest import Desk
from tests.console.shop import EMAIL, PASSWORD
from tests.effects.conftest import Night
from tests.effects.test_people_decide import failing_text
from tests.world import World

PICTURES = Path(__file__).resolve().parent.parent / "screenshots" / "effects"


def test_when_all_is_well_the_page_says_so(desk_at_night: Desk) -> None:
    page = desk_at_night.get("/console/effects").text
    assert "Everything that was asked for has been done" in page


def test_what_fails_is_listed_with_the_customer_and_the_reason(
    desk_at_night: Desk, night: Night
) -> None:
    failing_text(night)
    page = desk_at_night.get("/console/effects").text
    assert "Failing" in page
    assert "Given up" not in page
    assert "Maria Lopez" in page
    assert "We close at six" not in page, "texts are read in their thread"


def test_nadia_has_a_given_up_text_tried_again(
    desk_at_night: Desk, night: Night, world: World
) -> None:
    failing_text(night)
    effect = night.give_up("message.send")
    night.mend()
    answer = desk_at_night.post(f"/console/effects/{effect.id}/retry")
    assert answer.status_code == 303
    assert "tried again now" in desk_at_night.get(answer.location).text
    world.work()
    assert night.texts() == ["We close at six."]
    assert ("effect.retried", "operator:1") in night.events(effect)


def test_nadia_abandons_a_text_and_says_why(desk_at_night: Desk, night: Night) -> None:
    failing_text(night)
    effect = night.give_up("message.send")
    path = f"/console/effects/{effect.id}/abandonment"
    assert desk_at_night.post(path, {"why": " "}).status_code == 422
    assert desk_at_night.post(path, {"why": "She called."}).status_code == 303
    desk_at_night.get("/console/effects")  # where it is said, once
    assert "Everything that was asked for" in desk_at_night.get("/console/effects").text


def test_a_button_pressed_too_late_says_what_has_become_of_it(
    desk_at_night: Desk, night: Night
) -> None:
    failing_text(night)
    effect = night.effect("message.send")
    night.change("message.send", status=EffectStatus.DONE)
    answer = desk_at_night.post(f"/console/effects/{effect.id}/retry")
    assert answer.status_code == 422
    assert "It has been done meanwhile." in answer.text
    assert desk_at_night.post("/console/effects/999/retry").status_code == 404


def test_the_same_is_done_at_a_terminal(night: Night, world: World) -> None:
    def run(*arguments: str) -> Any:
        return world.app.test_cli_runner().invoke(args=["effects", *arguments])

    assert "Everything that was asked for" in run("list").output
    failing_text(night)
    assert "Failing" in run("list").output
    effect = night.give_up("message.send")
    assert "Given up" in run("list").output
    assert str(effect.id) in run("list", "--status", "given_up").output
    assert "given_up" not in run("list", "--status", "done").output
    night.mend()
    assert run("retry", str(effect.id)).exit_code == 0
    world.work()
    assert night.texts() == ["We close at six."]
    refused = run("abandon", str(effect.id), "--why", "too late")
    assert refused.exit_code == 1
    assert "done meanwhile" in refused.output
    with db.reading() as session:
        actor = session.scalar(select(Event.actor).where(Event.kind == "effect.retried"))
    assert actor is not None
    assert actor.startswith("shell")


@pytest.mark.browser
def test_axe_finds_nothing_on_the_page_of_a_bad_night(
    chromium: str, desk_at_night: Desk, night: Night, world: World
) -> None:
    failing_text(night)
    night.give_up("message.send")
    failing_text(night)
    PICTURES.mkdir(parents=True, exist_ok=True)
    schemes: Any = ("light", "dark")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for scheme in schemes:
            page = browser.new_context(color_scheme=scheme).new_page()
            page.goto(f"{world.url}/console/login")
            page.get_by_label("E-mail").fill(EMAIL)
            page.get_by_label("Password").fill(PASSWORD)
            page.get_by_role("button", name="Log in").click()
            page.wait_for_url(f"{world.url}/console/")
            page.goto(f"{world.url}/console/effects")
            page.get_by_text("Abandon", exact=False).first.click()
            for width in (390, 1440):
                page.set_viewport_size(ViewportSize(width=width, height=844))
                found = Axe().run(page)
                assert found.violations_count == 0, found.generate_report()
                assert page.evaluate("document.documentElement.scrollWidth") <= width
                page.screenshot(path=PICTURES / f"bad-night-{width}-{scheme}.png")
        browser.close()
