"""Numbers are recycled: a stranger with Maria's old one sees nothing of hers, and pays nothing."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from concierge import clock, db, ticking
from concierge.conversation import notices, parting
from concierge.conversation.models import Conversation, Message
from concierge.customers import lifecycle as customers
from concierge.customers import queries as customer_queries
from concierge.customers.models import ConsentKind, ContactPoint, Customer, LinkPurpose
from concierge.errors import Refused
from concierge.orders import lifecycle as orders
from concierge.orders import queries as order_queries
from concierge.payments import lifecycle as payments
from concierge.payments import queries
from concierge.quotes import lifecycle as quotes
from concierge.quotes import queries as quote_queries
from concierge.quotes.models import Quote
from tests.pages.conftest import WELL_FILLED_IN, Browser, make_link, ordered
from tests.world import MARIA, OPERATOR, World

HERS = re.compile(r"Maria|Lopez|Elm St|Springfield|4242")


def doubt(world: World) -> None:
    """Sixty silent days have passed."""
    with db.transaction() as session:
        customer = customer_queries.lock(session, world.customer().id)
        for point in customer.contact_points:
            customers.doubt(
                session, point, because="after a long silence", by=OPERATOR, at=clock.now()
            )


def is_doubted(world: World) -> bool:
    with db.reading() as session:
        return customer_queries.is_doubted(session, world.customer().id)


@pytest.fixture
def doubtful(maria: World) -> World:
    """Maria has an account and a card, and her number may have changed hands."""
    doubt(maria)
    return maria


def waiting_for(world: World, customer_id: int) -> str:
    with db.reading() as session:
        thread = session.scalars(
            select(Conversation).where(Conversation.customer_id == customer_id)
        ).one()
        return thread.waiting_for or ""


@pytest.mark.parametrize("purpose", list(LinkPurpose))
def test_no_page_shows_anything_of_hers_before_she_has_said_how_her_card_ends(
    maria: World, browser: Browser, purpose: LinkPurpose
) -> None:
    order = ordered(maria)
    with db.reading() as session:
        quote_id = order_queries.get(session, order.id).quote_id
    about = quote_id if purpose is LinkPurpose.CONFIRM else order.id
    link = make_link(maria, purpose, about)
    doubt(maria)
    page = browser.follow(browser.open(link))
    assert "Is it still you?" in page.text
    assert not HERS.search(page.answer.text)
    posted = ("account", "card", "bank", "order", "refusal", "pay", "cards/1/choice")
    opened = ("card", "card/return", "bank", "bank/return", "cards", "pay", "pay/return")
    pages = [browser.follow(browser.press(f"{link}/{path}")) for path in posted]
    pages += [browser.follow(browser.open(f"{link}/{path}")) for path in opened]
    assert all("Is it still you?" in page.text or page.status == 404 for page in pages)
    assert not any(HERS.search(page.answer.text) for page in pages)


def test_no_text_tells_her_name_her_address_or_her_card(doubtful: World) -> None:
    before = len(doubtful.texts())
    doubtful.quote()
    doubtful.text("OK")
    with db.transaction() as session:
        customer = customer_queries.lock(session, doubtful.customer().id)
        notices.send_card_link(session, customer, at=clock.now())
    doubtful.work()
    sent = doubtful.texts()[before:]
    assert len(sent) == 3
    assert not any(HERS.search(text) for text in sent), sent


def test_a_refund_does_not_tell_where_it_goes(maria: World) -> None:
    order = ordered(maria)
    maria.decide(
        order.customer_id,
        lambda s: orders.fulfil(s, order_queries.get(s, order.id), by=OPERATOR, at=clock.now()),
    )
    maria.work()
    doubt(maria)

    def refund(session: Session) -> None:
        payment = queries.live(session, order.id)
        assert payment is not None
        payments.refund(session, payment, 500, by=OPERATOR, at=clock.now(), reason=None)

    maria.decide(order.customer_id, refund)
    maria.work()
    assert maria.texts()[-1].startswith("Refunded: $5.00 to the card")


def test_the_right_digits_end_the_doubt_and_lead_to_the_page(
    doubtful: World, browser: Browser
) -> None:
    doubtful.quote()
    doubtful.text("OK")
    link = doubtful.link()
    assert browser.press(f"{link}/proof", digits="1234").status == 422
    page = browser.follow(browser.press(f"{link}/proof", digits=" 4242 "))
    assert "This charges Visa 4242." in page.text
    assert not is_doubted(doubtful)
    browser.press(f"{link}/order")
    doubtful.work()
    assert doubtful.order().status == "confirmed"


def test_five_tries_in_all_then_a_person(doubtful: World, browser: Browser) -> None:
    links = [make_link(doubtful, purpose) for purpose in (LinkPurpose.CARD, LinkPurpose.ACCOUNT)]
    for tried, digits in enumerate(("0000", "1111", "42424242", "", "424")):
        page = browser.press(f"{links[tried % 2]}/proof", digits=digits)
        assert page.status == 422
        left = 4 - tried
        assert (f"Tries left: {left}" in page.text) == bool(left)
    assert "Let a person help" in browser.open(f"{links[0]}/proof").text
    assert "how the saved card ends" in waiting_for(doubtful, doubtful.customer().id)

    right = browser.press(f"{links[0]}/proof", digits="4242")
    assert "Let a person help" in right.text, "even the right digits tell nothing any more"
    assert right.posts == ["afresh"]
    assert is_doubted(doubtful)


def test_an_order_that_a_person_pushes_is_held_until_it_is_proven(
    doubtful: World, browser: Browser
) -> None:
    quote = doubtful.quote()
    doubtful.decide(
        quote.customer_id,
        lambda s: quotes.accept(s, quote_queries.get(s, quote.id), by=OPERATOR, at=clock.now()),
    )
    doubtful.work()
    assert doubtful.order().held_for == "proof"
    assert doubtful.authorisations() == []
    assert "show here that it's still you" in doubtful.texts()[-1]

    page = browser.follow(browser.press(f"{doubtful.link()}/proof", digits="4242"))
    assert "Thank you Everything goes on." in page.text
    doubtful.work()
    assert doubtful.order().status == "confirmed"
    assert len(doubtful.authorisations()) == 1


def test_proven_after_the_order_was_let_go_of_nothing_is_charged_and_the_page_says_so(
    doubtful: World, browser: Browser
) -> None:
    quote = doubtful.quote()
    doubtful.decide(
        quote.customer_id,
        lambda s: quotes.accept(s, quote_queries.get(s, quote.id), by=OPERATOR, at=clock.now()),
    )
    doubtful.work()
    link = doubtful.link()
    assert ticking.let_go_of_held_orders(clock.now() + timedelta(days=4)) == 1
    doubtful.work()
    assert doubtful.order().status == "cancelled"

    page = browser.follow(browser.press(f"{link}/proof", digits="4242"))
    assert "Order 1 is cancelled" in page.text
    assert "Everything goes on" not in page.text
    doubtful.work()
    assert not is_doubted(doubtful), "it is her all the same"
    assert doubtful.order().status == "cancelled"
    assert doubtful.authorisations() == []


def test_proven_after_the_quote_has_lapsed_there_is_no_order(
    doubtful: World, browser: Browser
) -> None:
    doubtful.quote(expires_in=timedelta(hours=1))
    doubtful.text("OK")
    link = doubtful.link()
    with db.transaction() as session:
        session.execute(update(Quote).values(expires_at=clock.now() - timedelta(minutes=1)))
    ticking.expire_quotes(clock.now())
    page = browser.follow(browser.press(f"{link}/proof", digits="4242"))
    assert page.status in {200, 410}
    assert "order" not in page.posts
    browser.press(f"{link}/order")
    doubtful.work()
    assert doubtful.orders() == []
    assert doubtful.authorisations() == []


def test_who_can_not_say_starts_afresh_with_a_card_of_theirs(
    doubtful: World, browser: Browser
) -> None:
    old = doubtful.customer()
    doubtful.quote()
    doubtful.text("OK")
    page = browser.follow(browser.press(f"{doubtful.link()}/afresh"))
    doubtful.work()

    fresh = doubtful.customer()
    assert fresh.id != old.id
    assert "Nice to meet you" in page.text
    assert not HERS.search(page.answer.text)
    assert "started afresh" in waiting_for(doubtful, old.id)
    assert "frozen: quote 1" in waiting_for(doubtful, old.id)
    [method] = doubtful.sandbox.books()["payment_methods"]
    assert method["customer"] is None

    browser.press(f"{page.answer.url}/account", **WELL_FILLED_IN | {"name": "Ben Ode"})
    doubtful.work()
    doubtful.fill_card_page("5555555555554444")
    doubtful.quote()
    doubtful.text("OK")
    assert doubtful.orders()[-1].customer_id == fresh.id
    assert doubtful.orders()[-1].status == "confirmed"


def test_wrong_number_after_a_silence_takes_everything_off_at_once(
    doubtful: World, browser: Browser
) -> None:
    old = doubtful.customer()
    doubtful.quote()
    doubtful.text("OK")
    dead_link = doubtful.link()
    doubtful.text("Sorry, you have the wrong number")
    fresh = doubtful.customer()

    assert fresh.id != old.id
    assert doubtful.texts()[-1].startswith("Sorry for the mix-up")
    assert "wrong number" in waiting_for(doubtful, old.id)
    [method] = doubtful.sandbox.books()["payment_methods"]
    assert method["customer"] is None
    for path in ("", "/proof", "/stranger", "/card/return"):
        page = browser.open(f"{dead_link}{path}")
        assert (page.status, bool(HERS.search(page.answer.text))) == (410, False)
    assert browser.press(f"{dead_link}/order").status == 410
    with db.reading() as session:
        assert not customer_queries.has_consented(session, fresh.id, ConsentKind.SERVICE)
        assert session.get_one(Customer, old.id).parted_at is not None
        thread = session.scalars(select(Conversation).where(Conversation.customer_id == fresh.id))
        heard = session.scalars(
            select(Message.body).where(Message.conversation_id == thread.one().id)
        ).all()
    assert len(heard) == 1, "the new owner's thread begins with our apology"

    doubtful.text("OK")
    assert doubtful.orders() == []
    assert doubtful.authorisations() == []


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Ce n'est pas moi", "Désolé pour l'erreur"),
        ("Numero equivocado", "Perdone"),
        ("Falsche Nummer", "Entschuldigen Sie"),
        ("Verkeerd nummer", "Excuses voor de verwarring"),
    ],
)
def test_it_is_heard_and_answered_in_every_language(
    doubtful: World, text: str, answer: str
) -> None:
    old = doubtful.customer()
    doubtful.text(text)
    assert doubtful.customer().id != old.id
    assert doubtful.texts()[-1].startswith(answer)


def test_from_somebody_who_wrote_lately_a_person_decides_and_nothing_is_charged(
    maria: World,
) -> None:
    old = maria.customer()
    maria.text("Hello!")
    maria.quote()
    maria.text("wrong number")
    assert maria.customer().id == old.id
    assert is_doubted(maria)
    assert "Says it is somebody else" in waiting_for(maria, old.id)
    maria.text("OK")
    assert maria.orders() == []


def test_a_number_that_the_carrier_had_called_dead_is_doubted(maria: World) -> None:
    with db.transaction() as session:
        point = session.scalars(select(ContactPoint)).one()
        customers.mark_dead(session, point, reason="does not exist any more", at=clock.now())
    maria.text("Hi there")
    assert is_doubted(maria)
    maria.quote()
    assert "12 red roses" in maria.texts()[-1], "and it can be written to again"


def test_the_button_on_the_page_of_confirmation_asks_once_more(
    maria: World, browser: Browser
) -> None:
    old = maria.customer()
    maria.quote(total=60_000)
    maria.text("OK")
    link = maria.link()
    assert "This isn't for me" in browser.open(link).text
    page = browser.open(f"{link}/stranger")
    assert page.posts == ["stranger"]
    assert maria.customer().id == old.id
    assert "Sorry for the mix-up" in browser.press(f"{link}/stranger").text
    maria.work()
    assert maria.customer().id != old.id
    assert browser.open(link).status == 410


def test_what_is_open_is_frozen_and_nothing_is_charged(maria: World) -> None:
    order, old = ordered(maria), maria.customer()
    before = maria.texts()
    with db.transaction() as session:
        customer_queries.lock(session, old.id)
        point = session.scalars(select(ContactPoint)).one()
        parting.part(session, point, because=parting.BY_HAND, by=OPERATOR, at=clock.now())
    maria.work()

    assert "somebody else's" in (maria.order().trouble or "")

    def fulfil(session: Session) -> None:
        orders.fulfil(session, order_queries.get(session, order.id), by=OPERATOR, at=clock.now())

    with pytest.raises(Refused, match="somebody else's"):
        maria.decide(old.id, fulfil)
    maria.decide(
        old.id,
        lambda s: orders.cancel(
            s, order_queries.get(s, order.id), because="gone", by=OPERATOR, at=clock.now()
        ),
    )
    maria.work()
    assert [p["status"] for p in maria.authorisations()] == ["canceled"]
    assert maria.texts() == before, "the new owner reads nothing of it"


def test_a_mistake_is_undone_and_the_thread_is_one_again(doubtful: World) -> None:
    old = doubtful.customer()
    quote = doubtful.quote()
    doubtful.text("wrong number")
    doubtful.text("oh wait, it IS me")
    assert doubtful.customer().id != old.id
    with db.transaction() as session:
        parting.reunite(session, old.id, by=OPERATOR, at=clock.now())
    doubtful.work()

    assert doubtful.customer().id == old.id
    bodies = [message.body for message in doubtful.messages()]
    assert "oh wait, it IS me" in bodies
    assert any(body.startswith("Sorry for the mix-up") for body in bodies)
    doubtful.give_card()
    doubtful.text(f"OK {quote.number}")
    doubtful.work()
    assert doubtful.order().customer_id == old.id
    with db.transaction() as session, pytest.raises(Refused):
        parting.reunite(session, old.id, by=OPERATOR, at=clock.now())


def test_it_is_not_undone_once_the_new_owner_has_an_account(
    doubtful: World, browser: Browser
) -> None:
    old = doubtful.customer()
    doubtful.text("wrong number")
    link = make_link(doubtful, LinkPurpose.ACCOUNT)
    browser.press(f"{link}/account", **WELL_FILLED_IN)
    with db.transaction() as session, pytest.raises(Refused, match="of their own"):
        parting.reunite(session, old.id, by=OPERATOR, at=clock.now())


def test_a_text_that_waited_for_the_lock_is_the_new_owners(doubtful: World) -> None:
    old = doubtful.customer()
    doubtful.write("Are you there?")
    with db.transaction() as session:
        customer_queries.lock(session, old.id)
        point = session.scalars(select(ContactPoint)).one()
        doubtful.sandbox.text(MARIA, "hello?")  # taken in while we hold the lock
        parting.part(session, point, because=parting.BY_HAND, by=OPERATOR, at=clock.now())
    doubtful.work()
    assert [m.body for m in doubtful.messages() if m.inbound] == ["hello?"]


def test_a_text_still_on_its_way_does_not_reach_the_new_owner(doubtful: World) -> None:
    old = doubtful.customer()
    before = doubtful.texts()
    quote = doubtful.send_quote()  # no worker has run
    with db.transaction() as session:
        customer_queries.lock(session, old.id)
        point = session.scalars(select(ContactPoint)).one()
        parting.part(session, point, because=parting.BY_HAND, by=OPERATOR, at=clock.now())
    doubtful.work()
    assert doubtful.texts() == before
    with db.reading() as session:
        [message] = session.scalars(select(Message).where(Message.quote_id == quote.id))
        assert message.status == "blocked"
