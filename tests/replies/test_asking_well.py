"""When it is nearly a yes the service asks back: once, briefly, with what to reply."""

import pytest

from tests.replies.conftest import Phone

QUESTION = "Shall I place order 1, 12 red roses, $54.00? Reply OK 1."


@pytest.mark.parametrize("words", ["ok?", "great", "yes??"])
def test_a_yes_that_is_only_not_quite_plain_is_asked_about(maria: Phone, words: str) -> None:
    maria.is_quoted()
    maria.says(words)

    assert maria.orders == []
    assert maria.texts[-1] == QUESTION

    maria.says("OK 1")
    assert len(maria.orders) == 1


def test_the_second_riddle_gets_a_person(maria: Phone) -> None:
    maria.is_quoted()
    maria.says("ok?")
    maria.says("ok?")

    assert maria.texts.count(QUESTION) == 1
    assert "no clear answer" in maria.waits_for


def test_a_question_may_be_put_again_once_a_person_has_written(maria: Phone) -> None:
    maria.is_quoted()
    maria.says("ok?")
    maria.says("hm?")
    maria.is_told("Yes, it's all in.")
    maria.says("ok")

    assert maria.texts.count(QUESTION) == 2


@pytest.mark.parametrize(
    "tapped",
    [
        "Liked “12 red roses, $54.00 all in”",
        "👍 to “{text}”",
        "Loved “12 red roses”",
        "A aimé « {text} »",
    ],
)
def test_a_tapback_on_a_live_quote_prompts_the_question(maria: Phone, tapped: str) -> None:
    maria.is_quoted()
    text = maria.texts[-1]
    maria.says(tapped.format(text=text).replace("12 red roses, $54.00 all in", text[:20]))

    assert maria.orders == []
    assert maria.texts[-1] == QUESTION


def test_a_tapback_on_our_question_is_no_answer_to_it(maria: Phone) -> None:
    maria.is_quoted()
    maria.says("ok?")
    maria.says(f"Liked “{QUESTION}”")

    assert maria.orders == []
    assert maria.texts.count(QUESTION) == 1
    assert "no clear answer" in maria.waits_for


def test_a_tapback_against_a_quote_is_seen_by_a_person(maria: Phone) -> None:
    maria.is_quoted()
    text = maria.texts[-1]
    maria.says(f"Disliked “{text}”")

    assert maria.orders == []
    assert maria.texts[-1] == text
    assert maria.waits_for


def test_a_tapback_on_something_else_is_left_alone(maria: Phone) -> None:
    maria.is_told("See you tomorrow!")
    maria.says("Liked “See you tomorrow!”")

    assert maria.texts[-1] == "See you tomorrow!"
    assert maria.waits_for == ""


def test_a_tapback_points_at_one_of_two(maria: Phone) -> None:
    maria.is_quoted()
    maria.is_quoted("Tulips", 2000)
    maria.says(f"Liked “{maria.texts[-1]}”")

    assert maria.texts[-1] == "Shall I place order 2, Tulips, $20.00? Reply OK 2."


# --- UNDO ----------------------------------------------------------------------------------------


def test_undo_takes_the_order_back(maria: Phone) -> None:
    maria.is_quoted()
    maria.says("OK")
    maria.says("UNDO")

    assert maria.orders[0].status == "cancelled"


@pytest.mark.parametrize("answer", ["UNDO", "yes"])
def test_can_i_still_undo_this_takes_nothing_back_yet(maria: Phone, answer: str) -> None:
    maria.is_quoted()
    maria.says("OK")
    maria.says("can I still undo this?")
    assert maria.orders[0].status != "cancelled"
    assert maria.texts[-1] == "Shall I undo order 1, 12 red roses? Reply UNDO."

    maria.says(answer)
    assert maria.orders[0].status == "cancelled"


def test_a_yes_to_shall_i_undo_it_orders_nothing_else(maria: Phone) -> None:
    maria.is_quoted()
    maria.says("OK")
    maria.is_quoted("Tulips", 2000)
    maria.says("can I still undo this?")
    maria.says("yes")

    assert [order.status for order in maria.orders] == ["cancelled"]
