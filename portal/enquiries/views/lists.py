"""Where the list and the board of enquiries are: among those of all desks."""

from __future__ import annotations

from flask import Response, redirect, request, url_for

from portal.access import Permission, requires
from portal.enquiries.procedure import ENQUIRY
from portal.enquiries.views.blueprint import blueprint


@blueprint.get("")
@requires(Permission.ENQUIRIES_VIEW)
def index() -> Response:
    """An address that was written down when enquiries had a list of their own; what it narrows to goes along."""
    return _led_on({})


@blueprint.get("/board")
@requires(Permission.ENQUIRIES_VIEW)
def board() -> Response:
    return _led_on({"shape": "board"})


def _led_on(shape: dict[str, str]) -> Response:
    kept = {name: value for name, value in request.args.items() if value}
    return redirect(url_for("tickets.index", **kept | {"desk": ENQUIRY.key} | shape), code=303)
