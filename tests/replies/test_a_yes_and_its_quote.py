"""A reply that says yes orders exactly the quote it was said to, or nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from concierge import db
from concierge.channels.base import DeliveryStatus
from concierge.conversation.models import Message
from tests.replies.conftest import Phone


@pytest.mark.parametrize("words", ["OK", "Yes please", "ok 👍", "d'accord", "perfect, thank you!"])
def test_maria_says_a_plain_yes_and_it_is_ordered_once(maria: Phone, words: str) -> None:
    maria.is_quoted()
    maria.says(words)
    maria.says(words)

    [order] = maria.orders
    assert order.total == 5400


@pytest.mark.parametrize(
    "words",
    [
        "Ok but not so early",
        "ok I'll think about it",
        "yes and add tulips",
        "yes... no wait",
        "ok but make it white",
        "if it's fresh then ok",
        "ok 13",
        "OK for 15 roses",
    ],
)
def test_a_yes_with_something_more_goes_to_a_person_at_once(maria: Phone, words: str) -> None:
    maria.is_quoted()
    before = maria.texts
    maria.says(words)

    assert maria.orders == []
    assert maria.waits_for
    assert maria.texts == before, "a robot has nothing to say to that"


def test_the_operator_reads_what_stood_beside_the_yes(maria: Phone) -> None:
    maria.is_quoted()
    message = maria.says("ok but make it white")

    assert "but" in maria.waits_for
    assert message.intent == "unclear"
    assert "'but' after 'ok'" in (message.intent_reason or "")


def test_a_yes_with_a_picture_is_looked_at_by_a_person(maria: Phone) -> None:
    maria.is_quoted()
    maria.says("ok", picture=True)

    assert maria.orders == []
    assert "picture" in maria.waits_for


def test_ok_12_names_one_of_two(maria: Phone) -> None:
    maria.is_quoted()
    maria.is_quoted("Tulips", 2000)
    maria.says("OK 1")

    [order] = maria.orders
    assert order.total == 5400


def test_with_two_open_a_bare_ok_is_asked_which_and_then_a_person_comes(maria: Phone) -> None:
    maria.is_quoted()
    maria.is_quoted("Tulips", 2000)
    maria.says("OK")
    assert maria.texts[-1] == "Which one? OK 1: 12 red roses, $54.00; OK 2: Tulips, $20.00."

    maria.says("ok")

    assert maria.orders == []
    assert maria.texts[-1].startswith("Which one?")
    assert "no clear answer" in maria.waits_for
    assert not maria.asked_anything_twice()


def test_a_bare_ok_after_one_of_two_was_ordered_does_not_order_the_other(maria: Phone) -> None:
    maria.is_quoted()
    maria.is_quoted("Tulips", 2000)
    maria.says("OK 1")
    maria.says("ok")

    assert [order.total for order in maria.orders] == [5400]
    assert maria.texts[-1] == "Shall I place order 2, Tulips, $20.00? Reply OK 2."


def test_a_yes_before_the_text_had_gone_out_is_to_something_else(maria: Phone) -> None:
    quote = maria.is_quoted(arrives=False)
    maria.says("ok")

    assert maria.orders == []
    assert maria.status(quote) == "sent"
    assert "before" in maria.waits_for


def test_a_yes_to_a_text_that_was_lost_on_the_way_is_to_something_else(maria: Phone) -> None:
    quote = maria.is_quoted()
    with db.transaction() as session:
        text = session.scalars(select(Message).where(Message.quote_id == quote.id)).one()
        text.status = DeliveryStatus.FAILED
    maria.says("ok")

    assert maria.orders == []
    assert maria.waits_for


def test_after_a_persons_words_ok_is_an_answer_to_those(maria: Phone) -> None:
    maria.is_quoted()
    maria.is_told("Shall we add a card with your name?")
    maria.says("ok")

    assert maria.orders == []
    assert maria.texts[-1] == "Shall I place order 1, 12 red roses, $54.00? Reply OK 1."
    assert "Answered a person" in maria.waits_for, "she did answer Sam's question"

    maria.says("OK 1")
    assert len(maria.orders) == 1


def test_a_bare_yes_to_the_services_own_question_is_enough(maria: Phone) -> None:
    maria.is_quoted()
    maria.is_told("They came in fresh this morning.")
    maria.says("ok")
    maria.says("yes")

    assert len(maria.orders) == 1


def test_ok_2_in_answer_to_how_many_is_no_order(maria: Phone) -> None:
    maria.is_quoted()
    maria.is_quoted("Vases", 900)
    maria.is_told("How many vases would you like, 2 or 3?")
    maria.says("ok 2")

    assert maria.orders == []
    assert maria.texts[-1] == "Shall I place order 2, Vases, $9.00? Reply OK 2."


def test_ok_1_straight_after_a_persons_remark_names_the_quote(maria: Phone) -> None:
    maria.is_quoted()
    maria.is_told("We have tulips, too.")
    maria.says("OK 1")

    assert len(maria.orders) == 1


def test_a_text_of_ours_in_between_is_asked_about(maria: Phone) -> None:
    maria.is_quoted()
    maria.says("HELP")
    maria.says("ok")

    assert maria.orders == []
    assert maria.texts[-1].startswith("Shall I place order 1")


def test_a_card_saved_after_the_quote_does_not_hide_it(maria: Phone) -> None:
    maria.is_quoted()
    maria.shop.saves_a_card(maria.customer.id, "1111")
    maria.gets_texts()
    assert maria.texts[-1] == (
        "You're all set, Maria: Visa 1111 is saved. Reply OK to order 12 red roses, $54.00."
    )
    maria.says("OK")

    assert len(maria.orders) == 1


# --- quotes that are over ------------------------------------------------------------------------


def test_a_yes_to_an_expired_quote_is_told_so_once_and_a_person_comes(maria: Phone) -> None:
    maria.is_quoted(expires_in=timedelta(hours=1))
    maria.shop.later(hours=2)
    maria.says("OK")

    assert maria.orders == []
    assert "is past its time" in maria.texts[-1]
    assert "expired" in maria.waits_for

    maria.says("ok")
    assert len([text for text in maria.texts if "past its time" in text]) == 1


def test_ok_1_to_a_replaced_quote_is_told_of_the_new_one(maria: Phone) -> None:
    old = maria.is_quoted()
    maria.is_quoted("24 red roses", 9900, replacing=old)
    maria.says("OK 1")

    assert maria.orders == []
    assert maria.texts[-1] == (
        "Quote 1 has changed. It's now 2: 24 red roses, $99.00. Reply OK 2 to order."
    )
    maria.says("OK 2")
    assert [order.total for order in maria.orders] == [9900]


def test_a_bare_ok_goes_to_the_replacement_that_arrived(maria: Phone) -> None:
    old = maria.is_quoted()
    maria.is_quoted("24 red roses", 9900, replacing=old)
    maria.says("OK")

    assert [order.total for order in maria.orders] == [9900]


def test_an_ok_that_crosses_the_replacement_on_its_way_is_asked_about(maria: Phone) -> None:
    old = maria.is_quoted()
    maria.is_quoted("24 red roses", 9900, replacing=old, reported=False)
    maria.says("OK")

    assert maria.orders == []
    assert maria.texts[-1] == "Shall I place order 2, 24 red roses, $99.00? Reply OK 2."


def test_a_yes_to_a_withdrawn_quote(maria: Phone) -> None:
    maria.withdraws(maria.is_quoted())
    maria.says("OK")

    assert maria.orders == []
    assert "doesn't hold any more" in maria.texts[-1]
    assert "withdrawn" in maria.waits_for


def test_a_yes_after_a_no_is_seen_by_a_person(maria: Phone) -> None:
    quote = maria.is_quoted()
    maria.says("NO")
    assert maria.status(quote) == "declined"
    maria.says("ok yes please")

    assert maria.orders == []
    assert "declin" in maria.waits_for


def test_thanks_and_ok_after_the_order_bother_nobody(maria: Phone) -> None:
    maria.is_quoted()
    maria.says("OK")
    said = maria.texts
    message = maria.says("ok")

    assert len(maria.orders) == 1
    assert maria.texts == said
    assert maria.waits_for == ""
    assert "ordered already" in (message.intent_reason or "")


# --- no ------------------------------------------------------------------------------------------


def test_a_no_declines_the_one_quote(maria: Phone) -> None:
    quote = maria.is_quoted()
    maria.says("no thanks")

    assert maria.status(quote) == "declined"
    assert maria.texts[-1] == "No problem, nothing is ordered. Text us any time."


def test_ok_after_a_wish_that_nobody_answered_is_asked_back(maria: Phone) -> None:
    roses = maria.is_quoted()
    maria.says("ok but make it white")
    maria.says("OK")
    assert maria.status(roses) == "sent"
    assert maria.texts[-1].startswith("Shall I place order 1")

    maria.says("OK 1")
    assert maria.status(roses) == "accepted"


def test_no_1_declines_the_one_that_it_names(maria: Phone) -> None:
    roses = maria.is_quoted()
    tulips = maria.is_quoted("Tulips", 2000)
    maria.says("NO 1")

    assert (maria.status(roses), maria.status(tulips)) == ("declined", "sent")


def test_no_2_declines_nothing_where_there_is_no_2(maria: Phone) -> None:
    quote = maria.is_quoted()
    maria.says("no, 2")

    assert maria.status(quote) == "sent"
    assert maria.waits_for


@pytest.mark.parametrize("question", ["Shall we add a card?", "The lilies are out."])
def test_a_no_to_a_person_declines_nothing(maria: Phone, question: str) -> None:
    quote = maria.is_quoted()
    maria.is_told(question)
    maria.says("no")

    assert maria.status(quote) == "sent"
    assert maria.waits_for


def test_a_no_before_the_text_had_gone_out_declines_nothing(maria: Phone) -> None:
    quote = maria.is_quoted(arrives=False)
    maria.says("no")

    assert maria.status(quote) == "sent"
