"""What a ticket is: how urgent, of which kind, in which language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from portal.access.models import Staff
from portal.tickets.actions.entries import write
from portal.tickets.models import Ticket

FIELDS = ("rank", "kind", "language")


def describe(ticket: Ticket, given: Mapping[str, Any], *, by: Staff, at: datetime) -> None:
    """Correct what is given of FIELDS (rank: URGENT or NORMAL) and differs; the entry keeps before and after."""
    wanted = {name: given[name] for name in FIELDS if given.get(name) not in (None, "")}
    facts = {name: [getattr(ticket, name), value] for name, value in wanted.items() if getattr(ticket, name) != value}
    for name, (_before, value) in facts.items():
        setattr(ticket, name, value)
    write(ticket, "described", by=by, at=at, text=given.get("text") or "", facts=facts)
