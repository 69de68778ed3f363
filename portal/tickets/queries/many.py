"""Reads for many stopwatches at once: their tickets and the waits of those."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Protocol

from portal.access.queries import person
from portal.clocks.models import RebaseMove, Stopwatch
from portal.core import db
from portal.tickets.models import Ticket, Wait

SUBJECT = "ticket:"


class Timed(Protocol):
    """Whatever names the subject that is timed."""

    subject: str


def tickets_of(timed: Iterable[Timed]) -> dict[str, Ticket]:
    """The tickets that stopwatches or moves are about, by subject; what is about something else is left out."""
    return _tickets(timed, "")


def locked(ids: Sequence[int]) -> list[Ticket]:
    """These tickets as they stand now, in the order of their ids, kept from others until the transaction ends."""
    if not ids:
        return []
    lock = " FOR UPDATE" if db.is_postgresql() else ""
    found = db.rows_of(Ticket, f"WHERE t.id IN ({_marks(ids)}) ORDER BY t.id{lock}", *ids)
    for ticket in found:
        ticket.__rel__["owner"] = person(ticket.owner_id)
    return found


def locked_tickets_of(timed: Iterable[Timed]) -> dict[str, Ticket]:
    """The same, each kept from others until the transaction ends, in the order of their ids."""
    return _tickets(timed, " FOR UPDATE" if db.is_postgresql() else "")


def _tickets(timed: Iterable[Timed], lock: str) -> dict[str, Ticket]:
    ids = sorted({_number(each.subject) for each in timed if each.subject.startswith(SUBJECT)})
    if not ids:
        return {}
    rows = db.rows_of(Ticket, f"WHERE t.id IN ({_marks(ids)}) ORDER BY t.id{lock}", *ids)
    return {str(ticket): ticket for ticket in rows}


def _number(subject: str) -> int:
    return int(subject.removeprefix(SUBJECT))


def waits_of(tickets: Iterable[Ticket]) -> dict[int, list[Wait]]:
    """The waits of some tickets, oldest first, by the ticket's id."""
    ids = [ticket.id for ticket in tickets]
    if not ids:
        return {}
    rows = db.rows_of(Wait, f"WHERE t.ticket_id IN ({_marks(ids)}) ORDER BY t.ticket_id, t.since, t.id", *ids)
    return {number: list(waits) for number, waits in groupby(rows, key=lambda wait: wait.ticket_id)}


def stopwatches_of(moves: Iterable[RebaseMove]) -> dict[int, Stopwatch]:
    """The stopwatches of some moves as they stand now, by id."""
    ids = [move.stopwatch_id for move in moves]
    if not ids:
        return {}
    return {row.id: row for row in db.rows_of(Stopwatch, f"WHERE t.id IN ({_marks(ids)})", *ids)}


def running_of(tickets: Iterable[Ticket]) -> dict[str, list[Stopwatch]]:
    """The stopwatches that run for some tickets, by subject."""
    subjects = [str(ticket) for ticket in tickets]
    if not subjects:
        return {}
    where = f"WHERE t.stopped IS NULL AND t.subject IN ({_marks(subjects)}) ORDER BY t.subject, t.id"
    return {subject: list(found) for subject, found in groupby(db.rows_of(Stopwatch, where, *subjects), key=_subject)}


def _subject(timed: Timed) -> str:
    return timed.subject


def _marks(values: Sequence) -> str:
    return ", ".join("?" * len(values))
