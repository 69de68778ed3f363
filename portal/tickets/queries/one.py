"""One ticket and what hangs on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from peewee import JOIN

from portal.access.models import Staff
from portal.core import db
from portal.core.errors import Missing
from portal.tickets.models import Attachment, Entry, Member, Ticket, Wait
from portal.tickets.queries.visible import visible_to


class Pause(NamedTuple):
    """A stretch in which pausable stopwatches stand still; no end while it lasts."""

    since: datetime
    until: datetime | None


def numbered(staff: Staff, number: str) -> Ticket:
    """The ticket of this number if this person may see it. Raises Missing, the same whether it exists or not."""
    seen = visible_to(staff)
    rows = db.select(f"SELECT t.id FROM ticket t WHERE t.number = ? AND {seen.sql}", number, *seen.values)
    if not rows:
        raise Missing
    return Ticket.get_by_id(rows[0][0])


def locked(ticket_id: int) -> Ticket:
    """The ticket as it stands now, kept from others until the transaction ends."""
    query = Ticket.select().where(Ticket.id == ticket_id)
    return (query.for_update() if db.is_postgresql() else query).get()


def timeline(ticket: Ticket) -> Sequence[Entry]:
    """Every entry, oldest first, each with its author."""
    return list(Entry.select(Entry, Staff).join(Staff, JOIN.LEFT_OUTER).where(Entry.ticket == ticket).order_by(Entry.id))


def last_entry(ticket: Ticket) -> int:
    """The number of the newest entry, by which a stale page is noticed."""
    return db.select("SELECT MAX(id) FROM ticket_entry WHERE ticket_id = ?", ticket.id)[0][0] or 0


def files(ticket: Ticket) -> dict[int, list[Attachment]]:
    """The files of a ticket by the entry they came with."""
    by_entry: dict[int, list[Attachment]] = {}
    for attachment in Attachment.select().where(Attachment.ticket == ticket).order_by(Attachment.id):
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
    return list(Staff.select().join(Member).where(Member.ticket == ticket).order_by(Member.id))


def waits(ticket: Ticket) -> list[Wait]:
    """Every stretch of waiting, oldest first."""
    return list(Wait.select().where(Wait.ticket == ticket).order_by(Wait.since, Wait.id))
