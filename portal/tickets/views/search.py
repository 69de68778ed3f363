"""Finding a ticket by number, customer, telephone or what was written, narrowed by words such as owner:me."""

from __future__ import annotations

import re
from dataclasses import replace

from flask import Response, render_template, request, url_for

from portal.access import Permission, requires, staff
from portal.core import time
from portal.core.errors import Missing
from portal.core.i18n import language
from portal.core.paging import unmark
from portal.core.web import go, page
from portal.tickets import asking, procedures, words
from portal.tickets import view as views
from portal.tickets.queries import finding, one
from portal.tickets.views.asked import filter_of
from portal.tickets.views.blueprint import blueprint
from portal.tickets.views.lines import heads, lines_shown
from portal.tickets.views.told import narrowed, region_words, stage_words

NUMBER = re.compile(r"[A-Z]\d{2}-\d{5,}")
LONGEST = 200


@blueprint.get("/search")
@requires(Permission.TICKETS_VIEW)
def search() -> Response:
    """Tickets with all the words, newest first; a whole number leads straight to its ticket."""
    text = _typed()
    if NUMBER.fullmatch(text.upper()):
        try:
            ticket = one.numbered(staff(), text.upper())
            return go(procedures.page_of(ticket.desk, ticket.number))
        except Missing:
            pass  # somebody may have written the number in a text
    now, asked = time.now(), asking.read(text, _known()) if asking.narrows(text) else asking.Asked({}, text)
    view = replace(views.read(asked.fields), state=asked.fields.get("state", ""))
    chosen = filter_of(view, staff(), now)
    after = unmark(request.args.get("after"), (int, int, int))
    found = finding.found_page(staff(), asked.text, after, chosen, now)
    return page(
        "tickets/search.html",
        fragment="tickets/_found.html",
        text=text,
        narrowed=narrowed(view) if asked.fields else "",
        sought=asked.text,
        count=found.count,
        lines=lines_shown(found.rows, now),
        heads=heads(),
        examples=asking.examples(language()),
        first_url=url_for(".search", q=text) if after else None,
        next_url=url_for(".search", q=text, after=found.after) if found.after else None,
    )


@blueprint.get("/search/words")
@requires(Permission.TICKETS_VIEW)
def search_words() -> str:
    """What the last word of the box may become; a piece of the page."""
    return render_template("tickets/_words.html", completions=asking.completions(_typed(), _known(), language()))


def _typed() -> str:
    return request.args.get("q", "").strip()[:LONGEST]


def _known() -> dict[str, words.Names]:
    return asking.tables(stage_words(), region_words())
