"""A ticket that somebody names in a field of a form."""

from __future__ import annotations

from wtforms import Field

from portal.access import staff
from portal.core.errors import Missing
from portal.core.i18n import _
from portal.tickets.models import Ticket
from portal.tickets.queries import one


def named_in(field: Field) -> Ticket | None:
    """The ticket; None, and a message at the field, when this person sees none of this number."""
    try:
        return one.numbered(staff(), (field.data or "").strip().upper())
    except Missing:
        field.errors = [_("There is no such ticket, or you may not see it.")]
        return None
