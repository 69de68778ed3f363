"""The open time of a calendar, added up from a day on: how much there is up to a moment, and when so much has run. Pure.

A count of thirty working days asks here three times instead of walking through thirty days.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from datetime import date, datetime, timedelta
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from portal.clocks.calendar import Calendar

NOTHING = timedelta()
ONE_DAY = timedelta(days=1)


class Line:
    """The openings of `calendar` from the local date `first` on, as far as anybody has asked.

    `run[i]` is the open time before opening i, so the last of it is all that is known yet; `upto[i]` is how many openings
    there are before the open day i. What grows while others read is lengthened in the order that keeps them right.
    Raises NoOpeningError where the calendar runs dry.
    """

    def __init__(self, calendar: Calendar, first: date):
        self._calendar, self._next, self._lock = calendar, first, Lock()
        self.starts: list[datetime] = []
        self.run: list[timedelta] = [NOTHING]
        self.ends: list[datetime] = []
        self.upto: list[int] = [0]
        self.days: list[date] = []

    def until(self, moment: datetime) -> timedelta:
        """The open time from the beginning up to a moment."""
        self._grow(lambda: self.ends and self.ends[-1] >= moment)
        over = bisect_right(self.ends, moment)
        begun = over < len(self.ends) and self.starts[over] < moment
        return self.run[over] + (moment - self.starts[over] if begun else NOTHING)

    def moment(self, amount: timedelta) -> datetime:
        """The first moment at which so much open time (above nothing) has run: a closing rather than the next opening."""
        self._grow(lambda: self.run[-1] >= amount)
        number = bisect_left(self.run, amount) - 1
        return self.starts[number] + (amount - self.run[number])

    def of_days(self, first: date, count: int) -> timedelta:
        """The open time of the first `count` days with an opening, from a local date on."""
        self._grow(lambda: self.days and self.days[-1] >= first)
        number = bisect_left(self.days, first)
        self._grow(lambda: len(self.days) >= number + count)
        return self.run[self.upto[number + count]] - self.run[self.upto[number]]

    def _grow(self, enough: Callable[[], object]) -> None:
        if enough():
            return
        with self._lock:
            for day in self._calendar.days_open_from(self._next):
                if enough():
                    return
                self._add(day)

    def _add(self, day: date) -> None:
        for span in self._calendar.opened(day):
            self.starts.append(span.start)
            self.run.append(self.run[-1] + span.length)
            self.ends.append(span.end)
        self.upto.append(len(self.ends))
        self.days.append(day)
        self._next = day + ONE_DAY
