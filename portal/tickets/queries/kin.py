"""Tickets that belong together: where a number leads, what can be undone, what could be merged, parent and children."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from portal.access.models import Staff
from portal.core import db
from portal.core.errors import Missing
from portal.core.time import from_ms
from portal.tickets import kinship
from portal.tickets.engine import MERGED
from portal.tickets.models import Regrouping, Ticket
from portal.tickets.queries.visible import visible_to

LEADS = (  # a merged ticket leads into the other; what was split off and taken back leads where it came from
    "SELECT source_id, target_id FROM ticket_regrouping WHERE kind = 'merge' AND undone_at IS NULL AND source_id = ? UNION ALL "
    "SELECT target_id, source_id FROM ticket_regrouping WHERE kind = 'split' AND undone_at IS NOT NULL AND target_id = ?"
)
STANDING = "WHERE t.undone_at IS NULL AND (t.source_id = ? OR t.target_id = ?) ORDER BY t.id DESC"
ALIKE = (
    "SELECT t.number, t.title FROM ticket t "
    "WHERE t.customer = ? AND t.id <> ? AND t.desk = ? AND t.closed_at IS NULL AND {} ORDER BY t.id LIMIT 20"
)


TIES = (
    "SELECT kind, id, source_id, target_id, at FROM ticket_regrouping "
    "WHERE undone_at IS NULL AND (source_id = ? OR target_id = ?) "
    "UNION ALL SELECT 'link', id, child_id, parent_id, at FROM ticket_link WHERE child_id = ? OR parent_id = ? "
    "ORDER BY 1 DESC, 2 DESC"
)
LINK = "link"


class Tie(NamedTuple):
    """A merge or a split from one ticket (by id) to the other, or a link (LINK) from a child to its parent."""

    kind: str
    id: int
    source: int
    target: int
    at: datetime


class Alike(NamedTuple):
    """An open ticket of the same customer."""

    number: str
    title: str


def leads_to(ticket: Ticket) -> Ticket:
    """Where words for this ticket belong: itself, or at the end of the chain the one it is merged into."""
    into: dict[int, int] = {}
    number, stage = ticket.id, ticket.stage
    while stage == MERGED.key and number not in into:
        into |= dict(db.select(LEADS, number, number))
        number = into.get(number, number)
        stage = db.select("SELECT stage FROM ticket WHERE id = ?", number)[0][0]
    found = kinship.destination(ticket.id, into)
    return ticket if found == ticket.id else db.rows_of(Ticket, "WHERE t.id = ?", found)[0]


def standing(ticket: Ticket) -> list[Regrouping]:
    """The merges and splits of a ticket that are not undone, the newest first."""
    return db.rows_of(Regrouping, STANDING, ticket.id, ticket.id)


def ties(ticket: Ticket) -> list[Tie]:
    """What a ticket belongs to, whoever asks: the splits and merges that stand, each newest first, and its links. One
    statement, for its page."""
    found = db.select(TIES, *[ticket.id] * 4)
    return [Tie(kind, number, one, other, from_ms(at)) for kind, number, one, other, at in found]


def regrouping(ticket: Ticket, number: int) -> Regrouping:
    """One merge or split that this ticket is part of. Raises Missing."""
    found = db.rows_of(Regrouping, "WHERE t.id = ? AND (t.source_id = ? OR t.target_id = ?)", number, ticket.id, ticket.id)
    if not found:
        raise Missing
    return found[0]


def alike(person: Staff, ticket: Ticket) -> Sequence[Alike]:
    """The customer's other open tickets that this person may see, the oldest first."""
    seen = visible_to(person)
    rows = db.select(ALIKE.format(seen.sql), ticket.customer, ticket.id, ticket.desk, *seen.values)
    return [Alike._make(row) for row in rows]


PARENT = "JOIN ticket_link l ON l.parent_id = t.id WHERE l.child_id = ? AND {}"
CHILDREN = "JOIN ticket_link l ON l.child_id = t.id WHERE l.parent_id = ? AND {} ORDER BY l.id"
LINKED = "SELECT child_id, parent_id FROM ticket_link WHERE child_id = ? OR parent_id = ?"


def parent(person: Staff, ticket: Ticket) -> Ticket | None:
    """The ticket that this one is a child of, if there is one and this person may see it."""
    seen = visible_to(person)
    return next(iter(db.rows_of(Ticket, PARENT.format(seen.sql), ticket.id, *seen.values)), None)


def children(person: Staff, ticket: Ticket) -> list[Ticket]:
    """The children of a ticket that this person may see, as they were linked."""
    seen = visible_to(person)
    return db.rows_of(Ticket, CHILDREN.format(seen.sql), ticket.id, *seen.values)


def children_of(ticket: Ticket) -> list[int]:
    """The ids of all children, whoever asks: for what is decided of the ticket itself."""
    return [child for child, above in _links(ticket) if above == ticket.id]


def parent_of(ticket: Ticket) -> int | None:
    """The id of the parent, whoever asks."""
    return next((above for child, above in _links(ticket) if child == ticket.id), None)


def _links(ticket: Ticket) -> Sequence[tuple[int, int]]:
    return db.select(LINKED, ticket.id, ticket.id)
