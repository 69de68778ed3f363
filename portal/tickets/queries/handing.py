"""What somebody's tickets say at the end of a turn: those that are open, and what happened to them in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from portal.access.models import Staff
from portal.core import db
from portal.core.time import from_ms, to_ms
from portal.tickets.models import Ticket

POOR = 2  # of five: satisfaction that is told at the change of a shift
OPEN = "WHERE t.owner_id = ? AND t.closed_at IS NULL ORDER BY t.rank, t.next_due, t.id"
CLOSED = "SELECT number, title FROM ticket WHERE owner_id = ? AND closed_at >= ? AND closed_at <= ? ORDER BY closed_at, id"
HAPPENED = (
    "SELECT t.number, t.title, e.at FROM ticket_entry e JOIN ticket t ON t.id = e.ticket_id "
    "WHERE t.owner_id = ? AND e.kind = ? AND e.at >= ? AND e.at <= ? ORDER BY e.id"
)
POORLY = (
    "SELECT DISTINCT t.number, t.title FROM ticket_entry e JOIN ticket t ON t.id = e.ticket_id "
    "WHERE t.owner_id = ? AND e.kind = 'satisfaction' AND t.satisfaction <= ? AND e.at >= ? AND e.at <= ? ORDER BY t.number"
)
CASES = (
    "SELECT t.number, t.title FROM ticket_entry e JOIN ticket t ON t.id = e.ticket_id "
    "WHERE e.by_id = ? AND e.kind = 'case' AND e.at >= ? AND e.at <= ? ORDER BY e.id"
)


class Told(NamedTuple):
    """A ticket that something happened to."""

    number: str
    title: str


def open_of(person: Staff) -> list[Ticket]:
    """The open tickets somebody is responsible for: urgent first, then by what is due next."""
    return db.rows_of(Ticket, OPEN, person.id)


def open_ids_of(person: Staff) -> set[int]:
    """Their ids alone."""
    return {number for (number,) in db.select("SELECT id FROM ticket WHERE owner_id = ? AND closed_at IS NULL", person.id)}


def with_ids(ids: Sequence[int]) -> list[Ticket]:
    """Tickets whose visibility has been decided already, in the same order as `open_of`."""
    marks = ", ".join("?" * len(ids))
    return db.rows_of(Ticket, f"WHERE t.id IN ({marks}) ORDER BY t.rank, t.next_due, t.id", *ids) if ids else []


def closed_by(person: Staff, since: datetime, until: datetime) -> list[Told]:
    """What was closed in a stretch of time of the tickets somebody is responsible for."""
    return [Told(*row) for row in db.select(CLOSED, person.id, to_ms(since), to_ms(until))]


def missed_by(person: Staff, since: datetime, until: datetime) -> list[tuple[Told, datetime]]:
    """Which limits were missed in a stretch of time, and when."""
    found = db.select(HAPPENED, person.id, "missed", to_ms(since), to_ms(until))
    return [(Told(number, title), from_ms(at)) for number, title, at in found]


def poorly_rated(person: Staff, since: datetime, until: datetime) -> list[Told]:
    """Whose customers said in a stretch of time that they are not satisfied."""
    return [Told(*row) for row in db.select(POORLY, person.id, POOR, to_ms(since), to_ms(until))]


def cases_by(person: Staff, since: datetime, until: datetime) -> list[Told]:
    """What somebody wrote up as a case in a stretch of time."""
    return [Told(*row) for row in db.select(CASES, person.id, to_ms(since), to_ms(until))]
