"""Passkeys in Chromium, with an authenticator that answers by itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect, sync_playwright
from sqlalchemy import select

from concierge import config, db
from concierge.operators import passkeys
from concierge.operators.models import Login, Passkey
from tests.console.conftest import Desk
from tests.console.shop import EMAIL, PASSWORD
from tests.people.test_people import happened
from tests.world import World

pytestmark = pytest.mark.browser


@dataclass
class Device:
    """Nadia's laptop: a browser page, and the authenticator built into it."""

    page: Page
    tools: CDPSession
    number: str
    url: str

    def verifies(self, it_does: bool) -> None:
        """Whether a finger is on the sensor."""
        given = {"authenticatorId": self.number, "isUserVerified": it_does}
        self.tools.send("WebAuthn.setUserVerified", given)

    def log_in(self) -> None:
        self.page.goto(f"{self.url}/console/login")
        self.page.get_by_label("E-mail").fill(EMAIL)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Log in").click()

    def log_out(self) -> None:
        self.page.goto(f"{self.url}/console/account")
        self.page.locator("main").get_by_role("button", name="Log out").click()
        self.page.wait_for_url("**/console/login")

    def add_passkey(self, name: str = "My laptop") -> None:
        self.page.goto(f"{self.url}/console/account")
        self.page.get_by_label("Name of a new passkey").fill(name)
        self.page.get_by_role("button", name="Add a passkey").click()
        expect(self.page.locator("strong", has_text=name)).to_be_visible()


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def laptop(browser: Browser, world: World, door: Desk) -> Iterator[Device]:
    """Browsers make passkeys for names: the world is called localhost here."""
    url = world.url.replace("127.0.0.1", "localhost")
    config.use(world.settings.model_copy(update={"public_url": url}))
    page = browser.new_context().new_page()
    page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    made: dict[str, Any] = tools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    device = Device(page, tools, made["authenticatorId"], url)
    device.log_in()
    page.wait_for_url("**/console/")
    yield device
    page.context.close()
    config.use(world.settings)


def test_nadia_adds_a_passkey_and_gets_recovery_codes_with_the_first(laptop: Device) -> None:
    laptop.add_passkey()
    expect(laptop.page.locator(".codes li")).to_have_count(10)
    laptop.page.goto(f"{laptop.url}/console/account")
    expect(laptop.page.locator(".codes li")).to_have_count(0)
    [event] = happened("operator.passkey_added")
    assert event.data == {"name": "My laptop"}


def test_a_passkey_alone_lets_her_in(laptop: Device) -> None:
    laptop.add_passkey()
    laptop.log_out()
    laptop.page.get_by_role("button", name="Use a passkey").click()
    laptop.page.wait_for_url("**/console/")
    assert happened("login.opened")[-1].data == {"with": "passkey"}


def test_a_passkey_is_the_second_step_after_the_password(laptop: Device) -> None:
    laptop.add_passkey()
    laptop.log_out()
    laptop.log_in()
    laptop.page.wait_for_url("**/console/login/second")
    laptop.verifies(False)  # being there is enough once the password was right
    laptop.page.get_by_role("button", name="Use a passkey").click()
    laptop.page.wait_for_url("**/console/")
    assert happened("login.opened")[-1].data == {"with": "password and passkey"}


def test_alone_it_does_not_do_for_somebody_the_device_does_not_know(laptop: Device) -> None:
    laptop.add_passkey()
    laptop.log_out()
    laptop.verifies(False)
    laptop.page.get_by_role("button", name="Use a passkey").click()
    expect(laptop.page.locator("[role=status]")).to_have_text("No passkey was used. Try again.")
    assert "/console/login" in laptop.page.url


def test_the_same_signature_does_not_let_in_twice(laptop: Device) -> None:
    laptop.add_passkey()
    laptop.log_out()
    cookies = laptop.page.context.cookies
    sent: dict[str, Any] = {}

    def keep(request: Any) -> None:
        if request.url.endswith("/login/passkey"):
            sent.update(body=request.post_data, cookies=cookies())

    laptop.page.on("request", keep)
    laptop.page.get_by_role("button", name="Use a passkey").click()
    laptop.page.wait_for_url("**/console/")
    with db.reading() as session:
        before = len(session.scalars(select(Login)).all())
    jar = "; ".join(f"{each['name']}={each['value']}" for each in sent["cookies"])
    agent = laptop.page.evaluate("navigator.userAgent")
    answer = laptop.page.context.browser.new_context().request.post(  # type: ignore[union-attr]
        f"{laptop.url}/console/login/passkey",
        data=sent["body"],
        headers={
            "Cookie": jar,
            "User-Agent": agent,
            "Content-Type": "application/x-www-form-urlencoded",
        },
    )
    assert answer.status == 422
    assert "opens nothing here" in answer.text()
    with db.reading() as session:
        assert len(session.scalars(select(Login)).all()) == before


def test_a_passkey_that_was_removed_opens_nothing(laptop: Device) -> None:
    laptop.add_passkey()
    laptop.page.goto(f"{laptop.url}/console/account")
    laptop.page.get_by_role("button", name="Remove My laptop").click()
    expect(laptop.page.get_by_text("opens nothing here any more")).to_be_visible()
    laptop.log_out()
    laptop.page.get_by_role("button", name="Use a passkey").click()
    expect(laptop.page.get_by_role("alert")).to_contain_text("opens nothing here")
    with db.reading() as session:
        assert session.scalar(select(Passkey.id)) is None


def test_the_same_device_is_not_added_twice(laptop: Device) -> None:
    laptop.add_passkey()
    laptop.page.goto(f"{laptop.url}/console/account")
    laptop.page.get_by_role("button", name="Add a passkey").click()
    expect(laptop.page.locator("[role=status]").last).not_to_be_empty()
    with db.reading() as session:
        assert len(session.scalars(select(Passkey)).all()) == 1


def test_where_there_is_no_name_there_are_no_passkeys(world: World, nadia: Desk) -> None:
    assert not passkeys.available()
    assert "Passkeys work once" in nadia.get("/console/account").text
    assert "Use a passkey" not in Desk(world.app.test_client()).get("/console/login").text
