"""Filling a form in: new, prefilled with what the portal knows; and a draft changed.

Opened by a clerk with papers or a customer before them: what is known already must stand there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, flash, request, url_for

from portal.access import Permission, requires, staff
from portal.core import time
from portal.core.errors import Missing, Refused
from portal.core.i18n import _, both, language
from portal.core.web import go, page, takes_form
from portal.signing import catalogue
from portal.signing.actions import documents as actions
from portal.signing.catalogue import Kind, Known
from portal.signing.forms import DocumentForm, cells, form_of
from portal.signing.models import DRAFT, Document
from portal.signing.queries import documents as queries
from portal.signing.queries.documents import Standing
from portal.signing.views.blueprint import ONE, blueprint

LONGEST_ABOUT = 40


@blueprint.get("/forms/new/<key>")
@requires(Permission.SIGNING_FILL)
def new(key: str) -> Response:
    kind = _kind(key)
    form = form_of(kind)(formdata=None)
    form.begin_with(_known(kind).facts)
    form.language.data = language()
    return _page(kind, form)


@blueprint.post("/forms/new/<key>")
@takes_form
@requires(Permission.SIGNING_FILL)
def begin(key: str) -> Response:
    kind = _kind(key)
    form = form_of(kind)()
    if not form.validate_on_submit():
        return _page(kind, form, status=422)
    known = _known(kind)
    made = actions.begin(
        kind,
        form.facts | _put_in(kind, known.facts),
        region=known.region or staff().region,
        about=known.about or (_about() if known.facts else ""),
        language=form.language.data,
        by=staff(),
        at=time.now(),
    )
    return _to(made)


@blueprint.get(f"{ONE}/edit")
@requires(Permission.SIGNING_FILL)
def edit(number: str) -> Response:
    found = _draft(number)
    form = form_of(found.kind)(formdata=None)
    form.begin_with(found.document.facts)
    form.language.data, form.revision.data = found.document.language, found.document.revision
    return _page(found.kind, form, found.document)


@blueprint.post(ONE)
@takes_form
@requires(Permission.SIGNING_FILL)
def change(number: str) -> Response:
    found = by_hand(queries.one(staff(), number))
    form = form_of(found.kind)()
    if not form.validate_on_submit():
        return _page(found.kind, form, found.document, status=422)
    revision = form.revision.data or 0
    try:
        facts = form.facts | _put_in(found.kind, found.document.facts)
        actions.fill(found.document, facts, language=form.language.data, revision=revision, by=staff(), at=time.now())
    except actions.ChangedMeanwhile as refusal:
        form.revision.raw_data, form.revision.data = None, queries.one(staff(), number).document.revision
        return _page(found.kind, form, found.document, status=409, refusal=refusal)
    flash(_("Saved."), "success")
    return _to(found.document)


def _kind(key: str) -> Kind:
    kind = catalogue.kind(key)
    if kind is None or not kind.by_hand:
        raise Missing
    return kind


def by_hand(found: Standing) -> Standing:
    """What is prepared elsewhere in the portal is not changed on the pages of forms."""
    if not found.kind.by_hand:
        raise Refused(_("The portal makes this form from what it knows; it is prepared on a page of its own."))
    return found


def _put_in(kind: Kind, facts: Mapping[str, Any]) -> dict[str, Any]:
    """What the portal puts in, whatever was typed."""
    return {one.key: facts.get(one.key, "") for one in kind.fields if one.known}


def _about() -> str:
    return request.args.get("about", "")[:LONGEST_ABOUT]


def _known(kind: Kind) -> Known:
    return catalogue.known(kind, staff(), _about())


def _draft(number: str) -> Standing:
    found = by_hand(queries.one(staff(), number))
    if found.document.state != DRAFT:
        raise Refused(_("What is frozen is not changed; make a new version."))
    return found


def _to(document: Document) -> Response:
    return go(url_for(".show", number=document.number))


def _page(
    kind: Kind, form: DocumentForm, document: Document | None = None, *, status: int = 200, refusal: Refused | None = None
) -> Response:
    new_url = url_for(".begin", key=kind.key, about=_about() or None)
    return page(
        "signing/fill.html",
        status=status,
        kind=kind,
        form=form,
        document=document,
        action=url_for(".change", number=document.number) if document else new_url,
        refusal=refusal,
        name=both(*kind.names),
        note=both(kind.note_zh, kind.note_en),
        parts=[(part, both(*part.names)) for part in kind.parts],
        cells=cells,
        put_in=_put_in(kind, document.facts if document else _known(kind).facts),
    )
