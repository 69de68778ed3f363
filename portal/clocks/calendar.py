"""A working calendar as a value: when a region's desk is open, day by day. Pure: no database, no web, no clock."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import NamedTuple
from zoneinfo import ZoneInfo

from portal.clocks.line import Line
from portal.clocks.prayers import Prayers
from portal.clocks.window import Window, in_order, less, shared

OFF, WORKING, OWN = "off", "working", "own"
DAY_KINDS = (OFF, WORKING, OWN)
OFFICIAL, ESTIMATED, NOT_ANNOUNCED = "official", "estimated", "not announced"

ONE_DAY = timedelta(days=1)
LONGEST_CLOSURE = 3 * 366  # days without an opening before a calendar counts as shut for good
HORIZON = 30 * 366  # days after which no count of open time goes on


class NoOpeningError(ValueError):
    """The calendar does not open often enough for the time asked for. The message is a sentence for a person."""


class Span(NamedTuple):
    """A stretch of time from `start` up to `end`, both aware UTC."""

    start: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        return self.end - self.start


@dataclass(frozen=True)
class Day:
    """A date that differs from its weekday.

    `kind` is off (closed), working (a make-up workday: the windows of an ordinary weekday) or own (`windows`).
    """

    kind: str
    windows: tuple[Window, ...] = ()
    name_zh: str = ""
    name_en: str = ""
    source: str = ""

    def __post_init__(self):
        if self.kind not in DAY_KINDS:
            raise ValueError(f"A day is one of {', '.join(DAY_KINDS)}, not {self.kind!r}.")
        if (self.kind == OWN) != bool(self.windows):
            raise ValueError("A day with its own hours has windows, and no other day has.")
        in_order(self.windows)


@dataclass(frozen=True, eq=False)
class Calendar:
    """When one desk is open: `week` has the windows of Monday to Sunday, `days` the dates that differ.

    `zone` is an IANA name; `years` says for a year whether its holidays are official, estimated or not announced;
    `prayers` are left out of its hours; `version` goes up with every edit. Raises ValueError for a zone or week that
    cannot be.
    """

    code: str
    zone: str
    week: tuple[tuple[Window, ...], ...]
    days: Mapping[date, Day] = field(default_factory=dict)
    years: Mapping[int, str] = field(default_factory=dict)
    version: int = 1
    name_zh: str = ""
    name_en: str = ""
    prayers: Prayers | None = None
    _opened: dict[date, tuple[Span, ...]] = field(default_factory=dict, init=False, repr=False)
    _lines: dict[int, Line] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self):
        if len(self.week) != 7:
            raise ValueError(f"Calendar {self.code} needs seven weekdays, not {len(self.week)}.")
        for windows in self.week:
            in_order(windows)
        _ = self.clock

    @cached_property
    def clock(self) -> ZoneInfo:
        try:
            return ZoneInfo(self.zone)
        except (KeyError, ValueError, OSError) as unknown:
            raise ValueError(f"There is no time zone called {self.zone!r}.") from unknown

    @cached_property
    def ordinary(self) -> tuple[Window, ...]:
        """The windows of an ordinary weekday, which a make-up workday on a weekend takes."""
        return next((windows for windows in self.week if windows), ())

    def windows_on(self, day: date) -> tuple[Window, ...]:
        """The opening windows of a local date less the times of prayer, none when it is closed."""
        return less(self.hours_on(day), self.prayers_on(day)) if self.prayers else self.hours_on(day)

    def prayers_on(self, day: date) -> tuple[Window, ...]:
        """What the times of prayer take out of the hours of a local date."""
        return shared(self.hours_on(day), self.prayers.windows(day, self.clock)) if self.prayers else ()

    def hours_on(self, day: date) -> tuple[Window, ...]:
        """The hours of a local date, times of prayer and all; none when it is closed."""
        weekly = self.week[day.weekday()]
        special = self.days.get(day)
        if special is None:
            return weekly
        return {OFF: (), OWN: special.windows, WORKING: weekly or self.ordinary}[special.kind]

    def local_date(self, moment: datetime) -> date:
        """The date that this calendar's desk reads on the wall at `moment`."""
        return moment.astimezone(self.clock).date()

    def instant(self, day: date, minute: int = 0) -> datetime:
        """The UTC moment of a minute (0 to 1440) of a local day.

        A time that the clocks skip is the moment they skip it; of a time that comes twice it is the first. So the
        windows of a day never overlap, and each is as long as it really is.
        """
        midnight = datetime.combine(day, time(), self.clock)
        wall = midnight + timedelta(minutes=minute)
        moment = wall.astimezone(UTC)
        shown = moment.astimezone(self.clock).replace(tzinfo=None)
        return moment if shown == wall.replace(tzinfo=None) else _end_of_gap(wall)

    def opened(self, day: date) -> tuple[Span, ...]:
        """The stretches of real time in which the desk is open on a local date."""
        found = self._opened.get(day)
        if found is None:
            spans = (Span(self.instant(day, w.opens), self.instant(day, w.closes)) for w in self.windows_on(day))
            found = self._opened[day] = tuple(span for span in spans if span.start < span.end)
        return found

    def line(self, day: date) -> Line:
        """The open time added up from the beginning of a local date's year on: kept, so that it is added up once."""
        found = self._lines.get(day.year)
        if found is None:
            found = self._lines.setdefault(day.year, Line(self, date(day.year, 1, 1)))
        return found

    def open_from(self, moment: datetime) -> Iterator[Span]:
        """The open stretches from `moment` on, the first cut at it. Raises NoOpeningError when they run dry."""
        for day in self.days_open_from(self.local_date(moment)):
            for span in self.opened(day):
                if span.end > moment:
                    yield span if span.start >= moment else Span(moment, span.end)

    def days_open_from(self, first: date) -> Iterator[date]:
        """The local dates with an opening, from `first` on. Raises NoOpeningError when they run dry."""
        shut = 0
        for number in range(HORIZON):
            day = first + number * ONE_DAY
            shut = 0 if self.opened(day) else shut + 1
            if shut > LONGEST_CLOSURE:
                raise NoOpeningError(f"Calendar {self.code} has no opening in the three years before {day}.")
            if not shut:
                yield day
        raise NoOpeningError(f"Calendar {self.code} does not open long enough in the thirty years after {first}.")


def _end_of_gap(wall: datetime) -> datetime:
    """The moment at which clocks jump over a wall time that they never show, found by halving to the second."""
    after = wall.astimezone(UTC)
    before = wall.replace(fold=1).astimezone(UTC)
    old = before.astimezone(wall.tzinfo).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        if middle.astimezone(wall.tzinfo).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)
