"""Taking what is on offer: the next one, or the one at hand."""

from __future__ import annotations

from flask import Response, flash, url_for

from portal.access import Permission, requires, staff
from portal.core.i18n import _
from portal.core.web import go
from portal.tickets.actions import offering
from portal.tickets.queries import one
from portal.tickets.views.blueprint import blueprint


@blueprint.post("/claims")
@requires(Permission.TICKETS_CLAIM)
def claim_next() -> Response:
    """Claim the first ticket on offer and open it; where there is none, say so on the page one came from."""
    ticket = offering.claim_next(staff())
    flash(_("%(number)s is yours now.", number=ticket.number), "success")
    return go(url_for("tickets.show", number=ticket.number))


@blueprint.post("/<number>/claim")
@requires(Permission.TICKETS_CLAIM)
def claim(number: str) -> Response:
    """Claim this one."""
    ticket = offering.claim_this(one.numbered(staff(), number), by=staff())
    flash(_("%(number)s is yours now.", number=ticket.number), "success")
    return go(url_for("tickets.show", number=ticket.number))
