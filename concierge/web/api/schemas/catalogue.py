"""What the shop sells."""

from dataclasses import replace
from datetime import date
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, ConfigDict, Field, JsonValue, StringConstraints

from concierge import config, money
from concierge.catalogue import availability, lifecycle, models, options
from concierge.catalogue.lifecycle import Goods
from concierge.money import Money
from concierge.web.api.paging import Paging
from concierge.web.api.schemas.fields import PRINTABLE, Amount, Answer, Currency, Moment, Request
from concierge.web.api.schemas.pictures import GoodsPicture

_ROSES: JsonValue = {
    "code": "R12",
    "name": "Red roses, hand-tied",
    "unit_amount": 5400,
    "stock": 8,
    "options": [
        {
            "name": "Size",
            "required": True,
            "choices": [
                {"name": "12 stems", "surcharge": 0},
                {"name": "24 stems", "surcharge": 1800},
            ],
        }
    ],
}


def _day(value: Any) -> Any:
    """A date as it is written: strict fields take no string otherwise."""
    if not isinstance(value, str):
        raise ValueError("Write a day like 2026-12-24.")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError("There is no such day. Write it like 2026-12-24.") from None


Day = Annotated[date, BeforeValidator(_day)]
Short = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=options.LONGEST),
    PRINTABLE,
]
Name = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120), PRINTABLE
]
Description = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=lifecycle.LONGEST_DETAILS),
    PRINTABLE,
]
Code = Annotated[str, StringConstraints(pattern="^[A-Za-z0-9][A-Za-z0-9-]{0,11}$")]
Stock = Annotated[int, Field(ge=-lifecycle.MOST_STOCK, le=lifecycle.MOST_STOCK)]


class Choice(Request):
    """One of an option's."""

    name: Short
    surcharge: Amount = Field(default=0, description="What it adds to the price of one.")


class Option(Request):
    """Something that can be chosen of an item."""

    name: Short
    required: bool = Field(default=False, description="A quote must say which.")
    choices: Annotated[list[Choice], Field(min_length=1, max_length=options.MOST_CHOICES)]

    def meant(self) -> options.Option:
        """In the words of the trade."""
        return options.Option(
            self.name,
            tuple(options.Choice(each.name, each.surcharge) for each in self.choices),
            self.required,
        )


class Period(Request):
    """Days on which an item can be had or, where `off`, can't."""

    first: Day
    last: Day
    off: bool = False


class ItemFields(Request):
    """What can be said of an item beside its name and price."""

    code: Code | None = Field(default=None, description="What it is called for short.")
    description: Description = Field(default="", description="For colleagues; it is not texted.")
    stock: Stock | None = Field(
        default=None, description="How many can still be promised; null: nobody counts."
    )
    weekdays: list[Annotated[int, Field(ge=1, le=7)]] = Field(
        default=list(availability.EVERY_DAY),
        min_length=1,
        max_length=7,
        description="On which it can be had; Monday is 1.",
    )
    periods: list[Period] = Field(default=[], max_length=availability.MOST_PERIODS)
    options: list[Option] = Field(default=[], max_length=options.MOST_OPTIONS)
    picture: GoodsPicture | None = Field(
        default=None, description="JPEG, PNG, WebP or GIF; null takes it away."
    )

    def said(self) -> dict[str, Any]:
        """What was sent, as `Goods` calls it."""
        given: dict[str, Any] = {}
        for name in self.model_fields_set & {"code", "stock"}:
            given[name] = getattr(self, name)
        if "description" in self.model_fields_set:
            given["details"] = self.description
        if "weekdays" in self.model_fields_set:
            given["weekdays"] = tuple(self.weekdays)
        if "periods" in self.model_fields_set:
            given["periods"] = tuple(
                availability.Period(each.first, each.last, each.off) for each in self.periods
            )
        if "options" in self.model_fields_set:
            given["options"] = tuple(each.meant() for each in self.options)
        return given


class NewItem(ItemFields):
    """Something to sell."""

    model_config = ConfigDict(json_schema_extra={"examples": [_ROSES]})

    name: Name
    unit_amount: Amount = Field(description="The price of one, in minor units, without options.")
    currency: Currency | None = Field(
        default=None, description="ISO 4217; the business's own unless given."
    )

    def goods(self) -> Goods:
        """In the words of the trade."""
        price = Money(self.unit_amount, self.currency or config.current().currency)
        return replace(Goods(self.name, price), **self.said())


class ItemEdit(ItemFields):
    """What is to be changed; what is left out stays."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"unit_amount": 5800, "stock": 12}]})

    name: Name | None = None
    unit_amount: Annotated[int, Field(ge=0, le=money.MAX_AMOUNT)] | None = None
    counted_from: Stock | None = Field(
        default=None,
        description="The count that a new `stock` started from: if orders have moved it since, "
        "the answer is a conflict.",
    )
    archived: bool | None = Field(default=None, description="Not offered any more.")

    def changed(self, item: models.CatalogueItem) -> Goods:
        """The item as it is to be."""
        goods = Goods.of(item)
        price = goods.price
        if self.unit_amount is not None:
            price = Money(self.unit_amount, price.currency)
        return replace(goods, name=self.name or goods.name, price=price, **self.said())


class Item(Answer):
    """Something that the shop sells."""

    id: int
    code: str | None
    name: str
    description: str
    unit_amount: int = Field(description="The price of one, in minor units, without options.")
    currency: str
    stock: int | None = Field(description="How many can be promised; null: nobody counts.")
    weekdays: list[int]
    periods: list[Period]
    options: list[Option]
    has_picture: bool = Field(description="See /catalogue/{item_id}/picture.")
    created_at: Moment
    archived_at: Moment | None

    @classmethod
    def of(cls, item: models.CatalogueItem) -> Self:
        """As the API shows it."""
        return cls(
            id=item.id,
            code=item.code,
            name=item.name,
            description=item.details,
            unit_amount=item.unit_amount,
            currency=item.currency,
            stock=item.stock,
            weekdays=item.weekdays,
            periods=[
                Period.model_construct(first=p.first, last=p.last, off=p.off) for p in item.periods
            ],
            options=[
                Option(
                    name=option.name,
                    required=option.required,
                    choices=[
                        Choice(name=each.name, surcharge=each.surcharge) for each in option.choices
                    ],
                )
                for option in item.options
            ],
            has_picture=item.picture_id is not None,
            created_at=item.created_at,
            archived_at=item.retired_at,
        )


class ItemList(Paging):
    """Which items."""

    q: Annotated[str, StringConstraints(max_length=100)] | None = Field(
        default=None, description="Words of the name, the code or the description."
    )
    archived: bool = Field(default=False, description="What is not offered any more, instead.")
