"""The board in a browser: orders moved by keys and by buttons, and a day's list on paper."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from concierge import config
from concierge.orders.models import OrderStatus, Whereabouts
from tests.console.conftest import Desk
from tests.console.shop import PASSWORD
from tests.console.test_live import serving
from tests.console_orders.conftest import KIM, SAM, Screen
from tests.console_orders.test_board import give, promised, set_out, tomorrow
from tests.console_orders.test_browser import check
from tests.shop import Shop
from tests.world import World

pytestmark = pytest.mark.browser
LINK = "https://track.example.com/1Z999"


def test_an_order_is_given_out_and_delivered_from_the_board_by_keyboard_alone(
    shop: Shop, screen: Screen, kim: Desk
) -> None:
    maria = shop.customer()
    order = shop.confirmed(maria)
    kim.post("/console/partners", {"name": "Bloom Wholesale", "contact": "+1 555 010 0190"})
    screen.open("/console/orders")
    page = screen.page
    window = page.get_by_role("dialog")

    page.keyboard.press("ArrowDown")
    page.keyboard.press("g")
    expect(window).to_contain_text("nobody is told by this")
    check(screen)
    page.keyboard.press("Escape")
    expect(window).to_be_hidden()
    expect(page.locator(".ticket:focus, [data-move]:focus")).to_have_count(1)
    page.keyboard.press("g")
    expect(window.get_by_role("combobox", name="Partner")).to_be_visible()
    window.get_by_role("button", name="Give it to them").press("Enter")
    expect(page.get_by_role("region", name="At a partner")).to_contain_text("Maria Lopez")
    expect(page.locator(".notice")).to_contain_text("Tell them: we do not")

    page.keyboard.press("ArrowDown")
    page.keyboard.press("o")
    expect(window).to_contain_text("on its way.")
    window.get_by_label("Courier").fill("Fleet Feet")
    window.get_by_label("Tracking").fill(LINK)
    check(screen)
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name=re.compile("^Out"))).to_contain_text("Fleet Feet")
    assert shop.texts(maria)[-1].endswith(f"Tracking: {LINK}")

    page.keyboard.press("ArrowDown")
    page.keyboard.press("d")
    expect(window).to_contain_text("Takes $54.00 from Visa 4242 now")
    window.get_by_label("A note for Maria").fill("At the door.")
    check(screen)
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Done")).to_contain_text("Maria Lopez")
    assert shop.order(order).status is OrderStatus.FULFILLED
    expect(page).to_have_url(re.compile("/console/orders$"))
    check(screen)


def test_without_a_script_each_move_is_a_page(shop: Shop, screen: Screen) -> None:
    order = shop.confirmed(shop.customer())
    page = screen.page
    page.route("**/board.js*", lambda route: route.abort())
    screen.open("/console/orders")
    page.get_by_role("link", name=re.compile("^Out…")).click()
    expect(page.get_by_role("heading", name="Out for delivery")).to_be_visible()
    check(screen)
    page.get_by_role("button", name="It is out, tell Maria").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Order 1")
    assert shop.order(order).whereabouts is Whereabouts.OUT


def test_what_a_colleague_moved_is_said_when_it_is_too_late(
    shop: Shop, screen: Screen, kim: Desk
) -> None:
    order = shop.confirmed(shop.customer())
    screen.open("/console/orders")
    kim.post(f"/console/orders/{order}/departure")
    page = screen.page
    page.get_by_role("link", name=re.compile("^Out…")).click()
    expect(page.get_by_text("can't be done with the order as it is now")).to_be_visible()


def test_board_list_partners_and_column_can_be_read_by_everybody(
    shop: Shop, screen: Screen
) -> None:
    ada, ben, cleo = (
        shop.customer(f"+1555010013{n}", name=name)
        for n, name in enumerate(("Ada", "Ben", "Maximiliana Featherstonehaugh-Montgomery"))
    )
    give(shop, promised(shop, ada, tomorrow(shop, 9)))
    set_out(shop, promised(shop, ben, tomorrow(shop, 12)))
    promised(shop, cleo, shop.now + timedelta(hours=5))
    shop.paid(shop.customer("+15550100139", name="Dan"))
    for path in (
        "orders",
        "orders/columns/out",
        "orders/columns/done",
        "orders/list",
        "orders/list?day=2031-01-01",
        "partners",
        "partners/1",
        "partners?retired=y",
        "orders/1/return",
        "orders/3/partner",
        "orders/3/fulfilment",
    ):
        screen.open(f"/console/{path}")
        check(screen)
        screen.page.set_viewport_size({"width": 390, "height": 844})
        check(screen)
        screen.page.set_viewport_size({"width": 1440, "height": 900})


def test_on_paper_there_is_the_list_and_nothing_else(shop: Shop, screen: Screen) -> None:
    for n in range(8):
        person = shop.customer(
            f"+1555010013{n}", name=f"Person {n}", address=f"{n} Elm St\nSpringfield"
        )
        promised(shop, person, tomorrow(shop, 9) + timedelta(hours=n))
    screen.open("/console/orders/list")
    page = screen.page
    page.evaluate("window.print = () => { window.printed = true; }")
    page.get_by_role("button", name="Print").click()
    assert page.evaluate("window.printed")
    page.emulate_media(media="print")
    for gone in (".rail", ".on-screen", ".wanted"):
        expect(page.locator(gone).first).to_be_hidden()
    expect(page.locator(".slip")).to_have_count(8)
    expect(page.locator(".slip").first).to_contain_text("0 Elm St")
    ink = page.locator(".slip h2").first.evaluate("it => getComputedStyle(it).color")
    assert ink == "rgb(0, 0, 0)"
    split = page.locator(".slip").first.evaluate("it => getComputedStyle(it).breakInside")
    assert split == "avoid"
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_two_operators_see_each_others_moves(
    shop: Shop, world: World, operators: None, browser: Browser
) -> None:
    order = shop.confirmed(shop.customer())
    with serving(world.settings, world) as address:
        config.use(world.settings.model_copy(update={"live_url": address.removesuffix("/live")}))
        sam, kim = (logged_in(browser, world, email) for email in (SAM, KIM))
        sam.goto(f"{world.url}/console/orders")
        expect(sam.get_by_role("region", name="To fulfil")).to_contain_text("Maria Lopez")
        kim.goto(f"{world.url}/console/orders/{order}/departure")
        kim.get_by_role("button", name="It is out, tell Maria").click()
        out = sam.get_by_role("region", name=re.compile("^Out"))
        expect(out).to_contain_text("Maria Lopez")
        sam.get_by_role("link", name=re.compile("^Back…")).click()
        sam.get_by_role("button", name="Take it back").click()
        expect(sam.get_by_role("region", name="To fulfil")).to_contain_text("Maria Lopez")
        kim.goto(f"{world.url}/console/orders/{order}")
        expect(kim.locator(".steps")).to_contain_text("Back here again")
        for page in (sam, kim):
            page.context.close()


def logged_in(browser: Browser, world: World, email: str) -> Page:
    """A browser of their own."""
    page = browser.new_context().new_page()
    page.goto(f"{world.url}/console/login")
    page.fill("[name=email]", email)
    page.fill("[name=password]", PASSWORD)
    page.click("form button")
    page.wait_for_url("**/console/")
    return page
