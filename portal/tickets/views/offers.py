"""What the page of a ticket says of its offer, and the buttons for it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from portal.access.models import Staff
from portal.access.permissions import Permission
from portal.tickets import procedures
from portal.tickets.models import Ticket


class OfferShown(NamedTuple):
    """Since when a ticket is on offer (None: it is not), when the portal assigns it by itself, and what the reader may do."""

    since: datetime | None
    assigned_from: datetime | None
    may_claim: bool
    is_own: bool
    may_assign: bool


def offer_shown(ticket: Ticket, person: Staff) -> OfferShown:
    """The offer of a ticket as its page shows it."""
    procedure = procedures.of(ticket.desk)
    own, since = ticket.owner_id == person.id, ticket.offered_at
    claims = person.may(Permission.TICKETS_CLAIM)
    later = since and since + timedelta(minutes=procedure.figures["unclaimed_minutes"])
    assigns = claims and (own or person.may(Permission.TICKETS_ASSIGN)) and procedure.is_on_offer_in(ticket.stage)
    return OfferShown(since, later, bool(since and claims), own, assigns)
