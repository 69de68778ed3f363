"""The exchange's sessions and the desks that must be manned before it opens: pure (DM-H8)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from portal.clocks.calendar import OFF, Calendar, Span

RULE = "DM-H8"
WEEKDAYS = range(5)
LOOKED_AHEAD = 30  # days: longer than any holidays of the exchange
Hours = tuple[time, time]


def is_trading_day(calendar: Calendar, day: date) -> bool:
    """Weekdays, not on holidays; a make-up workday on a weekend is no trading day."""
    special = calendar.days.get(day)
    return day.weekday() in WEEKDAYS and not (special is not None and special.kind == OFF)


def sessions(calendar: Calendar, day: date, hours: Iterable[Hours]) -> list[Span]:
    """When there is trading, or the office is open, on a day of headquarters: none on a day without trading."""
    if not is_trading_day(calendar, day):
        return []
    return [Span(calendar.instant(day, _minute(opens)), calendar.instant(day, _minute(closes))) for opens, closes in hours]


def _minute(moment: time) -> int:
    return moment.hour * 60 + moment.minute


class Trading(NamedTuple):
    """How the exchange stands at a moment: the session that runs or comes next, and the day's sessions."""

    is_open: bool
    session: Span | None
    today: Sequence[Span]


def trading(calendar: Calendar, hours: Sequence[Hours], now: datetime) -> Trading:
    """The exchange at `now`; no session where none begins within thirty days."""
    today = calendar.local_date(now)
    coming = (
        span
        for number in range(LOOKED_AHEAD)
        for span in sessions(calendar, today + timedelta(days=number), hours)
        if span.end > now
    )
    session = next(coming, None)
    return Trading(session is not None and session.start <= now, session, sessions(calendar, today, hours))


class Watch(NamedTuple):
    """A desk on a day: from `due_at` on somebody is there, since it opens at `opens_at`."""

    region: str
    day: date
    due_at: datetime
    opens_at: datetime
    closes_at: datetime

    @property
    def occasion(self) -> str:
        """What its gap is called."""
        return f"desk:{self.region}:{self.day.isoformat()}"


def watch(region: str, day: date, opened: Sequence[Span], minutes: int) -> Watch | None:
    """The desk that opens with the first of these stretches; none on a day on which it does not."""
    if not opened:
        return None
    opens = opened[0].start
    return Watch(region, day, opens - timedelta(minutes=minutes), opens, opened[-1].end)
