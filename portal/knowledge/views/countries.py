"""Notes on countries: what to know before one writes to somebody there, and the same beside the box where one writes.

Opened by a clerk before an unusual letter, and by whoever keeps the notes, seldom and with care.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Response, flash, url_for

from portal.access import Permission, may, requires, staff
from portal.archive.cards import CustomerCard
from portal.archive.choices import country_choices
from portal.archive.countries import countries as known
from portal.archive.languages import LANGUAGES
from portal.clocks import queries as clocks
from portal.core import time
from portal.core.errors import Missing, Refused
from portal.core.i18n import _, both
from portal.core.web import go, page, takes_form
from portal.knowledge.actions import countries as actions
from portal.knowledge.choices import HOURS, TOPICS
from portal.knowledge.forms.countries import NoteForm
from portal.knowledge.models import CountryNote
from portal.knowledge.queries import countries as queries
from portal.knowledge.rules import hour as hours
from portal.knowledge.views.blueprint import blueprint, who

ONE = "/countries/<country>"


@blueprint.get("/countries")
@requires(Permission.KNOWLEDGE_VIEW)
def countries() -> Response:
    counts = queries.counts()
    named = [(code, name, counts.get(code, 0)) for code, name in country_choices()]
    return page(
        "knowledge/countries.html",
        noted=[row for row in named if row[2]],
        others=[row for row in named if not row[2]],
    )


@blueprint.get(ONE)
@requires(Permission.KNOWLEDGE_VIEW)
def country(country: str) -> Response:
    return _country(country)


@blueprint.post(ONE)
@takes_form
@requires(Permission.KNOWLEDGE_COUNTRIES)
def write_note(country: str) -> Response:
    _known(country)
    form = NoteForm()
    if not form.validate_on_submit():
        return _country(country, form, 422)
    try:
        actions.write(country, form.topic.data, zh=form.zh.data, en=form.en.data, by=staff(), at=time.now())
    except Refused as no:
        return _country(country, form, 409, no)
    flash(_("Noted: %(topic)s", topic=both(*TOPICS[form.topic.data])), "success")
    return go(url_for(".country", country=country))


@blueprint.post("/countries/notes/<int(max=2147483647):number>/retirement")
@requires(Permission.KNOWLEDGE_COUNTRIES)
def retire_note(number: int) -> Response:
    note = actions.retire(number, by=staff(), at=time.now())
    flash(_("Taken away: %(topic)s", topic=both(*TOPICS[note.topic])), "success")
    return go(url_for(".country", country=note.country))


def beside(customer: CustomerCard, language: str, now: datetime) -> dict:
    """What stands above the box in which somebody writes to a customer (CR-4.2): the language of the ticket, the hour
    there, the notes on the country."""
    found = hours.hour(now.astimezone(ZoneInfo(customer.zone)), clocks.calendar_of_country(customer.country))
    name = both(found.zh, found.en)
    return {
        "country": customer.country_name,
        "code": customer.country,
        "language": both(*LANGUAGES[language]) if language in LANGUAGES else language,
        "state": found.state,
        "hour": both(*HOURS[found.state]) + (both(f"（{name}）", f" ({name})") if name else ""),
        "notes": [_told(row) for row in queries.notes_of(customer.country)],
    }


def _country(code: str, form: NoteForm | None = None, status: int = 200, refusal: Refused | None = None) -> Response:
    return page(
        "knowledge/country.html",
        status=status,
        country=_known(code),
        code=code,
        notes=[_told(row) for row in queries.notes_of(code)],
        earlier=[_told(row) for row in queries.earlier(code)],
        form=form or NoteForm(formdata=None),
        refusal=refusal,
        who=who,
        may_keep=may(staff(), Permission.KNOWLEDGE_COUNTRIES),
    )


def _known(code: str) -> str:
    """The name of a country. Raises Missing for a code that is none."""
    if code not in known():
        raise Missing
    names = known()[code].names
    return both(names.zh, names.en)


def _told(row: CountryNote) -> dict:
    return {"row": row, "topic": both(*TOPICS[row.topic]), "text": both(row.text_zh, row.text_en)}
