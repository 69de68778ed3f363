"""Pages of the customers: list, record, new, edit; and the names offered while somebody types one."""

from __future__ import annotations

from flask import Blueprint, Response, flash, request, url_for

from portal.access import requires, staff
from portal.access.permissions import Permission
from portal.access.queries import regions, sees_region
from portal.archive import actions, queries
from portal.archive.cards import CustomerCard, card_of
from portal.archive.forms import CustomerForm, FilterForm
from portal.archive.models import Customer
from portal.core.errors import Refused
from portal.core.i18n import _, both, language
from portal.core.time import now
from portal.core.web import go, page, takes_form
from portal.signing.views.about import forms_about

ONE = "/<int(max=2147483647):number>"

blueprint = Blueprint("archive", __name__, url_prefix="/archive")


@blueprint.get("")
@requires(Permission.ARCHIVE_VIEW)
def index() -> Response:
    names = _region_names()
    seen = [(code, name) for code, name in names.items() if sees_region(staff(), code)]
    form = FilterForm(request.args, seen)
    filters, after = form.filters(), request.args.get("after")
    customers = queries.listed(staff(), filters, after)
    kept = {"q": filters.name or None, "country": filters.country or None, "region": filters.region or None}
    return page(
        "archive/index.html",
        fragment="archive/_customers.html",
        form=form,
        filters=filters,
        customers=customers.rows,
        regions=names,
        first_url=url_for(".index", **kept) if after else None,
        next_url=url_for(".index", **kept, after=customers.after) if customers.after else None,
        may_edit=_may_edit(),
    )


@blueprint.get("/suggestions")
@requires(Permission.ARCHIVE_VIEW)
def suggestions() -> Response:
    """A `datalist` for whoever types a customer's name; a fragment alone."""
    customers = queries.suggestions(staff(), request.args.get("customer", ""))
    return page("archive/_suggestions.html", fragment="archive/_suggestions.html", customers=customers)


@blueprint.get("/new")
@requires(Permission.ARCHIVE_EDIT)
def new() -> Response:
    return _new_page(CustomerForm(formdata=None))


@blueprint.post("")
@takes_form
@requires(Permission.ARCHIVE_EDIT)
def register() -> Response:
    form = CustomerForm()
    if not form.validate_on_submit():
        return _new_page(form, status=422)
    if not form.namesake.data and (twin := queries.named(staff(), form.name.data, form.country.data)):
        return _new_page(form, status=422, twin=twin)
    customer = actions.register(**form.values(), owner=staff(), by=staff())
    flash(_("%(name)s is recorded.", name=customer.name), "success")
    return _to(customer)


@blueprint.get(ONE)
@requires(Permission.ARCHIVE_VIEW)
def show(number: int) -> Response:
    customer = queries.card(staff(), number)
    region = _region_names()[customer.region]
    papers = forms_about(f"customer:{customer.id}")
    owner = queries.owner_of(number)
    known = {"customer": customer, "region": region, "owner": owner.name_in(language()) if owner else ""}
    return page("archive/show.html", **known, now=now(), may_edit=_may_edit(), papers=papers)


@blueprint.get(f"{ONE}/edit")
@requires(Permission.ARCHIVE_EDIT)
def edit(number: int) -> Response:
    customer = queries.found(staff(), number)
    return _edit_page(CustomerForm(formdata=None, obj=customer), customer)


@blueprint.post(ONE)
@takes_form
@requires(Permission.ARCHIVE_EDIT)
def correct(number: int) -> Response:
    customer = queries.found(staff(), number)
    form = CustomerForm()
    if not form.validate_on_submit():
        return _edit_page(form, customer, status=422)
    try:
        actions.correct(customer, version=form.opened_version, changes=form.values(), by=staff())
    except Refused as refusal:
        return _refused(form, queries.found(staff(), number), refusal)
    flash(_("The record of %(name)s is corrected.", name=form.name.data), "success")
    return _to(queries.cards([number])[number])


def _to(customer: CustomerCard) -> Response:
    """To its page; to the list when the country gave it to a region this person does not see."""
    if sees_region(staff(), customer.region):
        return go(url_for(".show", number=customer.id))
    region = _region_names()[customer.region]
    flash(_("Customers there are served by another region: %(region)s.", region=region), "note")
    return go(url_for(".index"))


def _new_page(form: CustomerForm, *, status: int = 200, twin: CustomerCard | None = None) -> Response:
    return page("archive/new.html", status=status, form=form, twin=twin)


def _edit_page(form: CustomerForm, customer: Customer, *, status: int = 200, **context) -> Response:
    return page("archive/edit.html", status=status, form=form, customer=card_of(customer), **context)


def _refused(form: CustomerForm, customer: Customer, refusal: Refused) -> Response:
    """Somebody was quicker: what was typed stays in the form, and what is recorded now stands beside it."""
    form.version.data = str(customer.version)
    moved_on = form.differences(customer)
    return _edit_page(form, customer, refusal=refusal.reason, moved_on=moved_on, status=409)


def _region_names() -> dict[str, str]:
    return {region.code: both(region.name_zh, region.name_en) for region in regions()}


def _may_edit() -> bool:
    return staff().may(Permission.ARCHIVE_EDIT)
