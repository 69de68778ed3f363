"""What the first page shows."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from portal.access.models import Staff
from portal.core import db, lease
from portal.tickets.queries import lists
from portal.tickets.queries.filters import Filter
from portal.tickets.queries.lists import Line

SHOWN = 10


class Morning(NamedTuple):
    """The day at a glance: my own tickets, next due first, and how many are late, waiting and open where I may see."""

    mine: list[Line]
    late: str
    waiting: str
    open: str


def morning(staff: Staff, now: datetime) -> Morning:
    """What this person has to do first. Counts stop at "99+"."""
    mine = lists.page_of(staff, Filter(owner=staff.id), now).rows[:SHOWN]
    counts = {state: lists.count(staff, Filter(state=state), now) for state in ("late", "waiting", "open")}
    return Morning(mine, **counts)


def is_well() -> bool:
    """Whether the database answers."""
    return db.select("SELECT 1")[0][0] == 1


def is_scheduled() -> bool:
    """Whether a scheduler has given a sign of life within its term."""
    found = lease.state(lease.SCHEDULER)
    return found is not None and found.is_alive
