"""The calendars of the table as values, as a new home would have them: no database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from portal.clocks import almanac
from portal.clocks.calendar import Calendar
from portal.clocks.prayers import Prayers
from portal.clocks.window import Window, window

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def codes() -> list[str]:
    """The codes of the calendars that are shipped, in order."""
    return sorted(facts["code"] for facts in almanac.table()["calendar"])


def facts_of(code: str) -> Mapping[str, Any]:
    """What the table says of one calendar. Raises KeyError for a code that is not in it."""
    found = {facts["code"]: facts for facts in almanac.table()["calendar"]}
    return found[code]


def week_of(facts: Mapping[str, Any]) -> tuple[tuple[Window, ...], ...]:
    """The windows of Monday to Sunday."""
    hours = tuple(map(window, facts["windows"]))
    return tuple(hours if name in facts["weekdays"] else () for name in WEEKDAYS)


def prayers_of(facts: Mapping[str, Any]) -> Prayers | None:
    """The times of prayer that the table leaves out of the calendar's hours."""
    return Prayers(**facts["prayers"]) if "prayers" in facts else None


def shipped(code: str, *, today: date) -> Calendar:
    """A calendar with the years of the table, as sure as they are on `today`. Raises KeyError for an unknown code."""
    facts = facts_of(code)
    years = {year: almanac.year_of(facts["almanac"], year, today=today) for year in almanac.table()["years"]}
    return Calendar(
        code=code,
        zone=facts["zone"],
        week=week_of(facts),
        days={day: value for year in years.values() for day, value in year.days.items()},
        years={year: found.state for year, found in years.items()},
        name_zh=facts["name"]["zh"],
        name_en=facts["name"]["en"],
        prayers=prayers_of(facts),
    )
