"""An operator says what a text meant: it is done, with the checks that no person's word replaces,
and kept as a labelled line."""

import json

import pytest

from concierge import db
from concierge.conversation import corrections
from concierge.conversation.models import Correction, Message
from concierge.errors import Refused
from concierge.intents import Intent, evaluate
from concierge.orders import queries as order_queries
from concierge.payments.gateway import Standing
from concierge.quotes import queries as quotes
from concierge.quotes import revising
from concierge.quotes.models import Quote
from tests.replies.conftest import Phone
from tests.shop import SAM


def correct(
    phone: Phone, message: Message, meant: Intent, quote: Quote | None = None
) -> Correction:
    """Sam corrects the reading of a text."""
    at = phone.shop.later(minutes=1)
    with phone.shop.deciding(phone.customer.id) as session:
        found = session.get_one(Message, message.id)
        about = quotes.get(session, quote.id) if quote else None
        made = corrections.correct(session, found, meant, by=SAM, at=at, quote=about)
    phone.gets_texts()
    return made


def test_nearly_a_yes_becomes_an_order_with_one_click(maria: Phone) -> None:
    maria.is_quoted()
    message = maria.says("ok but ring the bell twice")
    made = correct(maria, message, Intent.ACCEPT)

    assert len(maria.orders) == 1
    assert made.outcome == "Quote 1 is ordered."
    assert (made.read_as, made.meant, made.by) == ("unclear", "accept", "operator:1")
    assert maria.waits_for == "", "Sam has seen to it"
    shown = maria.thread[-2] if maria.thread[-1].template else maria.thread[-1]
    assert shown.intent_reason == "a person says so; it was read as unclear"


def test_the_same_click_twice_is_once(maria: Phone) -> None:
    maria.is_quoted()
    message = maria.says("ok but ring the bell twice")
    first = correct(maria, message, Intent.ACCEPT)
    with pytest.raises(Refused):
        correct(maria, message, Intent.ACCEPT)  # no quote is open any more
    again = maria.shop.read_quote(first.quote_id or 0)
    assert correct(maria, message, Intent.ACCEPT, again).id == first.id
    assert len(maria.orders) == 1


def test_a_yes_to_more_that_was_none_leaves_what_had_been_agreed(maria: Phone) -> None:
    maria.is_quoted(is_estimate=True)
    maria.says("OK")
    maria.shop.bank_says(maria.orders[0].id, Standing.AUTHORISED)
    with maria.shop.deciding(maria.customer.id) as session:
        order = order_queries.get(session, maria.orders[0].id)
        revising.revise(session, order, order.total + 800, by=SAM, at=maria.shop.now)
    maria.gets_texts()
    message = maria.says("OK 2")
    assert maria.orders[0].total == 6200

    made = correct(maria, message, Intent.UNCLEAR)

    assert "Order 1 goes on for at most $54.00." in made.outcome
    [order] = maria.orders
    assert (order.total, order.status) == (5400, "confirmed")


def test_nobodys_word_revives_a_quote(maria: Phone) -> None:
    quote = maria.is_quoted()
    message = maria.says("ok but make it white")
    maria.withdraws(quote)

    with pytest.raises(Refused, match="not open any more"):
        correct(maria, message, Intent.ACCEPT, quote)
    assert maria.orders == []


def test_a_text_can_not_accept_what_came_after_it(maria: Phone) -> None:
    message = maria.says("sounds good to me!")
    maria.is_quoted()

    with pytest.raises(Refused, match="had not reached them"):
        correct(maria, message, Intent.ACCEPT)


def test_where_two_are_open_the_operator_says_which(maria: Phone) -> None:
    maria.is_quoted()
    tulips = maria.is_quoted("Tulips", 2000)
    message = maria.says("the cheaper one please")
    with pytest.raises(Refused, match="which quote"):
        correct(maria, message, Intent.ACCEPT)
    correct(maria, message, Intent.ACCEPT, tulips)

    assert [order.total for order in maria.orders] == [2000]


