"""The staff pages: everybody may look people up, administrators keep their accounts. No business content here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from flask import Response, flash, request, url_for

from portal.access import actions, guard, queries
from portal.access.forms import HireForm, LostForm, ReasonForm, StaffForm, by_reader, region_choices
from portal.access.guard import requires, staff
from portal.access.models import Staff
from portal.access.permissions import Permission
from portal.access.roles import ROLES
from portal.access.rules import browser_of, fault_of_username, may_arrange
from portal.access.sources import Source
from portal.access.views.blueprint import blueprint
from portal.access.views.choices import department_name, language_name, role_name, whereabouts, zones
from portal.core import paging
from portal.core.errors import Refused
from portal.core.i18n import _, both
from portal.core.time import now
from portal.core.web import go, page, takes_form

STATES = {"active": True, "left": False, "all": None}


@blueprint.get("/admin/staff")
@requires(Permission.ACCESS_VIEW)
def people() -> Response:
    """By user name; `region`, `role` and `state` narrow the list, `after` is the mark of the next page."""
    offered = {"region": region_choices(), "role": by_reader(ROLES.values()), "state": STATES}
    wanted = {name: request.args[name] for name, known in offered.items() if request.args.get(name) in known}
    after = _after()
    found = _page_of_staff(wanted, after)
    absent = queries.absences_at(now())
    return page(
        "access/people.html",
        found=found,
        wanted=wanted,
        first_url=url_for(".people", **wanted) if after else None,
        next_url=url_for(".people", after=found.after, **wanted) if found.after else None,
        regions=offered["region"],
        roles=offered["role"],
        role_name=role_name,
        department_name=department_name,
        language_name=language_name,
        whereabouts=lambda person: whereabouts(person, absent),
        arranges=_arranges(staff()),
        may_manage=staff().may(Permission.ACCESS_MANAGE),
        may_audit=staff().may(Permission.AUDIT_VIEW),
    )


def _arranges(reader: Staff) -> Callable[[Staff], bool]:
    """Tells for whom the reader arranges absences."""
    seen, manages = queries.regions_seen_by(reader), reader.may(Permission.ACCESS_MANAGE)
    return lambda person: reader.may(Permission.ACCESS_ARRANGE) and may_arrange(
        manages_accounts=manages, seen=seen, region=person.region
    )


def _after() -> str:
    """The user name after which the page begins; "" for the first page or a mark that somebody made up."""
    (name,) = paging.unmark(request.args.get("after"), (str,)) or ("",)
    return name if fault_of_username(name) is None else ""


def _page_of_staff(wanted: dict[str, str], after: str) -> paging.Page:
    active = STATES[wanted.get("state", "active")]
    found = queries.page_of_staff(
        region=wanted.get("region", ""), role=wanted.get("role", ""), active=active, after=after
    )
    return paging.cut(list(found), key=lambda person: (person.username,))


@blueprint.get("/admin/staff/new")
@requires(Permission.ACCESS_MANAGE)
def new() -> Response:
    return _new_page(HireForm(formdata=None, zone=staff().zone, clearance=0, languages=["zh"]))


@blueprint.post("/admin/staff")
@takes_form
@requires(Permission.ACCESS_MANAGE)
def hire() -> Response:
    form = HireForm()
    if not form.validate_on_submit():
        return _new_page(form, status=422)
    try:
        person, password = actions.hire(form.username.data, **form.values(), works_for=_works_for(), by=staff())
    except Refused as refusal:
        form.username.errors = [refusal.reason]
        return _new_page(form, status=422)
    return _hand_over(person, password)


@blueprint.get("/admin/staff/<username>")
@requires(Permission.ACCESS_MANAGE)
def person(username: str) -> Response:
    row = queries.named(username)
    return person_page(row)


@blueprint.post("/admin/staff/<username>")
@takes_form
@requires(Permission.ACCESS_MANAGE)
def change(username: str) -> Response:
    row, form = queries.named(username), StaffForm()
    if not form.validate_on_submit():
        return person_page(row, form, status=422)
    try:
        changed = actions.change(row, opened_version=form.opened_version, by=staff(), **form.values())
    except Refused as refusal:
        return _refused(queries.named(username), form, refusal)
    flash(_("%(name)s is saved.", name=row.name) if changed else _("Nothing was changed."), "success")
    return go(url_for(".person", username=row.username))


@blueprint.post("/admin/staff/<username>/deactivation")
@takes_form
@requires(Permission.ACCESS_MANAGE)
def deactivate(username: str) -> Response:
    row, form = queries.named(username), ReasonForm()
    if not form.validate_on_submit():
        return person_page(row, leaving=form, status=422)
    actions.deactivate(row, by=staff(), reason=form.reason.data)
    flash(_("%(name)s is deactivated and signed out everywhere.", name=row.name), "success")
    return go(url_for(".person", username=row.username))


@blueprint.post("/admin/staff/<username>/reinstatement")
@requires(Permission.ACCESS_MANAGE)
def reinstate(username: str) -> Response:
    row = queries.named(username)
    return _hand_over(row, actions.reinstate(row, by=staff(), works_for=_works_for()))


@blueprint.post("/admin/staff/<username>/password")
@requires(Permission.ACCESS_MANAGE)
def reset_password(username: str) -> Response:
    row = queries.named(username)
    return _hand_over(row, actions.reset_password(row, by=staff(), works_for=_works_for()))


@blueprint.post("/admin/staff/<username>/sessions/<int(max=2147483647):session_id>/revocation")
@requires(Permission.ACCESS_MANAGE)
def end_session_of(username: str, session_id: int) -> Response:
    row = queries.named(username)
    actions.revoke(queries.session_of(row, session_id), by=staff())
    flash(_("That browser is signed out."), "success")
    return go(url_for(".person", username=row.username))


def _new_page(form: HireForm, *, status: int = 200) -> Response:
    return page("access/new.html", status=status, form=form, zones=zones())


def person_page(
    row: Staff,
    form: StaffForm | None = None,
    *,
    leaving: ReasonForm | None = None,
    lost: LostForm | None = None,
    status: int = 200,
    **context,
) -> Response:
    """One person's account; `leaving` and `lost` are the forms of the two grave steps when they came back."""
    idle = timedelta(hours=guard.limits().idle_hours)
    return page(
        "access/person.html",
        status=status,
        person=row,
        form=form or StaffForm(formdata=None, obj=row),
        leaving=leaving or ReasonForm(formdata=None),
        lost=lost or LostForm(formdata=None),
        factor=queries.factor_of(row),
        sessions=list(queries.sessions_of(row, at=now(), idle=idle)),
        browser_of=browser_of,
        this_session=guard.signed_in().session_id,
        revocation=lambda session: url_for(".end_session_of", username=row.username, session_id=session.id),
        zones=zones(),
        **context,
    )


def _refused(row: Staff, form: StaffForm, refusal: Refused) -> Response:
    """What was typed stays in the form; where the row moved on meanwhile, its values of now stand beside."""
    moved_on = _differences(row, form) if row.version != form.opened_version else []
    form.version.data = str(row.version)
    return person_page(row, form, refusal=refusal.reason, moved_on=moved_on, status=409)


def _differences(row: Staff, form: StaffForm) -> list[tuple[str, str]]:
    """(label, value of now) of each field whose typed value differs from the row's."""
    return [
        (form[name].label.text, form.shown(name, getattr(row, name)))
        for name, typed in form.values().items()
        if typed != getattr(row, name)
    ]


def _works_for() -> timedelta:
    return timedelta(hours=guard.limits().one_time_hours)


def _hand_over(person: Staff, password: str | None) -> Response:
    """The only page that ever shows the one-time password; a redirect would have to keep it somewhere. Where somebody else
    keeps the password there is none."""
    if password is None:
        keeper = both(*Source(person.source).names)
        flash(_("The account is open; its password is kept elsewhere: %(keeper)s.", keeper=keeper), "success")
        return go(url_for(".person", username=person.username))
    return page("access/one_time_password.html", person=person, password=password, until=person.one_time_until)
