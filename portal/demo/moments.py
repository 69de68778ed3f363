"""Moments told from the moment of loading: "2d 3h ago", "in 90m"."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

UNITS = {"d": timedelta(days=1), "h": timedelta(hours=1), "m": timedelta(minutes=1)}
SPAN = r"\d+[dhm](?: \d+[dhm])*"
TOLD = re.compile(f"({SPAN}) ago|in ({SPAN})")


def moment(told: str, now: datetime) -> datetime:
    """The moment that `told` means at `now`. Raises ValueError."""
    match = TOLD.fullmatch(told)
    if match is None:
        raise ValueError(f'{told!r} is no moment; say "2d 3h ago" or "in 90m".')
    back, ahead = match.groups()
    return now - span(back) if back else now + span(ahead)


def span(told: str) -> timedelta:
    """The length of "2d 3h"."""
    return sum((int(part[:-1]) * UNITS[part[-1]] for part in told.split()), timedelta())
