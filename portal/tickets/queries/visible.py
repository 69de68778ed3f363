"""Which tickets a person may see: one condition, as SQL for the kept queries, and the same as a predicate.

A person sees the tickets of the regions of their role, those they own or took in, and those whose contact group they
are in.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from portal.access import regions_seen_by
from portal.access.models import Staff
from portal.tickets.models import Ticket

HANDED = "t.owner_id = ? OR t.clerk_id = ? OR t.id IN (SELECT m.ticket_id FROM ticket_member m WHERE m.staff_id = ?)"


class Condition(NamedTuple):
    """A piece of SQL over the ticket `t`, and its values."""

    sql: str
    values: tuple


EVERYTHING = Condition("1 = 1", ())


def visible_to(staff: Staff) -> Condition:
    """The condition that narrows any query over `ticket t` to what this person may see."""
    regions = regions_seen_by(staff)
    if regions is None:
        return EVERYTHING
    marks = ", ".join("?" * len(regions))
    inside = f"t.region IN ({marks}) OR " if regions else ""
    return Condition(f"({inside}{HANDED})", (*regions, staff.id, staff.id, staff.id))


def may_see(staff: Staff, ticket: Ticket, members: Collection[int]) -> bool:
    """The same for one ticket at hand; `members` are the staff ids of its contact group."""
    regions = regions_seen_by(staff)
    handed = staff.id in (ticket.owner_id, ticket.clerk_id, *members)
    return regions is None or ticket.region in regions or handed
