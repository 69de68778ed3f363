"""Calendars for the tests, made from the shipped table and the libraries without a database."""

from __future__ import annotations

from datetime import date
from functools import cache

from portal.clocks.calendar import Calendar, Day
from portal.clocks.shipped import shipped
from portal.clocks.window import Window, window

TODAY = date(2026, 11, 22)
ALL_WEEK = 7
NIGHT = Window(0, 6 * 60)
ROUND_THE_CLOCK = Window(0, 24 * 60)


@cache
def calendar(code: str) -> Calendar:
    return SPECIAL[code]() if code in SPECIAL else shipped(code, today=TODAY)


def half_days() -> Calendar:
    """Frankfurt with a short Christmas Eve and one Saturday with hours of its own."""
    base = calendar("eu")
    christmas_eve = Day("own", (window("09:00-13:00"),), "平安夜", "Christmas Eve")
    saturday = Day("own", (window("10:00-14:00"),), "促销日", "Sale")
    own = {date(2026, 12, 24): christmas_eve, date(2026, 11, 28): saturday}
    return Calendar("half", base.zone, base.week, {**base.days, **own}, base.years)


SPECIAL = {
    "half": half_days,
    "night": lambda: Calendar("night", "Europe/Berlin", ((NIGHT,),) * ALL_WEEK),
    "cairo": lambda: Calendar("cairo", "Africa/Cairo", ((ROUND_THE_CLOCK,),) * ALL_WEEK),
}
