"""/team/departures: who leaves, what they hand over to whom, and the list that three people sign.

Opened by a leader some times a year, with care; by the two whose hands it goes through, to read before they sign.
"""

from __future__ import annotations

from flask import Response, flash, url_for

from portal.access import Permission, may, requires, staff
from portal.access import queries as access
from portal.access.models import Staff
from portal.core import time
from portal.core.errors import Refused
from portal.core.i18n import _, both, language
from portal.core.web import go, page, takes_form
from portal.signing.models import SIGNING
from portal.team import leaving, rules
from portal.team.actions import departures as actions
from portal.team.forms import BeginForm, DepartureForm, ReasonForm, cells, departure_form, taker_field
from portal.team.models import Departure
from portal.team.queries import departures as queries
from portal.team.views.blueprint import NUMBER, blueprint, store

ALL = "/departures"
ONE = f"{ALL}/{NUMBER}"


@blueprint.get(ALL)
@requires(Permission.TEAM_VIEW)
def departures() -> Response:
    return _all(_offered(BeginForm(formdata=None)) if _may_arrange() else None)


@blueprint.post(ALL)
@takes_form
@requires(Permission.TEAM_LEAVING)
def begin_departure() -> Response:
    form = _offered(BeginForm())
    if not form.validate_on_submit():
        return _all(form, status=422)
    people = (access.active_person(int(number)) for number in (form.person.data, form.successor.data))
    try:
        made = actions.begin(*people, form.last_day.data, by=staff(), at=time.now())
    except Refused as refusal:
        return _all(form, status=409, refusal=refusal)
    return _to(made.id)


@blueprint.get(ONE)
@requires(Permission.TEAM_VIEW)
def departure(number: int) -> Response:
    found = queries.one(staff(), number)
    return _one(found, _form(found, formdata=None) if _may_fill(found) else None)


@blueprint.post(ONE)
@takes_form
@requires(Permission.TEAM_LEAVING)
def fill_departure(number: int) -> Response:
    found = queries.one(staff(), number)
    form = _form(found)
    if not form.validate_on_submit():
        return _one(found, form, status=422)
    try:
        _keep(found, form)
    except Refused as refusal:
        fresh = queries.one(staff(), number)
        form.revision.raw_data, form.revision.data = None, fresh.revision
        return _one(fresh, form if _may_fill(fresh) else None, status=409, refusal=refusal)
    flash(_("Saved."), "success")
    return _to(number)


@blueprint.post(f"{ONE}/freeze")
@requires(Permission.TEAM_LEAVING)
def freeze_departure(number: int) -> Response:
    found = queries.one(staff(), number)
    try:
        actions.confirm(found, store=store(), by=staff(), at=time.now())
    except actions.Incomplete as refusal:
        return _one(found, _form(found, formdata=None), status=409, refusal=refusal)
    flash(_("The list is frozen and waits for its signatures."), "success")
    return _to(number)


@blueprint.post(f"{ONE}/withdrawal")
@takes_form
@requires(Permission.TEAM_LEAVING)
def withdraw_departure(number: int) -> Response:
    found, form = queries.one(staff(), number), ReasonForm()
    if not form.validate_on_submit():
        return _one(found, None, status=422, reason=form)
    actions.withdraw(found, form.reason.data, by=staff(), at=time.now())
    flash(_("Taken back; it can be changed now."), "success")
    return _to(number)


@blueprint.post(f"{ONE}/drop")
@takes_form
@requires(Permission.TEAM_LEAVING)
def drop_departure(number: int) -> Response:
    found, form = queries.one(staff(), number), ReasonForm()
    if not form.validate_on_submit():
        return _one(found, _form(found, formdata=None), status=422, reason=form)
    actions.drop(found, form.reason.data, by=staff(), at=time.now())
    flash(_("Called off; the person stays."), "success")
    return go(url_for(".departures"))


def _may_arrange() -> bool:
    return may(staff(), Permission.TEAM_LEAVING)


def _may_fill(found: Departure) -> bool:
    return _may_arrange() and found.is_open and not _waits(found) and found.person_id != staff().id


def _waits(found: Departure) -> bool:
    return bool(found.document_id) and found.document.state == SIGNING


def _offered(form: BeginForm) -> BeginForm:
    people = [one for one in access.active_staff() if access.sees_region(staff(), one.region)]
    form.offer([one for one in people if one.id != staff().id], people)
    return form


def _form(found: Departure, **given) -> DepartureForm:
    things = [(thing, name) for thing, _kind, name, _taker in _things(found)]
    form = departure_form(queries.takers(found.person), things)(**given)
    if not form.is_submitted() or "formdata" in given:
        form.successor.data, form.last_day.data = str(found.successor_id), found.last_day
        form.revision.data = found.revision
        form.begin_with(found.lists, found.takers)
    return form


def _keep(found: Departure, form: DepartureForm) -> None:
    things = [thing for thing, *_rest in _things(found)]
    actions.fill(
        found,
        successor=access.active_person(int(form.successor.data)),
        last_day=form.last_day.data,
        takers=form.takers(things),
        lists=form.lists,
        revision=form.revision.data or 0,
        by=staff(),
        at=time.now(),
    )


def _things(found: Departure) -> list[tuple[str, str, str, Staff]]:
    """What is in hand: its key, the number or kind, what it is called, who takes it over."""
    hand = queries.in_hand(found.person)
    things = [(f"customer:{card.id}", both("客户", "Customer"), card.name) for card in hand.customers]
    things += [(str(one), one.number, f"{one.customer_name} · {one.title}") for one in hand.tickets]
    return [(*thing, leaving.taker_of(found, thing[0])) for thing in things]


def _to(number: int) -> Response:
    return go(url_for(".departure", number=number))


def _all(form: BeginForm | None, *, status: int = 200, refusal: Refused | None = None) -> Response:
    rows = [(row, *_named(row), _state(row)) for row in queries.listed(staff())]
    return page("team/departures.html", status=status, rows=rows, form=form, refusal=refusal)


def _named(row: Departure) -> tuple[str, str]:
    return row.person.name_in(language()), row.successor.name_in(language())


def _state(row: Departure) -> tuple[str, str]:
    if row.done_at:
        return "done", _("Handed over, account closed")
    if row.dropped_at:
        return "dropped", _("Called off")
    return ("signing", _("Waiting for signatures")) if _waits(row) else ("draft", _("Being prepared"))


def _one(
    found: Departure, form: DepartureForm | None, *, status: int = 200, refusal: Refused | None = None,
    reason: ReasonForm | None = None,
) -> Response:
    person, successor = _named(found)
    return page(
        "team/departure.html",
        status=status,
        departure=found,
        person=person,
        successor=successor,
        state=_state(found),
        form=form,
        refusal=refusal,
        reason=reason or ReasonForm(formdata=None),
        things=[(thing, kind, name, taker.name_in(language())) for thing, kind, name, taker in _things(found)],
        groups=[(group, both(*leaving.GROUPS[group]), found.lists.get(group, ())) for group in rules.BY_HAND],
        cells=cells,
        taker_field=taker_field,
        waits=_waits(found),
        may_arrange=_may_arrange() and found.is_open and found.person_id != staff().id,
        paper_url=url_for("signing.show", number=found.document.number) if found.document_id else None,
    )
