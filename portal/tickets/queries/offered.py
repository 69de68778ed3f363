"""Tickets on offer: the first for somebody, how many a person has claimed, and which nobody has claimed for long."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from portal.access.models import Staff
from portal.core import db
from portal.core.time import from_ms, to_ms
from portal.tickets.models import Ticket
from portal.tickets.queries.visible import visible_to

MINUTE = 60_000
BATCH = 100
OPEN = "t.offered_at IS NOT NULL AND t.closed_at IS NULL"
CLAIMED = (
    "SELECT COUNT(DISTINCT a.ticket_id) FROM ticket_assignment a JOIN ticket t ON t.id = a.ticket_id "
    "WHERE a.staff_id = ? AND a.how = 'claimed' AND t.owner_id = a.staff_id AND t.desk = ? AND t.closed_at IS NULL "
    "AND t.answered_at IS NULL AND t.offered_at IS NULL"
)


def lock_claims_of(person: Staff) -> None:
    """One claim of a person after the other, so that nobody gets past how many one may hold. SQLite has one writer anyway."""
    if db.is_postgresql():
        db.select("SELECT 1 FROM staff WHERE id = ? FOR NO KEY UPDATE", person.id)


def first_for(person: Staff, desks: Sequence[str], left: Sequence[tuple[str, str]]) -> Ticket | None:
    """The first ticket on offer for somebody, kept from others until the transaction ends; None when there is none.

    `left` are pairs of a region and a language that are left to others. Urgent ones come first (TM-4.2e), then by the
    minute in which they are due, then those in the person's own languages.
    """
    if not desks:
        return None
    seen = visible_to(person)
    spoken = person.languages or [""]
    own = f"CASE WHEN t.language IN ({_marks(spoken)}) THEN 0 ELSE 1 END"
    where = f"{OPEN} AND t.desk IN ({_marks(desks)}) AND t.owner_id <> ? AND {seen.sql}"
    where += " AND NOT (t.region = ? AND t.language = ?)" * len(left)
    order = f"ORDER BY t.rank, t.next_due / {MINUTE}, {own}, t.next_due, t.id LIMIT 1"
    lock = " FOR UPDATE OF t SKIP LOCKED" if db.is_postgresql() else ""
    pairs = [value for pair in left for value in pair]
    found = db.rows_of(Ticket, f"WHERE {where} {order}{lock}", *desks, person.id, *seen.values, *pairs, *spoken)
    return found[0] if found else None


def claimed_by(person: Staff, desk: str) -> int:
    """How many tickets of a desk this person claimed, still owns and has not answered."""
    return db.select(CLAIMED, person.id, desk)[0][0]


def any_since(moment: datetime, desk: str) -> bool:
    """Whether any ticket of a desk is on offer since `moment` or longer: what the scheduler asks all the time."""
    ripe = f"SELECT 1 FROM ticket t WHERE {OPEN} AND t.offered_at <= ? AND t.desk = ? LIMIT 1"
    return bool(db.select(ripe, to_ms(moment), desk))


def unclaimed_since(moment: datetime, desk: str, regions: Sequence[str]) -> list[Ticket]:
    """Tickets of a desk in these regions that are on offer since `moment` or longer: the next batch, urgent and next due
    first."""
    if not regions:
        return []
    where = f"WHERE {OPEN} AND t.offered_at <= ? AND t.desk = ? AND t.region IN ({_marks(regions)})"
    return db.rows_of(Ticket, f"{where} ORDER BY t.rank, t.next_due, t.id LIMIT {BATCH}", to_ms(moment), desk, *regions)


LOADS = (
    "SELECT t.owner_id, COUNT(*), SUM(CASE WHEN t.rank = 0 THEN 1 ELSE 0 END), SUM(CASE WHEN t.next_due < ? THEN 1 ELSE 0 END) "
    "FROM ticket t WHERE t.closed_at IS NULL AND t.answered_at IS NULL GROUP BY t.owner_id"
)


def loads(now: datetime) -> dict[int, tuple[int, int, int]]:
    """Of each owner, how many tickets are open and not answered, how many of them urgent, and how many late."""
    return {owner: counts for owner, *counts in db.select(LOADS, to_ms(now))}


def last_turns() -> dict[int, datetime]:
    """When each person was last given a ticket."""
    found = db.select("SELECT staff_id, MAX(at) FROM ticket_assignment GROUP BY staff_id")
    return {person: from_ms(at) for person, at in found}


def _marks(values: Sequence) -> str:
    return ", ".join("?" * len(values))
