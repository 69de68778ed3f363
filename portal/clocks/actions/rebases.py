"""Runs that re-base open stopwatches: looked at, confirmed, carried out in slices, undone as a whole.

Every slice is one transaction that holds the run's row and moves its cursor, so whoever works at it (the scheduler, or a
page that waits for it), however many, and however often one is killed, each stopwatch is dealt with once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from portal.access.models import Staff
from portal.audit import actions as journal
from portal.clocks import queries, resetting
from portal.clocks.actions import edits
from portal.clocks.actions.stopwatches import reset
from portal.clocks.models import Calendar, RebaseMove, RebaseRun, Stopwatch
from portal.clocks.queries import rebases
from portal.clocks.resetting import Columns
from portal.core import db, time
from portal.core.errors import Refused
from portal.core.i18n import lazy

CALENDAR, POLICY = "calendar", "policy"
NOTHING = "{}"
MOVE = (
    "INSERT INTO rebase_move (run_id, stopwatch_id, subject, key, rule, was, becomes, due_was, due_becomes, moved, late, "
    "state, because) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


class Seen(NamedTuple):
    """A stopwatch that a run has looked at, and the columns it would be given."""

    stopwatch: Stopwatch
    columns: Mapping[str, Any]


def look_at_edit(code: str, edit: edits.Edit, *, by: Staff, at: datetime) -> RebaseRun:
    """Begin to look which open stopwatches an edit of a calendar would move; nothing of it is saved yet.

    Raises as `edits.carry_out`.
    """
    now = queries.calendar_row(code).version
    content = edits.drafted(code, edit, by=by, at=at)
    versions = {"from_version": now, "to_version": content["version"]}
    reason = edit.get("reason", "")
    return _begin(kind=CALENDAR, scope=code, edit=edit, content=content, **versions, reason=reason, as_of=at, by=by, at=at)


def look_at_calendar(code: str, *, by: Staff, at: datetime) -> RebaseRun:
    """Begin to look which stopwatches that run on older versions of a calendar its newest one would move."""
    row = queries.calendar_row(code)
    versions = {"from_version": rebases.oldest_version(code, row.version), "to_version": row.version}
    content = queries.content_of(row)
    return _begin(kind=CALENDAR, scope=code, content=content, **versions, as_of=at, by=by, at=at)


def look_at_figures(
    number: int, before: int, keys: Iterable[str], *, reason: str, as_of: datetime, by: Staff, at: datetime
) -> RebaseRun:
    """Begin to look which open stopwatches of these keys the figures of a policy version would move; `as_of` is a moment
    at which they are in force, `before` the version before it."""
    versions = {"from_version": before, "to_version": number}
    keys = sorted(keys)
    return _begin(kind=POLICY, scope=str(number), keys=keys, **versions, reason=reason, as_of=as_of, by=by, at=at)


def _begin(**facts: Any) -> RebaseRun:
    with db.atomic():
        run = RebaseRun.create(**facts)
        run.total = rebases.count_in_scope(run)
        run.save(only=[RebaseRun.total])
        if not run.total:
            _update(run, state=RebaseRun.READY)
    return run


def note(run: RebaseRun, looked_at: int, last: int, seen: Iterable[Seen], *, at: datetime) -> None:
    """Keep what a slice of stopwatches would become, in the caller's transaction; `last` is the id of the last one, or 0
    when there were no more and the run is ready."""
    now = time.to_ms(at)
    rows = [row for each in seen if (row := _row(run, each, now)) is not None]
    db.run_many(MOVE, rows)
    moved = [row for row in rows if row[9]]
    _update(
        run,
        cursor=last or 0,
        seen=run.seen + looked_at,
        concerned=run.concerned + len(rows),
        moved=run.moved + len(moved),
        late=run.late + sum(1 for row in moved if row[10]),
        state=run.state if last else RebaseRun.READY,
    )


def _row(run: RebaseRun, each: Seen, now: int) -> tuple | None:
    """The row of a move; None for a stopwatch that stays exactly as it is. What it was and becomes is kept in full once it
    is carried out."""
    watch, columns = each
    if all(getattr(watch, name) == columns[name] for name in resetting.SETTING):
        return None
    was, becomes = resetting.ms(watch.due), resetting.ms(columns["due"])
    late = becomes is not None and becomes != was and becomes < now
    told = watch.subject, watch.key, columns["rule"], NOTHING, NOTHING, was, becomes
    return run.id, watch.id, *told, was != becomes, late, RebaseMove.SEEN, ""


def confirm(run: RebaseRun, *, rebase: bool, by: Staff, at: datetime) -> None:
    """Save the edit that a run looked at, and re-base if so wished, in the slices that follow. Raises Refused for what
    has been decided meanwhile, or where the calendar is not the one that was looked at any more."""
    with db.atomic():
        fresh = rebases.locked(run.id)
        if fresh.state != RebaseRun.READY:
            raise Refused(lazy("This re-base has been decided meanwhile, or is still being looked at."))
        if fresh.kind == CALENDAR:
            _demand_same_calendar(fresh)
        if fresh.edit:
            edits.carry_out(fresh.scope, fresh.edit, by=by, at=at)
        state = RebaseRun.APPLYING if rebase else RebaseRun.SAVED
        _update(fresh, state=state, cursor=0, seen=0, confirmed_by=by, confirmed_at=at)
        if rebase:
            _journal("rebase.confirmed", fresh, by=by, at=at)
        run.__data__.update(fresh.__data__)


def _demand_same_calendar(run: RebaseRun) -> None:
    now = Calendar.get(Calendar.code == run.scope).version
    if now != (run.from_version if run.edit else run.to_version):
        raise Refused(
            lazy("The calendar has been changed since this preview was made. Make the preview again before you save.")
        )


def discard(run: RebaseRun, *, by: Staff, at: datetime) -> None:
    """Throw a preview away; nothing was saved by it. Raises Refused once it is decided."""
    with db.atomic():
        fresh = rebases.locked(run.id)
        if fresh.state not in (RebaseRun.LOOKING, RebaseRun.READY):
            raise Refused(lazy("This re-base has been decided meanwhile."))
        _update(fresh, state=RebaseRun.DISCARDED, finished_at=at)
        RebaseMove.delete().where(RebaseMove.run == fresh).execute()
        _journal("rebase.discarded", fresh, by=by, at=at)


def undo(run: RebaseRun, *, reason: str, by: Staff, at: datetime) -> None:
    """Begin to take a finished run back, whole. Raises Refused for what is not finished or undone already."""
    with db.atomic():
        fresh = rebases.locked(run.id)
        if fresh.state != RebaseRun.DONE:
            raise Refused(lazy("Only a finished re-base can be undone, once."))
        _update(fresh, state=RebaseRun.UNDOING, cursor=0, seen=0, undone_by=by, undone_at=at)
        journal.record("rebase.undoing_begun", fresh, by=by, at=at, reason=reason, changes=_told(fresh))


def carry_out(move: RebaseMove, stopwatch: Stopwatch | None, columns: Mapping[str, Any] | None) -> bool:
    """Give a stopwatch what a run makes of it now, in the caller's transaction; the move keeps both settings.

    `columns` were counted a moment ago: what happened since the preview is in them. False when it was left as it was.
    """
    because = _why_left(stopwatch, columns)
    if because:
        _set(move, state=RebaseMove.LEFT, because=because)
        return False
    was, becomes = resetting.standing(stopwatch), resetting.plain(columns)
    reset(stopwatch, dict(columns))
    dues = {"due_was": stopwatch_due(was), "due_becomes": stopwatch_due(becomes), "moved": was["due"] != becomes["due"]}
    _set(move, state=RebaseMove.APPLIED, was=was, becomes=becomes, rule=becomes["rule"], **dues)
    return True


def stopwatch_due(setting: Columns) -> datetime | None:
    """The due moment of a plain setting."""
    return resetting.lively(setting)["due"]


def _why_left(stopwatch: Stopwatch | None, columns: Mapping[str, Any] | None) -> str:
    if stopwatch is None or columns is None or not stopwatch.is_running:
        return resetting.STOPPED
    if stopwatch.breached:
        return resetting.LATE
    return resetting.SAME if resetting.standing(stopwatch) == resetting.plain(columns) else ""


def take_back(move: RebaseMove, stopwatch: Stopwatch | None) -> bool:
    """Put a stopwatch back as it was before a run, unless it has changed since; False when it was kept."""
    now = resetting.standing(stopwatch) if stopwatch else {}
    because = (
        resetting.obstacle(
            stopped=not stopwatch.is_running, late=bool(stopwatch.breached), now=now, given=move.becomes
        )
        if stopwatch
        else resetting.STOPPED
    )
    if because:
        _set(move, state=RebaseMove.KEPT, because=because)
        return False
    reset(stopwatch, resetting.back(was=move.was, given=move.becomes, now=now))
    _set(move, state=RebaseMove.UNDONE)
    return True


def advance(run: RebaseRun, moves: list[RebaseMove], done: int, *, at: datetime) -> None:
    """Count a slice of moves, in the caller's transaction; without any the run has come to its end, which is journaled."""
    counted = {"done": run.done + done, "left_out": run.left_out + len(moves) - done}
    if run.state == RebaseRun.UNDOING:
        counted = {"done": run.done - done}
    if moves:
        _update(run, cursor=moves[-1].id, seen=run.seen + len(moves), **counted)
        return
    undone = run.state == RebaseRun.UNDOING
    _update(run, state=RebaseRun.UNDONE if undone else RebaseRun.DONE, finished_at=at)
    _journal("rebase.undone" if undone else "rebase.done", run, by=run.undone_by if undone else run.confirmed_by, at=at)


def _journal(what: str, run: RebaseRun, *, by: Staff, at: datetime) -> None:
    journal.record(what, run, by=by, at=at, reason=run.reason, changes=_told(run))


def _told(run: RebaseRun) -> dict[str, list]:
    """What the journal keeps of a run: which versions, and how many stopwatches."""
    version = f"{run.kind}:{run.scope}" if run.kind == CALENDAR else "policy"
    counts = {name: [None, getattr(run, name)] for name in ("concerned", "moved", "late", "done", "left_out")}
    return {version: [run.from_version, run.to_version], **counts}


def _update(run: RebaseRun, **columns: Any) -> None:
    RebaseRun.update(**columns).where(RebaseRun.id == run.id).execute()
    for name, value in columns.items():
        setattr(run, name, value)


def _set(move: RebaseMove, **columns: Any) -> None:
    RebaseMove.update(**columns).where(RebaseMove.id == move.id).execute()
