"""Money is an integer of minor units and an ISO 4217 currency; floats never touch it."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from babel.numbers import format_currency, get_currency_precision, list_currencies

from concierge.errors import Refused

# Babel writes no-break spaces, which would turn a one-part GSM-7 text into UCS-2.
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u200f": None, "\u200e": None})
_CURRENCIES = frozenset(list_currencies())
# A currency's sign before or after the digits: "$", "US$", "€", "kr.", "CHF".
_SIGN = r"(?:[A-Z]{0,3}[$€£¥₹₩₪₫₴₽₺₦₱฿]|kr\.?|zł|Fr\.?|R\$?)"
_AFFIX = re.compile(rf"^(-?){_SIGN}|{_SIGN}$")
# "Up to", before an amount in the middle of a sentence.
_AT_MOST = {
    "en": "up to {}",
    "fr": "jusqu'à {}",
    "es": "hasta {}",
    "de": "bis zu {}",
    "nl": "tot {}",
}
_PLAIN = re.compile(r"-?[0-9]+(\.[0-9]+)?")
# The largest amount Stripe takes: eight digits of minor units.
MAX_AMOUNT = 99_999_999


def precision(currency: str) -> int:
    """Digits after the point: 2 for USD, 0 for JPY."""
    return get_currency_precision(currency)


def is_currency(code: str) -> bool:
    """Whether it is an ISO 4217 code, in capitals."""
    return code in _CURRENCIES


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """`Money(5400, "USD")` is $54.00."""

    amount: int
    currency: str

    def format(self, language: str = "en") -> str:
        """As the reader writes it, in plain spaces: "$54.00", "54,00 EUR" as "54,00 €"."""
        value = Decimal(self.amount).scaleb(-precision(self.currency))
        return format_currency(value, self.currency, locale=language).translate(_SPACES)

    def decimal(self) -> str:
        """For a form's field: "54.00"."""
        value = Decimal(self.amount).scaleb(-precision(self.currency))
        return f"{value:.{precision(self.currency)}f}"

    def __str__(self) -> str:
        return self.format()


@dataclass(frozen=True, slots=True)
class Ceiling:
    """At most so much: "up to $60.00". Stands in a text wherever an amount does."""

    money: Money

    def format(self, language: str = "en") -> str:
        """As the reader says it in the middle of a sentence."""
        return _AT_MOST[language].format(self.money.format(language))

    def __str__(self) -> str:
        return self.format()


Price = Money | Ceiling


def parse(text: str, currency: str) -> Money:
    """Read what an operator typed: "54", "54.00", "$54", "1,250.50", "54,00", "1.250,50".

    A single separator followed by exactly as many digits as the currency has is the point;
    one followed by three is a thousands separator. Raises `Refused` with what to type, also for
    a letter among the digits: "1o.50" is a slip, and not $1.50.
    """
    bare = re.sub(r"[\s\u00a0\u202f'’]", "", text)
    bare = _AFFIX.sub(r"\1", bare.removeprefix(currency).removesuffix(currency))
    digits = precision(currency)
    last = max(bare.rfind("."), bare.rfind(","))
    if last >= 0:
        whole, fraction = re.sub(r"[.,]", "", bare[:last]), bare[last + 1 :]
        if len(fraction) == 3 and digits != 3:
            whole, fraction = whole + fraction, ""
        bare = f"{whole or '0'}.{fraction}" if fraction else whole
    try:
        if not _PLAIN.fullmatch(bare):
            raise InvalidOperation
        value = Decimal(bare)
        amount = value.scaleb(digits)
        if amount != amount.to_integral_value():
            raise InvalidOperation
    except InvalidOperation:
        example = Money(5400 if digits == 2 else 54 * 10**digits, currency).decimal()
        raise Refused(
            "not-an-amount", f"“{text.strip()}” is not an amount. Write it like {example}."
        ) from None
    if not 0 <= amount <= MAX_AMOUNT:
        raise Refused("amount-out-of-range", f"{text.strip()} is out of range for a card.")
    return Money(int(amount), currency)
