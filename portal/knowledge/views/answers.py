"""Canned answers: the handbook of texts by scenario and language, and how each is kept.

Opened by a clerk who wants to know what there is, and by whoever keeps the handbook when a text needs another wording.
"""

from __future__ import annotations

from flask import Response, flash, request, url_for

from portal.access import Permission, may, requires, staff
from portal.archive.languages import LANGUAGES
from portal.core import time
from portal.core.errors import Refused
from portal.core.i18n import _, both
from portal.core.web import go, page, takes_form
from portal.knowledge.actions import answers as actions
from portal.knowledge.choices import SCENARIOS
from portal.knowledge.forms.answers import AnswerForm, FilterForm
from portal.knowledge.models import CannedAnswer
from portal.knowledge.queries import answers as queries
from portal.knowledge.rules import filling
from portal.knowledge.views.blueprint import blueprint, who

ONE = "/answers/<int(max=2147483647):number>"


@blueprint.get("/answers")
@requires(Permission.KNOWLEDGE_VIEW)
def answers() -> Response:
    form = FilterForm(request.args)
    filters = form.filters()
    return page(
        "knowledge/answers.html",
        fragment="knowledge/_answers.html",
        form=form,
        filters=filters,
        answers=[told(row) for row in queries.listed(filters)],
        retired=[told(row) for row in queries.retired()],
        may_keep=may(staff(), Permission.KNOWLEDGE_ANSWERS),
    )


@blueprint.get("/answers/new")
@requires(Permission.KNOWLEDGE_ANSWERS)
def new_answer() -> Response:
    return _new(AnswerForm(formdata=None))


@blueprint.post("/answers")
@takes_form
@requires(Permission.KNOWLEDGE_ANSWERS)
def add_answer() -> Response:
    form = AnswerForm()
    if not form.validate_on_submit():
        return _new(form, 422)
    try:
        made = actions.add(form.values(), by=staff(), at=time.now())
    except Refused as no:
        return _new(form, 409, no)
    flash(_("In the handbook: %(title)s", title=made.title), "success")
    return go(url_for(".answer", number=made.id))


@blueprint.get(ONE)
@requires(Permission.KNOWLEDGE_VIEW)
def answer(number: int) -> Response:
    return _answer(queries.answer(number))


@blueprint.post(ONE)
@takes_form
@requires(Permission.KNOWLEDGE_ANSWERS)
def replace_answer(number: int) -> Response:
    """The next version of an answer."""
    before, form = queries.answer(number), AnswerForm()
    if not form.validate_on_submit():
        return _answer(before, form, 422)
    try:
        made = actions.replace(number, form.values(), by=staff(), at=time.now())
    except Refused as no:
        return _answer(before, form, 409, no)
    flash(_("Version %(number)d is in the handbook.", number=made.version), "success")
    return go(url_for(".answer", number=made.id))


@blueprint.post(f"{ONE}/review")
@requires(Permission.KNOWLEDGE_WORDING)
def review_answer(number: int) -> Response:
    made = actions.review(number, by=staff(), at=time.now())
    flash(_("Reviewed, and offered from now on: %(title)s", title=made.title), "success")
    return go(url_for(".answer", number=number))


@blueprint.post(f"{ONE}/retirement")
@requires(Permission.KNOWLEDGE_ANSWERS)
def retire_answer(number: int) -> Response:
    made = actions.retire(number, by=staff(), at=time.now())
    flash(_("Out of use: %(title)s", title=made.title), "success")
    return go(url_for(".answers"))


def told(row: CannedAnswer) -> dict:
    """An answer as pages show it: the row, its scenario and language in the reader's words."""
    return {"row": row, "scenario": both(*SCENARIOS[row.scenario]), "language": both(*LANGUAGES[row.language])}


def _new(form: AnswerForm, status: int = 200, refusal: Refused | None = None) -> Response:
    return page("knowledge/answer_new.html", status=status, form=form, refusal=refusal, variables=_variables())


def _answer(row: CannedAnswer, form: AnswerForm | None = None, status: int = 200, refusal: Refused | None = None) -> Response:
    facts = {name: getattr(row, name) for name in ("scenario", "language", "title", "text")}
    return page(
        "knowledge/answer.html",
        status=status,
        answer=told(row),
        pieces=list(filling.pieces(row.text)),
        versions=queries.versions(row.series),
        form=form or AnswerForm(formdata=None, data=facts),
        refusal=refusal,
        variables=_variables(),
        who=who,
        may_keep=may(staff(), Permission.KNOWLEDGE_ANSWERS),
        may_review=may(staff(), Permission.KNOWLEDGE_WORDING),
    )


def _variables() -> list[tuple[str, str]]:
    return [(f"{{{name}}}", both(*pair)) for name, pair in filling.VARIABLES.items()]
