"""The form of a catalogue's item: what was typed, what it means, and what is wrong with it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from werkzeug.datastructures import MultiDict

from concierge import money
from concierge.catalogue.availability import EVERY_DAY, Period
from concierge.catalogue.lifecycle import Goods
from concierge.catalogue.options import Choice, Option
from concierge.errors import Refused
from concierge.money import Money

T = TypeVar("T")
# "24 stems +18.00": what comes after the last plus sign, if it is an amount, is the surcharge.
_CHOICE = re.compile(r"(?P<name>.*?)\s*(?:\+\s*(?P<adds>[^+]*\d[^+]*))?")
_MOST_ROWS = 30


@dataclass(slots=True)
class TypedOption:
    """An option as typed: a choice a line."""

    name: str = ""
    choices: str = ""
    must: bool = False


@dataclass(slots=True)
class TypedPeriod:
    """A period as typed."""

    off: bool = False
    first: str = ""
    last: str = ""


@dataclass(slots=True)
class Typed:
    """The whole form. `counted_from` is the count that was shown; `problems` is by field."""

    name: str = ""
    price: str = ""
    code: str = ""
    details: str = ""
    stock: str = ""
    counted_from: str = ""
    weekdays: tuple[int, ...] = EVERY_DAY
    periods: list[TypedPeriod] = field(default_factory=list)
    options: list[TypedOption] = field(default_factory=list)
    problems: dict[str, str] = field(default_factory=dict)


def written(goods: Goods) -> Typed:
    """The form filled in from what is kept."""
    stock = "" if goods.stock is None else str(goods.stock)

    def choice(each: Choice) -> str:
        adds = Money(each.surcharge, goods.price.currency).decimal()
        return f"{each.name} +{adds}" if each.surcharge else each.name

    return Typed(
        goods.name,
        goods.price.decimal(),
        goods.code or "",
        goods.details,
        stock,
        stock,
        goods.weekdays,
        [TypedPeriod(p.off, p.first.isoformat(), p.last.isoformat()) for p in goods.periods],
        [
            TypedOption(option.name, "\n".join(map(choice, option.choices)), option.required)
            for option in goods.options
        ],
    )


def read(form: "MultiDict[str, str]") -> Typed:
    """What was typed; rows of which nothing is left are left out."""

    def text(name: str) -> str:
        return form.get(name, "").replace("\r\n", "\n").strip()

    def rows(*names: str) -> list[tuple[str, ...]]:
        columns = [form.getlist(name)[:_MOST_ROWS] for name in names]
        return [tuple(cell.strip() for cell in row) for row in zip(*columns, strict=False)]

    days: tuple[int, ...] = EVERY_DAY
    if "days" in form:  # a form without them says nothing about them
        days = tuple(int(day) for day in form.getlist("weekday") if day in "1234567")
    return Typed(
        text("name"),
        text("price"),
        text("code"),
        text("details"),
        text("stock"),
        text("counted_from"),
        days,
        [
            TypedPeriod(kind == "off", first, last)
            for kind, first, last in rows("period", "first", "last")
            if first or last
        ],
        [
            TypedOption(name, choices.replace("\r\n", "\n"), must == "must")
            for name, choices, must in rows("option", "choices", "must")
            if name or choices
        ],
    )


def check(typed: Typed, currency: str) -> Goods | None:
    """What it means; None where something is wrong, which is put beside its field."""

    def attempt(name: str, read: Callable[[], T]) -> T | None:
        try:
            return read()
        except Refused as refusal:
            typed.problems[name] = refusal.message
            return None

    price = attempt("price", lambda: money.parse(typed.price, currency))
    stock = attempt("stock", lambda: count(typed.stock))
    periods = attempt("periods", lambda: tuple(map(_period, typed.periods)))
    options = attempt("options", lambda: tuple(_option(o, currency) for o in typed.options))
    if typed.problems or price is None or periods is None or options is None:
        return None
    return Goods(
        typed.name, price, typed.details, typed.code, stock, typed.weekdays, periods, options
    )


def count(text: str) -> int | None:
    """A count of things; None where nothing was typed. Raises `Refused`."""
    if not text:
        return None
    if not re.fullmatch(r"-?\d{1,6}", text, re.ASCII):
        raise Refused("item-stock", f"“{text}” is no count. Write a number, or nothing.")
    return int(text)


def _period(typed: TypedPeriod) -> Period:
    """One of its days alone is a period of one day."""
    try:
        first = date.fromisoformat(typed.first or typed.last)
        return Period(first, date.fromisoformat(typed.last or typed.first), typed.off)
    except ValueError:
        raise Refused("period-unreadable", "Write each day as a date, like 2026-12-24.") from None


def _option(typed: TypedOption, currency: str) -> Option:
    choices = []
    for line in filter(None, map(str.strip, typed.choices.split("\n"))):
        match = _CHOICE.fullmatch(line)
        name, adds = (match["name"], match["adds"]) if match else (line, None)
        surcharge = money.parse(adds, currency).amount if adds else 0
        choices.append(Choice(" ".join(name.split()), surcharge))
    return Option(" ".join(typed.name.split()), tuple(choices), typed.must)
