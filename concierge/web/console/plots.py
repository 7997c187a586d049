"""Figures for one plot, worked out on the server: an SVG without script, readable without colour.

Coordinates are those of a box WIDTH by HEIGHT; the page stretches it.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WIDTH, HEIGHT = 640, 160
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 4, 10, 20
# A round amount needs none; any other keeps them.
_CENTS = re.compile(r"[.,]00(?!\d)")
_STEPS = (1, 2, 2.5, 5, 10)
# Times are read on a clock's steps.
_SECONDS = (10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 43200, 86400)


@dataclass(frozen=True, slots=True)
class Bar:
    """One rectangle, and what it says when it is pointed at."""

    x: float
    y: float
    width: float
    height: float
    says: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A line across with its label, or a label below."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Series:
    """A name with a value for each period; None: there was nothing to measure."""

    name: str
    values: Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Plot:
    """What the template draws: bars on one another, or lines."""

    names: list[str]
    bars: list[list[Bar]]
    lines: list[str]  # a path each
    dots: list[list[Bar]]
    across: list[Tick]
    below: list[Tick]
    says: str  # the whole in a sentence, for who does not see it


def bars(
    days: Sequence[date], series: Sequence[Series], show: Callable[[float], str], *, weekly: bool
) -> Plot:
    """Each period's values on top of one another."""
    sums = [sum(one.values[i] or 0 for one in series) for i in range(len(days))]
    top, across = _scale(max(sums, default=0), show)
    step = (WIDTH - _LEFT - _RIGHT) / max(len(days), 1)
    wide = max(min(step * 0.72, 28), 1)
    drawn: list[list[Bar]] = []
    floor = [0.0] * len(days)
    for one in series:
        row = []
        for place, value in enumerate(one.values):
            if value:
                low, high = _y(floor[place], top), _y(floor[place] + value, top)
                floor[place] += value
                x = _LEFT + step * place + (step - wide) / 2
                said = f"{_period(days[place], weekly)}: {show(value)} {one.name}"
                row.append(_bar(x, high, wide, low - high, said))
        drawn.append(row)
    says = _says(days, [Series("", sums)] if len(series) > 1 else series, show, weekly)
    return Plot([one.name for one in series], drawn, [], [], across, _below(days, step), says)


def lines(
    days: Sequence[date],
    series: Sequence[Series],
    show: Callable[[float], str],
    *,
    weekly: bool,
    clock: bool = False,
) -> Plot:
    """A line each, with a gap where there was nothing. `clock`: the values are seconds."""
    highest = max((value for one in series for value in one.values if value), default=0)
    top, across = _scale(highest, show, clock=clock)
    step = (WIDTH - _LEFT - _RIGHT) / max(len(days), 1)
    paths, dots = [], []
    for one in series:
        path, row, pen = [], [], "M"
        for place, value in enumerate(one.values):
            if value is None:
                pen = "M"
                continue
            x, y = _LEFT + step * (place + 0.5), _y(value, top)
            path.append(f"{pen}{x:.1f} {y:.1f}")
            pen = "L"
            said = f"{_period(days[place], weekly)}: {show(value)} {one.name}"
            row.append(_bar(x, y, 0, 0, said))
        paths.append("".join(path))
        dots.append(row)
    says = _says(days, series[:1], show, weekly)
    return Plot(
        [one.name for one in series], [], paths, dots, across, _below(days, step), says
    )  # fmt: skip


def _bar(x: float, y: float, width: float, height: float, says: str) -> Bar:
    return Bar(round(x, 1), round(y, 1), round(width, 1), round(height, 1), says)


def _y(value: float, top: float) -> float:
    return HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * value / top


def _scale(
    highest: float, show: Callable[[float], str], *, clock: bool = False
) -> tuple[float, list[Tick]]:
    """The value at the top, and three or four lines at round ones."""

    def label(value: float) -> str:
        return _CENTS.sub("", show(value))

    if highest <= 0:
        return 1.0, [Tick(round(_y(0, 1), 1), label(0))]
    wanted = highest / 3
    if clock:
        step = float(next((one for one in _SECONDS if one >= wanted), 86400))
        while step * 4 < highest:
            step *= 2
    else:
        power = 1.0
        while power * 10 <= wanted:
            power *= 10
        while power > wanted and power > 1:
            power /= 10
        step = next(power * one for one in _STEPS if power * one >= wanted or one == 10)
    count = int(-(-highest // step))
    top = step * count
    return top, [Tick(round(_y(step * i, top), 1), label(step * i)) for i in range(count + 1)]


def _below(days: Sequence[date], step: float) -> list[Tick]:
    every = max(1, -(-len(days) // 6))
    return [
        Tick(round(_LEFT + step * (place + 0.5), 1), f"{day.day} {day:%b}")
        for place, day in enumerate(days)
        if place % every == 0
    ]


def _period(day: date, weekly: bool) -> str:
    if not weekly:
        return f"{day.day} {day:%b}"
    last = day + timedelta(days=6)
    return f"{day.day} {day:%b} to {last.day} {last:%b}"


def _says(
    days: Sequence[date], series: Sequence[Series], show: Callable[[float], str], weekly: bool
) -> str:
    known = [
        (value, day) for one in series for value, day in zip(one.values, days, strict=True) if value
    ]
    if not known:
        return "Nothing in this time."
    (low, low_day), (high, high_day) = min(known), max(known)
    return (
        f"Between {show(low)} ({_period(low_day, weekly)}) and {show(high)} "
        f"({_period(high_day, weekly)})."
    )
