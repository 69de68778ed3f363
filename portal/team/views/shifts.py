"""/team: the table of shifts, region by region.

Opened by a clerk who wants to know who comes next, and by the leader who changes hours or people, seldom.
"""

from __future__ import annotations

from flask import Response, flash, url_for
from wtforms.fields.choices import SelectChoice

from portal.access import Permission, may, requires, staff
from portal.access import queries as access
from portal.access.models import Staff
from portal.clocks.window import clock_face
from portal.core import time
from portal.core.errors import Missing, Refused
from portal.core.i18n import _, both, language
from portal.core.web import go, page, takes_form
from portal.team import rules
from portal.team.actions import shifts as actions
from portal.team.forms import NewShiftForm, ShiftForm
from portal.team.models import Shift
from portal.team.queries import shifts as queries
from portal.team.views.blueprint import NUMBER, blueprint

ONE = f"/shifts/{NUMBER}"
DESK = ("clerk", "senior", "expert", "supervisor")


@blueprint.get("")
@requires(Permission.TEAM_VIEW)
def index() -> Response:
    shifts = [one for one in queries.worked() if access.sees_region(staff(), one.region)]
    return page(
        "team/index.html",
        regions=_by_region(shifts),
        may_keep=may(staff(), Permission.TEAM_SHIFTS),
    )


def _by_region(shifts: list[Shift]) -> list[dict]:
    members, now = queries.members(shifts), time.now()
    names = {code: both(zh, en) for code, zh, en in access.region_names()}
    found = []
    for code in sorted({shift.region for shift in shifts}):
        schedule = queries.schedule(code, now)
        lines = [_line(one, members[one.id], schedule, now) for one in shifts if one.region == code]
        found.append({"name": names[code], "zone": access.region(code).zone, "shifts": lines})
    return found


def _line(shift: Shift, members: list[Staff], schedule: list[rules.Turn], now) -> dict:
    turn = next((one for one in schedule if one.shift == shift.id and one.end > now), None)
    return {
        "row": shift,
        "name": both(shift.name_zh, shift.name_en),
        "hours": f"{clock_face(shift.starts)}–{clock_face(shift.ends)}",
        "people": [(one.name_in(language()), access.is_away(one, at=now)) for one in members],
        "turn": turn,
        "runs": turn is not None and turn.start <= now,
    }


@blueprint.get("/shifts/new")
@requires(Permission.TEAM_SHIFTS)
def new_shift() -> Response:
    return _new(_offered(NewShiftForm(formdata=None)))


@blueprint.post("/shifts")
@takes_form
@requires(Permission.TEAM_SHIFTS)
def make_shift() -> Response:
    form = _offered(NewShiftForm())
    if not form.validate_on_submit():
        return _new(form, status=422)
    try:
        actions.make(region=form.region.data, people=_people(form), by=staff(), at=time.now(), **_fields(form))
    except Refused as refusal:
        return _new(form, status=409, refusal=refusal)
    flash(_("The shift stands in the table."), "success")
    return go(url_for(".index"))


@blueprint.get(ONE)
@requires(Permission.TEAM_SHIFTS)
def shift(number: int) -> Response:
    found = _worked(number)
    form = ShiftForm(formdata=None, obj=found)
    form.offer(_desk(found.region))
    form.people.data = [str(person.id) for person in queries.members([found])[found.id]]
    return _edit(found, form)


@blueprint.post(ONE)
@takes_form
@requires(Permission.TEAM_SHIFTS)
def change_shift(number: int) -> Response:
    found, form = _worked(number), ShiftForm()
    form.offer(_desk(found.region))
    if not form.validate_on_submit():
        return _edit(found, form, status=422)
    try:
        actions.change(found, people=_people(form), by=staff(), at=time.now(), **_fields(form))
    except Refused as refusal:
        return _edit(found, form, status=409, refusal=refusal)
    flash(_("The shift is changed."), "success")
    return go(url_for(".index"))


@blueprint.post(f"{ONE}/end")
@requires(Permission.TEAM_SHIFTS)
def end_shift(number: int) -> Response:
    actions.end(queries.one(staff(), number), by=staff(), at=time.now())
    flash(_("The shift is worked no more."), "success")
    return go(url_for(".index"))


def _worked(number: int) -> Shift:
    found = queries.one(staff(), number)
    if found.ended_at is not None:
        raise Missing
    return found


def _fields(form: ShiftForm) -> dict:
    return {name: form[name].data for name in ("name_zh", "name_en", "starts", "ends")}


def _offered(form: NewShiftForm) -> NewShiftForm:
    seen = [(code, both(zh, en)) for code, zh, en in access.region_names() if access.sees_region(staff(), code)]
    form.region.choices = [SelectChoice(*one) for one in seen]
    form.offer(person for code, _name in seen for person in _desk(code))
    return form


def _desk(region: str) -> list[Staff]:
    """Who can be put on a region's shifts."""
    return [person for person in access.staff_of(region) if set(person.roles) & set(DESK)]


def _people(form: ShiftForm) -> list[Staff]:
    return [access.active_person(int(number)) for number in form.people.data or ()]


def _new(form: NewShiftForm, *, status: int = 200, refusal: Refused | None = None) -> Response:
    return page("team/shift.html", status=status, form=form, shift=None, refusal=refusal, action=url_for(".make_shift"))


def _edit(found: Shift, form: ShiftForm, *, status: int = 200, refusal: Refused | None = None) -> Response:
    action = url_for(".change_shift", number=found.id)
    return page("team/shift.html", status=status, form=form, shift=found, refusal=refusal, action=action)
