"""What a monitor asks, without signing in."""

from __future__ import annotations

import hmac

from flask import Blueprint, Response, abort, current_app, request

from portal.operations import metrics

blueprint = Blueprint("metrics", __name__)
TYPE = "text/plain; version=0.0.4; charset=utf-8"


@blueprint.get("/metrics")
def show() -> Response:
    """The figures, for whoever brings the token of the settings; without one in the settings there is no such page."""
    settings = current_app.extensions["settings"]
    if not settings.metrics_token:
        abort(404)
    given = request.authorization
    token = (given.token or "") if given and given.type == "bearer" else ""
    if not hmac.compare_digest(token.encode(), settings.metrics_token.encode()):
        return Response("A bearer token is needed.\n", 401, {"WWW-Authenticate": "Bearer"}, content_type="text/plain")
    return Response(metrics.read(settings), content_type=TYPE, headers={"Cache-Control": "no-store"})


show.is_open = True
