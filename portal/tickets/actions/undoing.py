"""Taking back what a run did with one ticket."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from portal.access import queries as access
from portal.access.models import Staff
from portal.audit import actions as audit
from portal.clocks import actions as clocks
from portal.core import db
from portal.core.time import from_ms
from portal.tickets import bulk, procedures
from portal.tickets.actions import people, stopwatches
from portal.tickets.actions.entries import write
from portal.tickets.actions.steps import differences, standing
from portal.tickets.engine import MERGED
from portal.tickets.models import Assignment, BulkChange, BulkRun, Ticket, Wait

MOMENTS = ("deadline_at", "ask_at", "offered_at", "closed_at")


def take_back(
    run: BulkRun, change: BulkChange, ticket: Ticket, now: Mapping[str, Any], *, by: Staff, at: datetime
) -> list[str]:
    """Set the fields of a locked ticket back, with their stopwatches and waits; the names of those that were changed again
    since and are left: all of a ticket that was merged since. What was written in the timeline stays (TM-4.4), and an entry
    says that it was taken back."""
    if ticket.stage == MERGED.key:
        return sorted(change.before.keys() - {"clocks"}) or ["stage"]
    told = standing(ticket)
    back, kept = bulk.going_back(change.before, change.after, now)
    kept += _put_clocks_back(change, ticket, at=at)
    if "waiting" in back:
        _put_wait_back(run, ticket, back["waiting"])
    for name, value in back.items():
        setattr(ticket, name, from_ms(value) if value is not None and name in MOMENTS else value)
    ticket.owner = access.person(ticket.owner_id)
    if "owner_id" in back:
        _tell(run, ticket, change, by=by, at=at)
    write(ticket, "undone", by=by, at=at, facts={"run": run.id, "fields": sorted(back), "kept": kept})
    ticket.updated_at = at
    stopwatches.repause(procedures.of(ticket.desk), ticket)
    stopwatches.reckon(ticket, at=at)
    db.update(ticket)
    audit.record("ticket.undone", ticket.number, by=by, at=at, reason=str(run), changes=differences(told, standing(ticket)))
    return kept


def _put_clocks_back(change: BulkChange, ticket: Ticket, *, at: datetime) -> list[str]:
    """Let the stopwatches run again that the run replaced; the names ("clock:level") of those that cannot."""
    before, after = change.before.get("clocks", {}), change.after.get("clocks", {})
    moved = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    return [
        f"clock:{key}"
        for key in moved
        if not clocks.put_back(ticket, key, runs=after.get(key), ran=before.get(key), at=at)
    ]


def _put_wait_back(run: BulkRun, ticket: Ticket, reason: str | None) -> None:
    """A wait that the run began has never been; one that it ended goes on."""
    if reason is None:
        Wait.delete().where(Wait.ticket == ticket, Wait.since == run.done_at, Wait.until.is_null()).execute()
    else:
        Wait.update(until=None).where(Wait.ticket == ticket, Wait.until == run.done_at).execute()


def _tell(run: BulkRun, ticket: Ticket, change: BulkChange, *, by: Staff, at: datetime) -> None:
    """Tell both owners, and give back the turn."""
    Assignment.delete().where(Assignment.ticket == ticket, Assignment.at == run.done_at).execute()
    concerned = [ticket.owner, access.person(change.after["owner_id"])]
    told = [person for person in concerned if person.id != by.id]
    zh, en = f"{ticket.number} 的转办已撤销", f"The transfer of {ticket.number} was undone"
    people.notify(ticket, told, f"undone:{run.id}", zh, en, at=at)
