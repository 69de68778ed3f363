"""Who is at which ticket now, as far as the reader may see the ticket. Kept SQL: the list asks each time it is drawn."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from portal.access.models import Staff
from portal.audit.queries import journal
from portal.core import db, time
from portal.tickets.models import Ticket
from portal.tickets.queries.visible import EVERYTHING, visible_to
from portal.tickets.rules import HEARD_FOR

OTHERS = (
    "SELECT p.ticket_id, p.staff_id, s.name, s.name_en, p.doing, p.since FROM ticket_presence p "
    "JOIN staff s ON s.id = p.staff_id {tickets}WHERE p.seen_at >= ? AND p.staff_id <> ? {more}"
    "ORDER BY p.ticket_id, p.since, p.id"
)
EVERYWHERE = OTHERS.format(tickets="", more="")
WHERE_SEEN = OTHERS.format(tickets="JOIN ticket t ON t.id = p.ticket_id ", more="AND {seen} ")
CURSOR = f"SELECT ({journal.HEAD}), beats FROM ticket_pulse WHERE id = 1"
AT_ONE = (
    "SELECT p.ticket_id, p.staff_id, s.name, s.name_en, p.doing, p.since FROM ticket_presence p "
    "JOIN staff s ON s.id = p.staff_id WHERE p.ticket_id = ? AND p.seen_at >= ? ORDER BY p.since, p.id"
)


class Present(NamedTuple):
    """Somebody at a ticket: `doing` is "looking" or "answering", `since` milliseconds, `name_en` "" where there is none."""

    staff: int
    name: str
    name_en: str
    doing: str
    since: int


def others_at(reader: Staff, now: datetime) -> dict[int, tuple[Present, ...]]:
    """Who else is at which ticket now, by the ticket's id, of the tickets that the reader may see. One query."""
    seen = visible_to(reader)
    sql = EVERYWHERE if seen is EVERYTHING else WHERE_SEEN.format(seen=seen.sql)
    return _by_ticket(db.select(sql, _heard_since(now), reader.id, *seen.values))


def everybody_at(ticket: Ticket, now: datetime) -> tuple[Present, ...]:
    """Who is at this ticket, the reader too; for whoever may see it."""
    return _by_ticket(db.select(AT_ONE, ticket.id, _heard_since(now))).get(ticket.id, ())


def cursor() -> tuple[int, int]:
    """The journal's head, and the pulse: a number that is another one after somebody came, went, or began or ended
    answering, not after every sign of life. What a list that looks again compares, in one statement."""
    return db.select(CURSOR)[0]


def _heard_since(now: datetime) -> int:
    return time.to_ms(now - HEARD_FOR)


def _by_ticket(rows: Iterable[tuple]) -> dict[int, tuple[Present, ...]]:
    return {ticket: tuple(Present._make(row[1:]) for row in found) for ticket, found in groupby(rows, key=lambda row: row[0])}
