"""What the first page shows."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from portal.access.models import Staff
from portal.core import db, time
from portal.tickets.queries import lists
from portal.tickets.queries.lists import Filter, Line
from portal.tickets.queries.visible import visible_to

SHOWN = 10


class Morning(NamedTuple):
    """The day at a glance: my own tickets, next due first, and how many are late, waiting and open where I may see."""

    mine: list[Line]
    late: str
    waiting: str
    open: str


def morning(staff: Staff, now: datetime) -> Morning:
    """What this person has to do first. Counts stop at "99+"."""
    mine = lists.open_page(staff, Filter(owner=staff.id), None, now).rows[:SHOWN]
    return Morning(
        mine,
        late=_count(staff, "AND t.next_due < ?", time.to_ms(now)),
        waiting=_count(staff, "AND t.waiting IS NOT NULL"),
        open=_count(staff, ""),
    )


def _count(staff: Staff, narrowed: str, *values: object) -> str:
    seen = visible_to(staff)
    sql = f"SELECT 1 FROM ticket t WHERE t.closed_at IS NULL AND {seen.sql} {narrowed}"
    return lists.capped(sql, (*seen.values, *values), lists.MANY)


def is_well() -> bool:
    """Whether the database answers."""
    return db.select("SELECT 1")[0][0] == 1
