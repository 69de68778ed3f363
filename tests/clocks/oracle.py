"""A second, slow way to the same moments: looking at the clock on the wall once a minute.

It shares nothing with the arithmetic but the calendar's data: no windows are turned into moments, no spans are cut.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from portal.clocks.calendar import Calendar
from portal.clocks.window import Window
from portal.clocks.working_time import NEVER, Pause, Target

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
ENOUGH = 60 * 24 * 60
ROUND_THE_CLOCK = Calendar("always", "UTC", ((Window(0, 24 * 60),),) * 7)


def nth_minute(
    count: int, start: datetime, calendar: Calendar, pauses: Sequence[tuple[datetime, datetime]]
) -> datetime | None:
    """The end of the `count`-th minute after `start` in which the desk is open and nothing is paused, if it comes."""
    for minute in minutes_from(start):
        paused = [end for begin, end in pauses if begin <= minute < end]
        if NEVER in paused:
            return None
        if not paused and is_open(minute, calendar):
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
    if calendar.prayers and is_prayer(minute, wall.date(), calendar):
        return False
    return any(window.opens <= minute < window.closes for window in hours(wall.date(), calendar))


def is_prayer(minute: int, day: date, calendar: Calendar) -> bool:
    prayers = calendar.prayers
    times = prayers.times(day, ZoneInfo(calendar.zone))
    return any(at - prayers.before <= minute < at + prayers.after for at in times)


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


def due(start: datetime, target: Target, calendar: Calendar, pauses: Sequence[Pause]) -> datetime | None:
    """By when it must be done, for starts, targets and pauses of whole minutes; None while a pause cuts it off."""
    ever = [(begin, end or NEVER) for begin, end in pauses]
    if target.in_days:
        day = calendar.local_date(start)
        begin = first_minute_after(day, calendar)
        return nth_minute(minutes_of_days(target.amount, day, calendar), begin, calendar, ever)
    count = target.amount * (1 if target.unit == "min" else 60)
    if target.in_open_time:
        return nth_minute(count, start, calendar, ever)
    return nth_minute(count, start, ROUND_THE_CLOCK, ever)


def minutes_of_days(amount: int, first: date, calendar: Calendar) -> int:
    """How many minutes the desk is open on the first `amount` days with an opening after `first`."""
    days = (first + number * DAY for number in range(1, ENOUGH))
    return sum(islice((minutes for day in days if (minutes := open_minutes(day, calendar))), amount))
