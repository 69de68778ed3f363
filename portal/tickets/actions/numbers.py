"""Numbers: a letter for the desk, the year, and a serial without gaps: E26-00042."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from portal.core import db
from portal.core.i18n import HEADQUARTERS
from portal.tickets.models import Counter

NEXT = (
    "INSERT INTO ticket_counter (prefix, last) VALUES (?, 1) "
    "ON CONFLICT (prefix) DO UPDATE SET last = ticket_counter.last + 1 RETURNING last"
)


def next_number(prefix: str, at: datetime) -> str:
    """The next number of a desk in the year that it is at headquarters; inside the caller's transaction."""
    year = at.astimezone(ZoneInfo(HEADQUARTERS)).year % 100
    series = f"{prefix}{year:02d}-"
    return f"{series}{db.select(NEXT, series)[0][0]:05d}"


def reserve(prefix: str, year: int, count: int) -> int:
    """The first of `count` serials taken at once (for loading many)."""
    series = f"{prefix}{year:02d}-"
    counter, _made = Counter.get_or_create(prefix=series)
    Counter.update(last=Counter.last + count).where(Counter.id == counter.id).execute()
    return counter.last + 1
