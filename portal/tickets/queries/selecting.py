"""Which tickets are meant: those that were ticked, or all that a filter leaves."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from portal.access.models import Staff
from portal.core import db
from portal.core.paging import unmark
from portal.tickets.models import Ticket
from portal.tickets.queries import lists
from portal.tickets.queries.filters import Filter
from portal.tickets.queries.lists import Line
from portal.tickets.queries.visible import visible_to


def numbered(person: Staff, numbers: Iterable[str]) -> list[Ticket]:
    """The tickets of these numbers that the person may see, each once."""
    wanted = sorted(set(numbers))
    if not wanted:
        return []
    seen = visible_to(person)
    marks = ", ".join("?" * len(wanted))
    return db.rows_of(Ticket, f"WHERE t.number IN ({marks}) AND {seen.sql} ORDER BY t.id", *wanted, *seen.values)


def numbers_of(person: Staff, chosen: Filter, now: datetime, most: int) -> list[str]:
    """The numbers of the first open tickets that a filter leaves, in the order of the list, at most so many."""
    found: list[str] = []
    after = None
    while len(found) < most:
        rows = lists.page_of(person, chosen, now, after=after)
        found += [line.number for line in rows.rows]
        if rows.after is None:
            break
        after = unmark(rows.after, (int, int, int))
    return found[:most]


def line_of(ticket: Ticket) -> Line:
    """The one line of a list that shows this ticket."""
    return Line._make(db.select(f"{lists.selected()}t.id = ?", ticket.id)[0])
