"""The periods a report is asked for, and the period each is compared with. Pure."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from portal.core.i18n import lazy

ONE_DAY = timedelta(days=1)
THIS_WEEK, LAST_WEEK, MONTH, QUARTER, OWN = "week", "last-week", "month", "quarter", "days"
NAMES = {
    THIS_WEEK: lazy("This week"),
    LAST_WEEK: lazy("Last week"),
    MONTH: lazy("This month"),
    QUARTER: lazy("This quarter"),
    OWN: lazy("Own days"),
}
LONGEST = timedelta(days=366)
YEARS = range(1971, 9000)


class Span(NamedTuple):
    """Days, both included."""

    first: date
    last: date

    @property
    def days(self) -> list[date]:
        """Every day, in order."""
        return [self.first + number * ONE_DAY for number in range((self.last - self.first).days + 1)]


class Period(NamedTuple):
    """What is asked for, and what it is compared with: as many days of the period before, or fewer where it had fewer."""

    key: str
    now: Span
    before: Span


def period(key: str, today: date, own: Span | None = None) -> Period:
    """The period of this key as of `today`; `own` are the days for `OWN`. An unknown key is this month."""
    if key == OWN and own:
        days = own.last - own.first
        return Period(OWN, own, Span(own.first - days - ONE_DAY, own.first - ONE_DAY))
    monday = today - today.weekday() * ONE_DAY
    week = timedelta(days=7)
    if key == THIS_WEEK:
        return Period(key, Span(monday, today), Span(monday - week, today - week))
    if key == LAST_WEEK:
        return Period(key, Span(monday - week, monday - ONE_DAY), Span(monday - 2 * week, monday - week - ONE_DAY))
    first = date(today.year, today.month - (today.month - 1) % 3, 1) if key == QUARTER else today.replace(day=1)
    return Period(QUARTER if key == QUARTER else MONTH, Span(first, today), _as_far(first, today, 3 if key == QUARTER else 1))


def _as_far(first: date, today: date, months: int) -> Span:
    """The first days of the months before, as many as have passed of these."""
    years, month = divmod(first.year * 12 + first.month - 1 - months, 12)
    begin = date(years, month + 1, 1)
    return Span(begin, min(begin + (today - first), first - ONE_DAY))


def own_days(first: date | None, last: date | None) -> Span | None:
    """Days somebody chose; None when they are none, in the wrong order or more than a year."""
    if first is None or last is None or first.year not in YEARS or last < first or last - first > LONGEST:
        return None
    return Span(first, last)
