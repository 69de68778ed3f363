"""One's own second factor: set up with a phone, its recovery codes, its end."""

from __future__ import annotations

from flask import Response, flash, url_for

from portal.access import actions, codes, guard, queries
from portal.access.forms import CodeForm, ProofForm
from portal.access.guard import ANY_DUTY, requires, staff
from portal.access.permissions import Permission
from portal.access.sources import Source
from portal.access.views.blueprint import blueprint
from portal.access.views.proving import refusal_to_prove
from portal.core.i18n import _
from portal.core.qr import picture
from portal.core.time import now
from portal.core.web import go, page, takes_form


@blueprint.get("/me/factor")
@requires(Permission.ACCESS_OWN, despite=ANY_DUTY - {guard.Duty.PASSWORD})
def factor() -> Response:
    """Three pages at one address: nothing yet, a phone that is being set up, and the factor that is there."""
    return _page()


@blueprint.post("/me/factor")
@requires(Permission.ACCESS_OWN, despite=ANY_DUTY - {guard.Duty.PASSWORD})
def set_up_factor() -> Response:
    actions.set_up(staff(), key=guard.factor_key())
    return go(url_for(".factor"))


@blueprint.post("/me/factor/confirmation")
@takes_form
@requires(Permission.ACCESS_OWN, despite=ANY_DUTY - {guard.Duty.PASSWORD})
def confirm_factor() -> Response:
    form = CodeForm()
    if not form.validate_on_submit():
        return _page(form, status=422)
    recovery_codes = actions.confirm(staff(), form.code.data, key=guard.factor_key(), by=staff())
    if recovery_codes is None:
        form.code.errors = [_("This code does not fit. Wait for the next one; if it stays wrong, scan the picture again.")]
        return _page(form, status=422)
    return _hand_over(recovery_codes)


@blueprint.post("/me/factor/recovery-codes")
@takes_form
@requires(Permission.ACCESS_OWN)
def renew_recovery_codes() -> Response:
    return _refusal_to_prove() or _hand_over(actions.renew_recovery_codes(staff(), key=guard.factor_key(), by=staff()))


@blueprint.post("/me/factor/removal")
@takes_form
@requires(Permission.ACCESS_OWN)
def remove_factor() -> Response:
    if refusal := _refusal_to_prove():
        return refusal
    actions.remove_own(staff(), by=staff())
    flash(_("Your second factor is removed."), "success")
    return go(url_for(".factor"))


def _refusal_to_prove() -> Response | None:
    form = _proof_form()
    return refusal_to_prove(form, lambda status: _page(status=status, proof=form))


def _page(form: CodeForm | None = None, *, proof: ProofForm | None = None, status: int = 200) -> Response:
    person, at = staff(), now()
    there = queries.factor_of(person)
    begun = None if there else queries.unconfirmed_factor_of(person, at=at)
    return page(
        "access/factor.html",
        status=status,
        person=person,
        must=guard.signed_in().owes_factor,
        there=there,
        left=queries.recovery_codes_left(person) if there else 0,
        demanded=not set(queries.demanding_roles()).isdisjoint(person.roles),
        secret=_shown(begun) if begun else None,
        form=form or CodeForm(formdata=None),
        proof=proof or _proof_form(formdata=None),
    )


def _proof_form(**given) -> ProofForm:
    return ProofForm(without_password=not Source(staff().source).has_password, **given)


def _shown(begun) -> dict:
    """The secret as a picture to scan and as text to type."""
    secret = codes.unsealed(begun.sealed, key=guard.factor_key(), username=staff().username)
    return {"picture": picture(codes.address(secret, staff().username)), "text": codes.as_text(secret)}


def _hand_over(recovery_codes: list[str]) -> Response:
    """The only page that ever shows them; a redirect would have to keep them somewhere."""
    return page("access/recovery_codes.html", person=staff(), codes=recovery_codes, at=now())
