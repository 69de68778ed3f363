"""Addresses that hold for tickets of every desk."""

from __future__ import annotations

from flask import redirect, url_for

from portal.access import Permission, requires, staff
from portal.core.web import go
from portal.tickets import procedures
from portal.tickets.queries import one
from portal.tickets.views.blueprint import blueprint


@blueprint.get("")
@requires(Permission.TICKETS_VIEW)
def index():
    """Every ticket there is now belongs to a desk; its list is the place to look."""
    return redirect(url_for("enquiries.index"), code=303)


@blueprint.get("/<number>")
@requires(Permission.TICKETS_VIEW)
def show(number: str):
    """To the page of the desk the ticket belongs to."""
    ticket = one.numbered(staff(), number)
    return go(f"{procedures.of(ticket.desk).place}/{ticket.number}")
