"""What hour it is for a customer: a pure function (CR-4.2)."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from portal.clocks.calendar import OFF, Calendar

NIGHT_ENDS, NIGHT_BEGINS = 7, 22  # o'clock there: nobody should be telephoned between
HOLIDAY, REST, NIGHT, CLOSED, OPEN, DAY = "holiday", "rest", "night", "closed", "open", "day"


class Hour(NamedTuple):
    """A key of `choices.HOURS`, and of a holiday its names ("" where nobody gave them)."""

    state: str
    zh: str = ""
    en: str = ""


def hour(there: datetime, calendar: Calendar | None) -> Hour:
    """What a local moment is by the calendar of the customer's country; of a country without one only day or night is
    known."""
    if calendar is None:
        return Hour(NIGHT if _is_night(there) else DAY)
    day = calendar.days.get(there.date())
    if day and day.kind == OFF:
        return Hour(HOLIDAY, day.name_zh, day.name_en)
    windows = calendar.hours_on(there.date())
    if not windows:
        return Hour(REST)
    minute = there.hour * 60 + there.minute
    if any(window.opens <= minute < window.closes for window in windows):
        return Hour(OPEN)
    return Hour(NIGHT if _is_night(there) else CLOSED)


def _is_night(there: datetime) -> bool:
    return not NIGHT_ENDS <= there.hour < NIGHT_BEGINS
