"""The figures of a period, worked out again in plain Python from the rows that people's work left behind.

Nothing of `portal.reports` is used. Open time is counted minute by minute, so every moment of a tested history has to be a
whole minute; medians are those of the standard library.
"""

from __future__ import annotations

import math
import statistics
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from portal.access.models import Region
from portal.clocks.models import Miss, Stopwatch
from portal.clocks.queries import calendar_for
from portal.tickets.models import Entry, Ticket, Wait

MINUTE = timedelta(minutes=1)
PAUSING = ("customer", "third-party")
PAUSABLE = "level"
DEED_OF = {"answer": "answered", "case": "closed", "reopened": "reopened", "transfer": "transferred"}


class Happening:
    """Something to be counted."""

    def __init__(self, ticket: Ticket, kind: str, at: datetime, person: int, *, limit: Stopwatch | None = None, began=None):
        self.region, self.channel, self.person, self.kind = ticket.region, ticket.channel, person, kind
        self.rule, self.stopwatch = (limit.rule, limit.key) if limit else ("", "")
        region = Region.get(Region.code == ticket.region)
        self.day = at.astimezone(ZoneInfo(region.zone)).date()
        self.elapsed = self.opened = None
        if began is not None:
            waits = [] if kind == "responded" or (limit and limit.key != PAUSABLE) else list(ticket.waits)
            self.elapsed = int((at - began).total_seconds())
            self.opened = 60 * open_minutes(region.calendar, began, at, waits)


def open_minutes(code: str, began: datetime, at: datetime, waits: list[Wait]) -> int:
    calendar, zone = calendar_for(code), ZoneInfo(calendar_for(code).zone)
    stretches = [(wait.since, wait.until or datetime.max.replace(tzinfo=UTC)) for wait in waits if wait.reason in PAUSING]
    minutes, moment, windows = 0, began, {}
    while moment < at:
        local = moment.astimezone(zone)
        hours = windows.setdefault(local.date(), calendar.windows_on(local.date()))
        is_open = any(window.opens <= local.hour * 60 + local.minute < window.closes for window in hours)
        minutes += is_open and not any(since <= moment < until for since, until in stretches)
        moment += MINUTE
    return minutes


def happenings() -> list[Happening]:
    return [happening for ticket in Ticket.select() for happening in (*deeds(ticket), *limits(ticket))]


def deeds(ticket: Ticket):
    entries = list(Entry.select().where(Entry.ticket == ticket).order_by(Entry.id))
    yield Happening(ticket, "taken", ticket.received_at, ticket.clerk_id)
    if ticket.first_answer_at:
        said = [entry.by_id for entry in entries if entry.at == ticket.first_answer_at and entry.kind in ("reply", "answer")]
        person = said[-1] if said else ticket.clerk_id
        yield Happening(ticket, "responded", ticket.first_answer_at, person, began=ticket.received_at)
    began = ticket.received_at
    for entry in entries:
        if entry.kind == "reopened":
            began = entry.at
        if entry.kind in DEED_OF:
            spent = {"began": began} if entry.kind == "answer" else {}
            yield Happening(ticket, DEED_OF[entry.kind], entry.at, entry.by_id, **spent)


def limits(ticket: Ticket):
    for limit in Stopwatch.select().where(Stopwatch.subject == str(ticket)):
        person = ticket.owner_id
        if limit.stopped:
            then = Entry.select().where((Entry.ticket == ticket) & (Entry.at == limit.stopped) & Entry.by.is_null(False))
            last = then.order_by(Entry.id.desc()).first()
            person = last.by_id if last else ticket.clerk_id
        if limit.outcome in ("met", "missed"):
            kind = "met" if limit.outcome == "met" else "late"
            yield Happening(ticket, kind, limit.stopped, person, limit=limit, began=limit.started)
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
