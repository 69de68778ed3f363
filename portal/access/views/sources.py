"""Where accounts prove who they are: what the operator set, and whether it answers. For administrators."""

from __future__ import annotations

from flask import Response

from portal.access import guard, queries
from portal.access.guard import requires
from portal.access.permissions import Permission
from portal.access.sources import Source, Unreachable
from portal.access.views.blueprint import blueprint
from portal.access.views.choices import role_name
from portal.core.errors import Missing
from portal.core.i18n import both
from portal.core.web import page


@blueprint.get("/admin/sources")
@requires(Permission.ACCESS_MANAGE)
def sources() -> Response:
    return _page()


@blueprint.post("/admin/sources/<source>/test")
@requires(Permission.ACCESS_MANAGE)
def test_source(source: str) -> Response:
    """Ask the source all that a sign-in asks, but for a password."""
    check = guard.sources().checks().get(source)
    if check is None:
        raise Missing
    try:
        check()
    except Unreachable as unreachable:
        return _page(tested=source, fault=unreachable)
    return _page(tested=source)


def _page(*, tested: str = "", fault: Unreachable | None = None) -> Response:
    return page(
        "access/sources.html",
        directory=guard.sources().directory,
        provider=guard.sources().provider,
        administrators=list(queries.local_administrators()),
        role_name=role_name,
        tested=both(*Source(tested).names) if tested else "",
        fault=fault,
    )
