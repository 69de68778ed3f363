"""The answers a view can give: a page, a piece of it, a redirect, a refusal. Six in all, on htmx and on plain browsers.

=====================  ==================================  =====================
case                   htmx                                plain browser
=====================  ==================================  =====================
read                   200, fragment                       200, page
write done             200, fragment and flashes           303 to the page
form wrong             422, fragment                       422, page
refused by a rule      409, flashes only                   409, page
go elsewhere           204 and `HX-Redirect`               303
not there, not yours   404 / 403, short text               404 / 403, page
=====================  ==================================  =====================
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import lru_cache

from flask import (
    Flask,
    Response,
    current_app,
    flash,
    get_flashed_messages,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from markupsafe import Markup

from portal.core import htmx
from portal.core.htmx import wants_fragment
from portal.core.i18n import language
from portal.core.security import takes_form

__all__ = ["NO_MORE_POLLS", "address", "done", "frame_with", "go", "not_modified", "page", "refused", "tagged"]
__all__ += ["takes_form", "wants_fragment"]

NO_MORE_POLLS = 286  # for a piece that asks again by itself: here is the last answer


def init_app(app: Flask) -> None:
    app.teardown_request(_close_uploads)
    app.jinja_env.globals["kept"] = kept
    app.jinja_env.globals["url_for"] = address
    app.jinja_env.globals["flashes"] = lambda: get_flashed_messages(with_categories=True)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def _close_uploads(_error) -> None:
    """Close the files that uploads were spooled to."""
    request.close()


def address(endpoint: str, **values: object) -> str:
    """`url_for` for templates: an address without parts is looked up once."""
    return url_for(endpoint, **values) if values or endpoint.startswith(".") else _address(endpoint)


@lru_cache(maxsize=512)
def _address(endpoint: str) -> str:
    return url_for(endpoint)


def kept(template: str, **given: Hashable) -> Markup:
    """A piece of a page that depends on nothing but the reader's language and what is given to it, rendered once."""
    return _kept(template, language(), tuple(given.items()))


@lru_cache(maxsize=1024)
def _kept(template: str, _language: str, given: tuple[tuple[str, Hashable], ...]) -> Markup:
    return current_app.jinja_env.get_template(template).make_module(dict(given)).__html__()


def frame_with(app: Flask, frame) -> None:
    """Name the function that gives base.html its context (reader, navigation, bell)."""
    app.extensions["frame"] = frame


def page(template: str, *, fragment: str | None = None, status: int = 200, polled: bool = False, **context) -> Response:
    """The whole page, or only its fragment when htmx asked for one. A `polled` fragment leaves the flashes to the next
    page that a person opens."""
    if fragment is not None and wants_fragment():
        html = render_template(fragment, language=language(), **context)
        html += "" if polled else render_template("_flashes_oob.html")
    else:
        html = render_template(template, language=language(), **current_app.extensions["frame"](), **context)
    return make_response(html, status)


def done(url: str, *, fragment: str | None = None, **context) -> Response:
    """After a successful write: the fresh fragment for htmx where the view has one, else a redirect to `url`."""
    if fragment is not None and wants_fragment():
        return page(fragment, fragment=fragment, **context)
    return go(url)


def go(url: str) -> Response:
    """Leave for another page of the portal."""
    if request.htmx:
        return htmx.redirect_to(url)
    return redirect(url, code=303)


def refused(reason: str, rule: str | None = None) -> Response:
    """409: the reason and the rule behind it, as a flash alone for htmx, as a page for a plain browser. Nothing was
    changed."""
    if wants_fragment():
        flash(f"{reason} ({rule})" if rule else str(reason), "refused")
        response = make_response(render_template("_flashes_oob.html"), 409)
        response.headers["HX-Reswap"] = "none"
        return response
    return page("errors/409.html", status=409, reason=reason, rule_id=rule)


def not_modified(tag: str) -> Response | None:
    """304 when the browser already has what `tag` names, else None; `tagged` marks the answer that follows."""
    if request.if_none_match.contains_weak(tag):
        response = Response(status=304)
        response.set_etag(tag, weak=True)
        return response
    return None


def tagged(response: Response, tag: str) -> Response:
    """Mark an answer that a later poll may compare; the browser asks again each time."""
    response.set_etag(tag, weak=True)
    response.headers["Cache-Control"] = "private, no-cache"
    return response
