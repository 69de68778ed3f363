"""Periods, by hand from the calendar of 2026: 25 November is a Wednesday."""

from datetime import date

import pytest

from portal.reports.periods import Span, own_days, period

WEDNESDAY = date(2026, 11, 25)


def days(first: str, last: str) -> Span:
    return Span(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("key", "today", "now", "before"),
    [
        ("week", WEDNESDAY, days("2026-11-23", "2026-11-25"), days("2026-11-16", "2026-11-18")),
        ("last-week", WEDNESDAY, days("2026-11-16", "2026-11-22"), days("2026-11-09", "2026-11-15")),
        ("month", WEDNESDAY, days("2026-11-01", "2026-11-25"), days("2026-10-01", "2026-10-25")),
        ("month", date(2026, 3, 31), days("2026-03-01", "2026-03-31"), days("2026-02-01", "2026-02-28")),
        ("month", date(2026, 1, 5), days("2026-01-01", "2026-01-05"), days("2025-12-01", "2025-12-05")),
        ("quarter", WEDNESDAY, days("2026-10-01", "2026-11-25"), days("2026-07-01", "2026-08-25")),
        ("quarter", date(2026, 2, 1), days("2026-01-01", "2026-02-01"), days("2025-10-01", "2025-11-01")),
        ("quarter", date(2026, 6, 30), days("2026-04-01", "2026-06-30"), days("2026-01-01", "2026-03-31")),
    ],
)
def test_periods(key, today, now, before):
    assert period(key, today) == (key, now, before)


def test_own_days_are_compared_with_as_many_before():
    own = days("2026-11-10", "2026-11-12")
    assert period("days", WEDNESDAY, own) == ("days", own, days("2026-11-07", "2026-11-09"))
    assert period("days", WEDNESDAY).key == period("nonsense", WEDNESDAY).key == "month"


def test_own_days_that_are_none():
    first, last = date(2026, 1, 1), date(2026, 12, 31)
    assert own_days(first, last) == Span(first, last)
    assert own_days(last, first) is own_days(first, None) is own_days(None, last) is own_days(date(2025, 1, 1), last) is None
    assert own_days(date(1, 1, 1), date(1, 1, 2)) is None
    assert own_days(date(9999, 12, 1), date(9999, 12, 31)) is None
