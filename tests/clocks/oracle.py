"""A second, slow way to the same moments: looking at the clock on the wall once a minute.

It shares nothing with the arithmetic but the calendar's data: no windows are turned into moments, no spans are cut.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from portal.clocks.calendar import Calendar
from portal.clocks.window import Window

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
ENOUGH = 60 * 24 * 60


def nth_minute(
    count: int, start: datetime, calendar: Calendar, pauses: Sequence[tuple[datetime, datetime]]
) -> datetime:
    """The end of the `count`-th minute after `start` in which the desk is open and nothing is paused."""
    for minute in minutes_from(start):
        if is_open(minute, calendar) and not any(begin <= minute < end for begin, end in pauses):
            count -= 1
            if not count:
                return minute + MINUTE
    raise AssertionError("the oracle ran out of minutes")


def minutes_from(start: datetime) -> Iterator[datetime]:
    for number in range(ENOUGH):
        yield start + number * MINUTE


def is_open(moment: datetime, calendar: Calendar) -> bool:
    """Whether the desk is open in the minute that begins at `moment`, by what the wall shows.

    In an hour that comes twice the second pass belongs to whatever is open as it ends.
    """
    wall = moment.astimezone(ZoneInfo(calendar.zone))
    while wall.fold and (after := later(wall)).fold:
        wall = after
    minute = wall.hour * 60 + wall.minute
    return any(window.opens <= minute < window.closes for window in hours(wall.date(), calendar))


def later(wall: datetime) -> datetime:
    return (wall.astimezone(UTC) + MINUTE).astimezone(wall.tzinfo)


def hours(day: date, calendar: Calendar) -> Sequence[Window]:
    special = calendar.days.get(day)
    usual = calendar.week[day.weekday()]
    if special is None:
        return usual
    if special.kind == "off":
        return ()
    if special.kind == "own":
        return special.windows
    return usual or next((each for each in calendar.week if each), ())


def open_minutes(day: date, calendar: Calendar) -> int:
    """How many minutes of a local date the desk is open, counted on the wall."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(calendar.zone)).astimezone(UTC)
    around = (noon + number * MINUTE for number in range(-16 * 60, 16 * 60))
    here = (moment for moment in around if moment.astimezone(ZoneInfo(calendar.zone)).date() == day)
    return sum(is_open(moment, calendar) for moment in here)


def first_minute_after(day: date, calendar: Calendar) -> datetime:
    """The first moment whose local date is later than `day`."""
    moment = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(calendar.zone)).astimezone(UTC)
    while moment.astimezone(ZoneInfo(calendar.zone)).date() <= day:
        moment += MINUTE
    return moment
