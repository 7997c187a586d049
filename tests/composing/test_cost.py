"""What a text costs is said before it is sent, with the character that makes it dear."""

from decimal import Decimal

import pytest

from concierge.composing import cost
from tests.composing.conftest import SetUp, field, said
from tests.console.conftest import Desk
from tests.world import World

TYPED = "We’re open on Sunday from nine to one, " + "and the roses are fresh " * 3


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", ""),
        ("Yes", "3 characters, 1 part"),
        ("x" * 161, "161 characters, 2 parts"),
        ("x" * 1601, "1601 characters: 1 too many"),
        ("See you…", "8 characters, 1 part (of 70, because of “…” (three dots in one))"),
        (
            "x" * 80 + "’",
            "81 characters, 2 parts: “’” (a curly apostrophe) makes it 2 instead of 1",
        ),
        ("x" * 80 + "🌹", "81 characters, 2 parts: “🌹” (an emoji) makes it 2 instead of 1"),
        ("x" * 80 + "ê", "81 characters, 2 parts: “ê” makes it 2 instead of 1"),
    ],
)
def test_the_first_character_outside_the_plain_ones_is_named(
    world: World, text: str, sentence: str
) -> None:
    assert cost.of(text).sentence == sentence


def test_é_is_plain_and_ê_is_not(world: World) -> None:
    assert not cost.of("un café").is_dear
    assert cost.of("une fête").is_dear


def test_what_it_costs_is_said_in_money_where_the_shop_knows_it(
    world: World, set_up: SetUp
) -> None:
    set_up(part_price=Decimal("0.0083"))
    assert cost.of("Yes").sentence == "3 characters, 1 part, $0.0083"
    assert cost.of("x" * 161).sentence == "161 characters, 2 parts, $0.0166"
    set_up(part_price=Decimal(3), currency="JPY")
    assert cost.of("x" * 161).sentence == "161 characters, 2 parts, ¥6"


def test_without_a_script_a_button_writes_it_plainly(desk: Desk, thread: str) -> None:
    desk.post(f"{thread}/draft", {"body": TYPED})
    page = desk.get(thread).text
    assert said(page).endswith("“’” (a curly apostrophe) makes it 2 instead of 1")
    assert 'id="plain" name="plain" value="y" formaction=' in page
    answer = desk.post(f"{thread}/draft", {"body": TYPED, "plain": "y"})
    assert answer.location == thread
    page = desk.get(thread).text
    assert field(page) == TYPED.replace("’", "'")
    assert said(page) == f"{len(TYPED.strip())} characters, 1 part"
    assert "Write them plainly" not in page
