"""The steps of a document: frozen, signed, sent back, made anew."""

from __future__ import annotations

from flask import Response, flash, url_for

from portal.access import Permission, requires, staff
from portal.access.views.proving import refusal_to_prove
from portal.core import time
from portal.core.i18n import _
from portal.core.web import go, takes_form
from portal.signing.actions import documents as actions
from portal.signing.actions import signatures
from portal.signing.forms import ReasonForm
from portal.signing.queries import documents as queries
from portal.signing.views.blueprint import ONE, blueprint, keyring, store
from portal.signing.views.document import shown, sign_form
from portal.signing.views.fill import by_hand


@blueprint.post(f"{ONE}/freeze")
@requires(Permission.SIGNING_FILL)
def freeze(number: str) -> Response:
    found = by_hand(queries.one(staff(), number))
    try:
        actions.freeze(found, store=store(), by=staff(), at=time.now())
    except actions.Incomplete as refusal:
        flash(refusal.reason, "refused")
        return shown(queries.one(staff(), number), status=409)
    flash(_("The form is frozen and can be signed."), "success")
    return _to(number)


@blueprint.post(f"{ONE}/signature")
@takes_form
@requires(Permission.SIGNING_SIGN)
def sign(number: str) -> Response:
    """Refused before the password is asked for where the place is not this person's (DM-O1)."""
    found = queries.one(staff(), number)
    form = sign_form(found)
    form.validate()
    if form.stale:
        return shown(found, status=422, sign=form)
    place = form.place.data if form.place.data in range(len(found.signatures)) else 0
    signatures.demand(found, place, staff(), time.now())
    if refusal := refusal_to_prove(form, lambda status: shown(found, status=status, sign=form)):
        return refusal
    signatures.sign(found.document, place, by=staff(), keyring=keyring(), store=store())
    flash(_("Signed."), "success")
    return _to(number)


@blueprint.post(f"{ONE}/refusal")
@takes_form
@requires(Permission.SIGNING_SIGN)
def refuse(number: str) -> Response:
    found = queries.one(staff(), number)
    form = ReasonForm()
    if not form.validate_on_submit():
        return shown(found, status=422, refusal=form)
    actions.refuse(found, form.reason.data, by=staff(), at=time.now())
    flash(_("The form goes back; whoever made it can make a new version."), "success")
    return _to(number)


@blueprint.post(f"{ONE}/renewal")
@requires(Permission.SIGNING_FILL)
def renew(number: str) -> Response:
    actions.renew(by_hand(queries.one(staff(), number)), by=staff(), at=time.now())
    return go(url_for(".edit", number=number))


def _to(number: str) -> Response:
    return go(url_for(".show", number=number))
