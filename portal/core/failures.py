"""From an error to an answer: a sentence in the reader's language, never a stack trace."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import peewee
from flask import Flask, Response, make_response, render_template, request
from werkzeug.exceptions import HTTPException, InternalServerError

from portal.core import web
from portal.core.errors import Missing, Refused
from portal.core.i18n import _
from portal.core.security import sent_from_here

log = logging.getLogger("portal.failures")

PAGES = {400, 403, 404, 405, 409, 413, 422, 429, 500, 503}
NO_SPACE = ("database or disk is full", "disk i/o error", "no space left")
NO_WRITE = ("readonly database", "read-only", "unable to open database")
BUSY = ("database is locked", "too many connections", "connection", "deadlock detected")
SECRET_FIELDS = ("password", "csrf_token", "code")
HIDDEN_FIELDS = {
    "all", "before", "customer_id", "draft", "filter", "job", "kept_action", "next",
    "place", "revision", "seen", "ticket", "token", "version",
    "view",
    "wording",
}  # fmt: skip


def init_app(app: Flask) -> None:
    app.jinja_env.globals["hidden_fields"] = HIDDEN_FIELDS
    app.register_error_handler(Refused, lambda error: web.refused(error.reason, error.rule))
    app.register_error_handler(Missing, lambda _error: answer(404))
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(peewee.DatabaseError, _database)
    app.register_error_handler(peewee.InterfaceError, _database)
    app.register_error_handler(OSError, _disk)
    app.register_error_handler(InternalServerError, _unforeseen)


def answer(status: int, **context) -> Response:
    """The error page of a status, whole for a browser and as a short piece for htmx."""
    if web.wants_fragment():
        return make_response(render_template("errors/_short.html", status=status, **context), status)
    return web.page(f"errors/{status}.html", status=status, **context)


def typed() -> list[tuple[str, str]]:
    """What the request's form held, without secrets and files, so that nobody has to type it again.

    Empty when the form was not one of ours: a stranger's page must not come back with a button that sends it.
    """
    if not sent_from_here():
        return []
    return [
        (name, value)
        for name, value in request.form.items(multi=True)
        if not any(secret in name for secret in SECRET_FIELDS)
    ]


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    if status < 400:
        return error.get_response()
    if status == 422:
        return answer(422, typed=typed(), action=request.full_path.rstrip("?"))
    if status == 405:
        return _with_headers(answer(405), error)
    return answer(status if status in PAGES else 400 if status < 500 else 500)


def _with_headers(response: Response, error: HTTPException) -> Response:
    allowed = dict(error.get_headers(request.environ)).get("Allow")
    if allowed:
        response.headers["Allow"] = allowed
    return response


def _database(error: peewee.PeeweeException) -> Response:
    said = "\n".join(_said(error)).lower()
    for signs, reason in (
        (NO_SPACE, _("The server's disk is full. Nothing was saved; tell the administrator.")),
        (NO_WRITE, _("The server cannot write to its disk. Nothing was saved; tell the administrator.")),
        (BUSY, _("The database is busy. Nothing was saved; try again in a minute.")),
    ):
        if any(sign in said for sign in signs):
            log.error("database unavailable: %s", type(error).__name__, exc_info=error)
            return _unavailable(reason)
    return _unforeseen(error)


def _said(error: BaseException | None) -> Iterator[str]:
    """What an error says, and those behind it: SQLite ends a transaction that finds the disk full by itself, and what is
    raised then is that there is nothing left to take back."""
    while error is not None:
        yield str(error)
        error = error.__cause__ or error.__context__


def _disk(error: OSError) -> Response:
    log.error("storage failed: %s", type(error).__name__, exc_info=error)
    reason = _("The server cannot write to its disk. Nothing was saved; tell the administrator.")
    return _unavailable(reason)


def _unavailable(reason: str) -> Response:
    """Nothing was saved: what was typed comes back, to be sent again."""
    back = {"typed": typed(), "action": request.full_path.rstrip("?")} if request.method == "POST" else {}
    return _plain("errors/503.html", 503, reason=reason, **back)


def _unforeseen(error: Exception) -> Response:
    cause = getattr(error, "original_exception", None) or error
    log.error("unforeseen: %s", type(cause).__name__, exc_info=cause)
    return _plain("errors/500.html", 500)


def _plain(template: str, status: int, **context) -> Response:
    """A page that needs neither database nor navigation."""
    return make_response(render_template(template, **context), status)
