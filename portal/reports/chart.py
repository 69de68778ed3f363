"""The geometry of the one chart: pairs of bars over time. Pure: numbers in, shapes out; the template only draws them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 720, 200, 36, 12, 24
MOST_DAYS, LABELS = 45, 12
STEPS = (1, 2, 5)


class Bar(NamedTuple):
    """A bar: its corner, size, and which of the two series it belongs to."""

    x: float
    y: float
    width: float
    height: float
    series: str


class Mark(NamedTuple):
    """A word beside an axis, and where."""

    text: str
    x: float
    y: float


class Point(NamedTuple):
    """A day, or a week named by its first day, and how many of each series fell into it."""

    first: date
    numbers: tuple[int, ...]


class Chart(NamedTuple):
    """All that is drawn, in units of a view box WIDTH × HEIGHT; `points` are for the table beside it."""

    bars: Sequence[Bar]
    lines: Sequence[Mark]
    days: Sequence[Mark]
    points: Sequence[Point]
    by_week: bool
    width: int = WIDTH
    height: int = HEIGHT


def drawn(days: Sequence[date], numbers: Mapping[date, Mapping[str, int]], series: Sequence[str]) -> Chart:
    """A chart of these days; of more than `MOST_DAYS` the weeks are drawn, from Monday on."""
    by_week = len(days) > MOST_DAYS
    points = _points(days, numbers, series, by_week)
    most = max((number for point in points for number in point.numbers), default=0)
    top = ceiling(most)
    height = HEIGHT - TOP - BOTTOM
    slot = (WIDTH - LEFT) / len(points)
    bars = [
        bar
        for place, point in enumerate(points)
        for bar in _pair(LEFT + place * slot, slot, [number * height / top for number in point.numbers], series)
    ]
    lines = [Mark(str(value), LEFT - 6, TOP + height - value * height / top) for value in sorted({0, top // 2, top})]
    every = -(-len(points) // LABELS)
    marks = [
        Mark(f"{point.first:%m-%d}", round(LEFT + (place + 0.5) * slot, 1), HEIGHT - 6)
        for place, point in enumerate(points)
        if place % every == 0
    ]
    return Chart(bars, lines, marks, points, by_week)


def _points(days: Sequence[date], numbers: Mapping, series: Sequence[str], by_week: bool) -> list[Point]:
    sums: dict[date, list[int]] = {}
    for day in days:
        first = max(days[0], day - timedelta(days=day.weekday())) if by_week else day
        found = sums.setdefault(first, [0] * len(series))
        for place, name in enumerate(series):
            found[place] += numbers.get(day, {}).get(name, 0)
    return [Point(first, tuple(found)) for first, found in sums.items()]


def _pair(left: float, slot: float, heights: Sequence[float], series: Sequence[str]) -> list[Bar]:
    width = min(slot * 0.72 / len(series), 18.0)
    start = left + (slot - width * len(series)) / 2
    return [
        Bar(*(round(size, 1) for size in (start + place * width, HEIGHT - BOTTOM - height, max(width - 1, 1), height)), name)
        for place, (height, name) in enumerate(zip(heights, series, strict=True))
    ]


def ceiling(most: int) -> int:
    """The round number (1, 2 or 5 and noughts, at least 2) that the axis reaches up to."""
    size = 1
    while True:
        for step in STEPS:
            if step * size >= max(2, most):
                return step * size
        size *= 10
