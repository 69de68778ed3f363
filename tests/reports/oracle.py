"""The figures of a period, worked out again in plain Python from the rows that people's work left behind.

Nothing of `portal.reports` is used. Open time is counted minute by minute, so every moment of a tested history has to be a
whole minute; medians are those of the standard library.
"""

from __future__ import annotations

import math
import statistics
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from portal.access.models import Region
from portal.clocks.models import Miss, Stopwatch
from portal.clocks.queries import calendar_for
from portal.tickets.models import Entry, Ticket, Wait

MINUTE = timedelta(minutes=1)
BEGIN, MINUTES = datetime(2026, 10, 25, tzinfo=UTC), 60 * 1440
PAUSING = ("customer", "third-party")
PAUSABLE = "level"
REGIONS = ("eu", "us")
DEED_OF = {"answer": "answered", "case": "closed", "reopened": "reopened", "transfer": "transferred"}


class Happening:
    """Something to be counted."""

    def __init__(self, ticket: Ticket, kind: str, at: datetime, person: int, desks=None, *, limit=None, began=None):
        self.region, self.channel, self.person, self.kind = ticket.region, ticket.channel, person, kind
        self.rule, self.stopwatch = (limit.rule, limit.key) if limit else ("", "")
        self.day = at.astimezone(ZoneInfo(Region.get(Region.code == ticket.region).zone)).date()
        self.elapsed = self.opened = None
        if began is not None:
            waits = [] if kind == "responded" or (limit and limit.key != PAUSABLE) else list(ticket.waits)
            self.elapsed = int((at - began).total_seconds())
            self.opened = 60 * open_minutes(desks[ticket.region], began, at, waits)


def open_minutes(desk: bytes, began: datetime, at: datetime, waits: list[Wait]) -> int:
    """Minutes from one moment to another in which the desk was open and no wait stopped the clock."""
    first, last = place(began), place(at)
    counted = bytearray(desk)
    for wait in waits:
        if wait.reason in PAUSING:
            since, until = place(wait.since), place(wait.until) if wait.until else len(counted)
            counted[since:until] = bytes(until - since)
    return sum(counted[first:last])


def place(moment: datetime) -> int:
    """Which minute after `BEGIN` it is."""
    assert (moment - BEGIN) % MINUTE == timedelta()
    return (moment - BEGIN) // MINUTE


def minutes_of(calendar) -> bytes:
    """For each minute from `BEGIN` on, 1 where the desk is open."""
    hours, zone = cache(calendar.windows_on), ZoneInfo(calendar.zone)
    local = ((BEGIN + number * MINUTE).astimezone(zone) for number in range(MINUTES))
    return bytes(
        any(window.opens <= wall.hour * 60 + wall.minute < window.closes for window in hours(wall.date())) for wall in local
    )


def happenings() -> list[Happening]:
    desks = {region.code: minutes_of(calendar_for(region.calendar)) for region in Region.select() if region.code in REGIONS}
    return [happening for ticket in Ticket.select() for happening in (*deeds(ticket, desks), *limits(ticket, desks))]


def deeds(ticket: Ticket, desks: dict[str, bytes]):
    entries = list(Entry.select().where(Entry.ticket == ticket).order_by(Entry.id))
    yield Happening(ticket, "taken", ticket.received_at, ticket.clerk_id)
    if ticket.first_answer_at:
        said = [entry.by_id for entry in entries if entry.at == ticket.first_answer_at and entry.kind in ("reply", "answer")]
        person = said[-1] if said else ticket.clerk_id
        yield Happening(ticket, "responded", ticket.first_answer_at, person, desks, began=ticket.received_at)
    began = ticket.received_at
    for entry in entries:
        if entry.kind == "reopened":
            began = entry.at
        if entry.kind in DEED_OF:
            spent = {"began": began} if entry.kind == "answer" else {}
            yield Happening(ticket, DEED_OF[entry.kind], entry.at, entry.by_id, desks, **spent)


def limits(ticket: Ticket, desks: dict[str, bytes]):
    for limit in Stopwatch.select().where(Stopwatch.subject == str(ticket)):
        person = ticket.owner_id
        if limit.stopped:
            then = Entry.select().where((Entry.ticket == ticket) & (Entry.at == limit.stopped) & Entry.by.is_null(False))
            last = then.order_by(Entry.id.desc()).first()
            person = last.by_id if last else ticket.clerk_id
        if limit.outcome in ("met", "missed"):
            kind = "met" if limit.outcome == "met" else "late"
            yield Happening(ticket, kind, limit.stopped, person, desks, limit=limit, began=limit.started)
        for miss in Miss.select().where(Miss.stopwatch == limit):
            yield Happening(ticket, "missed", miss.due, person, limit=limit)


GROUP_OF = {
    "region": lambda one: one.region,
    "person": lambda one: one.person,
    "channel": lambda one: one.channel,
    "rule": lambda one: f"{one.rule} {one.stopwatch}",
}


def figures(found: list[Happening], by: str, time: str, first: date, last: date) -> dict:
    """(group, kind, stopwatch) → (how many, median, 90th percentile) of what happened from the first day to the last."""
    numbers, durations = Counter(), defaultdict(list)
    for one in found:
        if first <= one.day <= last and (by != "rule" or one.rule):
            key = GROUP_OF[by](one), one.kind, one.stopwatch
            numbers[key] += 1
            if one.elapsed is not None:
                durations[key].append(getattr(one, time))
    return {key: (number, *percentiles(durations[key])) for key, number in numbers.items()}


def percentiles(values: list[int]) -> tuple[int | None, int | None]:
    if not values:
        return None, None
    return math.floor(statistics.median(values)), sorted(values)[math.ceil(0.9 * len(values)) - 1]
