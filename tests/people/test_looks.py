"""The house's pages in Chromium: at a desk and on a phone, in both themes, by axe's rules."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from concierge import clock, db, events
from concierge.operators import accounts, factors, people
from concierge.operators.models import Passkey, Role
from tests.console.conftest import Desk
from tests.console.shop import EMAIL, PASSWORD
from tests.people.conftest import OMAR, known
from tests.world import World

pytestmark = pytest.mark.browser
PAGES = {
    "people": "/console/people",
    "you": "/console/account",
    "hours": "/console/hours",
    "settings": "/console/settings",
    "fields": "/console/fields",
    "entry points": "/console/entry-points",
    "tags": "/console/tags?tag=vip",
    "texts": "/console/texts?language=de",
    "a text": "/console/texts/en/quote",
}


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def page(browser: Browser, world: World, door: Desk) -> Iterator[Page]:
    """Nadia has logged in; Omar works here, too, and Zoe is invited."""
    with db.transaction() as session:
        at, by = clock.now(), events.SERVICE
        accounts.create(session, OMAR, "Omar", PASSWORD)
        people.invite(session, "zoe@roseandthorn.example", Role.VIEWER, by=by, at=at)
    opened = browser.new_context().new_page()
    opened.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
    opened.goto(f"{world.url}/console/login")
    opened.get_by_label("E-mail").fill(EMAIL)
    opened.get_by_label("Password").fill(PASSWORD)
    opened.get_by_role("button", name="Log in").click()
    opened.wait_for_url("**/console/")
    with db.transaction() as session:
        factors.begin(session, known().id)
        session.add(
            Passkey(
                operator_id=known().id,
                name="Laptop",
                credential_id=b"1",
                public_key=b"1",
                sign_count=0,
                created_at=clock.now(),
            )
        )
    yield opened
    opened.context.close()


def looks_right(page: Page, name: str) -> None:
    for width, height in ((1440, 900), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            wide = page.evaluate(
                "Math.max(...[document.documentElement, ...document.querySelectorAll('.main')]"
                ".map((each) => each.scrollWidth - each.clientWidth))"
            )
            assert wide <= 0, (name, width)
            found = Axe().run(page).response["violations"]
            assert not found, (
                name,
                width,
                theme,
                [(e["id"], [n["html"] for n in e["nodes"]]) for e in found],
            )


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_house_looks_right(page: Page, world: World, name: str) -> None:
    answer = page.goto(f"{world.url}{PAGES[name]}")
    assert answer is not None
    assert answer.status == 200
    assert len(answer.body()) < 60_000
    looks_right(page, name)


def test_the_doors_look_right(page: Page, world: World, browser: Browser) -> None:
    with db.transaction() as session:
        factors.hold(session, known().id).totp_since = clock.now()
        by, at = events.SERVICE, clock.now()
        _, secret = people.invite(session, "yan@x.example", Role.OPERATOR, by=by, at=at)
    stranger = browser.new_context().new_page()
    stranger.goto(f"{world.url}/console/invitations/{secret}")
    looks_right(stranger, "invitation")
    stranger.goto(f"{world.url}/console/login")
    looks_right(stranger, "login")
    stranger.get_by_label("E-mail").fill(EMAIL)
    stranger.get_by_label("Password").fill(PASSWORD)
    stranger.get_by_role("button", name="Log in").click()
    stranger.wait_for_url("**/console/login/second")
    looks_right(stranger, "second step")
    stranger.context.close()


def test_nadia_invites_omars_sister_by_keyboard_and_two_browsers_meet(
    page: Page, world: World, browser: Browser
) -> None:
    page.goto(f"{world.url}/console/people")
    page.get_by_label("E-mail").focus()
    page.keyboard.type("amal@roseandthorn.example")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Viewer")).to_be_checked()
    page.get_by_role("button", name="Make a link").press("Enter")
    link = page.locator("#link").input_value()

    other = browser.new_context().new_page()
    other.goto(link)
    other.get_by_label("Your name").fill("Amal")
    other.get_by_label("A password").fill("ten white tulips")
    other.get_by_label("The same again").fill("ten white tulips")
    other.keyboard.press("Enter")
    other.wait_for_url("**/console/login")
    other.get_by_label("E-mail").fill("amal@roseandthorn.example")
    other.get_by_label("Password").fill("ten white tulips")
    other.keyboard.press("Enter")
    other.wait_for_url("**/console/")
    other.goto(f"{world.url}/console/catalogue/new")
    expect(other.get_by_role("button", name="Add to the catalogue")).to_have_count(0)

    page.goto(f"{world.url}/console/people")
    row = page.locator(".person", has_text="Amal")
    row.get_by_label("Role of Amal").select_option("operator")
    row.get_by_role("button", name="Change").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Amal is operator now.")
    other.reload()
    expect(other.get_by_role("button", name="Add to the catalogue")).to_be_visible()

    page.locator(".person", has_text="Amal").get_by_role("button", name="Let go").press("Enter")
    expect(page.locator(".person", has_text="Amal")).to_contain_text("has left")
    other.reload()
    other.wait_for_url("**/console/login**")
    other.context.close()
