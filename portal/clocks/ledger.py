"""The ledger that explains a due moment: the walk of `working_time`, told day by day. Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import accumulate

from portal.clocks.calendar import (
    NOT_ANNOUNCED,
    OFF,
    OFFICIAL,
    ONE_DAY,
    OWN,
    WORKING,
    Calendar,
    Span,
)
from portal.clocks.window import MINUTES_OF_A_DAY, Window
from portal.clocks.working_time import Pause, Target, budget, count, countable, counted, merged

START_DAY, WEEKDAY, WEEKEND, HOLIDAY = "start day", "weekday", "weekend", "holiday"
MAKE_UP, OWN_HOURS, ELAPSED = "make-up workday", "own hours", "elapsed"
NOTHING = timedelta()


@dataclass(frozen=True)
class Entry:
    """One local day of the count.

    `windows` are its hours, `prayers` what times of prayer took out of them; `spans` are the stretches that counted,
    `paused` the time that waiting took out of the day, `total` what has been counted by its end. `kind` is one of
    start day, weekday, weekend, holiday, make-up workday, own hours, elapsed; `number` says which working day it is
    (0 where none is counted); `year_state` is empty for an official year.
    """

    day: date
    kind: str
    windows: tuple[Window, ...]
    prayers: tuple[Window, ...]
    spans: tuple[Span, ...]
    paused: timedelta
    total: timedelta
    number: int
    name_zh: str
    name_en: str
    year_state: str

    @property
    def counted(self) -> timedelta:
        """What counted on this day."""
        return length(self.spans)

    @property
    def weekday(self) -> int:
        """0 for Monday to 6 for Sunday."""
        return self.day.weekday()


@dataclass(frozen=True)
class Ledger:
    """Why a stopwatch is due when it is.

    `due` is None while a pause is unfinished; then the entries end with the day on which that pause began. `budget` is
    the countable time that the target gives, `begins` the moment from which time could count.
    """

    start: datetime
    begins: datetime
    due: datetime | None
    target: Target
    budget: timedelta
    calendar: Calendar
    entries: tuple[Entry, ...]

    @property
    def counted(self) -> timedelta:
        """What has been counted in all: the budget, or less while a pause is unfinished."""
        return self.entries[-1].total

    @property
    def paused(self) -> timedelta:
        """The countable time that pauses gave back in all."""
        return sum((entry.paused for entry in self.entries), NOTHING)

    @property
    def unsure_years(self) -> tuple[tuple[int, str], ...]:
        """The years of the count whose holidays are not official yet, with their state."""
        return tuple(sorted({(entry.day.year, entry.year_state) for entry in self.entries if entry.year_state}))


def explain(start: datetime, target: Target, calendar: Calendar, pauses: Iterable[Pause] = ()) -> Ledger:
    """The ledger of one stopwatch, from the day of its start to the day it is due or stands still."""
    pauses = list(pauses)
    breaks = merged(pauses)
    amount = budget(start, target, calendar)
    found = count(amount, start, target, calendar, pauses)
    used, due = list(counted(found, target, calendar)), found.due
    begins = next(countable(start, target, calendar)).start
    walk = _Walk(start, target, calendar, begins, due or max(start, breaks[-1].start), used, breaks)
    return Ledger(start, begins, due, target, amount, calendar, tuple(walk.entries()))


@dataclass(frozen=True)
class _Walk:
    """The pieces of one count, to be told day by day."""

    start: datetime
    target: Target
    calendar: Calendar
    begins: datetime
    until: datetime
    used: Sequence[Span]
    breaks: Sequence[Span]

    def entries(self) -> Iterator[Entry]:
        days = tuple(self.days())
        spans = [tuple(within(self.used, self.whole(day))) for day in days]
        totals = accumulate(length(run) for run in spans)
        numbered = [self.is_numbered(day) for day in days]
        for day, run, total, is_one, number in zip(days, spans, totals, numbered, accumulate(numbered), strict=True):
            yield self.entry(day, run, total, number if is_one else 0)

    def entry(self, day: date, spans: tuple[Span, ...], total: timedelta, number: int) -> Entry:
        special = self.calendar.days.get(day)
        return Entry(
            day=day,
            kind=self.kind(day),
            windows=self.calendar.hours_on(day),
            prayers=self.prayers(day),
            spans=spans,
            paused=length(common(self.breaks, self.countable_on(day))),
            total=total,
            number=number,
            name_zh=special.name_zh if special else "",
            name_en=special.name_en if special else "",
            year_state=self.year_state(day),
        )

    def days(self) -> Iterator[date]:
        day, last = self.first, self.calendar.local_date(self.until)
        # What ends at 24:00 is on the wall already the next day, which has no part in the count.
        if last > day and self.calendar.instant(last) == self.until:
            last -= ONE_DAY
        while day <= last:
            yield day
            day += ONE_DAY

    def is_numbered(self, day: date) -> bool:
        return self.target.in_days and not self.is_start(day) and bool(self.calendar.opened(day))

    @cached_property
    def first(self) -> date:
        return self.calendar.local_date(self.start)

    def is_start(self, day: date) -> bool:
        return day == self.first

    def kind(self, day: date) -> str:
        if not self.target.in_open_time:
            return ELAPSED
        return START_DAY if self.target.in_days and self.is_start(day) else kind_of(day, self.calendar)

    def prayers(self, day: date) -> tuple[Window, ...]:
        nothing_counts = not self.target.in_open_time or (self.target.in_days and self.is_start(day))
        return () if nothing_counts else self.calendar.prayers_on(day)

    def year_state(self, day: date) -> str:
        state = self.calendar.years.get(day.year, NOT_ANNOUNCED)
        return state if self.target.in_open_time and state != OFFICIAL else ""

    def whole(self, day: date) -> Span:
        return Span(self.calendar.instant(day), self.calendar.instant(day, MINUTES_OF_A_DAY))

    def countable_on(self, day: date) -> list[Span]:
        spans = self.calendar.opened(day) if self.target.in_open_time else (self.whole(day),)
        return [Span(max(span.start, self.begins), min(span.end, self.until)) for span in spans]


def kind_of(day: date, calendar: Calendar) -> str:
    """What a local date is on a calendar: weekday, weekend, holiday, make-up workday or own hours."""
    ordinary = bool(calendar.week[day.weekday()])
    special = calendar.days.get(day)
    if special is None:
        return WEEKDAY if ordinary else WEEKEND
    return {OFF: HOLIDAY, OWN: OWN_HOURS, WORKING: WEEKDAY if ordinary else MAKE_UP}[special.kind]


def length(spans: Iterable[Span]) -> timedelta:
    """How long the stretches are together."""
    return sum((span.length for span in spans), NOTHING)


def within(spans: Sequence[Span], whole: Span) -> Iterator[Span]:
    """What of an ordered list lies inside one stretch, without looking at the rest of the list."""
    first = bisect_right(spans, whole.start, key=lambda span: span.end)
    last = bisect_left(spans, whole.end, key=lambda span: span.start)
    return common(spans[first:last], (whole,))


def common(ones: Sequence[Span], others: Sequence[Span]) -> Iterator[Span]:
    """The stretches that two ordered lists share."""
    for one in ones:
        for other in others:
            shared = Span(max(one.start, other.start), min(one.end, other.end))
            if shared.start < shared.end:
                yield shared
