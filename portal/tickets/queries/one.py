"""One ticket and what hangs on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from portal.access.models import Staff
from portal.access.queries import person
from portal.core import db
from portal.core.errors import Missing
from portal.tickets.models import Attachment, Entry, Escalation, Ticket, Wait
from portal.tickets.queries.visible import visible_to

AUTHORS = "WHERE t.id IN (SELECT e.by_id FROM ticket_entry e WHERE e.ticket_id = ?)"
PEOPLE = f"{AUTHORS} OR t.id IN (?, ?, ?)"


class Pause(NamedTuple):
    """A stretch in which pausable stopwatches stand still; no end while it lasts."""

    since: datetime
    until: datetime | None


def numbered(staff: Staff, number: str) -> Ticket:
    """The ticket of this number if this person may see it. Raises Missing, the same whether it exists or not."""
    seen = visible_to(staff)
    found = db.rows_of(Ticket, f"WHERE t.number = ? AND {seen.sql}", number, *seen.values)
    if not found:
        raise Missing
    return found[0]


def numbers_of(ids: Iterable[int]) -> dict[int, str]:
    """The numbers of tickets by id, for things whose visibility has been decided already."""
    wanted = sorted(set(ids))
    marks = ", ".join("?" * len(wanted))
    return dict(db.select(f"SELECT id, number FROM ticket WHERE id IN ({marks})", *wanted)) if wanted else {}


def locked_pair(one: int, other: int) -> tuple[Ticket, Ticket]:
    """Two tickets as `locked`, in the order in which they are named; they are locked in the order of their ids, so that
    two people never wait for one another."""
    held = {number: locked(number) for number in sorted((one, other))}
    return held[one], held[other]


def know_people(ticket: Ticket) -> dict[int, Staff]:
    """Read owner, clerk, lead and the authors of the timeline at once, by id; whoever asks the ticket for the first three
    finds them there."""
    found = db.rows_of(Staff, PEOPLE, ticket.id, ticket.owner_id, ticket.clerk_id, ticket.lead_id)
    people = {person.id: person for person in found}
    for part in ("owner", "clerk", "lead"):
        if number := ticket.__data__[part]:
            ticket.__rel__[part] = people[number]
    return people


def locked(ticket_id: int) -> Ticket:
    """The ticket as it stands now, kept from others until the transaction ends. Raises Missing when it is gone."""
    found = db.rows_of(Ticket, "WHERE t.id = ? FOR UPDATE" if db.is_postgresql() else "WHERE t.id = ?", ticket_id)
    if not found:
        raise Missing
    found[0].__rel__["owner"] = person(found[0].owner_id)  # every step asks who is responsible
    return found[0]


def timeline(ticket: Ticket, people: Mapping[int, Staff] | None = None) -> Sequence[Entry]:
    """Every entry, oldest first, each with its author; `people` are those of `know_people`, where they are read already."""
    authors = people or {person.id: person for person in db.rows_of(Staff, AUTHORS, ticket.id)}
    entries = db.rows_of(Entry, "WHERE t.ticket_id = ? ORDER BY t.at, t.id", ticket.id)
    for entry in entries:
        if entry.by_id in authors:  # somebody who wrote for the first time a moment ago is read when asked for
            entry.__rel__["by"] = authors[entry.by_id]
    return entries


def last_entry(ticket: Ticket) -> int:
    """The number of the newest entry, by which a stale page is noticed."""
    return db.select("SELECT MAX(id) FROM ticket_entry WHERE ticket_id = ?", ticket.id)[0][0] or 0


def files(ticket: Ticket) -> dict[int, list[Attachment]]:
    """The files of a ticket by the entry they came with."""
    by_entry: dict[int, list[Attachment]] = {}
    for attachment in db.rows_of(Attachment, "WHERE t.ticket_id = ? ORDER BY t.id", ticket.id):
        by_entry.setdefault(attachment.entry_id, []).append(attachment)
    return by_entry


def file(ticket: Ticket, attachment_id: int) -> Attachment:
    """One file of this ticket. Raises Missing."""
    found = Attachment.get_or_none((Attachment.ticket == ticket) & (Attachment.id == attachment_id))
    if found is None:
        raise Missing
    return found


def members(ticket: Ticket) -> list[Staff]:
    """The contact group, in the order people joined."""
    return db.rows_of(Staff, "JOIN ticket_member m ON m.staff_id = t.id WHERE m.ticket_id = ? ORDER BY m.id", ticket.id)


def waits(ticket: Ticket) -> list[Wait]:
    """Every stretch of waiting, oldest first."""
    return db.rows_of(Wait, "WHERE t.ticket_id = ? ORDER BY t.since, t.id", ticket.id)


def current_wait(ticket: Ticket) -> Wait | None:
    """The wait that lasts."""
    return Wait.select().where(Wait.ticket == ticket, Wait.until.is_null()).order_by(Wait.id.desc()).first()


def escalations(ticket: Ticket) -> dict[int, list[Escalation]]:
    """The steps of the ladder that were taken, by their stopwatch, in order."""
    found: dict[int, list[Escalation]] = {}
    for step in db.rows_of(Escalation, "WHERE t.ticket_id = ? ORDER BY t.id", ticket.id):
        found.setdefault(step.stopwatch_id, []).append(step)
    return found
