"""Saved views: the tabs above the list, and the page where they are kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from flask import Response, flash, render_template, request, url_for

from portal.access import Permission, may, requires, staff
from portal.core import time
from portal.core.i18n import _, both
from portal.core.web import go, not_modified, page, tagged, takes_form
from portal.tickets import view as views
from portal.tickets import words
from portal.tickets.actions import saved as actions
from portal.tickets.forms import ViewForm
from portal.tickets.queries import saved as queries
from portal.tickets.queries.saved import Saved
from portal.tickets.view import View
from portal.tickets.views.asked import filter_of, link
from portal.tickets.views.blueprint import blueprint, freshness
from portal.tickets.views.told import region_words, told

ONE = "/views/<int(max=2147483647):view_id>"
FIXED = {
    "": words.STATES["open"],
    "owner=me": ("我的", "Mine"),
    "state=offered": words.STATES["offered"],
    "state=late": words.STATES["late"],
}


class Tab(NamedTuple):
    """One view above the list; `foreign` when a person gave it its name."""

    id: str
    name: str
    url: str
    address: str
    current: bool
    foreign: bool
    count: str = ""


def tabs(view: View) -> list[Tab]:
    """The views above the list, with the one at hand marked. How many each has is asked for afterwards (`counts`)."""
    return list(_tabs(view.address))


def _tabs(here: str) -> Iterator[Tab]:
    for place, (address, pair) in enumerate(FIXED.items()):
        yield Tab(f"tab-{place}", both(*pair), _link(address), address, address == here, False)
    for pin in queries.pinned(staff()):
        yield Tab(f"view-{pin.id}", pin.name, _link(pin.address), pin.address, pin.address == here, True)


def _link(address: str) -> str:
    return link(views.read_address(address))


@blueprint.get("/views/tabs")
@requires(Permission.TICKETS_VIEW, polled=True)
def counted_tabs() -> Response:
    """The tabs with how many tickets each has; the list never waits for them."""
    now = time.now()
    tag = freshness(now)
    if unchanged := not_modified(tag):
        return unchanged
    found = tabs(views.read_address(request.args.get("in", "")))
    chosen = [filter_of(views.read_address(tab.address), staff(), now) for tab in found]
    numbers = queries.counts(staff(), chosen, now)
    counted = [tab._replace(count=number) for tab, number in zip(found, numbers, strict=True)]
    return tagged(Response(render_template("tickets/_tabs.html", tabs=counted)), tag)


@blueprint.get("/views")
@requires(Permission.TICKETS_VIEW)
def saved_views() -> Response:
    """The saved views that one may use; with `view` the form that keeps one more."""
    return _page(_fresh_form())


def _fresh_form() -> ViewForm:
    form = ViewForm(formdata=None).offer(may(staff(), Permission.TICKETS_SHARE))
    form.view.data = views.read_address(request.args.get("view", "")).address
    form.pinned.data = True
    return form


def _page(form: ViewForm, status: int = 200) -> Response:
    shares, names = may(staff(), Permission.TICKETS_SHARE), region_words()
    return page(
        "tickets/views.html",
        status=status,
        form=form,
        told=told(views.read_address(form.view.data or "")),
        keeps="view" in request.args or form.is_submitted(),
        saved=[_shown(row, shares, names) for row in queries.listed(staff())],
    )


class Shown(NamedTuple):
    """A saved view in the list; `said` is what it shows, `whose` who keeps it and for whom."""

    id: int
    name: str
    url: str
    said: str
    whose: str
    pinned: bool
    may_change: bool


def _shown(row: Saved, shares: bool, names: words.Names) -> Shown:
    mine = row.owner_id == staff().id
    whose = words.name(words.SCOPES, row.scope) + (f" · {words.name(names, row.region)}" if row.scope == "team" else "")
    keeper = "" if mine else f" · {both(row.owner, row.owner_en or row.owner)}"
    said = told(views.read_address(row.address))
    return Shown(row.id, row.name, _link(row.address), said, f"{whose}{keeper}", row.pinned, mine or shares)


@blueprint.post("/views")
@takes_form
@requires(Permission.TICKETS_VIEW)
def save_view() -> Response:
    form = ViewForm().offer(may(staff(), Permission.TICKETS_SHARE))
    if not form.validate_on_submit():
        return _page(form, status=422)
    row = actions.save(form.name.data, form.view.data or "", form.scope.data, pin=form.pinned.data, by=staff())
    flash(_("The view is saved."), "success")
    return go(_link(row.address))


@blueprint.get(ONE)
@requires(Permission.TICKETS_VIEW)
def view_form(view_id: int) -> Response:
    """Another name, shared with others, or deleted."""
    row = queries.one_of(staff(), view_id)
    form = ViewForm(formdata=None).offer(may(staff(), Permission.TICKETS_SHARE))
    form.name.data, form.scope.data, form.version.data = row.name, row.scope, str(row.version)
    return page("tickets/view.html", row=row, form=form, told=told(views.read_address(row.address)))


@blueprint.post(ONE)
@takes_form
@requires(Permission.TICKETS_VIEW)
def change_view(view_id: int) -> Response:
    row = queries.one_of(staff(), view_id)
    form = ViewForm().offer(may(staff(), Permission.TICKETS_SHARE))
    if not form.validate_on_submit():
        told_now = told(views.read_address(row.address))
        return page("tickets/view.html", status=422, row=row, form=form, told=told_now)
    actions.change(row, name=form.name.data, scope=form.scope.data, version=form.seen_version, by=staff())
    flash(_("Saved."), "success")
    return go(url_for(".saved_views"))


@blueprint.post(f"{ONE}/pin")
@requires(Permission.TICKETS_VIEW)
def pin_view(view_id: int) -> Response:
    actions.set_pin(queries.one_of(staff(), view_id), by=staff())
    return go(url_for(".saved_views"))


@blueprint.post(f"{ONE}/unpin")
@requires(Permission.TICKETS_VIEW)
def unpin_view(view_id: int) -> Response:
    actions.take_pin(queries.one_of(staff(), view_id), by=staff())
    return go(url_for(".saved_views"))


@blueprint.post(f"{ONE}/deletion")
@requires(Permission.TICKETS_VIEW)
def delete_view(view_id: int) -> Response:
    actions.delete(queries.one_of(staff(), view_id), by=staff())
    flash(_("The view is deleted."), "success")
    return go(url_for(".saved_views"))
