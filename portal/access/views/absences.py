"""Absences: one's own pages, and the same for a colleague by who arranges absences there."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response, flash, url_for

from portal.access import actions, queries
from portal.access.forms import AbsenceForm
from portal.access.guard import requires, staff
from portal.access.models import Absence, Staff
from portal.access.permissions import Permission
from portal.access.rules import today_in
from portal.access.views.blueprint import blueprint
from portal.access.views.choices import whereabouts
from portal.core.errors import Refused
from portal.core.i18n import _, language
from portal.core.time import now
from portal.core.web import go, page, takes_form

NUMBER = "<int(max=2147483647):absence_id>"
OWN, OF = "/me/absences", "/admin/staff/<username>/absences"


@blueprint.get(OWN)
@requires(Permission.ACCESS_OWN)
def absences() -> Response:
    return _all(staff(), _empty(staff()))


@blueprint.post(OWN)
@takes_form
@requires(Permission.ACCESS_OWN)
def enter_absence() -> Response:
    return _enter(staff())


@blueprint.get(f"{OWN}/{NUMBER}")
@requires(Permission.ACCESS_OWN)
def absence(absence_id: int) -> Response:
    return _one(queries.absence_of(staff(), absence_id))


@blueprint.post(f"{OWN}/{NUMBER}")
@takes_form
@requires(Permission.ACCESS_OWN)
def change_absence(absence_id: int) -> Response:
    return _change(queries.absence_of(staff(), absence_id))


@blueprint.post(f"{OWN}/{NUMBER}/end")
@requires(Permission.ACCESS_OWN)
def end_absence(absence_id: int) -> Response:
    return _end(queries.absence_of(staff(), absence_id))


@blueprint.get(OF)
@requires(Permission.ACCESS_ARRANGE)
def absences_of(username: str) -> Response:
    person = _arranged(username)
    return _all(person, _empty(person))


@blueprint.post(OF)
@takes_form
@requires(Permission.ACCESS_ARRANGE)
def enter_absence_of(username: str) -> Response:
    return _enter(_arranged(username))


@blueprint.get(f"{OF}/{NUMBER}")
@requires(Permission.ACCESS_ARRANGE)
def absence_of(username: str, absence_id: int) -> Response:
    return _one(queries.absence_of(_arranged(username), absence_id))


@blueprint.post(f"{OF}/{NUMBER}")
@takes_form
@requires(Permission.ACCESS_ARRANGE)
def change_absence_of(username: str, absence_id: int) -> Response:
    return _change(queries.absence_of(_arranged(username), absence_id))


@blueprint.post(f"{OF}/{NUMBER}/end")
@requires(Permission.ACCESS_ARRANGE)
def end_absence_of(username: str, absence_id: int) -> Response:
    return _end(queries.absence_of(_arranged(username), absence_id))


def _arranged(username: str) -> Staff:
    return queries.staff_arranged_by(staff(), username)


def _enter(person: Staff) -> Response:
    form = _offered(AbsenceForm(), person)
    if not form.validate_on_submit():
        return _all(person, form, status=422)
    try:
        actions.enter_absence(person, **form.values(), deputy=_chosen(form), by=staff())
    except (actions.UnfitDays, actions.UnfitDeputy) as fault:
        return _all(person, _faulted(form, fault), status=422)
    flash(_("The absence is entered."), "success")
    return go(_address(person, "absences"))


def _change(absence: Absence) -> Response:
    form = _offered(AbsenceForm(), absence.staff)
    if not form.validate_on_submit():
        return _one(absence, form, status=422)
    try:
        actions.change_absence(absence, **form.values(), deputy=_chosen(form), by=staff())
    except (actions.UnfitDays, actions.UnfitDeputy) as fault:
        return _one(absence, _faulted(form, fault), status=422)
    flash(_("The absence is changed."), "success")
    return go(_address(absence.staff, "absences"))


def _end(absence: Absence) -> Response:
    actions.end_absence(absence, by=staff())
    flash(_("The absence is ended."), "success")
    return go(_address(absence.staff, "absences"))


def _all(person: Staff, form: AbsenceForm, *, status: int = 200) -> Response:
    at, found = now(), queries.absences_of(person)
    today = today_in(person.zone, at)
    return page(
        "access/absences.html",
        status=status,
        form=form,
        today=today,
        coming=[one for one in reversed(found) if one.last_day >= today],
        over=[one for one in found if one.last_day < today],
        standing_in=queries.standing_in_by(person, at=at),
        **_about(person),
    )


def _one(absence: Absence, form: AbsenceForm | None = None, *, status: int = 200) -> Response:
    person = absence.staff
    return page(
        "access/absence.html",
        status=status,
        absence=absence,
        over=absence.last_day < today_in(person.zone, now()),
        form=form or _filled(absence),
        **_about(person),
    )


def _about(person: Staff) -> dict:
    """What both pages know: of whom they speak, and the addresses of that person's absences."""
    return {
        "person": person,
        "own": person.id == staff().id,
        "address": lambda name, **more: _address(person, name, **more),
    }


def _address(person: Staff, name: str, **more) -> str:
    """Where a page of this person's absences is: one's own, or the same under the staff pages."""
    if person.id == staff().id:
        return url_for(f".{name}", **more)
    return url_for(f".{name}_of", username=person.username, **more)


def _empty(person: Staff) -> AbsenceForm:
    return _offered(AbsenceForm(formdata=None), person)


def _filled(absence: Absence) -> AbsenceForm:
    """The form with what is entered; the deputy is a number there."""
    given = {name: getattr(absence, name) for name in ("first_day", "last_day", "reason")}
    return _offered(AbsenceForm(formdata=None, **given, deputy=absence.deputy_id or 0), absence.staff)


def _offered(form: AbsenceForm, person: Staff) -> AbsenceForm:
    """The form with the colleagues who may stand in; who is away today is last and says so."""
    absent = queries.absences_at(now())
    people = sorted(queries.possible_deputies(person), key=lambda deputy: deputy.id in absent)
    form.offer([(deputy.id, _named(deputy, absent)) for deputy in people])
    return form


def _named(deputy: Staff, absent: Mapping[int, Absence]) -> str:
    words = (deputy.name_in(language()), deputy.username, whereabouts(deputy, absent))
    return " · ".join(word for word in words if word)


def _chosen(form: AbsenceForm) -> Staff | None:
    return Staff.get_by_id(form.deputy.data) if form.deputy.data else None


def _faulted(form: AbsenceForm, fault: Refused) -> AbsenceForm:
    field = form.deputy if isinstance(fault, actions.UnfitDeputy) else form.first_day
    field.errors = [fault.reason]
    return form
