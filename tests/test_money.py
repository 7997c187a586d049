"""Money as people write it, and as they read it."""

import pytest

from concierge.channels.segments import measure
from concierge.errors import Refused
from concierge.money import Money, parse


@pytest.mark.parametrize(
    ("text", "currency", "amount"),
    [
        ("54", "USD", 5400),
        ("54.00", "USD", 5400),
        ("$54", "USD", 5400),
        ("54,5", "EUR", 5450),
        ("1,250.50", "USD", 125050),
        ("1.250,50", "EUR", 125050),
        ("1 250,50 €", "EUR", 125050),
        ("1,250", "USD", 125000),
        ("0", "USD", 0),
        ("500", "JPY", 500),
        ("1,500", "JPY", 1500),
        ("USD 54", "USD", 5400),
        ("US$54.00", "USD", 5400),
        ("54 kr", "SEK", 5400),
        ("CHF 1'250.50", "CHF", 125050),
    ],
)
def test_amounts_as_operators_type_them(text: str, currency: str, amount: int) -> None:
    assert parse(text, currency) == Money(amount, currency)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "-5",
        "1.234.5x6,7,8.9",
        "12,x",
        "1o.50",
        "5 4 roses",
        "٥٤",
        "54.0055",
        "99999999999",
    ],
)
def test_what_is_no_amount_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(Refused):
        parse(text, "USD")


@pytest.mark.parametrize(
    ("currency", "language", "shown"),
    [
        ("USD", "en", "$54.00"),
        ("EUR", "fr", "54,00 €"),
        ("EUR", "de", "54,00 €"),
        ("EUR", "nl", "€ 54,00"),
        ("EUR", "es", "54,00 €"),
    ],
)
def test_money_reads_as_its_reader_writes_it(currency: str, language: str, shown: str) -> None:
    text = Money(5400, currency).format(language)
    assert text == shown
    assert measure(text).encoding == "GSM-7"


def test_a_currency_without_cents() -> None:
    assert Money(5400, "JPY").format("en") == "¥5,400"
    assert Money(5400, "JPY").decimal() == "5400"