def test_what_needs_a_page_still_does(maria: Phone) -> None:
    maria.is_quoted("A wedding", 60_000)
    message = maria.says("ok but call me first")
    made = correct(maria, message, Intent.ACCEPT)

    assert maria.orders == []
    assert "One more tap" in maria.texts[-1]
    assert "above the limit" in made.outcome


def test_who_has_opted_out_orders_nothing(maria: Phone) -> None:
    maria.is_quoted()
    message = maria.says("ok but make it white")
    maria.says("STOP")

    with pytest.raises(Refused, match="frozen"):
        correct(maria, message, Intent.ACCEPT)


def test_a_no_in_other_words(maria: Phone) -> None:
    quote = maria.is_quoted()
    message = maria.says("my sister bought some already")
    correct(maria, message, Intent.DECLINE)

    assert maria.status(quote) == "declined"


def test_take_it_back_in_other_words(maria: Phone) -> None:
    maria.is_quoted()
    maria.says("OK")
    message = maria.says("oh dear, wrong day, my sister is away")
    correct(maria, message, Intent.UNDO)

    assert maria.orders[0].status == "cancelled"


def test_an_order_is_not_taken_back_by_what_was_written_before_it(maria: Phone) -> None:
    message = maria.says("wrong day")
    maria.is_quoted()
    maria.says("OK")

    with pytest.raises(Refused, match="after they wrote this"):
        correct(maria, message, Intent.UNDO)


def test_a_yes_that_was_none_is_taken_back(maria: Phone) -> None:
    maria.is_quoted()
    message = maria.says("OK")
    made = correct(maria, message, Intent.UNCLEAR)

    assert maria.orders[0].status == "cancelled"
    assert "Order 1 is cancelled." in made.outcome


def test_leave_me_alone_in_other_words(maria: Phone) -> None:
    message = maria.says("I have had quite enough of all these messages of yours")
    correct(maria, message, Intent.STOP)

    assert maria.point.opted_out_at is not None
    assert "opted out" in maria.texts[-1]
    assert {(line.by, line.source) for line in maria.ledger} == {("operator:1", "console")}


def test_a_stop_that_was_none_is_taken_back_unless_the_carrier_took_it(maria: Phone) -> None:
    ours = maria.says("please stop texting me")
    correct(maria, ours, Intent.UNCLEAR)
    assert maria.point.opted_out_at is None
    assert maria.ledger[-1].by == "operator:1"

    theirs = maria.says("STOP", handled="STOP")
    with pytest.raises(Refused, match="carrier"):
        correct(maria, theirs, Intent.UNCLEAR)


def test_start_comes_after_stop(maria: Phone) -> None:
    before = maria.says("hello again")
    maria.says("STOP")
    with pytest.raises(Refused, match="after they wrote"):
        correct(maria, before, Intent.START)

    after = maria.says("I do want your texts, sorry")
    correct(maria, after, Intent.START)
    assert maria.point.opted_out_at is None
    assert maria.texts[-1].startswith("Welcome back")


def test_only_what_a_customer_wrote_has_a_meaning(maria: Phone) -> None:
    maria.is_told("Hello")
    with pytest.raises(Refused):
        correct(maria, maria.thread[-1], Intent.UNCLEAR)


def test_corrections_are_exported_as_labelled_lines(maria: Phone, tmp_path: object) -> None:
    maria.is_quoted()
    quote = maria.texts[-1]
    words = "my sister bought some already"
    first = maria.says(words)
    correct(maria, first, Intent.UNCLEAR)
    correct(maria, first, Intent.DECLINE)
    with db.reading() as session:
        lines = list(corrections.labelled(session))

    assert lines == [{"text": words, "context": quote, "label": "DECLINE", "lang": "en"}]
    path = tmp_path / "corrections.jsonl"  # type: ignore[operator]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert [line["label"] for line in evaluate.lines_of(path, ("label",))] == ["DECLINE"]
