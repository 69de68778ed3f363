"""Who may do what: the table of permissions and roles, and what each permission opens, for the auditor."""

from __future__ import annotations

from flask import Response, current_app

from portal.access import table
from portal.access.guard import requires
from portal.access.permissions import Permission
from portal.access.roles import ROLES
from portal.access.views.blueprint import blueprint
from portal.core.time import now
from portal.core.web import page


@blueprint.get("/admin/permissions")
@requires(Permission.AUDIT_VIEW)
def permissions() -> Response:
    """Read from the running code, so it cannot tell anything else than what the guard does."""
    routes = current_app.url_map, current_app.view_functions
    return page(
        "access/permissions.html",
        lines=table.lines(*routes),
        open_doors=table.open_doors(*routes),
        roles=list(ROLES.values()),
        at=now(),
    )
