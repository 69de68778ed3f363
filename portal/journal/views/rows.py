"""The rows: a list that is narrowed by its address, one row with everything in it, and the export."""

from __future__ import annotations

from flask import Response, request, stream_with_context, url_for

from portal.access import requires, staff
from portal.access.permissions import Permission
from portal.audit import queries as journal
from portal.audit import words
from portal.audit.anchor_files import Place
from portal.audit.telling import tell
from portal.core import db
from portal.core.i18n import _, both, local
from portal.core.paging import mark, unmark
from portal.core.time import now
from portal.core.web import page, takes_form
from portal.journal import actions, exporting
from portal.journal.forms import ExportForm, narrowing, typed
from portal.journal.queries import Person, people, reader
from portal.journal.views.blueprint import blueprint

KEY = (int, int)


@blueprint.get("/audit")
@requires(Permission.AUDIT_VIEW)
def index() -> Response:
    """Newest first; the fields of the form narrow it, `after` is the mark of the next page."""
    return _list(ExportForm(formdata=None))


def _list(form: ExportForm, *, status: int = 200) -> Response:
    asked, everybody = typed(request.args), people()
    after = unmark(request.args.get("after"), KEY)
    found = journal.page(narrowing(asked, everybody), after)
    who = reader(staff(), everybody)
    return page(
        "journal/index.html",
        status=status,
        rows=tell(found.rows, who),
        asked=asked,
        form=form,
        people=everybody,
        topics=_topics(),
        looked_to=found.looked_to,
        first_url=url_for(".index", **asked) if after else None,
        next_url=url_for(".index", **asked, after=mark(found.after)) if found.after else None,
        export_url=url_for(".export", **asked),
        most=exporting.MOST,
        check=journal.last_ended(),
        may_export=staff().may(Permission.AUDIT_EXPORT),
    )


def _topics() -> list[tuple[str, str, list[tuple[str, str]]]]:
    """(key, word, its verbs with their words) of every topic, as the field offers them."""
    blank = both("……", "…")
    verbs = [(what, both(verb.zh, verb.en).replace("{subject}", blank)) for what, verb in words.VERBS.items()]
    return [
        (topic, both(*names), [(what, word) for what, word in verbs if words.topic_of(what) == topic])
        for topic, names in words.TOPICS.items()
    ]


@blueprint.get("/audit/<int(max=2147483647):number>")
@requires(Permission.AUDIT_VIEW)
def row(number: int) -> Response:
    everybody, newest = people(), journal.head()
    told = tell([journal.row(number)], reader(staff(), everybody))[0]
    return page(
        "journal/row.html",
        told=told,
        row=told.row,
        earlier=number - 1 if number > 1 else None,
        later=number + 1 if number < newest else None,
        topic=words.topic_of(told.row.what),
    )


@blueprint.post("/audit/export")
@takes_form
@requires(Permission.AUDIT_EXPORT)
def export() -> Response:
    """The rows that the address asks for, as a file; what was taken out, and what for, is journaled first."""
    form, everybody = ExportForm(), people()
    if not form.validate_on_submit():
        return _list(form, status=422)
    asked = typed(request.args)
    wanted = narrowing(asked, everybody)
    newest, _count = actions.export(asked, wanted, form=form.format.data, why=form.why.data, by=staff())
    return _file(form.format.data, journal.every(wanted, newest), everybody)


def _file(kind: str, rows: exporting.Rows, everybody: list[Person]) -> Response:
    told_to = reader(staff(), everybody) if kind == "csv" else Place(db.settings())
    mimetype, written = exporting.FORMATS[kind]
    name = f"{_('journal')}-{local(now(), style='day')}.{kind}"
    response = Response(stream_with_context(written(rows, told_to)), mimetype=mimetype)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
