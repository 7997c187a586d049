"""What a text costs, in words: parts, price, and the character that makes it dear."""

from dataclasses import dataclass
from decimal import Decimal

from babel.numbers import format_currency

from concierge import config, money
from concierge.channels import segments
from concierge.channels.base import SMS, called
from concierge.conversation.write import LONGEST

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Cost:
    """`sentence` says it; `replaceable` are the characters that others can stand in for."""

    sentence: str
    replaceable: str
    is_dear: bool


def of(text: str, pictures: int = 0, channel: str = SMS) -> Cost:
    """A text's cost, without white space around it. With pictures it is an MMS: one price.

    So it is on WhatsApp, which knows no parts.
    """
    text = text.strip()
    length = len(text)
    if channel != SMS and (text or pictures) and length <= LONGEST:
        shown = f"{_many(length, 'character')} on {called(channel)}"
        return Cost(shown + _price(config.current().whatsapp_price), "", False)
    if pictures and length <= LONGEST:
        with_pictures = f"MMS with {_many(pictures, 'picture')}"
        return Cost(with_pictures + _price(config.current().mms_price), "", False)
    if not text:
        return Cost("", "", False)
    if length > LONGEST:
        return Cost(f"{length} characters: {length - LONGEST} too many", "", True)
    measured = segments.measure(text)
    price = _price(config.current().part_price * measured.count)
    size = f"{_many(length, 'character')}, {_many(measured.count, 'part')}{price}"
    if not measured.culprits:
        return Cost(size, "", False)
    least = segments.measure(segments.without(text)).count
    if measured.count > least:
        first = segments.called(measured.culprits[0])
        size += f": {first} makes it {measured.count} instead of {least}"
    else:
        shown = " ".join(segments.called(each) for each in measured.culprits[:_SHOWN])
        size += f" (of 70, because of {shown})"
    replaceable = "".join(each for each in measured.culprits if each in segments.REPLACEMENTS)
    return Cost(size, replaceable, True)


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _price(price: Decimal) -> str:
    return f", {priced(price)}" if price else ""


def priced(price: Decimal) -> str:
    """$0.0166: to a hundredth of a cent, which is what parts cost."""
    currency = config.current().currency
    digits = "0" * money.precision(currency) + "####"
    pattern = f"¤#,##0.{digits[:4]}"
    return format_currency(price, currency, pattern, locale="en", currency_digits=False)
