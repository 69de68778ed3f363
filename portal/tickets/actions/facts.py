"""Correcting what a ticket says of itself, when two people may be at it at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from portal.access.models import Staff
from portal.audit import actions as audit
from portal.core import db, time
from portal.core.errors import Missing, Refused
from portal.core.i18n import lazy
from portal.tickets import procedures, rules
from portal.tickets.actions import stopwatches
from portal.tickets.actions.entries import write
from portal.tickets.models import RANKS, Ticket
from portal.tickets.queries import facts as queries
from portal.tickets.queries import one
from portal.tickets.queries.facts import RULE, facts_of
from portal.tickets.queries.visible import may_see
from portal.tickets.rules import Merged

WITHHELD = "…"


@dataclass(frozen=True)
class Correction:
    """What somebody wants of a ticket's facts: `mine` beside what they saw `before`; the `choices` ("mine", "theirs",
    "before") they made of fields that clashed, and what they saw there then (`seen`)."""

    before: Mapping[str, str]
    mine: Mapping[str, str]
    choices: Mapping[str, str] = field(default_factory=dict)
    seen: Mapping[str, str] = field(default_factory=dict)


class Clashing(Refused):
    """Somebody has given the same fields other values meanwhile; `now` is what the ticket says, nothing was written."""

    def __init__(self, merged: Merged, now: Mapping[str, str]):
        super().__init__(lazy("Somebody has corrected the same meanwhile. Choose what is to stand; nothing is saved yet."), RULE)
        self.clashes, self.written, self.now = merged.clashes, merged.written, now


def correct(ticket: Ticket, wanted: Correction, *, by: Staff, at: datetime | None = None) -> dict[str, list[str]]:
    """Give a ticket's facts other values; what changed, as {fact: [before, after]}. Nothing is overwritten that this
    person had not seen, and nothing silently: an entry keeps what was there (TM-4.4).

    Stopwatches that run and are set by a corrected fact are set anew from their beginning. Raises Clashing; Refused when
    the ticket is over; Missing when this person does not see it any more.
    """
    moment = at or time.now()
    with db.atomic():
        fresh = one.locked(ticket.id)
        if not may_see(by, fresh, [person.id for person in one.members(fresh)]):
            raise Missing
        if reason := queries.refusal_to_correct(fresh):
            raise Refused(reason, RULE)
        now = facts_of(fresh)
        merged = rules.merge(wanted.before, wanted.mine, now, wanted.choices, wanted.seen)
        if merged.clashes:
            raise Clashing(merged, now)
        changed = {name: [now[name], value] for name, value in merged.written.items()}
        if changed:
            _write(fresh, changed, by=by, at=moment)
    return changed


def _write(ticket: Ticket, changed: Mapping[str, list[str]], *, by: Staff, at: datetime) -> None:
    for name, (_before, value) in changed.items():
        if name == "urgency":
            ticket.rank = RANKS[value]
        else:
            setattr(ticket, name, value)
    _tell(ticket, changed, by=by, at=at)
    set_anew(ticket, changed, at=at)
    ticket.updated_at = at
    stopwatches.reckon(ticket, at=at)
    ticket.save()


def _tell(ticket: Ticket, changed: Mapping[str, list[str]], *, by: Staff, at: datetime) -> None:
    """The entry and the journal's row. A title is a personal text: it stands in the entry's text, which is findable and
    can be destroyed, and the journal learns only that it is another."""
    told = {name: pair if name not in Ticket._meta.personal else [] for name, pair in changed.items()}
    text = " → ".join(changed["title"]) if "title" in changed else ""
    write(ticket, "corrected", by=by, at=at, text=text, facts={"changes": told})
    changes = {name: pair or [WITHHELD, WITHHELD] for name, pair in told.items()}
    procedure = procedures.of(ticket.desk)
    audit.record(f"{procedure.key}.corrected", ticket.number, by=by, at=at, changes=changes)


def set_anew(ticket: Ticket, changed: Mapping[str, list[str]], *, at: datetime) -> None:
    """The limits that are chosen by a fact that is another now, where they run."""
    procedure = procedures.of(ticket.desk)
    for running in stopwatches.running_of(ticket):
        if procedure.stopwatches[running.key].by in changed:
            stopwatches.start(procedure, ticket, running.key, {"now": at}, at=running.started)
