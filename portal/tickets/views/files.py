"""Files of a ticket: always as a download, never shown inside a page."""

from __future__ import annotations

from urllib.parse import quote

from flask import Response, current_app

from portal.access import Permission, requires, staff
from portal.audit import actions as audit
from portal.tickets.actions import attachments
from portal.tickets.queries import one
from portal.tickets.views.blueprint import blueprint


@blueprint.get("/<number>/files/<int(max=2147483647):file_id>")
@requires(Permission.TICKETS_VIEW)
def download(number: str, file_id: int) -> Response:
    """The file as it was taken in; who fetched it is in the journal."""
    ticket = one.numbered(staff(), number)
    attachment = one.file(ticket, file_id)
    data = attachments.content(attachment, store=current_app.extensions["store"])
    audit.record("ticket.file_read", ticket.number, by=staff(), reason=f"file:{attachment.id}")
    response = Response(data, mimetype="application/octet-stream")
    name = quote(attachment.name, safe="")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response
