"""Which roles must have a second factor, and taking one from somebody whose phone is lost: an administrator's pages."""

from __future__ import annotations

from flask import Response, flash, url_for

from portal.access import actions, queries
from portal.access.forms import DemandForm, LostForm
from portal.access.guard import requires, staff
from portal.access.permissions import Permission
from portal.access.roles import ROLES
from portal.access.views.blueprint import blueprint
from portal.access.views.choices import role_name
from portal.access.views.people import person_page
from portal.core.i18n import _, both, language, plural
from portal.core.web import go, page, takes_form


@blueprint.get("/admin/second-factor")
@requires(Permission.ACCESS_MANAGE)
def demands() -> Response:
    return _page(DemandForm(formdata=None, roles=queries.demanding_roles()))


@blueprint.post("/admin/second-factor")
@takes_form
@requires(Permission.ACCESS_MANAGE)
def demand_factor() -> Response:
    form = DemandForm()
    if not form.validate_on_submit():
        return _page(form, status=422)
    concerned = actions.demand_factor(form.roles.data, by=staff())
    flash(_("Saved. It holds from each person's next sign-in."), "success")
    if concerned:
        told = plural(
            "%(num)d person has to set one up: %(names)s.",
            "%(num)d people have to set one up: %(names)s.",
            len(concerned),
            names=both("、", ", ").join(person.name_in(language()) for person in concerned),
        )
        flash(told, "note")
    return go(url_for(".demands"))


@blueprint.post("/admin/staff/<username>/second-factor/removal")
@takes_form
@requires(Permission.ACCESS_MANAGE)
def remove_factor_of(username: str) -> Response:
    row, form = queries.named(username), LostForm()
    if not form.validate_on_submit():
        return person_page(row, lost=form, status=422)
    actions.remove_for(row, by=staff(), reason=form.lost_reason.data)
    flash(_("The second factor of %(name)s is removed, and every browser signed out.", name=row.name), "success")
    return go(url_for(".person", username=row.username))


def _page(form: DemandForm, *, status: int = 200) -> Response:
    there = queries.with_factor()
    people = list(queries.active_staff())
    roles = [
        {
            "key": key,
            "name": role_name(key),
            "holders": (holders := [person for person in people if key in person.roles]),
            "without": [person for person in holders if person.id not in there],
        }
        for key in ROLES
    ]
    return page("access/demands.html", status=status, form=form, roles=roles)
