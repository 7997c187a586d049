"""Two machines can't talk to each other: whatever answers us by itself is soon left alone."""

from collections.abc import Callable

import pytest

from tests.replies.conftest import Phone

Machine = Callable[[str], str]
MACHINES: dict[str, Machine] = {
    "says ok": lambda _: "ok",
    "says thanks": lambda _: "thanks",
    "says yes?": lambda _: "yes?",
    "is driving": lambda _: "I'm driving right now. I'll get back to you later.",
    "is a business": lambda _: "Thanks for contacting Bob's Plumbing. We will reply shortly.",
    "repeats us": lambda said: said,
    "quotes us": lambda said: f"Re: {said}",
    "likes everything": lambda said: f"Liked “{said}”",
    "asks for help": lambda _: "HELP",
    "asks where it is": lambda _: "where is my order?",
    "wants another card": lambda _: "change my card",
    "says undo": lambda _: "UNDO",
    "says OK 1": lambda _: "OK 1",
    "stops and starts": lambda said: "START" if "START" in said else "STOP",
}


def converse(phone: Phone, machine: Machine, *, turns: int = 12) -> list[str]:
    """Let a machine answer each new text of ours; what we wrote after the first."""
    seen, answers = len(phone.texts), []
    said = phone.texts[-1]
    for _ in range(turns):
        phone.says(machine(said))
        new = phone.texts[seen:]
        if not new:
            break
        answers += new
        seen, said = len(phone.texts), new[-1]
    return answers


@pytest.mark.parametrize("machine", MACHINES, ids=str)
def test_a_machine_with_a_quote_gets_three_answers_at_most(maria: Phone, machine: str) -> None:
    maria.is_quoted()
    answers = converse(maria, MACHINES[machine])

    assert len(answers) <= 3, answers
    assert machine == "asks for help" or not maria.asked_anything_twice()


@pytest.mark.parametrize("machine", MACHINES, ids=str)
def test_a_machine_with_two_quotes_gets_three_answers_at_most(maria: Phone, machine: str) -> None:
    maria.is_quoted()
    maria.is_quoted("Tulips", 2000)
    answers = converse(maria, MACHINES[machine])

    assert len(answers) <= 3, answers


@pytest.mark.parametrize("machine", MACHINES, ids=str)
def test_a_machine_that_nobody_knows_gets_three_answers_at_most(
    stranger: Phone, machine: str
) -> None:
    stranger.says("Your code is 1234.")
    answers = converse(stranger, MACHINES[machine])

    assert len(stranger.texts) <= 3, answers


@pytest.mark.parametrize("hours", [0, 1, 5])
def test_a_slow_machine_gets_no_more(maria: Phone, hours: int) -> None:
    maria.is_quoted()
    for _ in range(4):
        maria.shop.later(hours=hours)
        maria.says("HELP")

    assert len([text for text in maria.texts if "a person answers" in text]) <= 3
    assert "machine" in maria.waits_for


def test_an_automatic_answer_is_not_answered_and_calls_nobody(maria: Phone) -> None:
    maria.is_quoted()
    said = maria.texts
    message = maria.says("I'm driving right now. I'll get back to you later.")

    assert message.intent == "autoreply"
    assert maria.texts == said
    assert maria.waits_for == ""


def test_what_sounds_automatic_but_came_late_is_seen_by_a_person(maria: Phone) -> None:
    maria.is_quoted()
    maria.shop.later(minutes=30)
    maria.says("I'm driving, can you make it 12 white roses?")

    assert maria.waits_for
