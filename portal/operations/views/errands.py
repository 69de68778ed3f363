"""Asking for a backup or a rehearsal, and watching it."""

from __future__ import annotations

from datetime import timedelta

from flask import Response, url_for

from portal.access import Permission, requires, staff
from portal.core import time
from portal.core.errors import Missing
from portal.core.i18n import lazy
from portal.core.web import NO_MORE_POLLS, go, page, wants_fragment
from portal.operations import actions, queries
from portal.operations.models import BACKUP, REHEARSAL, Errand
from portal.operations.views.blueprint import blueprint

PATIENCE = timedelta(minutes=1)
KINDS = {BACKUP: lazy("Backup"), REHEARSAL: lazy("Rehearsal")}
STATES = {"waiting": lazy("Waiting"), "working": lazy("At work"), "good": lazy("Done"), "failed": lazy("Failed")}
STEPS = {
    "": lazy("Waiting for the scheduler"),
    "database": lazy("The database"),
    "files": lazy("Uploaded files"),
    "sealing": lazy("Sealing"),
    "checking": lazy("Checksums"),
    "copying": lazy("Uploaded files"),
    "looking": lazy("Journal, tables and files"),
}
PATHS = {"backups": BACKUP, "rehearsals": REHEARSAL}


@blueprint.post("/<any(backups, rehearsals):path>")
@requires(Permission.OPERATIONS_MANAGE)
def ask(path: str) -> Response:
    """Ask for one now; a process of its own carries it out."""
    errand = actions.ask(PATHS[path], by=staff(), at=time.now())
    return go(url_for(".errand", number=errand.id))


@blueprint.get("/errands/<int(max=2147483647):number>")
@requires(Permission.OPERATIONS_VIEW, polled=wants_fragment)
def errand(number: int) -> Response:
    """How far it is; once it is over the page asks no more."""
    found = queries.errand(number)
    if found.kind not in KINDS:
        raise Missing
    answer = page(
        "operations/errand.html",
        fragment="operations/_errand.html",
        polled=True,
        errand=found,
        kind=KINDS[found.kind],
        state=state_of(found),
        states=STATES,
        step=STEPS.get(found.step, found.step),
        percent=percent_of(found),
        nobody_comes=state_of(found) == "waiting" and time.now() - found.asked_at > PATIENCE,
    )
    if found.is_over and wants_fragment():
        answer.status_code = NO_MORE_POLLS
    return answer


def state_of(errand: Errand) -> str:
    """A key of STATES."""
    if errand.is_over:
        return "failed" if errand.error else "good"
    return "working" if errand.started_at else "waiting"


def percent_of(errand: Errand) -> int | None:
    """How much of the step is done; None where nobody can say."""
    return min(100, errand.done * 100 // errand.whole) if errand.whole else None
