"""One document: what stands in it, who has signed, what can be done now; and its file.

Opened by whoever has to sign: they read every word, then type their password. What they are about to sign stands above
the place where they do.
"""

from __future__ import annotations

from typing import Any

from flask import Response, request, url_for

from portal.access import Permission, may, requires, staff
from portal.access import queries as access
from portal.access.sources import Source
from portal.audit import actions as audit
from portal.core.i18n import both
from portal.core.web import page
from portal.signing import catalogue, printing, rules
from portal.signing.actions import files
from portal.signing.catalogue import Field
from portal.signing.forms import ReasonForm, SignForm
from portal.signing.models import DRAFT
from portal.signing.queries import documents as queries
from portal.signing.queries.documents import Standing
from portal.signing.views.blueprint import ONE, blueprint, store
from portal.signing.words import state_of

YES, NO = ("是", "Yes"), ("否", "No")


@blueprint.get(ONE)
@requires(Permission.SIGNING_VIEW)
def show(number: str) -> Response:
    return shown(queries.one(staff(), number, _version()))


@blueprint.get(f"{ONE}/file.pdf")
@requires(Permission.SIGNING_VIEW)
def file(number: str) -> Response:
    """The signed file as it is; a draft rendered as it stands, and marked so."""
    found = queries.one(staff(), number, _version())
    drafted = found.document.state == DRAFT
    data = printing.sheet(found).pdf if drafted else files.content(found.document, store=store())
    return _printed(found, data, "")


@blueprint.get(f"{ONE}/copy.pdf")
@requires(Permission.SIGNING_VIEW)
def copy(number: str) -> Response:
    """What stood in it, rendered anew; a version that does not count any more says so across its pages."""
    found = queries.one(staff(), number, _version())
    return _printed(found, printing.sheet(found).pdf, "-copy")


def _printed(found: Standing, data: bytes, more: str) -> Response:
    document = found.document
    audit.record("form.printed", document, by=staff())
    response = Response(data, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{document.number}-{document.version}{more}.pdf"'
    return response


def _version() -> int | None:
    typed = request.args.get("version", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 7 else None


def shown(found: Standing, *, status: int = 200, sign: SignForm | None = None, refusal: ReasonForm | None = None) -> Response:
    """The page of a document, with the forms as they were sent."""
    document, fills = found.document, found.kind.by_hand and may(staff(), Permission.SIGNING_FILL)
    signs = may(staff(), Permission.SIGNING_SIGN) and queries.may_sign_next(found, staff())
    versions = queries.versions(document)
    return page(
        "signing/show.html",
        status=status,
        document=document,
        kind=found.kind,
        name=both(*found.kind.names),
        state=state_of(document.state),
        parts=_parts(found),
        places=_places(found),
        newest=queries.is_newest(document),
        versions=[(one, state_of(one.state)) for one in versions if one.id != document.id],
        short=rules.short(document.digest) if document.digest else "",
        sign=(sign or sign_form(found, formdata=None)) if signs else None,
        refusal=(refusal or ReasonForm(formdata=None)) if signs else None,
        may_fill=fills,
        origin=catalogue.origin_of(found.kind, document.about),
        may_renew=fills and document.state != DRAFT and versions[0].id == document.id,
        file_url=url_for(".file", number=document.number, version=document.version),
        copy_url=url_for(".copy", number=document.number, version=document.version),
    )


def sign_form(found: Standing, **given) -> SignForm:
    """Asks for what proves this person: the password their account has, the code of their second factor."""
    has_password = Source(staff().source).has_password
    without_code = has_password and access.factor_of(staff()) is None
    form = SignForm(without_password=not has_password, without_code=without_code, **given)
    if not form.is_submitted():
        form.place.data = found.next_place
    return form


def _parts(found: Standing) -> list[dict[str, Any]]:
    """What stands in it, as it is read on a screen."""
    facts = found.document.facts
    return [
        {"name": both(*part.names), "runs": [[_field(field, facts.get(field.key)) for field in run] for run in part.runs]}
        for part in found.kind.parts
    ]


def _field(field: Field, value: Any) -> dict[str, Any]:
    told = {"name": both(*field.names), "kind": field.kind, "missing": field.required and not rules.filled(value)}
    if field.kind == "table":
        return told | {"columns": [both(*column.names) for column in field.columns], "value": value or []}
    if field.kind == "yes":
        return told | {"value": both(*YES) if value else both(*NO)}
    if field.kind == "choice":
        return told | {"value": next((both(*one.names) for one in field.choices if one.key == value), "")}
    return told | {"value": value or ""}


def _places(found: Standing) -> list[dict[str, Any]]:
    slots = {slot.key: slot for slot in found.kind.slots}
    return [{"row": one, "slot": both(*slots[one.slot].names), "next": one.place == found.next_place} for one in found.signatures]
