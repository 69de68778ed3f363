"""Importing enquiries in the browser: bring a file, see what would come of it, confirm, take it back."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response, current_app, flash, request, url_for

from portal.access import Permission, requires, staff
from portal.core import time
from portal.core.errors import Refused
from portal.core.forms import strange_character
from portal.core.i18n import _, plural
from portal.core.web import go, page, takes_form
from portal.enquiries.imports import actions, checking, choosing, queries, reading
from portal.enquiries.imports.forms import ConfirmForm, RevertForm, UploadForm
from portal.enquiries.imports.staging import Brought, Staging
from portal.enquiries.views.blueprint import blueprint
from portal.tickets import words

FIRST_ROWS, MOST_FAULTS, LONGEST_NAME = 5, 200, 150


@blueprint.get("/imports")
@requires(Permission.ENQUIRIES_IMPORT)
def imports() -> Response:
    """What was imported, newest first, and the form to bring a file."""
    _staging().clean()
    return _list(UploadForm(formdata=None))


@blueprint.post("/imports")
@takes_form
@requires(Permission.ENQUIRIES_IMPORT)
def upload() -> Response:
    """Keep the file for a day, sealed, and show what would come of it."""
    form = UploadForm()
    if not form.validate_on_submit():
        return _list(form, 422)
    sent = form.file.data[0]
    brought = Brought(_readable(sent.filename), sent.read())
    try:
        reading.read(brought.name, brought.data)
    except Refused as no:
        form.file.errors = [str(no.reason)]
        return _list(form, 422)
    return go(url_for(".preview", token=_staging().keep(brought, staff().username)))


@blueprint.get("/imports/drafts/<token>")
@requires(Permission.ENQUIRIES_IMPORT)
def preview(token: str) -> Response:
    """Every row looked at; the address says which column fills which field."""
    return _preview(token, request.args, ConfirmForm(formdata=None))


@blueprint.post("/imports/drafts/<token>")
@takes_form
@requires(Permission.ENQUIRIES_IMPORT)
def bring_in(token: str) -> Response:
    """Make enquiries of the good rows, whole or not at all."""
    form = ConfirmForm()
    if not form.validate_on_submit():
        return _preview(token, request.form, form, 422)
    brought = _staging().get(token, staff().username)
    sheet = reading.read(brought.name, brought.data)
    plan = choosing.chosen(sheet, request.form)
    try:
        if plan.missing:
            raise Refused(_("Say first which columns fill the fields that are needed."))
        checked = checking.check(sheet, plan, by=staff(), now=time.now())
        made = actions.bring_in(checked, brought, by=staff(), skip_bad=form.skip_bad.data)
    except Refused as no:
        form.form_errors.append(str(no.reason))
        return _preview(token, request.form, form, 409)
    _staging().drop(token)
    flash(plural("%(num)d enquiry is imported.", "%(num)d enquiries are imported.", made.rows), "success")
    return go(url_for(".imports"))


@blueprint.post("/imports/<int(max=2147483647):number>/reversal")
@takes_form
@requires(Permission.ENQUIRIES_IMPORT)
def revert(number: int) -> Response:
    """Take a whole import back."""
    imported = queries.found(staff(), number)
    form = RevertForm()
    if not form.validate_on_submit():
        return _list(UploadForm(formdata=None), 422, refusal=form.csrf_token.errors[0])
    actions.revert(imported, by=staff())
    flash(_("Import %(number)d is taken back.", number=number), "success")
    return go(url_for(".imports"))


def _list(form: UploadForm, status: int = 200, refusal: str | None = None) -> Response:
    return page("enquiries/imports.html", status=status, form=form, imports=queries.listed(staff()), refusal=refusal)


def _preview(token: str, given: Mapping[str, str], form: ConfirmForm, status: int = 200) -> Response:
    brought = _staging().get(token, staff().username)
    sheet = reading.read(brought.name, brought.data)
    plan = choosing.chosen(sheet, given)
    checked = None if plan.missing else checking.check(sheet, plan, by=staff(), now=time.now())
    return page(
        "enquiries/imports_preview.html",
        status=status,
        token=token,
        file=brought.name,
        rows=len(sheet.rows),
        headers=sheet.headers,
        profile=plan.profile,
        choices=choosing.choices(sheet, plan),
        missing=plan.missing,
        good=len(checked.good) if checked else 0,
        bad=len(checked.bad) if checked else 0,
        faults=checked.bad[:MOST_FAULTS] if checked else (),
        first=[_shown(row.values) | {"number": row.number} for row in checked.good[:FIRST_ROWS]] if checked else [],
        form=form,
    )


def _shown(values: Mapping) -> dict:
    """A good row as the preview shows it."""
    return {
        "customer": values["customer"]["name"],
        "title": values["title"],
        "channel": words.name(words.CHANNELS, values["channel"]),
        "level": values["level"],
        "received_at": values["received_at"],
        "owner": values["owner"].name,
    }


def _readable(name: str) -> str:
    """The end of a file's name, without characters that have no place in a text."""
    return "".join(sign for sign in name if strange_character(sign) is None)[-LONGEST_NAME:]


def _staging() -> Staging:
    return Staging(current_app.extensions["settings"])
