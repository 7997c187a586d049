"""What may become of a quote."""

import pytest

from concierge.customers import links
from concierge.customers import queries as customers
from concierge.customers.models import LinkPurpose
from concierge.errors import Refused
from concierge.quotes import lifecycle as quotes
from concierge.quotes.models import QuoteStatus
from tests.shop import KIM, ROSES, SAM, Shop

MAY = {
    QuoteStatus.DRAFT: {QuoteStatus.SENT, QuoteStatus.WITHDRAWN},
    QuoteStatus.SENT: {
        QuoteStatus.ACCEPTED,
        QuoteStatus.DECLINED,
        QuoteStatus.EXPIRED,
        QuoteStatus.WITHDRAWN,
    },
}


@pytest.mark.parametrize("to", QuoteStatus)
@pytest.mark.parametrize("now", QuoteStatus)
def test_the_table_of_moves(now: QuoteStatus, to: QuoteStatus) -> None:
    assert quotes.MOVES.allows(now, to) is (to in MAY.get(now, set()))


def test_maria_says_ok_and_has_an_order_to_her_door(shop: Shop) -> None:
    maria = shop.customer()
    order = shop.order(shop.says_ok(shop.quote(maria)))
    assert (order.total, order.number, order.address) == (5400, 1, "14 Elm St")


def test_maria_cannot_accept_an_expired_quote(shop: Shop) -> None:
    quote = shop.quote(shop.customer())
    shop.later(hours=24)
    with pytest.raises(Refused, match="time has passed") as refusal:
        shop.says_ok(quote)
    assert refusal.value.code == "quote-expired"


def test_maria_cannot_accept_twice(shop: Shop) -> None:
    quote = shop.quote(shop.customer())
    shop.says_ok(quote)
    with pytest.raises(Refused, match="accepted already"):
        shop.says_ok(quote)
    assert len(shop.calls("payment.authorise")) == 1


def test_a_replaced_quote_cannot_be_accepted(shop: Shop) -> None:
    maria = shop.customer()
    red = shop.quote(maria)
    white = shop.quote(maria, lines=(quotes.Line("white rose", 12, 500),), replacing=red)
    with pytest.raises(Refused, match="withdrawn"):
        shop.says_ok(red)
    assert shop.read_quote(red).replaced_by_id == white
    # The new one is alone: it asks for a plain OK.
    assert shop.texts(maria)[-1].endswith("Reply OK to order.")


def test_an_accepted_quote_cannot_be_replaced_and_nothing_is_sent(shop: Shop) -> None:
    maria = shop.customer()
    red = shop.quote(maria)
    shop.says_ok(red)
    before = shop.texts(maria)
    with pytest.raises(Refused, match="Quote 1 is accepted by now"):
        shop.quote(maria, replacing=red)
    assert shop.texts(maria) == before


def test_one_quote_does_not_replace_another_customers(shop: Shop) -> None:
    marias = shop.quote(shop.customer())
    tom = shop.customer("+15550100124", name="Tom")
    with pytest.raises(Refused, match="same customer"):
        shop.quote(tom, replacing=marias)


def test_a_withdrawn_quote_cannot_be_accepted(shop: Shop) -> None:
    quote = shop.quote(shop.customer())
    shop.on_quote(quote, lambda s, q: quotes.withdraw(s, q, by=SAM, at=shop.now))
    with pytest.raises(Refused):
        shop.says_ok(quote)


def test_two_operators_withdraw_once_and_the_second_is_told(shop: Shop) -> None:
    quote = shop.quote(shop.customer())
    shop.on_quote(quote, lambda s, q: quotes.withdraw(s, q, by=SAM, at=shop.now))
    with pytest.raises(Refused, match="This quote is withdrawn already"):
        shop.on_quote(quote, lambda s, q: quotes.withdraw(s, q, by=KIM, at=shop.now))


def test_two_operators_who_saw_the_same_next_number_make_one_quote(shop: Shop) -> None:
    maria = shop.customer()

    def make() -> None:
        with shop.deciding(maria) as session:
            customer = customers.get(session, maria)
            quotes.draft(session, customer, ROSES, by=SAM, at=shop.now, number=1)

    make()
    with pytest.raises(Refused, match="Quote 1 has been made meanwhile"):
        make()


def test_a_quote_does_not_outlive_what_it_promises(shop: Shop) -> None:
    maria = shop.customer()
    in_two_hours = shop.now.replace(hour=17)
    assert shop.read_quote(shop.quote(maria, promised_at=in_two_hours)).expires_at == in_two_hours
    with pytest.raises(Refused, match="after the promised time"):
        shop.quote(maria, promised_at=in_two_hours, expires_at=shop.now.replace(hour=20))


def test_nothing_is_promised_for_the_past(shop: Shop) -> None:
    maria = shop.customer()
    with pytest.raises(Refused, match="promise a later one"):
        shop.quote(maria, promised_at=shop.now)


def test_a_text_that_is_too_long_is_refused_rather_than_lost(shop: Shop) -> None:
    maria = shop.customer()
    lines = tuple(quotes.Line("a rose " * 25, 1, 100) for _ in range(12))
    with pytest.raises(Refused, match="1600 is the most"):
        shop.quote(maria, lines=lines)
    assert shop.texts(maria)[1:] == []


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (quotes.Line("  ", 1, 100), "line-has-no-description"),
        (quotes.Line("rose", 0, 100), "line-quantity"),
        (quotes.Line("rose", 10_000, 100), "line-quantity"),
        (quotes.Line("rose", 1, -100), "total-out-of-range"),
        (quotes.Line("rose", 1, 0), "total-out-of-range"),
        (quotes.Line("rose", 9999, 99_999_999), "total-out-of-range"),
        (quotes.Line("r" * 201, 1, 100), "line-too-long"),
        (quotes.Line("see <link:1>", 1, 100), "text-has-marker"),
    ],
)
def test_what_makes_no_sense_is_no_quote(shop: Shop, line: quotes.Line, code: str) -> None:
    maria = shop.customer(card=False)
    with pytest.raises(Refused) as refusal:
        shop.quote(maria, lines=(line,), delivery_amount=0)
    assert refusal.value.code == code


def test_a_quote_to_somebody_who_opted_out_is_not_sent(shop: Shop) -> None:
    from concierge.customers import lifecycle

    maria = shop.customer()
    with shop.deciding(maria) as session:
        point = customers.get(session, maria).contact_points[0]
        by = SAM
        lifecycle.opt_out(session, point, words="STOP", source="text", by=by, at=shop.now)
    with pytest.raises(Refused, match="opted out"):
        shop.quote(maria)


def test_a_marker_that_maria_types_does_not_open_toms_link(shop: Shop) -> None:
    maria = shop.customer()
    tom = shop.customer("+15550100124", name="Tom")
    with shop.deciding(tom) as session:
        link = links.create(session, tom, LinkPurpose.ACCOUNT, at=shop.now)
        typed = f"My address is {links.marker(link)}"
        assert links.fill(session, typed, customer_id=maria) == "My address is "
        assert links.fill(session, typed, customer_id=tom) == f"My address is {links.address(link)}"
