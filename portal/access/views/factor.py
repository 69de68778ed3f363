"""One's own second factor: set up with a phone, its recovery codes, its end."""

from __future__ import annotations

import segno
from flask import Response, flash, url_for

from portal.access import actions, codes, guard, queries
from portal.access.forms import CodeForm, ProofForm
from portal.access.guard import ANY_DUTY, requires, staff
from portal.access.permissions import Permission
from portal.access.rules import Stop, Way
from portal.access.sources import Source, Unreachable
from portal.access.views.arrival import wait, with_wait
from portal.access.views.blueprint import blueprint
from portal.core.i18n import _
from portal.core.time import now
from portal.core.web import go, page, takes_form

QUIET = 4  # modules of white around a QR code, as ISO 18004 asks


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
    """The page again when password or code are not those of the person; None when they are."""
    form = _proof_form()
    if not form.validate_on_submit():
        return _page(status=422, proof=form)
    try:
        wrong = actions.prove(
            staff(), form.typed_password, form.code.data, way=Way.CODE,
            visitor=guard.visitor(), key=guard.factor_key(), sources=guard.sources(),
        )  # fmt: skip
    except Unreachable as unreachable:
        form.code.errors = [unreachable.reason]
        return _page(status=503, proof=form)
    except actions.TooEarly as refusal:
        seconds, words = wait(refusal.until)
        form.code.errors = [_("Too many wrong passwords or codes. Wait %(time)s, then try again.", time=words)]
        return with_wait(_page(status=429, proof=form), seconds)
    if wrong is Stop.PASSWORD:
        form.password.errors = [_("This is not your present password.")]
    elif wrong is Stop.CODE:
        form.code.errors = [_("This code is wrong or was used already. Wait for the next one.")]
    return _page(status=422, proof=form) if wrong else None


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
    return {"picture": _picture(codes.address(secret, staff().username)), "text": codes.as_text(secret)}


def _picture(text: str) -> dict:
    """A QR code for an SVG: the width with the quiet border it must have, and the path of its dark modules."""
    code = segno.make(text, error="m", micro=False)
    rows = enumerate(code.matrix_iter(border=QUIET))
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in rows for x, dark in enumerate(row) if dark)
    return {"width": code.symbol_size(border=QUIET)[0], "path": path}


def _hand_over(recovery_codes: list[str]) -> Response:
    """The only page that ever shows them; a redirect would have to keep them somewhere."""
    return page("access/recovery_codes.html", person=staff(), codes=recovery_codes, at=now())
