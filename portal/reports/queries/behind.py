"""The tickets behind a figure: facts, newest first, paged by key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from portal.access.models import Staff
from portal.core import db
from portal.core.paging import SIZE, Page, cut
from portal.reports.periods import Span
from portal.reports.queries.figures import narrowed
from portal.tickets.queries import visible

FACTS = """
SELECT c.id, c.ticket, c.person, c.at, c.kind, c.stopwatch, c.rule, c.elapsed, c.opened FROM fact c {joined}
WHERE c.kind IN ({kinds}) AND c.day BETWEEN ? AND ? AND {seen} AND {ticket} {more}
ORDER BY c.at DESC, c.id DESC LIMIT {most}
"""
BEHIND = """
SELECT c.id, c.at, c.kind, c.stopwatch, c.rule, c.elapsed, c.opened, t.number, t.title, t.customer_name, t.desk, s.name, s.name_en
FROM ({facts}) c JOIN ticket t ON t.id = c.ticket JOIN staff s ON s.id = c.person ORDER BY c.at DESC, c.id DESC
"""
FIELDS = {"person": "c.person = ?", "channel": "c.channel = ?", "rule": "c.rule = ?", "stopwatch": "c.stopwatch = ?"}


@dataclass(frozen=True)
class Sought:
    """Which facts: of these kinds, and of one region, person, channel, rule, stopwatch where they are named."""

    kinds: Sequence[str]
    region: str = ""
    person: int | None = None
    channel: str = ""
    rule: str = ""
    stopwatch: str = ""


class Line(NamedTuple):
    """A fact and its ticket; `at` in milliseconds, durations in seconds."""

    id: int
    at: int
    kind: str
    stopwatch: str
    rule: str
    elapsed: int | None
    opened: int | None
    number: str
    title: str
    customer: str
    desk: str
    person_zh: str
    person_en: str


def page(staff: Staff, sought: Sought, span: Span, after: list | None) -> Page:
    """Facts of a figure whose ticket this person may see; `after` is (moment, id)."""
    seen, ticket = narrowed(staff, sought.region), visible.visible_to(staff)
    conditions = [(sql, getattr(sought, name)) for name, sql in FIELDS.items() if getattr(sought, name)]
    conditions += [("(c.at, c.id) < (?, ?)", value) for value in ([after] if after else [])]
    more = "".join(f" AND {sql}" for sql, _value in conditions)
    values = [part for _sql, value in conditions for part in (value if isinstance(value, list) else [value])]
    facts = FACTS.format(
        joined="" if ticket is visible.EVERYTHING else "JOIN ticket t ON t.id = c.ticket", most=SIZE + 1,
        kinds=", ".join("?" * len(sought.kinds)), seen=seen.sql, ticket=ticket.sql, more=more,
    )  # fmt: skip
    days = span.first.isoformat(), span.last.isoformat()
    rows = db.select(BEHIND.format(facts=facts), *sought.kinds, *days, *seen.values, *ticket.values, *values)
    return cut([Line._make(row) for row in rows], lambda line: (line.at, line.id))
