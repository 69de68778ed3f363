"""Splitting entries off a ticket into a new one, and taking that back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from portal.access.models import Staff
from portal.archive import queries as customers
from portal.audit import actions as audit
from portal.clocks import actions as clocks
from portal.core import time
from portal.core.db import atomic
from portal.core.errors import Refused
from portal.core.i18n import lazy
from portal.tickets import desks, kinship, procedures
from portal.tickets.actions import people, reminders, stopwatches
from portal.tickets.actions.entries import write
from portal.tickets.actions.relocating import bring_back, demand, relocate, save, went
from portal.tickets.engine import MERGED
from portal.tickets.models import Entry, Regrouping, Ticket
from portal.tickets.queries import kin, one
from portal.tickets.words import LIVE_CHANNELS

NOTHING = timedelta(0)


def split(
    ticket: Ticket, wanted: Collection[int], given: Mapping[str, Any], *, by: Staff, at: datetime | None = None
) -> Regrouping:
    """Take entries (by their ids) with their files into a new ticket of the same customer, which is taken in as any other.

    `given`: title, kind, subject, level, urgency, and where they apply deadline_at, reason. Its limits count from the
    customer's word, wherever it was written. Raises Refused with the reason or the gate's rule; Missing for what this
    person may not see.
    """
    moment = at or time.now()
    with atomic():
        source = one.locked(ticket.id)
        demand(by, source)
        going = shown_in(source, wanted)
        if refusal := kinship.refusal_to_split(source, wanted, going):
            raise Refused(refusal)
        target = desks.take(source.desk, dict(given) | _as_it_came(source, going), by=by, at=moment)
        reason = given.get("reason") or ""
        made = Regrouping.create(
            kind=Regrouping.SPLIT, source=source, target=target, at=moment, by=by, reason=reason, before={}
        )
        relocate(made, [entry.id for entry in going], source, target, at=moment)
        _count_answer(target, going)
        _tell(made, "split", source, target, by=by, at=moment)
        _record_split(source, {"split_into": [None, target.number]}, by=by, at=moment, reason=reason)
        _record_split(target, {"split_from": [None, source.number]}, by=by, at=moment, reason=reason)
        save(source, target, at=moment)
    return made


def shown_in(ticket: Ticket, wanted: Collection[int]) -> Sequence[Entry]:
    """Those of the entries that this ticket shows now."""
    return list(Entry.select().where(Entry.ticket == ticket, Entry.id.in_(list(wanted))).order_by(Entry.at, Entry.id))


def _as_it_came(source: Ticket, going: Sequence[Entry]) -> dict[str, Any]:
    """What the new ticket takes from the old one. What was said on a live channel was said to somebody, who had taken as
    long to answer as that ticket says."""
    card = customers.cards([source.customer])[source.customer]
    known = {"customer": replace(card, region=source.region), "channel": source.channel, "language": source.language}
    known["received_at"] = kinship.received(source, going)
    if source.channel in LIVE_CHANNELS and source.first_answer_at:
        waited = max(source.first_answer_at - source.received_at, NOTHING)
        known["waited_s"] = int(waited.total_seconds())
    return known


def _count_answer(target: Ticket, going: Sequence[Entry]) -> None:
    """A reply that goes along was the first answer to this matter too."""
    spoken = kinship.answered(target.received_at, going)
    if spoken and target.first_answer_at is None:
        target.first_answer_at = spoken
        stopwatches.stop(target, ["first-response"], at=spoken)


TOLD = {
    "split": ("有一部分拆分为", "was split; a part goes on as"),
    "unsplit": ("已收回拆分出的", "has taken back what was split off as"),
}


def _tell(made: Regrouping, kind: str, source: Ticket, target: Ticket, *, by: Staff, at: datetime) -> None:
    """A line in both timelines, a notice to those who work on either."""
    write(source, kind, by=by, at=at, text=made.reason if kind == "split" else "", facts={"into": target.number})
    write(target, kind, by=by, at=at, facts={"from": source.number})
    zh, en = TOLD[kind]
    either = (source.owner, target.owner, *one.members(source))
    concerned = {person.id: person for person in either if person.id != by.id}
    people.notify(
        source, concerned.values(), f"{kind}:{made.id}",
        f"{source.number} {zh} {target.number}", f"{source.number} {en} {target.number}", at=at,
    )  # fmt: skip


def _record_split(ticket: Ticket, changes: Mapping[str, list], **more: Any) -> None:
    audit.record("ticket.split", ticket.number, changes=dict(changes), **more)


def _record_unsplit(ticket: Ticket, changes: Mapping[str, list], **more: Any) -> None:
    audit.record("ticket.unsplit", ticket.number, changes=dict(changes), **more)


def undo(made: Regrouping, *, by: Staff, at: datetime | None = None) -> None:
    """Take a split back: what went along returns, the new ticket is over as if it had never been, its stopwatches neither
    met nor missed; what was noted in it meanwhile stays there, and its number leads to the old one. Raises Refused, Missing.
    """
    moment = at or time.now()
    with atomic():
        source, target = one.locked_pair(made.source_id, made.target_id)
        fresh = Regrouping.get_by_id(made.id)
        demand(by, source, target)
        if refusal := refusal_to_undo(fresh, source, target, at=moment):
            raise Refused(refusal)
        bring_back(fresh, source, target, at=moment)
        _end(target, at=moment)
        Regrouping.update(undone_at=moment, undone_by=by).where(Regrouping.id == fresh.id).execute()
        _tell(fresh, "unsplit", source, target, by=by, at=moment)
        _record_unsplit(source, {"split_into": [target.number, None]}, by=by, at=moment)
        _record_unsplit(target, {"split_from": [source.number, None]}, by=by, at=moment)
        save(source, target, at=moment)


def refusal_to_undo(made: Regrouping, source: Ticket, target: Ticket, *, at: datetime) -> str | None:
    """Why a split cannot be undone now; what happened after it is undone first."""
    days = procedures.of(source.desk).figures["undo_days"]
    if refusal := kinship.refusal_to_undo(made.at, at, days, undone=made.is_undone):
        return refusal
    if target.stage == MERGED.key:
        return lazy("%(number)s was itself merged into another ticket; undo that first.", number=target.number)
    came = went(made)
    since = [entry.kind for entry in Entry.select(Entry.kind).where(Entry.ticket == target, Entry.id.not_in(came))]
    grown = [other for other in kin.standing(target) if other.id != made.id] or kin.children_of(target)
    return kinship.refusal_to_unsplit(source, target, since, grown=bool(grown))


def _end(ticket: Ticket, *, at: datetime) -> None:
    clocks.set_aside(stopwatches.running_of(ticket), at=at)
    reminders.end(ticket, at=at)
    ticket.stage, ticket.closed_at, ticket.offered_at = MERGED.key, at, None
