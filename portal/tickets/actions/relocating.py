"""Entries go from one ticket to another with their files, and back: each relocation a row, no word of them changed. What
merging and splitting have in common."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from portal.access.models import Staff
from portal.access.permissions import Permission
from portal.core import db
from portal.core.errors import Missing, Refused
from portal.core.i18n import lazy
from portal.tickets.actions import stopwatches
from portal.tickets.actions.entries import reindex
from portal.tickets.models import Attachment, Entry, Regrouping, Relocation, Ticket
from portal.tickets.queries import one
from portal.tickets.queries.visible import may_see

WENT = "SELECT r.entry_id FROM ticket_relocation r WHERE r.regrouping_id = ? ORDER BY r.entry_id"


def relocate(regrouping: Regrouping, entries: Collection[int], left: Ticket, reached: Ticket, *, at: datetime) -> None:
    """Show these entries in the ticket `reached`; where each was written stays known."""
    chosen = list(entries)
    for number in chosen:
        Relocation.create(regrouping=regrouping, entry=number, left=left, reached=reached, at=at)
    moved = Entry.id.in_(chosen)
    Entry.update(origin=left).where(moved, Entry.origin.is_null()).execute()
    Entry.update(ticket=reached).where(moved).execute()
    Entry.update(origin=None).where(moved, Entry.origin == reached).execute()
    Attachment.update(ticket=reached).where(Attachment.entry.in_(chosen)).execute()


def went(regrouping: Regrouping) -> list[int]:
    """The entries that went along."""
    return [row[0] for row in db.select(WENT, regrouping.id)]


def bring_back(regrouping: Regrouping, source: Ticket, target: Ticket, *, at: datetime) -> None:
    """Every entry that went along returns. Raises Refused when one has gone on from there."""
    entries = went(regrouping)
    elsewhere = Entry.select().where(Entry.id.in_(entries), Entry.ticket != target).first()
    if elsewhere:
        last = Relocation.select().where(Relocation.entry == elsewhere).order_by(Relocation.id.desc()).first()
        said = lazy("One of its entries has gone on into %(number)s; undo that first.", number=last.reached.number)
        raise Refused(said)
    relocate(regrouping, entries, target, source, at=at)


def demand(by: Staff, *tickets: Ticket) -> None:
    """Refuse who may not merge, split and link; Missing for a ticket this person may not see."""
    if not by.may(Permission.TICKETS_MERGE):
        raise Refused(lazy("Your role does not include this step."))
    for ticket in tickets:
        if not may_see(by, ticket, [person.id for person in one.members(ticket)]):
            raise Missing


def save(*tickets: Ticket, at: datetime) -> None:
    """Reckon, save and index tickets whose entries or stopwatches have changed places."""
    for ticket in tickets:
        ticket.updated_at = at
        stopwatches.reckon(ticket, at=at)
        ticket.save()
        reindex(ticket)
