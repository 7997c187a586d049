"""Money and differences in a browser: for everybody, by day and by night, at any width."""

import pytest

from concierge import clock, db
from concierge.events import SERVICE
from concierge.money import Money
from concierge.payments.gateway import Standing
from concierge.reconciliation import lifecycle
from concierge.reconciliation.models import Noun
from concierge.reconciliation.verdicts import Finding, Verdict
from tests.console_orders.conftest import Screen
from tests.console_orders.test_browser import check
from tests.shop import Shop

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [390, 1440])
def test_the_books_and_differences_fit_and_can_be_heard(
    shop: Shop, screen: Screen, width: int
) -> None:
    maria = shop.customer()
    order = shop.confirmed(maria)
    fee = Money(187, "USD")
    shop.bank_says(order, Standing.CAPTURED, amount_captured=5400, fee=fee)
    with db.transaction() as session:
        run = lifecycle.begin(session, since=clock.now(), by=SERVICE, at=clock.now())
        finding = Finding("payment-unknown", "nothing", "$20.00, captured", maria, order)
        verdict = Verdict(finding=finding)
        name = "pi_3Qx0123456789abcdefghijkl"
        lifecycle.compared(session, run, Noun.PAYMENT, name, verdict, at=clock.now())
    screen.page.set_viewport_size({"width": width, "height": 900})
    for path in ("/console/ledger", "/console/differences", f"/console/orders/{order}"):
        screen.open(path)
        check(screen)


def test_a_partner_is_owed_by_keyboard_alone(shop: Shop, screen: Screen) -> None:
    order = shop.paid(shop.customer())
    screen.open(f"/console/orders/{order}")
    page = screen.page
    page.get_by_text("Owe a partner…").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("21.50")
    page.keyboard.press("Tab")
    page.keyboard.type("Bloom Wholesale")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Mark as paid").focus()
    page.keyboard.press("Enter")
    page.get_by_text("$21.50 to Bloom Wholesale is paid.").wait_for()
