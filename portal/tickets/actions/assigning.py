"""Assigning: the facts of this moment, the proposal, and what the portal assigns by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.access import queries as access
from portal.access.models import Absence, Staff
from portal.access.permissions import Permission
from portal.access.queries.absences import stand_in
from portal.core import db, time
from portal.core.i18n import both
from portal.tickets import assigning, desks, procedures
from portal.tickets.actions import offering, people
from portal.tickets.actions.steps import step_by_portal
from portal.tickets.assigning import ON_SHIFT, Candidate, Place
from portal.tickets.engine import CLAIM, Procedure
from portal.tickets.models import Ticket
from portal.tickets.queries import offered, one


@dataclass(frozen=True)
class Moment:
    """What is known of everybody at one moment, read once for any number of tickets of a desk."""

    at: datetime
    people: Mapping[int, Staff]
    absent: Mapping[int, Absence]
    on_shift: frozenset[int]
    active: frozenset[int]
    loads: Mapping[int, int]
    turns: Mapping[int, datetime]

    def candidates(self, ticket: Ticket) -> list[Candidate]:
        """Who may hold this ticket, but for its owner."""
        able = (one for one in self.people.values() if one.id != ticket.owner_id)
        return [self._candidate(one, ticket) for one in able if people.may_be_handed(one, ticket.region)]

    def _candidate(self, person: Staff, ticket: Ticket) -> Candidate:
        deputy = stand_in(person, self.absent) if person.id in self.absent else None
        return Candidate(
            person.id,
            ticket.language in person.languages,
            person.id in self.on_shift,
            person.id in self.active,
            person.id in self.absent,
            self.loads.get(person.id, 0),
            self.turns.get(person.id),
            both(deputy.name, deputy.name_in("en")) if deputy else "",
            person.may(Permission.TICKETS_ASSIGN),
        )


def moment_of(procedure: Procedure, *, at: datetime) -> Moment:
    """Everybody who claims tickets of a desk, as things stand at `at`."""
    able = {person.id: person for person in access.holders_of(Permission(procedure.moves[CLAIM].permission))}
    on_shift = frozenset(number for number, person in able.items() if people.on_shift(person, at=at))
    active = access.seen_since(at - timedelta(minutes=procedure.figures["active_minutes"]))
    return Moment(at, able, access.absences_at(at), on_shift, active, _loads(procedure, at), offered.last_turns())


def _loads(procedure: Procedure, at: datetime) -> dict[int, int]:
    """What each owner has to do: every open ticket once, urgent and late ones more by the figures of the procedure."""
    urgent, late = procedure.figures["weight_urgent"], procedure.figures["weight_late"]
    return {owner: n + urgent * of_them + late * over for owner, (n, of_them, over) in offered.loads(at).items()}


def proposal(ticket: Ticket, *, at: datetime) -> list[tuple[Staff, Place]]:
    """Everybody who may hold the ticket, the one to be chosen first, each with the reasons."""
    moment = moment_of(procedures.of(ticket.desk), at=at)
    return [(moment.people[place.candidate.id], place) for place in assigning.ranked(moment.candidates(ticket))]


def assign(ticket: Ticket, taker: int, text: str, *, by: Staff, at: datetime | None = None) -> Ticket:
    """Make somebody the owner. What is on offer is handed out as it is; any other ticket is transferred, with all that a
    transfer demands: a written handover (CR-8) and an answer within its time (CS-3.1c). Raises Refused, Missing."""
    with db.atomic():
        move = "assign" if one.locked(ticket.id).offered_at else "transfer"
        return desks.make(ticket, move, {"to": taker, "text": text}, by=by, at=at or time.now())


def assign_unclaimed(*, at: datetime) -> int:
    """Assign what is on offer longer than the procedure says, to the best of those on shift; how many were assigned. Where
    nobody is on shift it stays on offer: its owner is responsible, and whoever comes first may claim it."""
    return sum(_assign_unclaimed(procedure, at) for procedure in procedures.every() if "assign" in procedure.moves)


def _assign_unclaimed(procedure: Procedure, at: datetime) -> int:
    since = at - timedelta(minutes=procedure.figures["unclaimed_minutes"])
    if not offered.any_since(since, procedure.key):
        return 0
    moment = moment_of(procedure, at=at)
    there = [person for number, person in moment.people.items() if number in moment.on_shift - moment.absent.keys()]
    regions = [code for code, _zh, _en in access.region_names() if any(people.may_be_handed(one, code) for one in there)]
    assigned = 0
    for ticket in offered.unclaimed_since(since, procedure.key, regions):
        assigned += _assign_one(procedure, ticket, since, at)
    return assigned


def _assign_one(procedure: Procedure, found: Ticket, since: datetime, at: datetime) -> bool:
    """Each in a transaction of its own, on the loads as they stand after the one before."""
    with db.atomic():
        ticket = one.locked(found.id)
        place = assigning.chosen(moment_of(procedure, at=at).candidates(ticket))
        unclaimed = ticket.offered_at and ticket.offered_at <= since
        if not unclaimed or place is None or place.candidate.presence > ON_SHIFT:
            return False
        taker = place.candidate.id
        step_by_portal(procedure, ticket, "assign", {"to": taker}, effect=offering.assign, at=at)
        return True
