"""What the plots of Insights show, worked out from the days that were added up."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from concierge import config
from concierge.insights.measures import Measure
from concierge.insights.queries import Row, Sum
from concierge.money import Money, precision
from concierge.web.console import plots
from concierge.web.console.plots import Plot, Series

_WEEKLY_FROM = 93  # more days than that are drawn as weeks


@dataclass(frozen=True, slots=True)
class Asked:
    """Which days, and whose: from the address."""

    since: date
    until: date
    who: str | None

    @property
    def days(self) -> int:
        """How many, both ends included."""
        return (self.until - self.since).days + 1

    @property
    def weekly(self) -> bool:
        """Whether a point is a week."""
        return self.days >= _WEEKLY_FROM


@dataclass(frozen=True, slots=True)
class Figure:
    """A plot with its title and the two numbers that people look for first."""

    key: str
    title: str
    value: str
    about: str
    plot: Plot


class Days:
    """What was added up, by period and measure."""

    def __init__(self, asked: Asked, rows: Sequence[Row]) -> None:
        self.asked = asked
        step = 7 if asked.weekly else 1
        self.periods = [asked.since + timedelta(days=i) for i in range(0, asked.days, step)]
        self._sums: dict[tuple[int, Measure], Sum] = defaultdict(Sum)
        self._all: dict[Measure, Sum] = defaultdict(Sum)
        for row in rows:
            place = (row.day - asked.since).days // step
            for found in (self._sums[place, row.measure], self._all[row.measure]):
                found.add(row.number, row.total, row.spread)

    def whole(self, measure: Measure) -> Sum:
        """Over all days."""
        return self._all[measure]

    def totals(self, measure: Measure) -> list[float | None]:
        """The sum of each period."""
        return [float(self._sums[i, measure].total) for i in range(len(self.periods))]

    def numbers(self, measure: Measure) -> list[float | None]:
        """How many in each period."""
        return [float(self._sums[i, measure].number) for i in range(len(self.periods))]

    def quantiles(self, measure: Measure, part: float) -> list[float | None]:
        """Seconds, in each period."""
        return [self._sums[i, measure].quantile(part) for i in range(len(self.periods))]


def figures(days: Days) -> list[Figure]:
    """Every plot of the page."""
    asked, weekly = days.asked, days.asked.weekly
    whole = days.whole

    def times(measure: Measure) -> Plot:
        series = [
            Series("half of them", days.quantiles(measure, 0.5)),
            Series("nine in ten", days.quantiles(measure, 0.9)),
        ]
        return plots.lines(days.periods, series, lasted, weekly=weekly, clock=True)

    def stacked(show: Callable[[float], str], **series: list[float | None]) -> Plot:
        named = [Series(name.replace("_", " "), values) for name, values in series.items()]
        return plots.bars(days.periods, named, show, weekly=weekly)

    taken, again = days.totals(Measure.TAKEN), days.totals(Measure.AGAIN)
    accepted, quoted = days.numbers(Measure.ACCEPTED), days.numbers(Measure.QUOTED)
    sent, ordered = whole(Measure.QUOTED).number, whole(Measure.ACCEPTED).number
    found = [
        Figure(
            "answers", "Until somebody answers", _median(whole(Measure.ANSWERED)),
            f"half of {whole(Measure.ANSWERED).number} answers came sooner",
            times(Measure.ANSWERED),
        ),
        Figure(
            "deliveries", "From the text to the delivery", _median(whole(Measure.DELIVERED)),
            f"half of {whole(Measure.DELIVERED).number} orders were quicker",
            times(Measure.DELIVERED),
        ),
        Figure(
            "quotes", "Quotes and their OK", f"{ordered / sent:.0%}" if sent else "none",
            f"{ordered} of {sent} accepted, half of them within "
            f"{_median(whole(Measure.ACCEPTED))}" if ordered else f"{ordered} of {sent} accepted",
            stacked(
                count, accepted=accepted,
                not_accepted=[(q or 0) - (a or 0) for q, a in zip(quoted, accepted, strict=True)],
            ),
        ),
        Figure(
            "money", "Taken", amount(whole(Measure.TAKEN).total), _about_money(days),
            stacked(
                amount, from_who_had_bought_before=again,
                from_new_customers=[(t or 0) - (a or 0) for t, a in zip(taken, again, strict=True)],
            ),
        ),
        Figure(
            "texts", "Texts", count(_texts(days)), _about_texts(days),
            stacked(
                count, out=days.totals(Measure.TEXTS_OUT), came_in=days.totals(Measure.TEXTS_IN)
            ),
        ),
    ]  # fmt: skip
    if asked.who is None:
        found.append(
            Figure(
                "customers",
                "New customers",
                count(whole(Measure.MET).number),
                "wrote, or were written to, for the first time",
                stacked(count, new=days.numbers(Measure.MET)),
            )
        )
    return found


def _texts(days: Days) -> int:
    return days.whole(Measure.TEXTS_IN).number + days.whole(Measure.TEXTS_OUT).number


def _about_texts(days: Days) -> str:
    pictured, elsewhere = days.whole(Measure.PICTURED), days.whole(Measure.WHATSAPP)
    parts = days.whole(Measure.TEXTS_IN).total + days.whole(Measure.TEXTS_OUT).total
    parts -= pictured.total + elsewhere.total
    settings = config.current()
    said = f"{parts:,} parts"
    if pictured.number:
        said += f" and {pictured.number:,} with pictures"
    if elsewhere.number:
        said += f" and {elsewhere.number:,} on WhatsApp"
    price = settings.part_price * parts + settings.mms_price * pictured.number
    price += settings.whatsapp_price * elsewhere.number
    if price:
        said += f", about {_cost(price)}"
    return said


def _cost(price: Decimal) -> str:
    settings = config.current()
    # To the minor unit, upwards: a cost is rather more than shown than less.
    minor = -int(-(price * 10 ** precision(settings.currency)) // 1)
    return Money(minor, settings.currency).format()


def _about_money(days: Days) -> str:
    taken, again = days.whole(Measure.TAKEN), days.whole(Measure.AGAIN)
    back = days.whole(Measure.REFUNDED).total
    said = f"{taken.number} orders"
    if taken.number:
        said += f", {again.number / taken.number:.0%} by customers who had bought before"
    if back:
        said += f"; {amount(back)} refunded"
    return said


def _median(of: Sum) -> str:
    half = of.quantile(0.5)
    return "none" if half is None else lasted(half)


def lasted(seconds: float) -> str:
    """40 s, 12 min, 3.5 h, 2 d."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    if seconds < 90 * 60:
        return f"{seconds / 60:.0f} min"
    if seconds < 48 * 3600:
        return f"{seconds / 3600:.1f} h".replace(".0 h", " h")
    return f"{seconds / 86400:.1f} d".replace(".0 d", " d")


def count(number: float) -> str:
    """1,204."""
    return f"{number:,.0f}"


def amount(minor: float) -> str:
    """$1,204.00, in the shop's currency."""
    return Money(round(minor), config.current().currency).format()
