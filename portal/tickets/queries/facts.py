"""What a ticket says of itself and may be corrected, and who corrected it last."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from portal.access.models import Staff
from portal.core.i18n import lazy
from portal.tickets.models import Ticket
from portal.tickets.queries import one

FACTS = ("title", "channel", "kind", "subject", "language", "urgency")
CHANGING = ("corrected", "level")  # the kinds of entries that tell of another fact
RULE = "TM-4.4"


class Corrector(NamedTuple):
    """Who gave a fact its value of today, and when."""

    person: Staff | None
    at: datetime


def facts_of(ticket: Ticket) -> dict[str, str]:
    """The facts that may be corrected, by their names."""
    known = {name: getattr(ticket, name) for name in FACTS if name != "urgency"}
    return known | {"urgency": ticket.urgency}


def refusal_to_correct(ticket: Ticket) -> str | None:
    """Why the facts of this ticket cannot be corrected now."""
    return None if ticket.is_open else lazy("This ticket is closed. Take it up again before you correct it.")


def correctors(ticket: Ticket, names: Collection[str]) -> dict[str, Corrector]:
    """Who last changed each of these facts; a fact that nobody did is left out."""
    found: dict[str, Corrector] = {}
    for entry in one.timeline(ticket):
        facts = entry.facts or {}
        changed = facts.get("changes", facts) if entry.kind in CHANGING else {}
        found |= {name: Corrector(entry.by if entry.by_id else None, entry.at) for name in names if name in changed}
    return found
