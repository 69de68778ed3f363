"""/verify: what a PDF or the digits on a paper are worth, in plain words.

Opened by somebody who holds a paper and doubts it: one sentence first, the signatures below it.
"""

from __future__ import annotations

from flask import Response, request

from portal.access import Permission, requires, staff
from portal.core.errors import Missing
from portal.core.i18n import _, both
from portal.core.web import page, takes_form
from portal.signing import catalogue, rules, weighing
from portal.signing.forms import VerifyForm
from portal.signing.models import Document
from portal.signing.queries import documents as queries
from portal.signing.views.blueprint import blueprint, trusted
from portal.signing.words import VERDICTS, state_of


@blueprint.get("/verify")
@requires(Permission.SIGNING_VERIFY)
def verify() -> Response:
    """The page; with `digest` what the digits on a paper lead to, as the QR code asks."""
    form = VerifyForm(formdata=None)
    form.digest.data = request.args.get("digest", "")[:120]
    return _of_digits(form) if form.digest.data else _page(form)


@blueprint.post("/verify")
@takes_form
@requires(Permission.SIGNING_VERIFY)
def weigh() -> Response:
    form = VerifyForm()
    if not form.validate_on_submit():
        return _page(form, status=422)
    data = form.file.data.read() if form.file.data else b""
    if data:
        return _page(form, verdict=weighing.weigh(data, *trusted()))
    if form.digest.data:
        return _of_digits(form)
    form.file.errors = [_("Choose a file, or type the digits.")]
    return _page(form, status=422)


def _of_digits(form: VerifyForm) -> Response:
    typed = rules.typed_digest(form.digest.data)
    if not typed:
        form.digest.errors = [_("These are not the digits of a form: sixteen or more of 0–9 and A–F.")]
        return _page(form, status=422)
    found = queries.with_digest(typed)
    return _page(form, told=_told(found[0]) if len(found) == 1 else None, unknown=len(found) != 1)


def _told(document: Document) -> dict:
    """What everybody may know of a form whose digits they hold; what stands in it only who may see it."""
    known = catalogue.kind(document.kind)
    try:
        queries.one(staff(), document.number, document.version)
        may_open = True
    except Missing:
        may_open = False
    return {
        "document": document,
        "name": both(*known.names) if known else document.kind,
        "state": state_of(document.state),
        "newest": queries.is_newest(document),
        "signatures": [one for one in queries.standing(document).signatures if one.signed_at],
        "may_open": may_open,
    }


def _page(form: VerifyForm, *, status: int = 200, **found) -> Response:
    verdict = found.get("verdict")
    told = _told(verdict.document) if verdict and verdict.document else found.get("told")
    return page(
        "signing/verify.html",
        status=status,
        form=form,
        verdict=verdict,
        verdict_words=VERDICTS,
        told=told,
        unknown=found.get("unknown"),
    )
