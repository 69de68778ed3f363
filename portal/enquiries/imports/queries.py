"""Reads: which imports there are, and what became of what they brought in."""

from __future__ import annotations

from collections.abc import Sequence

from portal.access import regions_seen_by
from portal.access.models import Staff
from portal.core import db
from portal.core.errors import Missing
from portal.enquiries.models import Import, ImportedRow
from portal.tickets.models import Ticket

MOST = 100
BY_THE_PORTAL = ("taken", "imported", "warned", "missed")
WORKED_ON = """
SELECT t.number FROM enquiry_import_row r JOIN ticket t ON t.id = r.ticket WHERE r.imported_id = ? AND EXISTS (
    SELECT 1 FROM ticket_entry e WHERE e.ticket_id = t.id AND e.kind NOT IN (?, ?, ?, ?)) ORDER BY t.id
"""
CUSTOMERS = """
SELECT DISTINCT r.customer FROM enquiry_import_row r WHERE r.imported_id = ? AND r.customer IS NOT NULL
AND NOT EXISTS (SELECT 1 FROM ticket t WHERE t.customer = r.customer)
"""


def visible_to(person: Staff):
    """The imports this person sees: their own, and everybody's for who sees every region."""
    everything = Import.select()
    return everything if regions_seen_by(person) is None else everything.where(Import.by == str(person))


def listed(person: Staff) -> list[Import]:
    """The newest imports first."""
    return list(visible_to(person).order_by(Import.id.desc()).limit(MOST))


def found(person: Staff, number: int) -> Import:
    """One import. Raises Missing, also when this person may not see it."""
    return visible_to(person).where(Import.id == number).first() or _missing()


def _missing():
    raise Missing


def of_the_same_file(sha256: str) -> Import | None:
    """The import of a file of these very bytes that still stands."""
    return Import.get_or_none((Import.sha256 == sha256) & Import.reverted_at.is_null())


def tickets_of(imported: Import) -> list[Ticket]:
    """The tickets an import made, in the order of the file."""
    ids = ImportedRow.select(ImportedRow.ticket).where(ImportedRow.imported == imported)
    return list(Ticket.select().where(Ticket.id.in_(ids)).order_by(Ticket.id))


def worked_on(imported: Import) -> Sequence[str]:
    """The numbers of its tickets that somebody has done something with since."""
    return [row[0] for row in db.select(WORKED_ON, imported.id, *BY_THE_PORTAL)]


def customers_left_alone(imported: Import) -> list[int]:
    """The customers an import registered for whom no ticket is left."""
    return [row[0] for row in db.select(CUSTOMERS, imported.id)]
