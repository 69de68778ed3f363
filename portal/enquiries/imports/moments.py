"""Dates and times as people write them in files. Pure."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, time

from portal.clocks.calendar import Calendar

CLOCK = r"(?:[ T]+(?P<hour>\d{1,2})[:时点](?P<minute>\d{2})?(?:[:分](?P<second>\d{2})(?:\.\d+)?)?[秒分]?)?"
YEAR_FIRST = re.compile(r"(?P<year>\d{4})[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?" + CLOCK)
DAY_FIRST = re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})" + CLOCK)
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)


def moment(text: str, calendar: Calendar) -> datetime | None:
    """The aware UTC moment a text names, or None when it cannot be told for certain.

    2026-11-22 14:30, 2026/11/22, 2026年11月22日 14:30 and 22.11.2026 are read in the calendar's zone unless an offset
    stands behind them (2026-11-22T14:30:00+08:00). A date alone is the opening of service on that day. What may be month
    or day first (11/02/2026) is not guessed.
    """
    try:
        found = _with_offset(text) or _local(unicodedata.normalize("NFKC", text).strip(), calendar)
        return found if found and found >= EARLIEST else None
    except (ValueError, OverflowError):
        return None


def _with_offset(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo else None


def _local(text: str, calendar: Calendar) -> datetime | None:
    found = YEAR_FIRST.fullmatch(text) or DAY_FIRST.fullmatch(text)
    if not found:
        return None
    day = date(int(found["year"]), int(found["month"]), int(found["day"]))
    if found["hour"] is None:
        return opening(day, calendar)
    clock = time(int(found["hour"]), int(found["minute"] or 0), int(found["second"] or 0))
    return datetime.combine(day, clock, calendar.clock).astimezone(UTC)


def opening(day: date, calendar: Calendar) -> datetime:
    """When service opens on a day; on a day off, when it would."""
    spans = calendar.opened(day)
    if spans:
        return spans[0].start
    return calendar.instant(day, calendar.ordinary[0].opens if calendar.ordinary else 0)
