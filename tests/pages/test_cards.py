"""Several cards: which is charged is Maria's to choose, and an order goes on with it once."""

import pytest

from concierge import db
from concierge.customers.models import LinkPurpose
from concierge.payments import queries
from concierge.payments.models import Card
from tests.pages.conftest import Browser, make_link, ordered
from tests.world import World

DECLINED, MASTER = "4000000000000341", "5555555555554444"


def cards(world: World) -> list[Card]:
    with db.reading() as session:
        return queries.cards(session, world.customer().id)


def charged(world: World) -> str | None:
    with db.reading() as session:
        card = queries.default_card(session, world.customer().id)
        return card.last4 if card else None


@pytest.fixture
def two(world: World) -> World:
    """Maria has a Mastercard, and after that a Visa, which is charged."""
    world.known()
    world.give_card(number=MASTER)
    world.give_card()
    return world


def test_the_page_lists_them_and_says_which_is_charged(two: World, browser: Browser) -> None:
    page = browser.open(make_link(two, LinkPurpose.CARD))
    assert "Your cards" in page.text
    assert "Mastercard 4444 until 12/34 Use this one Mastercard 4444 Remove" in page.text
    assert "Visa 4242 until 12/34 This one is charged Remove" in page.text
    assert page.posts == ["choice", "removal", "removal", "card"]


def test_the_chosen_one_is_charged_here_and_at_stripe(two: World, browser: Browser) -> None:
    link = make_link(two, LinkPurpose.CARD)
    master, visa = cards(two)
    for card, says in ((master, "4444"), (visa, "4242"), (master, "4444")):
        page = browser.follow(browser.press(f"{link}/cards/{card.id}/choice"))
        assert "This card is charged from now on." in page.text
        two.work()
        assert charged(two) == says
    [customer] = two.sandbox.books()["customers"]
    assert customer["invoice_settings"]["default_payment_method"] == master.provider_id

    ordered(two)
    assert two.authorisations()[-1]["payment_method"] == master.provider_id


def test_an_order_held_for_a_declined_card_goes_on_once_with_the_chosen_one(
    world: World, browser: Browser
) -> None:
    world.known()
    world.give_card(number=MASTER)
    world.give_card(number=DECLINED)
    assert ordered(world).held_for == "declined"
    link, master = world.link(), cards(world)[0]
    for _ in range(3):
        browser.press(f"{link}/cards/{master.id}/choice")
    world.work()

    assert world.order().status == "confirmed"
    statuses = [payment["status"] for payment in world.authorisations()]
    assert statuses == ["requires_payment_method", "requires_capture"]
    assert len([text for text in world.texts() if text.startswith("Ordered")]) == 1


def test_a_removed_card_is_forgotten_at_stripe_and_never_charged(
    two: World, browser: Browser
) -> None:
    link = make_link(two, LinkPurpose.CARD)
    visa = cards(two)[1]
    page = browser.follow(browser.press(f"{link}/cards/{visa.id}/removal"))
    browser.press(f"{link}/cards/{visa.id}/removal")
    two.work()

    assert "Visa 4242" not in page.text
    kept = {m["id"]: m["customer"] for m in two.sandbox.books()["payment_methods"]}
    assert kept[visa.provider_id] is None
    assert charged(two) is None, "which one instead is hers to choose"
    browser.press(f"{link}/cards/{visa.id}/choice")
    assert charged(two) is None
    assert ordered(two).held_for == "card"


def test_a_card_that_holds_money_says_so_before_it_goes(two: World, browser: Browser) -> None:
    ordered(two)
    link = make_link(two, LinkPurpose.CARD)
    visa = cards(two)[1]
    page = browser.press(f"{link}/cards/{visa.id}/removal")
    assert page.status == 409
    assert "Money is reserved on it for order 1." in page.text
    assert len(cards(two)) == 2

    browser.press(f"{link}/cards/{visa.id}/removal", sure="y")
    two.work()
    assert len(cards(two)) == 1
    assert two.authorisations()[-1]["status"] == "requires_capture"


def test_a_card_that_is_being_charged_can_not_go(two: World, browser: Browser) -> None:
    two.quote()
    two.sandbox.text("+15550100123", "OK")  # no worker has run yet
    link = make_link(two, LinkPurpose.CARD)
    visa = cards(two)[1]
    page = browser.press(f"{link}/cards/{visa.id}/removal", sure="y")
    assert "Visa 4242 is in use just now" in page.text
    assert page.posts == []
    assert len(cards(two)) == 2
    two.work()
    assert two.order().status == "confirmed"


def test_nobody_chooses_or_removes_another_customers_card(two: World, browser: Browser) -> None:
    two.known("+15550100999", "Ben")
    two.give_card("+15550100999")
    with db.reading() as session:
        [bens] = queries.cards(session, two.customer("+15550100999").id)
    link = make_link(two, LinkPurpose.CARD)
    for verb in ("choice", "removal"):
        assert browser.press(f"{link}/cards/{bens.id}/{verb}").status == 404


def test_an_expired_card_is_not_tried_but_asked_about(world: World, browser: Browser) -> None:
    world.known()
    world.give_card()
    [card] = cards(world)
    world.sandbox.replace_card(card.provider_id, exp_month=1, exp_year=2020)
    world.work()
    order = ordered(world)

    assert order.held_for == "expired"
    assert world.authorisations() == []
    assert "Your card has expired." in world.texts()[-1]
    page = browser.open(world.link())
    assert "Visa 4242 expired 01/20" in page.text
    assert "choice" not in page.posts


def test_a_card_that_the_bank_has_renewed_lets_the_order_go_on(world: World) -> None:
    world.known()
    world.give_card()
    [card] = cards(world)
    world.sandbox.replace_card(card.provider_id, exp_month=1, exp_year=2020)
    world.work()
    assert ordered(world).held_for == "expired"
    world.sandbox.replace_card(card.provider_id, exp_year=2035, number=MASTER)
    world.work()

    assert world.order().status == "confirmed"
    [renewed] = cards(world)
    assert (renewed.label, renewed.expiry) == ("Mastercard 4444", "12/35")
    assert len(world.authorisations()) == 1


def test_a_renewal_that_nobody_told_us_of_is_found_when_the_card_is_needed(world: World) -> None:
    world.known()
    world.give_card()
    [card] = cards(world)
    with db.transaction() as session:
        session.get_one(Card, card.id).exp_year = 2020
    assert ordered(world).status == "confirmed"
    assert cards(world)[0].exp_year == 2034


def test_a_card_that_was_detached_at_stripe_is_no_card_of_ours(two: World) -> None:
    visa = cards(two)[1]
    import stripe

    client = stripe.StripeClient(
        two.settings.stripe_secret_key.get_secret_value(),
        base_addresses={"api": two.settings.stripe_api_base},
    )
    client.v1.payment_methods.detach(visa.provider_id)
    two.work()
    assert [card.last4 for card in cards(two)] == ["4444"]
    assert charged(two) is None
