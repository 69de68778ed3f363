"""Who is away on which day, who stands in, and what cannot be entered. Days are dates in the absent person's zone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from portal.core.i18n import lazy

LONGEST_ABSENCE = 366  # days
FARTHEST_ABSENCE = 2 * 366  # days from today to its first one
A_DAY = timedelta(days=1)


class Span(NamedTuple):
    """Days from the first to the last, both included."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


def today_in(zone: str, at: datetime) -> date:
    """The date of a moment where the clocks show the time of `zone` (IANA)."""
    return at.astimezone(ZoneInfo(zone)).date()


def deputy_down_the_chain(person: int, deputies: Mapping[int, int | None]) -> int | None:
    """Who stands in for somebody. `deputies` has everybody who is away, each with the deputy or None.

    A deputy who is away too hands on to the own deputy. None for somebody who is present, where the chain ends with
    nobody, and where it comes back to where it has been.
    """
    passed: set[int] = set()
    at: int | None = person
    while at in deputies and at not in passed:
        passed.add(at)
        at = deputies[at]
    return None if at is None or at in passed or at == person else at


def overlaps(span: Span, others: Iterable[Span]) -> bool:
    """Whether a day of the span lies in one of the others."""
    return any(span.first <= other.last and other.first <= span.last for other in others)


def is_away_throughout(span: Span, others: Iterable[Span]) -> bool:
    """Whether every day of the span lies in one of the others."""
    day = span.first
    for other in sorted(others):
        if other.holds(day):
            day = other.last + A_DAY if other.last < span.last else span.last + A_DAY
    return day > span.last


def ended(span: Span, today: date) -> Span | None:
    """What is left of an absence that ends because the person is here today; None when no day of it has passed."""
    return Span(span.first, today - A_DAY) if span.first < today else None


def fault_of_absence(span: Span, others: Iterable[Span], *, today: date) -> str | None:
    """Why somebody whose other absences are these cannot be entered as away on the days of the span, or None."""
    if span.last < span.first:
        return lazy("The last day lies before the first.")
    if span.last < today:
        return lazy("These days are over. Absences are entered for today and later.")
    if (span.last - span.first).days >= LONGEST_ABSENCE:
        return lazy("An absence lasts a year at most. Enter the rest as another one.")
    if (span.first - today).days > FARTHEST_ABSENCE:
        return lazy("This is more than two years ahead. Check the year.")
    if overlaps(span, others):
        return lazy("Another absence covers some of these days. Change that one, or choose other days.")
    return None


def refusal_to_be_away(*, active: bool) -> str | None:
    """Why nobody can be entered as away, or None."""
    return None if active else lazy("This account is not active.")


def refusal_to_change_absence(*, over: bool, revoked: bool) -> str | None:
    """Why an absence stays as it is, or None."""
    if revoked:
        return lazy("This absence was revoked.")
    if over:
        return lazy("This absence is over; it stays as it was.")
    return None


def refusal_of_deputy(
    *, oneself: bool, active: bool, cleared: bool, sees_as_far: bool, away_throughout: bool
) -> str | None:
    """Why somebody cannot stand in, or None: whoever does must be there and may see what the person sees."""
    if oneself:
        return lazy("Nobody stands in for themselves. Choose a colleague.")
    if not active:
        return lazy("This colleague does not work here any more. Choose another.")
    if not cleared:
        return lazy("This colleague is cleared for less than the person who is away. Choose another.")
    if not sees_as_far:
        return lazy("This colleague does not see the region of the person who is away. Choose another.")
    if away_throughout:
        return lazy("This colleague is away all that time too. Choose another.")
    return None


def sees_as_far(deputy_sees: Iterable[str] | None, person_sees: Iterable[str] | None) -> bool:
    """Whether one sees every region that the other sees; None sees them all."""
    if deputy_sees is None or person_sees is None:
        return deputy_sees is None
    return set(person_sees) <= set(deputy_sees)


def may_arrange(*, manages_accounts: bool, seen: Iterable[str] | None, region: str) -> bool:
    """Whether somebody who arranges absences does so for people of this region: an administrator for everybody."""
    return manages_accounts or seen is None or region in seen
