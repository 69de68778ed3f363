"""Changing many tickets at once: preview, confirmation, undoing. Chunk by chunk, each in a transaction of its own, so that
a run that was interrupted goes on where it stopped and nothing is done twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from portal.access.models import Staff
from portal.audit import actions as audit
from portal.core import db, i18n, memo, time
from portal.core.errors import Missing, Refused
from portal.core.i18n import lazy
from portal.tickets import bulk, desks, procedures
from portal.tickets.actions.undoing import take_back
from portal.tickets.bulk import Step
from portal.tickets.models import BulkChange, BulkRun, Ticket
from portal.tickets.queries import many, runs

MOST = 500
CHUNK = 100


def preview(tickets: Sequence[Ticket], steps: Sequence[Step], *, by: Staff, at: datetime | None = None) -> BulkRun:
    """What these steps would do with each ticket, as a run that waits to be confirmed. The steps are made and taken back,
    so that what it says is what happens. Raises Refused for more than MOST tickets, for none, and for no step."""
    moment = at or time.now()
    _demand_something(tickets, steps)
    run = BulkRun.create(by=by, at=moment, steps=[list(step) for step in steps])
    with memo.kept():
        for chunk in _chunks(sorted(ticket.id for ticket in tickets)):
            rows = _rehearsed(run, chunk, by=by, at=moment)
            with db.atomic():
                for row in rows:
                    row.save(force_insert=True)
    return run


def _demand_something(tickets: Sequence[Ticket], steps: Sequence[Step]) -> None:
    if not tickets:
        raise Refused(lazy("Choose at least one ticket."))
    if len(tickets) > MOST:
        raise Refused(lazy("At most %(most)d tickets are changed at once; choose fewer.", most=MOST))
    if not steps:
        raise Refused(lazy("Say what is to change."))


def _chunks(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))


def _rehearsed(run: BulkRun, ids: Sequence[int], *, by: Staff, at: datetime) -> list[BulkChange]:
    """The changes of a chunk, made in a transaction that is taken back."""
    with db.atomic() as transaction:
        tickets = many.locked(ids)
        rows = [BulkChange(run=run, ticket=ticket, seen=ticket.updated_at) for ticket in tickets]
        _make_all(run, rows, tickets, by=by, at=at, made=BulkChange.READY)
        transaction.rollback()
    return rows


def _make_all(run: BulkRun, rows: Sequence[BulkChange], tickets: Sequence[Ticket], *, by: Staff, at: datetime, made: str) -> None:
    """Make the steps of each row's ticket; the rows say what came of it."""
    before = _standing(tickets)
    for row, ticket in zip(rows, tickets, strict=True):
        try:
            with db.atomic():
                _make(run, ticket, by=by, at=at)
            row.state = made
        except (Refused, Missing) as no:
            row.state = BulkChange.REFUSED
            row.because_zh, row.because_en, row.rule = _said(no)
    after = _standing(many.locked([ticket.id for ticket in tickets]))
    for row in rows:
        if row.state == made:
            row.before, row.after = bulk.changed(before[row.ticket_id], after[row.ticket_id])


def _make(run: BulkRun, ticket: Ticket, *, by: Staff, at: datetime) -> None:
    wanted = False
    for key, given in run.steps:
        if bulk.wanting(key, given, ticket):
            ticket, wanted = desks.make(ticket, key, bulk.completed(key, given, ticket), by=by, at=at), True
    if not wanted:
        raise Refused(lazy("It is so already; nothing changes."))


def _said(no: Refused | Missing) -> tuple[str, str, str]:
    """Why a ticket is left, in both languages, and the rule."""
    if isinstance(no, Missing):
        return "您看不到这张工单。", "You do not see this ticket.", ""
    zh, en = i18n.in_both(no.reason)
    return zh, en, no.rule or ""


def _standing(tickets: Sequence[Ticket]) -> dict[int, dict]:
    clocks = many.running_of(tickets)
    return {one.id: bulk.standing(one, {clock.key: clock.id for clock in clocks.get(str(one), [])}) for one in tickets}


