"""Correcting how urgent a ticket is, of which kind and in which language, as a step of a change of many tickets.

One ticket is corrected by `facts.correct`, where what a colleague did meanwhile is asked field by field.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from portal.access.models import Staff
from portal.tickets.actions import facts
from portal.tickets.actions.entries import write
from portal.tickets.models import Ticket

FIELDS = ("rank", "kind", "language")


def describe(ticket: Ticket, given: Mapping[str, Any], *, by: Staff, at: datetime) -> None:
    """Correct what is given of FIELDS (rank: URGENT or NORMAL) and differs; the entry keeps before and after."""
    was = facts.facts_of(ticket)
    for name in FIELDS:
        if given.get(name) not in (None, ""):
            setattr(ticket, name, given[name])
    changes = {name: [was[name], value] for name, value in facts.facts_of(ticket).items() if was[name] != value}
    write(ticket, "corrected", by=by, at=at, text=given.get("text") or "", facts={"changes": changes})
    facts.set_anew(ticket, changes, at=at)
