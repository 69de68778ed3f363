"""Numbers: a letter for the desk, the year, and a serial without gaps: E26-00042."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from portal.core import db
from portal.core.i18n import HEADQUARTERS

TAKE = (
    "INSERT INTO ticket_counter (prefix, last) VALUES (?, ?) "
    "ON CONFLICT (prefix) DO UPDATE SET last = ticket_counter.last + excluded.last RETURNING last"
)


def next_number(prefix: str, at: datetime) -> str:
    """The next number of a desk in the year that it is at headquarters; inside the caller's transaction."""
    year = at.astimezone(ZoneInfo(HEADQUARTERS)).year % 100
    series = f"{prefix}{year:02d}-"
    return f"{series}{_taken(series, 1):05d}"


def reserve(prefix: str, year: int, count: int) -> int:
    """The first of `count` serials taken at once (for loading many); nobody else gets one of them."""
    return _taken(f"{prefix}{year:02d}-", count) - count + 1


def _taken(series: str, count: int) -> int:
    """The last of `count` new serials of a series, in one statement, so that two people never get the same."""
    return db.select(TAKE, series, count)[0][0]
