"""Certificates: the root for everybody to trust, one's own, and for administrators all of them.

Opened once by each person, to make their PDF reader trust the signatures; by an administrator when somebody leaves.
"""

from __future__ import annotations

from cryptography.hazmat.primitives.hashes import SHA256
from flask import Response, flash, url_for

from portal.access import Permission, may, requires, staff
from portal.access import queries as access
from portal.core import time
from portal.core.errors import Missing
from portal.core.i18n import _, both
from portal.core.web import go, page, takes_form
from portal.signing import authority
from portal.signing.actions import certificates as actions
from portal.signing.authority import Use
from portal.signing.forms import ReasonForm
from portal.signing.models import Certificate
from portal.signing.queries import certificates as queries
from portal.signing.views.blueprint import blueprint, root
from portal.signing.words import USES


@blueprint.get("/forms/certificates")
@requires(Permission.SIGNING_VERIFY)
def certificates() -> Response:
    return _page(ReasonForm(formdata=None))


@blueprint.get("/forms/root.crt")
@requires(Permission.SIGNING_VERIFY)
def root_file() -> Response:
    """The root's certificate, as a PDF reader or an operating system takes it."""
    response = Response(authority.certificate_bytes(root()), mimetype="application/pkix-cert")
    response.headers["Content-Disposition"] = 'attachment; filename="portal-root.crt"'
    return response


@blueprint.post("/forms/certificates/<username>/revocation")
@takes_form
@requires(Permission.SIGNING_CERTIFICATES)
def revoke(username: str) -> Response:
    person = access.staff_named(username)
    if person is None:
        raise Missing
    form = ReasonForm()
    if not form.validate_on_submit():
        return _page(form, status=422)
    count = actions.revoke(person, by=staff(), at=time.now(), reason=form.reason.data)
    said = _("%(name)s can sign nothing with the certificates of before.", name=both(person.name, person.name_en or person.name))
    flash(said if count else _("There was no certificate to take back."), "success" if count else "note")
    return go(url_for(".certificates"))


def _page(form: ReasonForm, *, status: int = 200) -> Response:
    trusted = root()
    manages = may(staff(), Permission.SIGNING_CERTIFICATES)
    at = time.now()
    return page(
        "signing/certificates.html",
        status=status,
        form=form,
        fingerprint=trusted.fingerprint(SHA256()).hex(" ").upper(),
        mine=queries.of_person(staff(), at),
        rows=[_line(row, at) for row in queries.listed()] if manages else [],
        manages=manages,
    )


def _line(row: Certificate, at) -> dict:
    person = row.staff
    ended = row.ends_at <= at
    return {
        "row": row,
        "use": both(*USES[Use(row.use)]),
        "name": both(person.name, person.name_en or person.name) if person else "",
        "holds": row.revoked_at is None and not ended,
    }