def confirm(run: BulkRun, *, by: Staff, at: datetime | None = None) -> BulkRun:
    """Carry a run out. A ticket that changed since the preview is left as it is and said to be stale. Sent twice, or by two
    browsers at once, each ticket is changed once. Raises Refused for a run that is over, and Missing for somebody else's."""
    moment = at or time.now()
    _demand_state(run, by, (BulkRun.READY, BulkRun.DOING, BulkRun.DONE))
    begun = {"state": BulkRun.DOING, "done_at": moment}
    BulkRun.update(begun).where(BulkRun.id == run.id, BulkRun.state == BulkRun.READY).execute()
    run = BulkRun.get_by_id(run.id)
    with memo.kept():
        _in_chunks(run, BulkChange.READY, lambda rows: _confirm_chunk(run, rows, by=by, at=run.done_at))
    ended = {"state": BulkRun.DONE, "undo_until": moment + timedelta(minutes=_undo_minutes())}
    with db.atomic():
        if BulkRun.update(ended).where(BulkRun.id == run.id, BulkRun.state == BulkRun.DOING).execute():
            audit.record("ticket.bulk_done", run, by=by, at=moment, changes={"tickets": [None, runs.count(run, BulkChange.DONE)]})
    return BulkRun.get_by_id(run.id)


def _undo_minutes() -> int:
    return min(one.figures["undo_minutes"] for one in procedures.every() if "undo_minutes" in one.figures)


def _confirm_chunk(run: BulkRun, rows: Sequence[BulkChange], *, by: Staff, at: datetime) -> None:
    tickets = {ticket.id: ticket for ticket in many.locked([row.ticket_id for row in rows])}
    fresh = [row for row in rows if tickets[row.ticket_id].updated_at == row.seen]
    for row in rows:
        row.state = BulkChange.STALE
    _make_all(run, fresh, [tickets[row.ticket_id] for row in fresh], by=by, at=at, made=BulkChange.DONE)
    runs.save_all(rows)


def _in_chunks(run: BulkRun, state: str, deal: Callable[[Sequence[BulkChange]], None]) -> None:
    """Deal with the rows of a run that are in a state, until there are none; whoever comes second waits, and finds none."""
    rows = True
    while rows:
        with db.atomic():
            rows = runs.locked_changes(run, state, CHUNK)
            if rows:
                deal(rows)


def undo(run: BulkRun, *, by: Staff, at: datetime | None = None) -> BulkRun:
    """Set back what a run has changed, but for what was changed again since. Raises Refused when its time is over."""
    moment = at or time.now()
    _demand_state(run, by, (BulkRun.DONE, BulkRun.UNDOING, BulkRun.UNDONE))
    if run.state == BulkRun.DONE and moment > run.undo_until:
        raise Refused(lazy("The time to undo this is over. What is wrong is changed by a new change of many tickets."))
    BulkRun.update(state=BulkRun.UNDOING).where(BulkRun.id == run.id, BulkRun.state == BulkRun.DONE).execute()
    with memo.kept():
        _in_chunks(run, BulkChange.DONE, lambda rows: _undo_chunk(run, rows, by=by, at=moment))
    with db.atomic():
        ended = {"state": BulkRun.UNDONE, "undone_at": moment}
        if BulkRun.update(ended).where(BulkRun.id == run.id, BulkRun.state == BulkRun.UNDOING).execute():
            told = runs.count(run, BulkChange.UNDONE) + runs.count(run, BulkChange.KEPT)
            audit.record("ticket.bulk_undone", run, by=by, at=moment, changes={"tickets": [told, None]})
    return BulkRun.get_by_id(run.id)


def _undo_chunk(run: BulkRun, rows: Sequence[BulkChange], *, by: Staff, at: datetime) -> None:
    tickets = many.locked([row.ticket_id for row in rows])
    now = _standing(tickets)
    for row, ticket in zip(rows, tickets, strict=True):
        row.kept = take_back(run, row, ticket, now[ticket.id], by=by, at=at)
        row.state = BulkChange.KEPT if row.kept else BulkChange.UNDONE
    runs.save_all(rows)


def discard(run: BulkRun, *, by: Staff) -> None:
    """Give a preview up. Raises Refused when it is carried out already."""
    _demand_state(run, by, (BulkRun.READY, BulkRun.DISCARDED))
    BulkRun.update(state=BulkRun.DISCARDED).where(BulkRun.id == run.id, BulkRun.state == BulkRun.READY).execute()


def look_again(run: BulkRun, *, by: Staff, at: datetime | None = None) -> BulkRun:
    """A new preview of the same steps for what was left because it had changed, or of all of it before it is carried out."""
    if run.by_id != by.id:
        raise Missing
    states = (BulkChange.STALE,) if run.state == BulkRun.DONE else (BulkChange.READY, BulkChange.REFUSED)
    return preview(runs.tickets_in(run, states), [tuple(step) for step in run.steps], by=by, at=at)


def _demand_state(run: BulkRun, by: Staff, states: Sequence[str]) -> None:
    if run.by_id != by.id:
        raise Missing
    if run.state not in states:
        raise Refused(lazy("This has been decided already; look at the page of the change."))
