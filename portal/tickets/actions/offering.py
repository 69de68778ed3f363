"""Tickets on offer: offered, claimed, assigned. The owner stays responsible until somebody else is (DM-H4)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from portal.access import queries as access
from portal.access.models import Staff
from portal.access.permissions import Permission
from portal.core import db, time
from portal.core.errors import Refused
from portal.core.i18n import lazy
from portal.tickets import desks, procedures
from portal.tickets.actions import people
from portal.tickets.actions.entries import write
from portal.tickets.engine import CLAIM, Procedure
from portal.tickets.models import Assignment, Ticket
from portal.tickets.queries import offered

RULE = "TM-4.2e"


class NothingToClaim(Refused):
    """There is no ticket on offer that this person may take now."""

    def __init__(self):
        super().__init__(lazy("Nothing is on offer for you now. What is offered next shows up in the list."))


def claim_next(person: Staff, *, at: datetime | None = None) -> Ticket:
    """Make this person the owner of the first ticket on offer: urgent first (TM-4.2e), then the next due, among those due
    in the same minute one in a language that the person serves.

    What only others serve is left to them while one of them is on duty. Of many who ask at once each gets another ticket.
    Raises NothingToClaim, and Refused for somebody who holds as many claimed tickets as one may.
    """
    moment = at or time.now()
    with db.atomic():
        offered.lock_claims_of(person)
        left = _left_to_others(person, at=moment)
        found = offered.first_for(person, _desks_open_to(person), left)
        if found is None:
            raise NothingToClaim
        return desks.make(found, CLAIM, {}, by=person, at=moment)


def claim_this(ticket: Ticket, *, by: Staff, at: datetime | None = None) -> Ticket:
    """Make this person the owner of a ticket on offer. Raises Refused where it is not, or not any more, and as above."""
    with db.atomic():
        offered.lock_claims_of(by)
        if ticket.owner_id != by.id:
            _demand_room(procedures.of(ticket.desk), by)
        return desks.make(ticket, CLAIM, {}, by=by, at=at)


def _desks_open_to(person: Staff) -> list[str]:
    """The desks whose tickets this person claims. Raises Refused when they hold enough already."""
    allowed = [one for one in procedures.every() if CLAIM in one.moves and person.may(Permission(one.moves[CLAIM].permission))]
    for procedure in allowed:
        _demand_room(procedure, person)
    return [procedure.key for procedure in allowed]


def _demand_room(procedure: Procedure, person: Staff) -> None:
    most = procedure.figures["most_claimed"]
    if offered.claimed_by(person, procedure.key) >= most:
        said = lazy("You hold %(most)d claimed tickets that are still open. Finish or give back one first.", most=most)
        raise Refused(said, RULE)


def _left_to_others(person: Staff, *, at: datetime) -> list[tuple[str, str]]:
    """(region, language) of what this person does not serve and a colleague on duty does."""
    absent = access.absences_at(at)
    colleagues = (one for one in access.holders_of(Permission.TICKETS_CLAIM) if one.id != person.id and one.id not in absent)
    on_duty = [one for one in colleagues if people.on_shift(one, at=at)]
    regions = [code for code, _zh, _en in access.region_names() if access.sees_region(person, code)]
    return [
        (region, language)
        for region in regions
        for language in sorted({spoken for one in on_duty if access.sees_region(one, region) for spoken in one.languages})
        if language not in person.languages
    ]


def hand_to(ticket: Ticket, taker: Staff, how: str, *, at: datetime) -> Staff:
    """Make somebody the owner, which ends an offer, and note whose turn it was; the owner before. The caller saves it."""
    before, ticket.owner, ticket.offered_at = ticket.owner, taker, None
    db.insert(Assignment(ticket=ticket, staff=taker, at=at, how=how))
    return before


def offer(ticket: Ticket, given: Mapping[str, Any], *, by: Staff, at: datetime) -> None:
    """Let whoever is free claim it; the owner stays responsible until then (DM-H4)."""
    ticket.offered_at = at
    write(ticket, "offered", by=by, at=at, text=given.get("text") or "")


def claim(ticket: Ticket, _given: Mapping[str, Any], *, by: Staff, at: datetime) -> None:
    """The claimer owns it; who owned it before is told. Its stopwatches run on as they are."""
    before = hand_to(ticket, by, "claimed", at=at)
    entry = write(ticket, "claimed", by=by, at=at, facts={"from": before.name, "to": by.name})
    if before.id != by.id:
        zh, en = f"{by.name}领取了 {ticket.number}", f"{by.name_in('en')} has claimed {ticket.number}"
        people.notify(ticket, [before], f"claimed:{entry.id}", zh, en, at=at)


def assign(ticket: Ticket, given: Mapping[str, Any], *, by: Staff | None, at: datetime) -> None:
    """The person of `given["to"]` owns it; both they and who owned it before are told. Nobody has worked on it since it was
    offered, so its stopwatches run on as they are; `by` is None when the portal assigns by itself."""
    taker = access.active_person(given["to"])
    before = hand_to(ticket, taker, "assigned", at=at)
    facts = {"from": before.name, "to": taker.name}
    entry = write(ticket, "assigned", by=by, at=at, text=given.get("text") or "", facts=facts)
    occasion = f"assigned:{entry.id}"
    people.notify(ticket, [taker], occasion, f"{ticket.number} 已分派给您", f"{ticket.number} was assigned to you", at=at)
    if before.id not in (taker.id, by and by.id):
        zh, en = f"{ticket.number} 已分派给{taker.name}", f"{ticket.number} went to {taker.name_in('en')}"
        people.notify(ticket, [before], occasion, zh, en, at=at)
