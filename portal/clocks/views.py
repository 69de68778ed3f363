"""The calendars' pages: which there are, how sure their years are, and the days that differ, to read and correct."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from babel.dates import get_day_names
from flask import Blueprint, Response, abort, url_for

from portal.access import Permission, requires, staff
from portal.clocks import queries, tell
from portal.clocks.actions import edits, rebases
from portal.clocks.almanac import DisagreementError
from portal.clocks.calendar import ESTIMATED, NOT_ANNOUNCED, OFFICIAL, ONE_DAY, Calendar
from portal.clocks.forms import KINDS, DayForm, PrayersForm
from portal.clocks.prayers import NAMES
from portal.clocks.window import clock_face
from portal.core import time
from portal.core.errors import Missing, Refused
from portal.core.i18n import LOCALES, _, language, lazy
from portal.core.web import go, page, takes_form

YEAR = "/<code>/<int(min=2024, max=2099):year>"
PRAYERS = "/<code>/prayers"
PRAYERS_BY_NAME = dict(
    zip(NAMES, (lazy("Fajr"), lazy("Dhuhr"), lazy("Asr"), lazy("Maghrib"), lazy("Isha")), strict=True)
)
MONTH = 30
STATES = {OFFICIAL: lazy("Official"), ESTIMATED: lazy("Estimated"), NOT_ANNOUNCED: lazy("Not announced yet")}

blueprint = Blueprint("clocks", __name__, url_prefix="/calendars")


@blueprint.get("")
@requires(Permission.CLOCKS_MANAGE)
def index() -> Response:
    shown = [_summary(row) for row in queries.calendars()]
    return page("clocks/index.html", calendars=shown, states=STATES)


def _summary(row) -> tuple:
    value = queries.calendar_for(row.code)
    return row, week_of(value), list(queries.years_of(row)), value.prayers is not None


@blueprint.get(YEAR)
@requires(Permission.CLOCKS_MANAGE)
def year(code: str, year: int) -> Response:
    return _year_page(code, year, DayForm(formdata=None, year=year))


@blueprint.post(f"{YEAR}/days")
@takes_form
@requires(Permission.CLOCKS_MANAGE)
def set_day(code: str, year: int) -> Response:
    _demand_change_of(code)
    form = DayForm(year=year)
    if not form.validate_on_submit():
        return _year_page(code, year, form, status=422)
    return _previewed(code, edits.setting_a_day(form.date.data, form.day(), form.reason.data))


@blueprint.post(f"{YEAR}/days/<day>/removal")
@requires(Permission.CLOCKS_MANAGE)
def clear_day(code: str, year: int, day: str) -> Response:
    """The date is like its weekday again."""
    _demand_change_of(code)
    return _previewed(code, edits.clearing_a_day(_date_of(day, year)))


@blueprint.post(f"{YEAR}/import")
@requires(Permission.CLOCKS_MANAGE)
def import_year(code: str, year: int) -> Response:
    _demand_change_of(code)
    try:
        return _previewed(code, edits.importing(year))
    except DisagreementError as found:
        days = ", ".join(found.days)
        raise Refused(_("The two sources differ on %(days)s. Set these days by hand.", days=days)) from found


def _demand_change_of(code: str) -> None:
    """404 for a calendar that is not there, 403 for one that this person may only read."""
    if not queries.may_change(staff(), queries.calendar_row(code).code):
        abort(403)


def _year_page(code: str, year: int, form: DayForm, *, status: int = 200) -> Response:
    row = queries.calendar_row(code)
    state = queries.year_of(row, year)
    return page(
        "clocks/year.html",
        status=status,
        calendar=row,
        year=year,
        state=state,
        state_name=STATES[state.state if state else NOT_ANNOUNCED],
        days=list(queries.days_of(row, year)),
        kinds=KINDS,
        week=week_of(queries.calendar_for(code)),
        behind=queries.outdated(code).count(),
        day_name=tell.day_name,
        hours=hours_of,
        may_change=queries.may_change(staff(), code),
        form=form,
    )


@blueprint.get(PRAYERS)
@requires(Permission.CLOCKS_MANAGE)
def prayers(code: str) -> Response:
    """The times of prayer of the coming month, computed or typed."""
    return _prayers_page(code, PrayersForm(formdata=None))


@blueprint.post(PRAYERS)
@takes_form
@requires(Permission.CLOCKS_MANAGE)
def type_prayers(code: str) -> Response:
    _demand_change_of(code)
    form = PrayersForm()
    if not form.validate_on_submit():
        return _prayers_page(code, form, status=422)
    return _previewed(code, edits.typing_prayers(form.prayers(), form.reason.data))


@blueprint.post(f"{PRAYERS}/<day>/removal")
@requires(Permission.CLOCKS_MANAGE)
def untype_prayers(code: str, day: str) -> Response:
    """The times of prayer of the date are computed again."""
    _demand_change_of(code)
    return _previewed(code, edits.clearing_prayers(_date(day)))


def _prayers_page(code: str, form: PrayersForm, *, status: int = 200) -> Response:
    calendar = queries.calendar_for(code)
    if calendar.prayers is None:
        raise Missing
    return page(
        "clocks/prayers.html",
        status=status,
        calendar=calendar,
        setting=calendar.prayers,
        names=PRAYERS_BY_NAME,
        days=list(_prayer_days(calendar)),
        may_change=queries.may_change(staff(), code),
        day_name=tell.day_name,
        form=form,
    )


def _prayer_days(calendar: Calendar) -> Iterator[dict]:
    """The dates whose times were typed, and the coming month."""
    today = calendar.local_date(time.now())
    typed = calendar.prayers.typed
    for day in sorted({*typed, *(today + number * ONE_DAY for number in range(MONTH))}):
        faces = [clock_face(minute) for minute in calendar.prayers.times(day, calendar.clock)]
        yield {"date": day, "times": faces, "typed": day in typed}


def _previewed(code: str, edit: edits.Edit) -> Response:
    """To the page that shows which open clocks an edit would move, and saves it when that is confirmed."""
    run = rebases.look_at_edit(code, edit, by=staff(), at=time.now())
    return go(url_for("rebases.show", number=run.id))


def _date_of(text: str, year: int) -> date:
    """The date of an address; Missing for what is none of this year."""
    found = _date(text)
    if found.year != year:
        raise Missing
    return found


def _date(text: str) -> date:
    """The date of an address; Missing for what is none."""
    try:
        return date.fromisoformat(text)
    except ValueError as unknown:
        raise Missing from unknown


def week_of(calendar: Calendar) -> list[tuple[str, str]]:
    """The weekdays of a calendar by name, each with its hours; "" for a closed one."""
    names = get_day_names("abbreviated", locale=LOCALES[language()])
    return [(names[number], ", ".join(map(str, windows))) for number, windows in enumerate(calendar.week)]


def hours_of(pairs: list[list[int]]) -> str:
    """The hours of a day row as text."""
    return ", ".join(str(part) for part in queries.windows_of(pairs))
