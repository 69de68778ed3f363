"""Addresses that hold for tickets of every desk."""

from __future__ import annotations

from portal.access import Permission, requires, staff
from portal.core.web import go
from portal.tickets import procedures
from portal.tickets.queries import one
from portal.tickets.views.blueprint import blueprint


@blueprint.get("/<number>")
@requires(Permission.TICKETS_VIEW)
def show(number: str):
    """To the page of the desk the ticket belongs to."""
    ticket = one.numbered(staff(), number)
    return go(procedures.page_of(ticket.desk, ticket.number))
