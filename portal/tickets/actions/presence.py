"""Coming to a ticket, beginning to answer, and going. Nothing here is journaled: it is over in half a minute."""

from __future__ import annotations

from datetime import datetime

from portal.access.models import Staff
from portal.core import db, time
from portal.tickets.models import LOOKING, Ticket
from portal.tickets.rules import HEARD_FOR

STILL = "UPDATE ticket_presence SET seen_at = ? WHERE ticket_id = ? AND staff_id = ? AND doing = ?"
COME = (
    "INSERT INTO ticket_presence (ticket_id, staff_id, doing, since, seen_at) VALUES (?, ?, ?, ?, ?) "
    "ON CONFLICT (ticket_id, staff_id) DO UPDATE SET doing = excluded.doing, since = excluded.since, seen_at = excluded.seen_at"
)
GO = "DELETE FROM ticket_presence WHERE ticket_id = ? AND staff_id = ?"
SWEEP = "DELETE FROM ticket_presence WHERE seen_at < ?"
BEAT = "UPDATE ticket_pulse SET beats = beats + 1 WHERE id = 1"


def be_at(ticket: Ticket, doing: str = LOOKING, *, by: Staff, at: datetime) -> None:
    """Somebody has this ticket open, and is looking or answering. Whoever was not heard of any more goes on the way."""
    moment = time.to_ms(at)
    with db.atomic():
        sweep(now=at)
        if not db.run(STILL, moment, ticket.id, by.id, doing):
            db.run(COME, ticket.id, by.id, doing, moment, moment)
            db.run(BEAT)


def leave(ticket: Ticket, *, by: Staff) -> None:
    """Somebody has left the page of this ticket."""
    with db.atomic():
        if db.run(GO, ticket.id, by.id):
            db.run(BEAT)


def sweep(*, now: datetime) -> int:
    """Let those go whose pages have fallen silent; how many."""
    with db.atomic():
        gone = db.run(SWEEP, time.to_ms(now - HEARD_FOR))
        if gone:
            db.run(BEAT)
    return gone
