"""/forms: what waits for my signature, the forms there are, and those that were filled in.

Opened several times a day by whoever signs, in a hurry: what waits for them stands first.
"""

from __future__ import annotations

from flask import Response, request, url_for

from portal.access import Permission, may, requires, staff
from portal.core.i18n import both
from portal.core.web import page
from portal.signing import catalogue
from portal.signing.models import Document
from portal.signing.queries import documents as queries
from portal.signing.queries import prints
from portal.signing.views.blueprint import blueprint
from portal.signing.words import STATES, state_of

TOLD = ("customer", "title", "shift", "person", "day")  # the first that a form has says what it is about


@blueprint.get("/forms")
@requires(Permission.SIGNING_VIEW)
def index() -> Response:
    kind = request.args.get("kind", "") if catalogue.kind(request.args.get("kind", "")) else ""
    state = request.args.get("state", "") if request.args.get("state", "") in STATES else ""
    after = request.args.get("after")
    found = queries.listed(staff(), kind=kind, state=state, after=after)
    kept = {"kind": kind or None, "state": state or None}
    return page(
        "signing/index.html",
        fragment="signing/_documents.html",
        kinds=[(one.key, both(*one.names), both(one.note_zh, one.note_en), one) for one in catalogue.every()],
        chosen={"kind": kind, "state": state},
        states=[(key, both(*pair)) for key, pair in STATES.items()],
        waiting=[line(one.document) for one in queries.waiting_for(staff())] if may(staff(), Permission.SIGNING_SIGN) else [],
        documents=[line(row) for row in found.rows],
        runs=prints.latest(staff()),
        may_fill=may(staff(), Permission.SIGNING_FILL),
        first_url=url_for(".index", **kept) if after else None,
        next_url=url_for(".index", **kept, after=found.after) if found.after else None,
    )


def line(document: Document) -> dict:
    """One document in a list."""
    known = catalogue.kind(document.kind)
    return {
        "row": document,
        "kind": both(*known.names) if known else document.kind,
        "about": next((str(document.facts[key]) for key in TOLD if document.facts.get(key)), ""),
        "state": state_of(document.state),
        "url": url_for(".show", number=document.number, version=document.version),
    }
