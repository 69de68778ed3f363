"""When people are told: inside their own hours, and early enough to be of help. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache

from portal.clocks.calendar import LONGEST_CLOSURE, ONE_DAY, Calendar, Span

NOTHING = timedelta()


@lru_cache(maxsize=512)
def of_person(calendar: Calendar, zone: str) -> Calendar:
    """The hours of a person: those of the calendar, read on a clock of the person's own zone (an IANA name)."""
    return calendar if zone == calendar.zone else replace(calendar, zone=zone)


def within(moment: datetime, open_hours: Calendar, *, urgent: bool = False) -> datetime:
    """The moment at which a person is told what is known at `moment`: then, or when their hours begin again.

    What is urgent is told at once. Raises NoOpeningError for somebody who never works.
    """
    return moment if urgent else next(open_hours.open_from(moment)).start


def ahead(
    moment: datetime,
    due: datetime,
    open_hours: Calendar,
    *,
    since: datetime,
    urgent: bool = False,
    lead: timedelta = NOTHING,
) -> datetime | None:
    """The moment at which a person is told, before `due`, of what ripens at `moment`.

    Outside their hours it is the next opening. Where that is not before `due`, it is brought forward: to `lead` before
    the end of their last hours, so that something can still be done. None where they do not work between `since` and
    `due`: only the miss is left to tell.
    """
    told = within(moment, open_hours, urgent=urgent)
    if told < due or urgent:
        return told
    last = last_open(moment, open_hours)
    if last is None or last.end <= since:
        return None
    return max(last.start, last.end - lead, since)


def last_open(moment: datetime, open_hours: Calendar) -> Span | None:
    """The last stretch of open hours that ended by `moment`, or None when there was none in three years."""
    day = open_hours.local_date(moment)
    for number in range(LONGEST_CLOSURE):
        over = [span for span in open_hours.opened(day - number * ONE_DAY) if span.end <= moment]
        if over:
            return over[-1]
    return None
