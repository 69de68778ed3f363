"""What somebody has typed and not sent. Nobody but they are ever given it, and only with a form that they may see."""

from __future__ import annotations

from collections.abc import Sequence

from portal.access.models import Staff
from portal.core import db
from portal.tickets.models import Draft, Ticket

OF_TICKET = "WHERE t.staff_id = ? AND t.ticket_id = ? ORDER BY t.saved_at DESC, t.id DESC"
OF_FORM = "WHERE t.staff_id = ? AND t.address = ? ORDER BY t.saved_at DESC, t.id DESC"


def of_ticket(person: Staff, ticket: Ticket) -> Sequence[Draft]:
    """Their drafts for any step of a ticket that they see, the newest first."""
    return db.rows_of(Draft, OF_TICKET, person.id, ticket.id)


def of_form(person: Staff, address: str) -> Sequence[Draft]:
    """Their drafts for one form, the newest first."""
    return db.rows_of(Draft, OF_FORM, person.id, address)


def own(person: Staff, draft_id: int) -> Draft | None:
    """One of their drafts; None for another's, as for one that is gone."""
    return next(iter(db.rows_of(Draft, "WHERE t.id = ? AND t.staff_id = ?", draft_id, person.id)), None)
