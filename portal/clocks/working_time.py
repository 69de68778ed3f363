"""When a stopwatch is due. Pure arithmetic: values in, moments out; no database, no web, no clock.

Every due moment comes from one count: the stretches between the pauses in which the budget is used up, the last of which
ends at the due moment. `ledger` shows the same stretches day by day, so what is explained is what was computed.

Units: s, min and h are elapsed time by the wall clock (clock changes of summer time alter nothing); the same with
`bound`, and wh, count open time only; wd are working days after the day of the start, due at the close of service.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from portal.clocks.calendar import ONE_DAY, Calendar, Span
from portal.clocks.line import Line

SECONDS = {"s": 1, "min": 60, "h": 3600, "wh": 3600}
UNITS = (*SECONDS, "wd")
LONGEST = timedelta(days=3660)
NEVER = datetime.max.replace(tzinfo=UTC)

Pause = tuple[datetime, datetime | None]
"""From when to when a stopwatch stood still, aware UTC; no end while it still stands."""


@dataclass(frozen=True)
class Target:
    """How long something may take: `amount` (a whole number above 0) of `unit` (s, min, h, wh, wd).

    `bound` makes s, min and h count only inside opening hours. Raises ValueError for what is none of this or longer
    than ten years.
    """

    amount: int
    unit: str
    bound: bool = False

    def __post_init__(self):
        if self.unit not in UNITS:
            raise ValueError(f"A time is counted in {', '.join(UNITS)}, not in {self.unit!r}.")
        if not (isinstance(self.amount, int) and 0 < self.amount <= self._most):
            raise ValueError(f"{self.amount} {self.unit} is not a time between nothing and ten years.")

    @property
    def _most(self) -> int:
        return LONGEST // timedelta(seconds=SECONDS.get(self.unit, 86_400))

    @property
    def in_days(self) -> bool:
        """Whether it is counted in working days."""
        return self.unit == "wd"

    @property
    def in_open_time(self) -> bool:
        """Whether only time inside opening hours uses it up."""
        return self.bound or self.unit in ("wh", "wd")

    def __str__(self) -> str:
        return f"{self.amount} {self.unit}"


def target(text: str) -> Target:
    """The target that a text like "2 wd" names; ValueError for anything else."""
    amount, _space, unit = text.partition(" ")
    return Target(int(amount), unit)


@dataclass(frozen=True)
class Candidate:
    """One rule's claim on a stopwatch: its target, counted on this calendar, as of this version of the policy."""

    rule: str
    target: Target
    calendar: Calendar
    policy_version: int = 1


@dataclass(frozen=True)
class Claim:
    """A candidate with the moment it asks for; None while a pause is unfinished."""

    candidate: Candidate
    due: datetime | None


def due(start: datetime, target: Target, calendar: Calendar, pauses: Iterable[Pause] = ()) -> datetime | None:
    """The moment by which it must be done; None while a pause that began before it is unfinished.

    When the time runs out exactly at a closing, that closing is it, not the next opening.
    """
    return used_up(budget(start, target, calendar), start, target, calendar, pauses)


def threshold(
    percent: float, start: datetime, target: Target, calendar: Calendar, pauses: Iterable[Pause] = ()
) -> datetime | None:
    """The moment at which `percent` (above 0, up to 100) of the time is used, whole milliseconds; None as in `due`."""
    if not 0 < percent <= 100:
        raise ValueError(f"A threshold lies above 0 and up to 100 percent, not at {percent}.")
    part = budget(start, target, calendar) * percent / 100
    return used_up(part - part % timedelta(milliseconds=1), start, target, calendar, pauses)


def stricter(start: datetime, candidates: Iterable[Candidate], pauses: Sequence[Pause] = ()) -> list[Claim]:
    """The claims of all candidates, the earliest due first (of equals the one named first); the first one wins."""
    claims = [Claim(c, due(start, c.target, c.calendar, pauses)) for c in candidates]
    if not claims:
        raise ValueError("A stopwatch needs at least one rule.")
    return sorted(claims, key=lambda claim: claim.due or NEVER)


def budget(start: datetime, target: Target, calendar: Calendar) -> timedelta:
    """How much countable time the target gives; for working days the open time of those days."""
    if not target.in_days:
        return timedelta(seconds=target.amount * SECONDS[target.unit])
    after = calendar.local_date(start) + ONE_DAY
    return calendar.line(after).of_days(after, target.amount)


def countable(start: datetime, target: Target, calendar: Calendar) -> Iterator[Span]:
    """The stretches of time that use the target up, pauses aside; for working days from the end of the first day."""
    if target.in_days:
        return calendar.open_from(calendar.instant(calendar.local_date(start) + ONE_DAY))
    return calendar.open_from(start) if target.in_open_time else iter((Span(start, NEVER),))


@dataclass(frozen=True)
class Elapsed:
    """Time by the wall clock from `start` on; what `line.Line` is for open time."""

    start: datetime

    def until(self, moment: datetime) -> timedelta:
        return moment - self.start

    def moment(self, amount: timedelta) -> datetime:
        return self.start + amount


@dataclass(frozen=True)
class Count:
    """How a budget is used up: the stretches between pauses, and `due`, the end of the last; None while an unfinished
    pause cuts them off."""

    stretches: tuple[Span, ...]
    due: datetime | None


def count(
    amount: timedelta, start: datetime, target: Target, calendar: Calendar, pauses: Iterable[Pause] = ()
) -> Count:
    """Use up `amount` of countable time, pauses left out."""
    at, time = _beginning(start, target, calendar)
    stretches, left = [], amount
    for pause in merged(pauses):
        if pause.start > at:
            gained = time.until(pause.start) - time.until(at)
            if gained >= left:
                break
            stretches.append(Span(at, pause.start))
            left -= gained
        at = max(at, pause.end)
        if at == NEVER:
            return Count(tuple(stretches), None)
    due = time.moment(time.until(at) + left)
    return Count((*stretches, Span(at, due)), due)


def _beginning(start: datetime, target: Target, calendar: Calendar) -> tuple[datetime, Line | Elapsed]:
    """From when time counts, and how it is measured; working days begin when the day of the start is over."""
    if not target.in_open_time:
        return start, Elapsed(start)
    day = calendar.local_date(start)
    if not target.in_days:
        return start, calendar.line(day)
    return calendar.instant(day + ONE_DAY), calendar.line(day + ONE_DAY)


def counted(found: Count, target: Target, calendar: Calendar) -> Iterator[Span]:
    """The stretches of a count with the hours outside opening left out."""
    for stretch in found.stretches:
        if target.in_open_time:
            yield from _opened(stretch, calendar)
        else:
            yield stretch


def _opened(stretch: Span, calendar: Calendar) -> Iterator[Span]:
    for span in calendar.open_from(stretch.start):
        if span.start >= stretch.end:
            return
        yield Span(span.start, min(span.end, stretch.end))


def used_up(
    amount: timedelta, start: datetime, target: Target, calendar: Calendar, pauses: Iterable[Pause] = ()
) -> datetime | None:
    """The moment at which `amount` of countable time has run; None when an unfinished pause comes before it."""
    return count(amount, start, target, calendar, pauses).due


def merged(pauses: Iterable[Pause]) -> list[Span]:
    """The pauses in order, those that overlap or touch made one; an unfinished one lasts until NEVER."""
    spans: list[Span] = []
    for start, end in sorted((start, end or NEVER) for start, end in pauses):
        if spans and start <= spans[-1].end:
            spans[-1] = Span(spans[-1].start, max(end, spans[-1].end))
        elif start < end:
            spans.append(Span(start, end))
    return spans
