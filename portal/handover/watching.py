"""The desks and turns of a moment: who has to be where, and whether they are (DM-H6, DM-H8)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from portal.access import queries as access
from portal.access.models import Region, Staff
from portal.clocks import queries as clocks
from portal.clocks.calendar import Calendar
from portal.handover import trading
from portal.handover.trading import RULE, Hours, Trading, Watch
from portal.policy.in_force import figure

HEADQUARTERS = "hq"  # the region and the calendar
DESK_ROLES = ("clerk", "senior")
EARLY = timedelta(minutes=60)  # who used the portal this long before the moment is taken to be there
TRADING = ("trading_morning", "trading_afternoon")
OFFICE = ("office_morning", "office_afternoon")


class Desk(NamedTuple):
    """A region's desk on a day: its zone, what is watched (None on a day off), and its people."""

    region: str
    zone: str
    watch: Watch | None
    people: Sequence[Staff]


def hours(names: Sequence[str], at: datetime) -> list[Hours]:
    """The windows of DM-H8 that are in force at a moment, by the wall of headquarters."""
    return [tuple(figure(RULE, name, at=at).amount) for name in names]


def headquarters() -> Calendar:
    return clocks.calendar_for(HEADQUARTERS)


def exchange(calendar: Calendar, now: datetime) -> Trading:
    """The exchange at a moment, by the calendar of headquarters."""
    return trading.trading(calendar, hours(TRADING, now), now)


def desks(now: datetime) -> Iterator[Desk]:
    """The desk of every region that has people for it. That of headquarters opens with the exchange, each other one with its
    region's service."""
    minutes = figure(RULE, "manned", at=now).amount
    people: dict[str, list[Staff]] = {}
    for person in access.holding_any(DESK_ROLES):
        people.setdefault(person.region, []).append(person)
    for region in access.regions():
        if region.code in people:
            yield Desk(region.code, region.zone, _watch(region, minutes, now), people[region.code])


def _watch(region: Region, minutes: int, now: datetime) -> Watch | None:
    calendar = clocks.calendar_for(region.calendar)
    day = calendar.local_date(now)
    if region.code == HEADQUARTERS:
        return trading.watch(region.code, day, trading.sessions(calendar, day, hours(TRADING, now)), minutes)
    return trading.watch(region.code, day, calendar.opened(day), minutes)


def there(people: Sequence[Staff], since: datetime) -> Staff | None:
    """The first of these people who used the portal since a moment."""
    seen = access.seen_since(since)
    return next((person for person in people if person.id in seen), None)
