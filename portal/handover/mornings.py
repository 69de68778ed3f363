"""When a region's morning is to be checked, and what of it is out of order: pure (CR-9.3)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from portal.clocks.calendar import Calendar

RULE = "CR-9.3"
CHECKS = ("platform", "phone", "video", "customers", "translation", "network")
FAULT = "fault"
TOLD_FOR = timedelta(hours=12)  # after which nobody is told of this morning any more


class Morning(NamedTuple):
    """A day of a region, and the moment (UTC) at which its desk opens; None on a day off."""

    region: str
    day: date
    opening: datetime | None

    @property
    def about(self) -> str:
        """What its checklist is about."""
        return f"readiness:{self.region}:{self.day.isoformat()}"

    def is_overdue(self, now: datetime) -> bool:
        """Whether the desk has opened, and it is not too late to say so."""
        return self.opening is not None and self.opening <= now < self.opening + TOLD_FOR


def morning(region: str, calendar: Calendar, now: datetime) -> Morning:
    """The region's day at `now`, on its own wall."""
    day = calendar.local_date(now)
    opened = calendar.opened(day)
    return Morning(region, day, opened[0].start if opened else None)


def faults(facts: Mapping[str, Any]) -> list[str]:
    """The keys of the checks that are out of order."""
    return [key for key in CHECKS if facts.get(key) == FAULT]
