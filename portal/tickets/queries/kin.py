"""Merged tickets: where a number leads, what can be undone, and what could be merged."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from portal.access.models import Staff
from portal.core import db
from portal.core.errors import Missing
from portal.tickets import kinship
from portal.tickets.engine import MERGED
from portal.tickets.models import Regrouping, Ticket
from portal.tickets.queries.visible import visible_to

LEADS = "SELECT source_id, target_id FROM ticket_regrouping WHERE undone_at IS NULL AND source_id = ?"
STANDING = "WHERE t.undone_at IS NULL AND (t.source_id = ? OR t.target_id = ?) ORDER BY t.id DESC"
ALIKE = (
    "SELECT t.number, t.title FROM ticket t "
    "WHERE t.customer = ? AND t.id <> ? AND t.desk = ? AND t.closed_at IS NULL AND {} ORDER BY t.id LIMIT 20"
)


class Alike(NamedTuple):
    """An open ticket of the same customer."""

    number: str
    title: str


def leads_to(ticket: Ticket) -> Ticket:
    """Where words for this ticket belong: itself, or at the end of the chain the one it is merged into."""
    into: dict[int, int] = {}
    number, stage = ticket.id, ticket.stage
    while stage == MERGED.key and number not in into:
        into |= dict(db.select(LEADS, number))
        number = into.get(number, number)
        stage = db.select("SELECT stage FROM ticket WHERE id = ?", number)[0][0]
    found = kinship.destination(ticket.id, into)
    return ticket if found == ticket.id else db.rows_of(Ticket, "WHERE t.id = ?", found)[0]


def standing(ticket: Ticket) -> list[Regrouping]:
    """The merges of a ticket that are not undone, the newest first."""
    return db.rows_of(Regrouping, STANDING, ticket.id, ticket.id)


def regrouping(ticket: Ticket, number: int) -> Regrouping:
    """One merge that this ticket is part of. Raises Missing."""
    found = db.rows_of(Regrouping, "WHERE t.id = ? AND (t.source_id = ? OR t.target_id = ?)", number, ticket.id, ticket.id)
    if not found:
        raise Missing
    return found[0]


def alike(person: Staff, ticket: Ticket) -> Sequence[Alike]:
    """The customer's other open tickets that this person may see, the oldest first."""
    seen = visible_to(person)
    rows = db.select(ALIKE.format(seen.sql), ticket.customer, ticket.id, ticket.desk, *seen.values)
    return [Alike._make(row) for row in rows]
