"""Finding a ticket by number, customer or what was written."""

from __future__ import annotations

import re

from flask import request, url_for

from portal.access import Permission, requires, staff
from portal.core import time
from portal.core.errors import Missing
from portal.core.paging import unmark
from portal.core.web import go, page
from portal.tickets import procedures
from portal.tickets.queries import lists, one
from portal.tickets.views.blueprint import blueprint
from portal.tickets.views.lines import lines_shown

NUMBER = re.compile(r"[A-Z]\d{2}-\d{5,}")
LONGEST = 100


@blueprint.get("/search")
@requires(Permission.TICKETS_VIEW)
def search():
    """Tickets with all the words, newest first; a whole number leads straight to its ticket."""
    text = request.args.get("q", "").strip()[:LONGEST]
    if NUMBER.fullmatch(text.upper()):
        try:
            ticket = one.numbered(staff(), text.upper())
            return go(f"{procedures.of(ticket.desk).place}/{ticket.number}")
        except Missing:
            pass  # somebody may have written the number in a text
    found = lists.found_page(staff(), text, unmark(request.args.get("after"), (int,)))
    return page(
        "tickets/search.html",
        fragment="tickets/_found.html",
        text=text,
        count=found.count,
        lines=lines_shown(found.rows, time.now()),
        first_url=url_for(".search", q=text) if "after" in request.args else None,
        next_url=url_for(".search", q=text, after=found.after) if found.after else None,
    )
