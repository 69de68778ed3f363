"""What a re-base makes of tickets' stopwatches, narrowed to the tickets that a person may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from portal.access.models import Staff
from portal.clocks.models import RebaseRun
from portal.core import db, paging
from portal.tickets.queries.visible import visible_to

TICKET = "CAST(SUBSTR(m.subject, 8) AS INTEGER)"  # a subject is "ticket:12"
SQL = (
    "SELECT m.id, t.number, t.title, t.desk, m.key, m.rule, m.due_was, m.due_becomes, m.late, m.state, m.because "
    f"FROM rebase_move m JOIN ticket t ON t.id = {TICKET} WHERE m.run_id = ? AND m.id > ? AND "
)
ONLY: Mapping[str, str] = {
    "moved": "m.moved",
    "late": "m.late",
    "left": "m.state IN ('left', 'kept')",
}


class Line(NamedTuple):
    """One stopwatch in a list; moments are milliseconds or None."""

    id: int
    number: str
    title: str
    desk: str
    key: str
    rule: str
    was: int | None
    becomes: int | None
    late: bool
    state: str
    because: str


def page_of_moves(run: RebaseRun, person: Staff, only: str, after: str | None) -> paging.Page:
    """A page of what a run moves, late ones or left ones alone where `only` says so (a key of ONLY)."""
    seen = visible_to(person)
    (place,) = paging.unmark(after, (int,)) or (0,)
    sql = f"{SQL}{ONLY[only]} AND {seen.sql} ORDER BY m.id LIMIT {paging.SIZE + 1}"
    rows: Sequence[Line] = [Line._make(row) for row in db.select(sql, run.id, place, *seen.values)]
    return paging.cut(rows, lambda line: (line.id,))
