"""Tickets that go from one person to another on a signed paper: at the change of a shift, and when somebody leaves.

No step of the procedure is made: nobody is asked a question by it (CR-8), the limits run on as they are. Both sides have
signed for it, so nothing is asked here but whether the ticket is still the one who gives it away's.
"""

from __future__ import annotations

from datetime import datetime

from portal.access.models import Staff
from portal.audit import actions as audit
from portal.core import db
from portal.tickets import procedures
from portal.tickets.actions import people
from portal.tickets.actions.entries import write
from portal.tickets.actions.offering import hand_to
from portal.tickets.actions.steps import differences, standing
from portal.tickets.models import Ticket
from portal.tickets.queries import one


def hand_over(number: int, giver: Staff, taker: Staff, *, paper: str, note: str = "", by: Staff, at: datetime) -> bool:
    """Make `taker` responsible for the ticket with this id, in the caller's transaction; whether it was still open and the
    giver's. `paper` is the number of the form both have signed, `note` what stands in it about the ticket."""
    ticket = one.locked(number)
    if not ticket.is_open or ticket.owner_id != giver.id:
        return False
    before = standing(ticket)
    hand_to(ticket, taker, "handed", at=at)
    if ticket.clerk_id == giver.id and not giver.active:
        ticket.clerk = taker
    ticket.updated_at = at
    write(ticket, "handed", by=by, at=at, text=note, facts={"from": giver.name, "to": taker.name, "paper": paper})
    db.update(ticket)
    audit.record("ticket.handed", ticket.number, by=by, at=at, reason=paper, changes=_told(before, ticket))
    return True


def keep(number: int, owner: Staff, *, paper: str, note: str, by: Staff, at: datetime) -> bool:
    """Write into the ticket with this id that its owner keeps it over the change of a shift, and why, in the caller's
    transaction; whether it was still open and the owner's. Nothing else about it changes."""
    ticket = one.locked(number)
    if not ticket.is_open or ticket.owner_id != owner.id:
        return False
    ticket.updated_at = at
    write(ticket, "kept", by=by, at=at, text=note, facts={"by": owner.name, "paper": paper})
    db.update(ticket)
    audit.record("ticket.kept", ticket.number, by=by, at=at, reason=paper)
    return True


def give_up_leads(person: Staff, *, by: Staff, at: datetime) -> int:
    """Somebody who has left leads nothing any more: who leads such matters in the region leads on; how many."""
    led = [number for (number,) in db.select("SELECT id FROM ticket WHERE lead_id = ? AND closed_at IS NULL", person.id)]
    for number in led:
        ticket = one.locked(number)
        ticket.lead, ticket.updated_at = people.lead_of(procedures.of(ticket.desk), ticket.level, ticket.region), at
        db.update(ticket)
        changes = {"lead_id": [person.id, ticket.lead_id]}
        audit.record("ticket.handed", ticket.number, by=by, at=at, changes=changes)
    return len(led)


def _told(before: dict, ticket: Ticket) -> dict[str, list]:
    return {"owner_id": differences(before, standing(ticket))["owner_id"]}
