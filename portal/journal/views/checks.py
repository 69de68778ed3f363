"""Verifying on demand, with its progress; the last verdict; the anchors and their public key."""

from __future__ import annotations

from flask import Response, make_response, render_template, url_for

from portal.access import requires, staff
from portal.access.permissions import Permission
from portal.audit import actions as audit
from portal.audit import anchors, faults
from portal.audit import queries as journal
from portal.audit.anchor_files import Place
from portal.audit.models import Check
from portal.core import db, time
from portal.core.web import NO_MORE_POLLS, go, page
from portal.journal import actions
from portal.journal.queries import people, reader
from portal.journal.views.blueprint import blueprint

FIRST_SLICE = 15_000  # rows: under a second, so that a small journal is done when the page comes
SHOWN = 60  # anchors


@blueprint.get("/audit/checks")
@requires(Permission.AUDIT_VIEW)
def checks() -> Response:
    lines = Place(db.settings()).lines()
    return page(
        "journal/checks.html",
        **_state(),
        anchors=[anchors.parsed(line) for line in reversed(lines[-SHOWN:])],
        moment=time.from_ms,
        public_key=Place(db.settings()).public_pem(),
        copy=db.settings().anchor_copy,
        may_verify=staff().may(Permission.AUDIT_VERIFY),
    )


def _state() -> dict:
    """The run that goes on and the last verdict."""
    ended = journal.last_ended()
    return {
        "running": journal.running(),
        "ended": ended,
        "wrong": faults.sentence(ended.fault, ended.place) if ended and ended.fault else "",
        "person": reader(staff(), people()).person,
    }


@blueprint.post("/audit/checks")
@requires(Permission.AUDIT_VERIFY)
def begin() -> Response:
    """Begin a run, and do its first slice at once; the scheduler goes on with it."""
    at = time.now()
    check: Check = audit.begin(by=staff(), at=at)
    actions.go_on(check, most=FIRST_SLICE, now=at)
    return go(url_for(".checks"))


@blueprint.get("/audit/checks/progress")
@requires(Permission.AUDIT_VIEW, polled=True)
def progress() -> Response:
    """The piece that asks by itself while a run goes on; 286 ends the asking and brings the verdict."""
    state = _state()
    html = render_template("journal/_check.html", may_verify=staff().may(Permission.AUDIT_VERIFY), **state)
    return make_response(html, 200 if state["running"] else NO_MORE_POLLS)


@blueprint.get("/audit/anchors/key")
@requires(Permission.AUDIT_VIEW)
def key() -> Response:
    """The public key, to be kept elsewhere and compared there; before there is one, the page that says so."""
    pem = Place(db.settings()).public_pem()
    if not pem:
        return go(url_for(".checks"))
    response = Response(pem, mimetype="application/x-pem-file")
    response.headers.set("Content-Disposition", "attachment", filename="anchor.pub")
    return response
