"""The way back from a ticket to the list one came from, and on to the tickets before and after it there."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from urllib.parse import quote

from portal.access.models import Staff
from portal.core.paging import mark, unmark
from portal.tickets import procedures
from portal.tickets import view as views
from portal.tickets.models import Ticket
from portal.tickets.queries import lists
from portal.tickets.queries.lists import Line, Place
from portal.tickets.views.asked import filter_of, link, way


class Way(NamedTuple):
    """Addresses: of the list, and of the tickets before and after, "" where there is none."""

    back: str
    before: str
    after: str


def way_shown(ticket: Ticket, reader: Staff, now: datetime) -> Way | None:
    """The way of somebody who came to this ticket from a list; None for who came from elsewhere.

    Where they stood in the list is carried along, so that the next ticket is the next one there, also when this one has
    left the list meanwhile.
    """
    carried = way()
    if "in" not in carried:
        return None
    view = views.read_address(carried["in"])
    own = Place(ticket.rank, _ms(ticket), ticket.id)
    place = unmark(carried.get("at"), (int, int, int)) or own
    before, after = lists.neighbours(
        reader, filter_of(view, reader, now), now, order=view.order, place=place, but=ticket.id
    )
    return Way(link(view), _url(before, view.address), _url(after, view.address))


def _ms(ticket: Ticket) -> int:
    return Ticket.next_due.db_value(ticket.next_due)


def _url(line: Line | None, address: str) -> str:
    if line is None:
        return ""
    return f"{procedures.page_of(line.desk, line.number)}?at={mark(line.place)}&in={quote(address, safe='')}"
