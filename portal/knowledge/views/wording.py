"""The wording page: what does not leave, what is looked at twice, and a text to try it on.

Opened by compliance when a new trick of words turns up, and by a clerk who was refused and wants to know the list.
"""

from __future__ import annotations

from flask import Response, flash, url_for

from portal.access import Permission, may, requires, staff
from portal.core import time
from portal.core.errors import Refused
from portal.core.i18n import _, both
from portal.core.web import go, page, takes_form
from portal.knowledge import choices
from portal.knowledge.actions import wording as actions
from portal.knowledge.forms.wording import PhraseForm, TrialForm
from portal.knowledge.models import Phrase
from portal.knowledge.queries import wording as queries
from portal.knowledge.rules import wording as rules
from portal.knowledge.views.blueprint import blueprint


@blueprint.get("/wording")
@requires(Permission.KNOWLEDGE_VIEW)
def wording() -> Response:
    return _wording()


@blueprint.post("/wording")
@takes_form
@requires(Permission.KNOWLEDGE_WORDING)
def add_phrase() -> Response:
    form = PhraseForm()
    if not form.validate_on_submit():
        return _wording(form, status=422)
    given = {name: form[name].data for name in ("words", "language", "severity", "kind", "reason")}
    try:
        actions.add(**given, by=staff(), at=time.now())
    except Refused as no:
        form.words.errors = [str(no.reason)]
        return _wording(form, status=409)
    flash(_("On the list: %(words)s", words=form.words.data), "success")
    return go(url_for(".wording"))


@blueprint.post("/wording/<int(max=2147483647):number>/retirement")
@requires(Permission.KNOWLEDGE_WORDING)
def retire_phrase(number: int) -> Response:
    phrase = actions.retire(number, by=staff(), at=time.now())
    flash(_("Taken off the list: %(words)s", words=phrase.words), "success")
    return go(url_for(".wording"))


@blueprint.post("/wording/trial")
@takes_form
@requires(Permission.KNOWLEDGE_VIEW)
def try_wording() -> Response:
    """Mark a text; nothing is kept, and the text stands in no address."""
    form = TrialForm()
    if not form.validate_on_submit():
        return _wording(trial=form, status=422)
    return _wording(trial=form, tried=shown(form.trial.data))


def shown(text: str) -> dict | None:
    """What a page says of the wording of a text; None when there is nothing to say."""
    hits = queries.said_in(text)
    if not hits:
        return None
    return {
        "pieces": list(rules.marked(text, hits)),
        "phrases": [(phrase, both(*choices.SEVERITIES[phrase.severity])) for phrase in rules.named(hits)],
        "blocks": rules.blocks(hits),
        "signature": rules.signature(hits),
    }


def _wording(form: PhraseForm | None = None, trial: TrialForm | None = None, *, tried=None, status: int = 200) -> Response:
    return page(
        "knowledge/wording.html",
        status=status,
        phrases=[_row(row) for row in queries.listed()],
        retired=[_row(row) for row in queries.retired()],
        may_keep=may(staff(), Permission.KNOWLEDGE_WORDING),
        form=form or PhraseForm(formdata=None),
        trial=trial or TrialForm(formdata=None),
        was_tried=trial is not None and status == 200,
        tried=tried,
    )


def _row(row: Phrase) -> dict:
    return {
        "row": row,
        "severity": both(*choices.SEVERITIES[row.severity]),
        "kind": both(*choices.KINDS[row.kind]),
        "language": both(*choices.LANGUAGES[row.language]),
        "reason": both(row.reason_zh, row.reason_en),
    }
