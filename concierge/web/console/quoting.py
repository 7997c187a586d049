"""The quote builder's form: what was typed, by field, and what is wrong with it."""

import json
from dataclasses import dataclass, field
from itertools import chain, repeat, zip_longest

from werkzeug.datastructures import MultiDict

from concierge import config, money
from concierge.catalogue import options
from concierge.errors import Refused
from concierge.quotes import lifecycle


@dataclass(slots=True)
class Row:
    """One line as typed.

    `item` and `choices`: where it came from in the catalogue. `was`: what it cost the last time.
    """

    description: str = ""
    quantity: str = "1"
    price: str = ""
    item: int | None = None
    choices: dict[str, str] = field(default_factory=dict)
    was: str = ""
    gone: str = ""
    problems: dict[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Nothing was typed but perhaps the quantity."""
        return not self.description and not self.price

    @property
    def kept(self) -> str:
        """The choices, for a field of the form."""
        return json.dumps(self.choices) if self.choices else ""

    @property
    def repriced(self) -> str:
        """ "was $54.00, now $58.00", where it has changed since the last time."""
        try:
            was, now = (
                money.parse(text, config.current().currency) for text in (self.was, self.price)
            )
        except Refused:
            return ""
        return f"was {was}, now {now}" if was != now else ""


@dataclass(slots=True)
class Typed:
    """The whole form as typed. `problems` is by field; "" is about all of it."""

    rows: list[Row]
    delivery: str = ""
    fee: str = ""
    address: str = ""
    note: str = ""
    promised: str = ""
    expires: str = ""
    estimate: bool = False
    beyond: bool = False  # more of something may be promised than is left
    number: int = 1
    replaces: tuple[int, ...] = ()
    problems: dict[str, str] = field(default_factory=dict)

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong with it."""
        return not self.problems and not any(row.problems for row in self.rows)


def read(form: "MultiDict[str, str]") -> Typed:
    """What was typed, with the line that a button adds or takes away."""
    columns = [form.getlist(name) for name in ("description", "quantity", "price")]
    origins = [form.getlist(name) for name in ("item", "choices", "was", "gone")]
    rows = [
        Row(" ".join(what.split()), quantity.strip(), price.strip(), *_origin(*origin))
        for (what, quantity, price), origin in zip(
            zip(*columns, strict=False),
            chain(zip_longest(*origins, fillvalue=""), repeat(("",) * 4)),
            strict=False,
        )
    ]
    rows = rows[: lifecycle.MOST_LINES]
    action = form.get("action", "")
    if action == "line" and len(rows) < lifecycle.MOST_LINES:
        rows.append(Row())
    elif action.startswith("without-"):
        place = action.removeprefix("without-")
        rows = [row for i, row in enumerate(rows) if str(i) != place]
    number = form.get("number", "")

    def text(name: str) -> str:
        return form.get(name, "").replace("\r\n", "\n").strip()

    return Typed(
        rows or [Row()],
        delivery=text("delivery"),
        fee=text("fee"),
        address=text("address"),
        note=text("note"),
        promised=text("promised"),
        expires=text("expires"),
        estimate=bool(form.get("estimate")),
        beyond=bool(form.get("beyond")),
        number=int(number) if number.isdigit() else 1,
        replaces=tuple(int(n) for n in form.getlist("replaces") if n.isdigit()),
    )


def _origin(
    item: str, choices: str, was: str, gone: str
) -> tuple[int | None, dict[str, str], str, str]:
    """Where a line came from, as the form's hidden fields say."""
    number = int(item) if item.isdecimal() and len(item) < 19 else None
    try:
        chosen = json.loads(choices) if number and choices else {}
    except ValueError:
        chosen = {}
    sound = isinstance(chosen, dict) and len(chosen) <= options.MOST_OPTIONS
    sound = sound and all(isinstance(each, str) and len(each) < 100 for each in chosen.values())
    return number, chosen if sound else {}, was[:20], gone[:200]
