"""Changes of many tickets: one run, one's own runs, and what a run does with each ticket."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from portal.access.models import Staff
from portal.core import db, paging
from portal.core.errors import Missing
from portal.tickets.models import BulkChange, BulkRun, Ticket
from portal.tickets.queries.visible import visible_to

CHANGES = (
    "SELECT c.id, t.number, t.title, t.desk, c.state, c.before, c.after, c.kept, c.because_zh, c.because_en, c.rule "
    "FROM bulk_change c JOIN ticket t ON t.id = c.ticket_id WHERE c.run_id = ? AND c.state IN ({states}) AND c.id > ? "
    "ORDER BY c.id LIMIT ?"
)
COUNTS = "SELECT state, COUNT(*) FROM bulk_change WHERE run_id = ? GROUP BY state"
TICKETS = "JOIN bulk_change c ON c.ticket_id = t.id WHERE c.run_id = ? AND c.state IN ({states}) AND {seen} ORDER BY t.id"
SAVE = "UPDATE bulk_change SET state = ?, before = ?, after = ?, kept = ?, because_zh = ?, because_en = ?, rule = ? WHERE id = ?"
SAVED = ("state", "before", "after", "kept", "because_zh", "because_en", "rule", "id")


class Line(NamedTuple):
    """A ticket of a run; before, after and kept as JSON text or None."""

    id: int
    number: str
    title: str
    desk: str
    state: str
    before: str | None
    after: str | None
    kept: str | None
    because_zh: str
    because_en: str
    rule: str


def run_of(person: Staff, number: int) -> BulkRun:
    """A run of this person's own. Raises Missing, the same for somebody else's."""
    found = BulkRun.get_or_none((BulkRun.id == number) & (BulkRun.by == person))
    if found is None:
        raise Missing
    return found


def newest(person: Staff) -> list[BulkRun]:
    """The last runs of a person, the newest first."""
    return list(BulkRun.select().where(BulkRun.by == person).order_by(BulkRun.id.desc()).limit(paging.SIZE))


def counts(run: BulkRun) -> dict[str, int]:
    """How many tickets of a run are in each state."""
    return dict(db.select(COUNTS, run.id))


def count(run: BulkRun, state: str) -> int:
    return counts(run).get(state, 0)


def page_of_changes(run: BulkRun, states: Sequence[str], after: str | None) -> paging.Page:
    """A page of what a run does with its tickets, those in some states; titles are for who made it, who saw them then."""
    (place,) = paging.unmark(after, (int,)) or (0,)
    sql = CHANGES.format(states=_marks(states))
    rows = [Line._make(row) for row in db.select(sql, run.id, *states, place, paging.SIZE + 1)]
    return paging.cut(rows, lambda line: (line.id,))


def locked_changes(run: BulkRun, state: str, most: int) -> list[BulkChange]:
    """The next changes of a run in a state, in the order of their tickets, kept from others until the transaction ends."""
    lock = " FOR UPDATE" if db.is_postgresql() else ""
    where = f"WHERE t.run_id = ? AND t.state = ? ORDER BY t.ticket_id LIMIT {most}{lock}"
    return db.rows_of(BulkChange, where, run.id, state)


def save_all(rows: Iterable[BulkChange]) -> None:
    """Save what came of some changes."""
    fields = [getattr(BulkChange, name) for name in SAVED]
    db.run_many(SAVE, [[field.db_value(getattr(row, field.name)) for field in fields] for row in rows])


def tickets_in(run: BulkRun, states: Sequence[str]) -> list[Ticket]:
    """The tickets of a run in some states that its maker still sees."""
    seen = visible_to(run.by)
    where = TICKETS.format(states=_marks(states), seen=seen.sql)
    return db.rows_of(Ticket, where, run.id, *states, *seen.values)


def _marks(values: Sequence) -> str:
    return ", ".join("?" * len(values))
