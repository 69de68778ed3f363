"""Merging a ticket into another, and undoing it. What undoing needs is kept in `Regrouping.before`:

stage, waiting, wait (id), ask_at, offered (whether it was) of the source; clocks: the ids of its stopwatches that were set
aside; promised_at of the target; taken: for each promise that went along {original, taken, replaced}, ids of stopwatches,
`replaced` None where the target had none.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from portal.access.models import Staff
from portal.audit import actions as audit
from portal.clocks import actions as clocks
from portal.clocks.models import MET, MISSED, Stopwatch
from portal.core import db, time
from portal.core.errors import Refused
from portal.core.i18n import lazy
from portal.tickets import kinship, procedures
from portal.tickets.actions import misses, people, reminders, stopwatches
from portal.tickets.actions.entries import write
from portal.tickets.actions.relocating import bring_back, demand, relocate, save
from portal.tickets.engine import MERGED, Procedure
from portal.tickets.models import Entry, Regrouping, Ticket, Wait
from portal.tickets.queries import kin, one


def merge(ticket: Ticket, into: Ticket, *, by: Staff, at: datetime | None = None, reason: str = "") -> Regrouping:
    """Make a ticket part of another: its entries and files are shown there, it is closed, and promises to the customer
    live on, the stricter of two. Raises Refused with the reason, and Missing for what this person may not see."""
    moment = at or time.now()
    with db.atomic():
        source, target = one.locked_pair(ticket.id, into.id)
        demand(by, source, target)
        if refusal := refusal_to_merge(source, target, reason):
            raise Refused(refusal)
        _tell_what_is_late(source, at=moment)
        before = _standing(source) | {"promised_at": _iso(target.promised_at)}
        before |= _hand_clocks(source, target, at=moment)
        _close(source, at=moment)
        made = Regrouping.create(
            kind=Regrouping.MERGE, source=source, target=target, at=moment, by=by, reason=reason, before=before
        )  # fmt: skip
        entries = [entry.id for entry in Entry.select(Entry.id).where(Entry.ticket == source)]
        relocate(made, entries, source, target, at=moment)
        tell(made, "merged", source, target, by=by, at=moment)
        save(source, target, at=moment)
    return made


def refusal_to_merge(source: Ticket, target: Ticket, reason: str) -> str | None:
    """Why these two cannot become one, as they stand."""
    refusal = kinship.refusal_to_merge(source, target, reason) or kinship.refusal_of_family(source, kin.children_of(source))
    if refusal:
        return refusal
    pausable = {key for key, limit in procedures.of(source.desk).stopwatches.items() if limit.pausable}
    here, there = ({clock.key: clock.due for clock in stopwatches.running_of(each)} for each in (source, target))
    return kinship.refusal_of_limits({key: due for key, due in here.items() if key in pausable}, there)


def _standing(ticket: Ticket) -> dict[str, Any]:
    wait = one.current_wait(ticket) if ticket.waiting else None
    known = {"stage": ticket.stage, "waiting": ticket.waiting, "ask_at": _iso(ticket.ask_at)}
    return known | {"wait": wait and wait.id, "offered": bool(ticket.offered_at)}


def _iso(moment: datetime | None) -> str | None:
    return moment and moment.isoformat()


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _tell_what_is_late(ticket: Ticket, *, at: datetime) -> None:
    """A miss that no round of the scheduler has seen is told before the stopwatch is set aside."""
    procedure = procedures.of(ticket.desk)
    for clock in stopwatches.running_of(ticket):
        if procedure.stopwatches[clock.key].recurs:
            stopwatches.catch_up(procedure, ticket, clock.key, at=at)
        elif clock.due and clocks.mark_breached(clock, at=at):
            misses.tell_miss(ticket, clock, at=at)


def _hand_clocks(source: Ticket, target: Ticket, *, at: datetime) -> dict[str, Any]:
    """Set the source's stopwatches aside; a promise that is stricter than the target's takes its place there."""
    procedure, running = procedures.of(source.desk), stopwatches.running_of(source)
    there = {clock.key: clock for clock in stopwatches.running_of(target)}
    stricter = [clock for clock in running if _goes_along(procedure, clock, there.get(clock.key))]
    taken = [_take_along(clock, target, there.get(clock.key), at=at) for clock in stricter]
    clocks.set_aside(running, at=at)
    if any(procedure.stopwatches[clock.key].moment for clock in stricter):
        target.promised_at = source.promised_at
    return {"clocks": [clock.id for clock in running], "taken": taken}


def _goes_along(procedure: Procedure, clock: Stopwatch, there: Stopwatch | None) -> bool:
    return procedure.stopwatches[clock.key].promise and kinship.is_stricter(clock.due, there and there.due)


def _take_along(clock: Stopwatch, target: Ticket, there: Stopwatch | None, *, at: datetime) -> dict[str, int | None]:
    if there:
        clocks.set_aside([there], at=at)
    return {"original": clock.id, "taken": clocks.take_along(clock, target).id, "replaced": there and there.id}


def _close(ticket: Ticket, *, at: datetime) -> None:
    reminders.end(ticket, at=at)
    ticket.stage, ticket.closed_at, ticket.offered_at = MERGED.key, at, None


def tell(made: Regrouping, verb: str, source: Ticket, target: Ticket, *, by: Staff, at: datetime) -> None:
    """A line in both timelines, a row for each in the journal, a notice to those who work on the source."""
    write(source, verb, by=by, at=at, text=made.reason, facts={"into": target.number})
    write(target, verb, by=by, at=at, facts={"from": source.number})
    record = {"merged": _record_merged, "unmerged": _record_unmerged}[verb]
    record(source, {"into": [None, target.number]}, by=by, at=at, reason=made.reason)
    record(target, {"taken_over": [None, source.number]}, by=by, at=at, reason=made.reason)
    zh, en = {"merged": ("已并入", "was merged into"), "unmerged": ("已撤销合并，不再并入", "is no longer merged into")}[verb]
    concerned = {person.id: person for person in (source.owner, *one.members(source)) if person.id != by.id}
    people.notify(
        source, concerned.values(), f"{verb}:{made.id}",
        f"{source.number} {zh} {target.number}", f"{source.number} {en} {target.number}", at=at,
    )  # fmt: skip


def _record_merged(ticket: Ticket, changes: Mapping[str, list], **more: Any) -> None:
    audit.record("ticket.merged", ticket.number, changes=dict(changes), **more)


def _record_unmerged(ticket: Ticket, changes: Mapping[str, list], **more: Any) -> None:
    told = {name: pair[::-1] for name, pair in changes.items()}
    audit.record("ticket.unmerged", ticket.number, changes=told, **more)


def undo(made: Regrouping, *, by: Staff, at: datetime | None = None) -> None:
    """Take a merge back: every entry that went along returns, what was written since stays, and the source is open again
    in the stage, with the owner, the wait and the stopwatches it had; these have run on. Raises Refused, Missing."""
    moment = at or time.now()
    with db.atomic():
        source, target = one.locked_pair(made.source_id, made.target_id)
        fresh = Regrouping.get_by_id(made.id)
        demand(by, source, target)
        if refusal := refusal_to_undo(fresh, target, at=moment):
            raise Refused(refusal)
        bring_back(fresh, source, target, at=moment)
        _reopen(source, fresh.before, by=by, at=moment)
        _return_clocks(fresh, source, target, at=moment)
        Regrouping.update(undone_at=moment, undone_by=by).where(Regrouping.id == fresh.id).execute()
        tell(fresh, "unmerged", source, target, by=by, at=moment)
        save(source, target, at=moment)


def refusal_to_undo(made: Regrouping, target: Ticket, *, at: datetime) -> str | None:
    """Why a merge cannot be undone now; what happened after it is undone first."""
    days = procedures.of(target.desk).figures["undo_days"]
    if refusal := kinship.refusal_to_undo(made.at, at, days, undone=made.is_undone):
        return refusal
    if target.stage == MERGED.key:
        return lazy("%(number)s was itself merged into another ticket; undo that first.", number=target.number)
    return None


def _reopen(ticket: Ticket, before: Mapping[str, Any], *, by: Staff, at: datetime) -> None:
    """What was on offer is offered anew: nobody could claim it meanwhile, so how long it is on offer counts from now."""
    ticket.stage, ticket.closed_at = before["stage"], None
    ticket.offered_at = at if before["offered"] else None
    ticket.waiting, ticket.ask_at = before["waiting"], _moment(before["ask_at"])
    if before["wait"]:
        Wait.update(until=None).where(Wait.id == before["wait"]).execute()
    if not ticket.owner.active:
        ticket.owner = by


def _return_clocks(made: Regrouping, source: Ticket, target: Ticket, *, at: datetime) -> None:
    clocks.take_up(made.before["clocks"])
    for row in made.before["taken"]:
        _return_clock(made, row, target, at=at)
    if made.before["taken"] and target.promised_at == source.promised_at:
        target.promised_at = _moment(made.before["promised_at"])


def _return_clock(made: Regrouping, row: Mapping[str, int | None], target: Ticket, *, at: datetime) -> None:
    """What had gone along goes back. What it had replaced runs again, ended where it was ended; where a later merge has
    replaced what had gone along, that merge gives back what came before."""
    taken, original = Stopwatch.get_by_id(row["taken"]), Stopwatch.get_by_id(row["original"])
    ran, done = taken.is_running, taken.stopped if taken.outcome in (MET, MISSED) else None
    clocks.give_back(taken, original, at=at)
    if row["replaced"] and (ran or done):
        clocks.take_up([row["replaced"]])
        if done:
            stopwatches.stop(target, [taken.key], at=done)
    _pass_on(made, taken.id, row["replaced"])


def _pass_on(made: Regrouping, taken: int, replaced: int | None) -> None:
    """Let a later merge that has replaced what is gone give back what came before it."""
    standing = (Regrouping.kind == Regrouping.MERGE, Regrouping.target == made.target_id, Regrouping.undone_at.is_null())
    for each in Regrouping.select().where(*standing):
        rows = each.before["taken"]
        if any(row["replaced"] == taken for row in rows):
            rows = [row | {"replaced": replaced} if row["replaced"] == taken else row for row in rows]
            Regrouping.update(before=each.before | {"taken": rows}).where(Regrouping.id == each.id).execute()
