"""What every answer and every unsafe request must carry: security headers, and a token against forged requests."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, g, request
from flask_wtf.csrf import CSRFError, CSRFProtect

POLICY = (
    "default-src 'none'; "
    "script-src 'self'; "
    "style-src 'self'; "
    "img-src 'self'; "
    "font-src 'self'; "
    "connect-src 'self'; "
    "form-action 'self'; "
    "base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}

csrf = CSRFProtect()


def init_app(app: Flask) -> None:
    """Headers on every answer; no unsafe request reaches a view without a token, unless its form checks it itself."""
    app.config.update(WTF_CSRF_CHECK_DEFAULT=False, WTF_CSRF_TIME_LIMIT=None)
    csrf.init_app(app)
    app.before_request(_demand_an_address)
    app.before_request(_demand_token)
    app.after_request(_add_headers)


def takes_form(view):
    """Mark a view that always validates a `core.forms.Form`: a stale token then brings the form back, filled (422)."""
    view.takes_form = True
    return view


def sent_from_here() -> bool:
    """Whether a form of ours was sent: by its token, or by the browser's word. What another site posts is not offered
    for sending again."""
    return g.get("csrf_valid", False) or host_of(request.headers.get("Origin", "")) == request.host


def host_of(url: str) -> str:
    """The host, and port if any, that a header names; "" when it cannot be read."""
    try:
        return urlsplit(url).netloc
    except ValueError:
        return ""


def _demand_an_address() -> None:
    """Nothing that the portal keeps has a NUL in its name, and PostgreSQL takes no text with one."""
    if "\0" in request.path:
        abort(404)


def _demand_token() -> None:
    if request.method in SAFE_METHODS or request.endpoint is None:
        return
    try:
        csrf.protect()
    except CSRFError:
        view = current_app.view_functions[request.endpoint]
        if not getattr(view, "takes_form", False):
            abort(422, description="expired")


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-store")
    return response
