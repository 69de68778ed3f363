"""Taking an enquiry in."""

from __future__ import annotations

from flask import Response, current_app, flash, request, url_for

from portal.access import Permission, requires, staff
from portal.archive import actions as archive
from portal.archive import queries as customers
from portal.archive import rules as customer_rules
from portal.archive.cards import CustomerCard
from portal.core import db, time
from portal.core.errors import Refused
from portal.core.i18n import _
from portal.core.web import go, page, takes_form
from portal.enquiries import actions
from portal.enquiries.forms import TakeForm
from portal.enquiries.procedure import ENQUIRY
from portal.enquiries.views.blueprint import blueprint
from portal.tickets.views import drafts


@blueprint.get("/new")
@requires(Permission.ENQUIRIES_TAKE)
def new():
    form = TakeForm(formdata=None, received_at=time.now())
    number = request.args.get("customer", "")
    if number.isascii() and number.isdecimal():
        card = customers.card(staff(), int(number[:9]))
        form.customer.data, form.country.data, form.email.data = card.name, card.country, card.email
        form.customer_id.data = str(card.id)
    return _page(form)


@blueprint.get("/new/country")
@requires(Permission.ENQUIRIES_TAKE)
def country():
    """The country's field filled in, when the name just typed is one known customer's and nothing was chosen; else 204,
    which leaves the field to whoever is choosing."""
    form = TakeForm(formdata=request.args)
    if not _fill_country(form):
        return Response(status=204)
    return page("enquiries/new.html", fragment="enquiries/_country.html", form=form, drafts=drafts.of_form(ENQUIRY.place))


@blueprint.post("")
@takes_form
@requires(Permission.ENQUIRIES_TAKE)
def take():
    form = TakeForm()
    if not form.validate_on_submit():
        _fill_country(form)
        return _page(form, status=422)
    try:
        with db.atomic():
            customer = _customer(form)
            if customer is None:
                return _page(form, status=422)
            language = form.language.data or customer.language
            given = form.values() | {"customer": customer, "language": language, "store": current_app.extensions["store"]}
            ticket = actions.take(given, by=staff())
    except Refused as no:
        form.form_errors.append(no.reason)
        return _page(form, status=422, rule=no.rule)
    drafts.sent(ENQUIRY.place, form)
    flash(_("%(number)s is taken in.", number=ticket.number), "success")
    return go(url_for(".show", number=ticket.number))


def _customer(form: TakeForm) -> CustomerCard | None:
    """The customer who is meant, or a new one; None (and a message at the field) when that cannot be told."""
    if chosen := _chosen(form):
        return chosen
    if not form.country.data:
        return _namesake(form.customer.data) or _registered(form)
    seen = customers.namesakes(staff(), form.customer.data, form.country.data)
    if len(seen) > 1:
        said = _("Several customers have this name. Open the page of the one you mean and begin there.")
        form.customer.errors = [said]
        return None
    return (seen[0] if seen else customers.known_as(form.customer.data, form.country.data)) or _registered(form)


def _chosen(form: TakeForm) -> CustomerCard | None:
    """The customer from whose page the enquiry was begun, as long as name and country were not changed."""
    number = form.customer_id.data or ""
    if not (number.isascii() and number.isdecimal()):
        return None
    card = customers.card(staff(), int(number[:9]))
    same = customer_rules.key(card.name) == customer_rules.key(form.customer.data or "")
    return card if same and form.country.data in ("", None, card.country) else None


def _namesake(name: str | None) -> CustomerCard | None:
    """The one customer of this name in all countries; None when there is none, or several."""
    found = customers.suggestions(staff(), name or "")
    same = [card for card in found if customer_rules.key(card.name) == customer_rules.key(name or "")]
    return same[0] if len(same) == 1 else None


def _fill_country(form: TakeForm) -> bool:
    """Choose the country of the customer who is named, unless one is chosen; whether that was done."""
    known = None if form.country.data else _namesake(form.customer.data)
    if known:
        form.country.data = known.country
    return known is not None


def _registered(form: TakeForm) -> CustomerCard | None:
    if not form.country.data:
        form.country.errors = [_("This customer is new; choose the country or region.")]
        return None
    facts = {"name": form.customer.data, "country": form.country.data, "email": form.email.data or ""}
    facts |= {"language": form.language.data or "", "zone": "", "contact": "", "phone": ""}
    wrong = customer_rules.faults(customer_rules.completed(facts))
    if wrong:
        _put_at_fields(form, wrong)
        return None
    return archive.register(**facts, owner=staff(), by=staff())


def _put_at_fields(form: TakeForm, wrong: dict[str, str]) -> None:
    for name, reason in wrong.items():
        field = form[{"name": "customer"}.get(name, name)]
        field.errors = [reason]


def _page(form: TakeForm, status: int = 200, rule: str | None = None):
    kept = drafts.of_form(ENQUIRY.place)
    drafts.put_back(form, kept.draft)
    return page("enquiries/new.html", fragment="enquiries/_take.html", status=status, form=form, rule_id=rule, drafts=kept)
