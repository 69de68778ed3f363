"""When shifts are worked and what follows them, and what a departure must have: pure (DM-H2, DM-H6, TM-3.4b)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from portal.clocks.calendar import Calendar
from portal.core.i18n import lazy

A_DAY = timedelta(days=1)
GROUPS = ("customers", "papers", "accounts", "equipment")
BY_HAND = GROUPS[1:]
LEAVING = "TM-3.4b"


class Pattern(NamedTuple):
    """The hours of a shift: minutes of its region's day; `ends` no later than `starts` is on the next day."""

    shift: int
    starts: int
    ends: int


class Turn(NamedTuple):
    """A shift on one day: its region's date and the two moments (UTC)."""

    shift: int
    day: date
    start: datetime
    end: datetime


def turns(patterns: Iterable[Pattern], calendar: Calendar, first: date, last: date) -> list[Turn]:
    """Every turn of these shifts that begins on the local days from `first` to `last`, in the order in which they begin.
    There are none on a day on which the region's desk is shut."""
    patterns = list(patterns)
    days = [first + number * A_DAY for number in range((last - first).days + 1)]
    found = [_turn(one, calendar, day) for day in days if calendar.hours_on(day) for one in patterns]
    return sorted(found, key=lambda turn: (turn.start, turn.end, turn.shift))


def _turn(pattern: Pattern, calendar: Calendar, day: date) -> Turn:
    ends_on = day if pattern.ends > pattern.starts else day + A_DAY
    return Turn(pattern.shift, day, calendar.instant(day, pattern.starts), calendar.instant(ends_on, pattern.ends))


def relief_of(turn: Turn, schedule: Sequence[Turn]) -> Turn | None:
    """The turn of another shift that takes over: the first that begins later and is there when this one ends, or the first
    to begin afterwards."""
    later = [one for one in schedule if one.shift != turn.shift and one.start > turn.start and one.end > turn.end]
    return min(later, key=lambda one: (one.start, one.end), default=None)


def turn_of(shifts: Collection[int], schedule: Sequence[Turn], now: datetime) -> Turn | None:
    """The turn of one of these shifts that runs, or ended last."""
    begun = [one for one in schedule if one.shift in shifts and one.start <= now]
    return max(begun, key=lambda one: (one.end > now, one.end), default=None)


REFUSALS: Mapping[str, Any] = {
    "oneself": lazy("Nobody is their own successor."),
    "gone": lazy("This person has left already."),
    "under_way": lazy("This person's departure is being prepared already."),
    "self_led": lazy("Whoever leaves does not arrange it; a leader does."),
    "unfit": lazy("Whoever leaves answers customers; whoever takes over must be able to."),
    "frozen": lazy("The list waits for signatures. Take it back before you change it."),
    "over": lazy("This departure is over; nothing in it changes any more."),
}


def refusal_to_begin(
    *, person: int, successor: int, by: int, active: bool, under_way: bool, fit: bool
) -> str | None:
    """Why a departure cannot be begun: a key of REFUSALS or None."""
    refusals = (
        ("gone", not active),
        ("oneself", person == successor),
        ("self_led", person == by),
        ("under_way", under_way),
        ("unfit", not fit),
    )
    return next((refusal for refusal, holds in refusals if holds), None)


def empty_groups(lists: Mapping[str, Sequence[Sequence[str]]]) -> list[str]:
    """The groups written by hand in which nothing stands: where there is nothing to hand over, that is written (TM-3.4b)."""
    return [group for group in BY_HAND if not any(cell.strip() for row in lists.get(group, ()) for cell in row)]
