"""The page of operations."""

from __future__ import annotations

from flask import Response, current_app, flash, request, url_for

from portal.access import Permission, may, requires, staff
from portal.core import time
from portal.core.errors import Missing
from portal.core.i18n import _
from portal.core.web import go, page
from portal.operations import actions, hub, state
from portal.operations.checks import BAD, NOTE
from portal.operations.versions import versions
from portal.operations.views.blueprint import blueprint
from portal.operations.views.errands import KINDS, STATES, state_of
from portal.schedule import SCHEDULE

MARKS = {BAD: "late", NOTE: "soon"}


@blueprint.get("")
@requires(Permission.OPERATIONS_VIEW)
def index() -> Response:
    """What is wrong first; then everything one looks up."""
    settings, now = current_app.extensions["settings"], time.now()
    jobs, findings = state.jobs(), state.health(settings)
    return page(
        "operations/index.html",
        troubles=state.troubles(jobs, findings, now),
        figures=state.figures(settings),
        jobs=jobs,
        findings=findings,
        marks=MARKS,
        backups=state.backups(settings),
        errands=state.errands(),
        kinds=KINDS,
        states=STATES,
        state_of=state_of,
        shelf=settings.backup_folder,
        versions=versions(),
        places=hub.places_for(staff()),
        may_manage=may(staff(), Permission.OPERATIONS_MANAGE),
        now=now,
    )


@blueprint.post("/jobs/run")
@requires(Permission.OPERATIONS_MANAGE)
def run_job() -> Response:
    """The scheduler runs the job in its next round."""
    name = request.form.get("job", "")
    if name not in {job.name for job in SCHEDULE}:
        raise Missing
    actions.run_now(name, by=staff(), at=time.now())
    flash(_("The scheduler takes the job up within seconds."), "success")
    return go(url_for(".index"))
