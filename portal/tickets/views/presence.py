"""Signs of life from the page of a ticket, and who else is there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from flask import Response, make_response, render_template, request

from portal.access import Permission, requires, staff
from portal.core import time
from portal.core.i18n import both
from portal.core.web import wants_fragment
from portal.tickets.actions import presence as actions
from portal.tickets.models import ANSWERING, LOOKING, Ticket
from portal.tickets.queries import one, presence
from portal.tickets.queries.presence import Present
from portal.tickets.views.blueprint import blueprint


@blueprint.post("/<number>/presence")
@requires(Permission.TICKETS_VIEW, polled=True)
def be_at(number: str) -> Response:
    """The page of a ticket is open (`doing` is looking or answering) or was left (gone); the answer names who else is there."""
    ticket, now, doing = one.numbered(staff(), number), time.now(), request.form.get("doing")
    if doing == "gone":
        actions.leave(ticket, by=staff())
        return Response(status=204)
    actions.be_at(ticket, ANSWERING if doing == ANSWERING else LOOKING, by=staff(), at=now)
    return make_response(render_template("tickets/_others.html", others=others_shown(ticket, now)))


def others_shown(ticket: Ticket, now: datetime) -> list[tuple[str, str]]:
    """(name in the reader's language, what they do) of everybody else at the ticket. Who opens a whole page of it is there
    from now on, with or without a script."""
    found = presence.everybody_at(ticket, now)
    if request.method == "GET" and not wants_fragment() and staff().id not in {one.staff for one in found}:
        actions.be_at(ticket, by=staff(), at=now)
    return named(one for one in found if one.staff != staff().id)


def named(present: Iterable[Present]) -> list[tuple[str, str]]:
    """The same of people already read, as the list reads them for all its rows at once (`presence.others_at`)."""
    return [(both(one.name, one.name_en or one.name), one.doing) for one in present]
