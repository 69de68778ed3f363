"""Reads: re-base runs, what is in their scope, and what they make of it."""

from __future__ import annotations

from collections.abc import Sequence

from portal.clocks.models import RebaseMove, RebaseRun, Stopwatch
from portal.core import db, paging
from portal.core.errors import Missing

RUNS = "t.stopped IS NULL AND t.breached IS NULL"
ON_A_CALENDAR = f"{RUNS} AND (t.calendar = ? OR t.rivals LIKE ?)"
GROUPS = """
SELECT m.key, m.rule, COUNT(*), SUM(CASE WHEN m.due_becomes < m.due_was THEN 1 ELSE 0 END),
SUM(CASE WHEN m.due_becomes > m.due_was THEN 1 ELSE 0 END), SUM(CASE WHEN m.late THEN 1 ELSE 0 END)
FROM rebase_move m WHERE m.run_id = ? AND m.moved GROUP BY m.key, m.rule ORDER BY COUNT(*) DESC, m.key, m.rule
"""
OLDEST = f"SELECT MIN(t.calendar_version) FROM stopwatch t WHERE {RUNS} AND t.calendar = ?"


def run(number: int) -> RebaseRun:
    """The run with this number. Raises Missing."""
    found = RebaseRun.get_or_none(RebaseRun.id == number)
    if found is None:
        raise Missing
    return found


def locked(number: int) -> RebaseRun:
    """The run as it stands now, kept from others until the transaction ends. Raises Missing."""
    query = RebaseRun.select().where(RebaseRun.id == number)
    found = (query.for_update() if db.is_postgresql() else query).first()
    if found is None:
        raise Missing
    return found


def newest(after: str | None) -> paging.Page:
    """A page of runs, the newest first."""
    query = RebaseRun.select()
    if place := paging.unmark(after, (int,)):
        query = query.where(RebaseRun.id < place[0])
    return paging.cut(list(query.order_by(RebaseRun.id.desc()).limit(paging.SIZE + 1)), lambda row: (row.id,))


def at_work() -> list[RebaseRun]:
    """The runs that somebody has to go on with, the oldest first."""
    return list(RebaseRun.select().where(RebaseRun.state.in_(RebaseRun.AT_WORK)).order_by(RebaseRun.id))


def of_policy(version: int) -> list[RebaseRun]:
    """The runs that looked at a policy version, the newest first."""
    chosen = (RebaseRun.kind == "policy") & (RebaseRun.scope == str(version))
    return list(RebaseRun.select().where(chosen).order_by(RebaseRun.id.desc()))


def oldest_version(code: str, newest_one: int) -> int:
    """The oldest version of a calendar on which anything still runs; the newest when nothing does."""
    return db.select(OLDEST, code)[0][0] or newest_one


def count_in_scope(of: RebaseRun) -> int:
    """How many open stopwatches a run has to look at."""
    where, values = _scope(of)
    return db.select(f"SELECT COUNT(*) FROM stopwatch t WHERE {where}", *values)[0][0]


def next_stopwatches(of: RebaseRun, size: int) -> list[Stopwatch]:
    """The next open stopwatches that a run has to look at."""
    where, values = _scope(of)
    return db.rows_of(Stopwatch, f"WHERE {where} AND t.id > ? ORDER BY t.id LIMIT {size}", *values, of.cursor)


def _scope(of: RebaseRun) -> tuple[str, Sequence]:
    if of.kind == "calendar":
        return ON_A_CALENDAR, (of.scope, f'%"calendar": "{of.scope}"%')
    marks = ", ".join("?" * len(of.keys))
    return f"{RUNS} AND t.key IN ({marks})", of.keys


def next_moves(of: RebaseRun, size: int) -> list[RebaseMove]:
    """The next moves that a run has to carry out, or to take back."""
    wanted = RebaseMove.SEEN if of.state == RebaseRun.APPLYING else RebaseMove.APPLIED
    where = f"WHERE t.run_id = ? AND t.id > ? AND t.state = ? ORDER BY t.id LIMIT {size}"
    return db.rows_of(RebaseMove, where, of.id, of.cursor, wanted)


def groups(of: RebaseRun) -> Sequence[tuple]:
    """What moves, by stopwatch and rule: (key, rule, how many, earlier, later, late at once)."""
    return db.select(GROUPS, of.id)
