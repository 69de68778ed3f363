"""What the portal uses of `htmx-flask`, and where it must not be trusted.

The extension gives `request.htmx`. Its own `make_response` refuses half of the swap words and puts text that is not
ASCII into headers, which a real server answers with 500; so the headers are set here.
"""

from __future__ import annotations

import json
from urllib.parse import quote

from flask import Flask, Response, request
from htmx_flask import Htmx

SAFE_IN_URL = "/:?#[]@!$&'()*+,;=%~-._"


def init_app(app: Flask) -> None:
    """`request.htmx`; and every answer of a view says that it may differ with htmx, so that no cache mixes them up."""
    Htmx(app)
    app.after_request(_differs)


def _differs(response: Response) -> Response:
    if request.endpoint != "static_files.send":
        response.vary.add("HX-Request")
    return response


def wants_fragment() -> bool:
    """Whether htmx asked for a piece of the page (a boosted link or a restored history entry wants all of it)."""
    htmx = request.htmx
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def redirect_to(url: str) -> Response:
    """204 with `HX-Redirect`, percent-encoded."""
    return Response(status=204, headers={"HX-Redirect": quote(url, safe=SAFE_IN_URL)})


def trigger(response: Response, **events: object) -> Response:
    """Announce events to the page; JSON with ASCII escapes, the only form that passes every server."""
    response.headers["HX-Trigger"] = json.dumps(events)
    return response
