"""Above the limit, after a long silence, to a new address: a link confirms what a text can't."""

from concierge import events
from concierge.customers import lifecycle as customers
from concierge.orders import lifecycle as orders
from concierge.quotes import lifecycle as quotes
from concierge.quotes import queries as quote_queries
from tests.replies.conftest import Phone
from tests.shop import SAM


def needs_a_page(phone: Phone) -> bool:
    return not phone.orders and "One more tap" in phone.texts[-1]


def confirms_on_the_page(phone: Phone) -> None:
    by = events.customer(phone.customer.id)
    [quote_id] = {m.quote_id for m in phone.thread if m.template == "confirm_link"}
    assert quote_id is not None
    with phone.shop.deciding(phone.customer.id) as session:
        quote = quote_queries.get(session, quote_id)
        quotes.accept(session, quote, by=by, at=phone.shop.now)
        customers.vouch(session, quote.customer, by=by, at=phone.shop.now)
    phone.gets_texts()


def test_above_the_limit_a_link_confirms(maria: Phone) -> None:
    maria.is_quoted("A wedding", 50_001)
    message = maria.says("OK")
    assert needs_a_page(maria)
    assert "above the limit" in (message.intent_reason or "")

    confirms_on_the_page(maria)
    assert len(maria.orders) == 1


def test_a_second_ok_gets_no_second_link_but_a_person(maria: Phone) -> None:
    maria.is_quoted("A wedding", 50_001)
    maria.says("OK")
    maria.says("OK")

    assert len([text for text in maria.texts if "One more tap" in text]) == 1
    assert "has a link" in maria.waits_for


def test_at_the_limit_a_text_does(maria: Phone) -> None:
    maria.is_quoted("A party", 50_000)
    maria.says("OK")

    assert len(maria.orders) == 1


def test_after_a_long_silence_a_link_confirms(maria: Phone) -> None:
    maria.says("Hello")
    maria.shop.later(days=46)
    maria.is_quoted()
    message = maria.says("OK")

    assert needs_a_page(maria)
    assert "silence" in (message.intent_reason or "")


def test_a_stranger_with_marias_old_number_can_not_warm_it_up_with_small_talk(
    maria: Phone,
) -> None:
    maria.says("Hello")
    maria.shop.later(days=60)
    maria.says("Hi, do you deliver?")
    maria.is_told("We do!")
    maria.is_quoted()
    maria.says("OK")
    assert needs_a_page(maria)

    confirms_on_the_page(maria)
    maria.is_quoted("Tulips", 2000)
    maria.says("OK")
    assert len(maria.orders) == 2, "who has confirmed on a page is believed again"


def test_a_card_saved_on_a_page_ends_the_doubt(maria: Phone) -> None:
    maria.says("Hello")
    maria.shop.later(days=60)
    maria.says("Hi, me again")
    maria.shop.saves_a_card(maria.customer.id, "1111")
    maria.gets_texts()
    maria.is_quoted()
    maria.says("OK")

    assert len(maria.orders) == 1


def test_to_a_new_address_a_link_confirms(maria: Phone) -> None:
    maria.is_quoted(address="9 Oak Ave")
    message = maria.says("OK")

    assert needs_a_page(maria)
    assert "new address" in (message.intent_reason or "")


def test_the_same_address_in_other_letters_is_not_new(maria: Phone) -> None:
    maria.is_quoted(address="14 ELM ST.")
    maria.says("OK")

    assert len(maria.orders) == 1


def test_an_address_that_an_operator_wrote_down_is_nobodys_word(maria: Phone) -> None:
    maria.edit(address="9 Oak Ave")
    maria.is_quoted()
    maria.says("OK")

    assert needs_a_page(maria)


def test_where_something_was_delivered_is_not_new(maria: Phone) -> None:
    maria.is_quoted(address="9 Oak Ave")
    maria.says("OK")
    confirms_on_the_page(maria)
    order = maria.orders[0]
    from concierge.payments.gateway import Standing

    maria.shop.bank_says(order.id, Standing.AUTHORISED)
    maria.shop.on_order(order.id, lambda s, o: orders.fulfil(s, o, by=SAM, at=maria.shop.now))
    maria.is_quoted("Tulips", 2000, address="9 Oak Ave")
    maria.says("OK")

    assert len(maria.orders) == 2
