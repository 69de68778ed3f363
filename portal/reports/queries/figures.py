"""What a report shows, read off the cells alone."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from portal.access import hooks, regions_seen_by
from portal.access.models import Staff
from portal.access.permissions import Permission
from portal.core import db
from portal.reports.measures import Sums
from portal.reports.periods import Span
from portal.reports.rules import ANSWERED, LATE, MET, MISSED, TAKEN

GROUPS = {"region": "c.region", "person": "c.person", "channel": "c.channel", "rule": "c.rule || ' ' || c.stopwatch"}
OF_RULES = f"AND c.kind IN ('{MET}', '{LATE}', '{MISSED}')"
SUMS = """
SELECT {group}, c.kind, c.stopwatch, SUM(c.number), {joined}(c.{time}, ',') FROM fact_cell c
WHERE c.day BETWEEN ? AND ? AND {seen} {kinds} GROUP BY 1, 2, 3 ORDER BY 1
"""
BY_DAY = """
SELECT c.day, c.kind, SUM(c.number) FROM fact_cell c
WHERE c.day BETWEEN ? AND ? AND c.kind IN (?, ?) AND {seen} GROUP BY 1, 2
"""
PEOPLE = "SELECT id, name, name_en FROM staff WHERE id IN ({})"


hooks.allows(lambda: (hooks.Step(Permission.REPORTS_TEAM, "报表：他人的数据", "Reports: the figures of others"),))


class Condition(NamedTuple):
    """A piece of SQL over cells or facts `c`, and its values."""

    sql: str
    values: tuple


@dataclass(frozen=True)
class Chosen:
    """What a report is asked for: a grouping, the kind of time, and a region ("" for all that may be seen)."""

    by: str = "region"
    time: str = "elapsed"
    region: str = ""


def visible_to(staff: Staff) -> Condition:
    """What narrows any query over `fact_cell c` or `fact c` to what this person may see: their own figures, or with
    REPORTS_TEAM everybody's in the regions of their role."""
    if not staff.may(Permission.REPORTS_TEAM):
        return Condition("c.person = ?", (staff.id,))
    regions = regions_seen_by(staff)
    if regions is None:
        return Condition("1 = 1", ())
    marks = ", ".join("?" * len(regions)) or "NULL"
    return Condition(f"c.region IN ({marks})", regions)


def narrowed(staff: Staff, region: str) -> Condition:
    """The same, in one region where one is named."""
    seen = visible_to(staff)
    return Condition(f"{seen.sql} AND c.region = ?", (*seen.values, region)) if region else seen


def groups(staff: Staff, chosen: Chosen, span: Span) -> dict[Hashable, Sums]:
    """The sums of each group that has any, by region code, staff id, channel, or rule and stopwatch with a blank between."""
    seen = narrowed(staff, chosen.region)
    sql = SUMS.format(
        group=GROUPS[chosen.by], joined="string_agg" if db.is_postgresql() else "group_concat", time=chosen.time,
        seen=seen.sql, kinds=OF_RULES if chosen.by == "rule" else "",
    )  # fmt: skip
    found: dict[Hashable, Sums] = {}
    for group, kind, stopwatch, number, times in db.select(sql, *_days(span), *seen.values):
        found.setdefault(group, Sums()).add(kind, stopwatch, int(number), list(map(int, times.split(","))) if times else ())
    return found


def by_day(staff: Staff, chosen: Chosen, span: Span) -> Mapping[date, dict[str, int]]:
    """How many were taken and answered on each day that has any."""
    seen = narrowed(staff, chosen.region)
    found: dict[date, dict[str, int]] = {}
    for day, kind, number in db.select(BY_DAY.format(seen=seen.sql), *_days(span), TAKEN, ANSWERED, *seen.values):
        found.setdefault(date.fromisoformat(day), {})[kind] = int(number)
    return found


def _days(span: Span) -> tuple[str, str]:
    return span.first.isoformat(), span.last.isoformat()


def people(numbers: Sequence[int]) -> dict[int, tuple[str, str]]:
    """The Chinese and the English name of these members of staff."""
    rows = db.select(PEOPLE.format(", ".join("?" * len(numbers))), *numbers) if numbers else ()
    return {number: (zh, en or zh) for number, zh, en in rows}
