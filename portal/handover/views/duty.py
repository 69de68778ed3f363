"""/handovers/duty: the exchange's hours, which desks are manned, and the posts that stood empty.

Opened by a leader at the beginning of the day, and by whoever asks how long there is trading today.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from flask import Response, flash, request, url_for

from portal.access import Permission, may, requires, staff
from portal.access import queries as access
from portal.access.models import Staff
from portal.core import time
from portal.core.i18n import HEADQUARTERS, _, both, language
from portal.core.web import go, page, takes_form
from portal.handover import trading, watching
from portal.handover.actions import gaps as actions
from portal.handover.forms import ArrangementForm
from portal.handover.models import Gap
from portal.handover.queries import gaps as queries
from portal.handover.queries.violations import decided_gaps, may_decide
from portal.handover.views.blueprint import blueprint

GAP = "/duty/<int(max=2147483647):number>/arrangement"


@blueprint.get("/duty")
@requires(Permission.HANDOVER_VIEW)
def duty() -> Response:
    return _page()


@blueprint.get(GAP)
@requires(Permission.HANDOVER_ARRANGE)
def arrangement(number: int) -> Response:
    gap = queries.one(staff(), number)
    form = _offered(ArrangementForm(formdata=None), gap)
    form.stand_in.data, form.text.data = str(gap.stand_in_id or ""), gap.arrangement
    return _arrangement(gap, form)


@blueprint.post(GAP)
@takes_form
@requires(Permission.HANDOVER_ARRANGE)
def arrange(number: int) -> Response:
    gap = queries.one(staff(), number)
    form = _offered(ArrangementForm(), gap)
    if not form.validate_on_submit():
        return _arrangement(gap, form, status=422)
    stand_in = access.active_person(int(form.stand_in.data)) if form.stand_in.data else None
    actions.arrange(gap, stand_in, form.text.data, by=staff(), at=time.now())
    flash(_("The arrangement is recorded."), "success")
    return go(url_for(".duty"))


def trading_now(now: datetime) -> dict[str, Any]:
    """How the exchange stands, for the strip above the pages of handovers and duty (DM-H8)."""
    calendar = watching.headquarters()
    found = watching.exchange(calendar, now)
    office = trading.sessions(calendar, calendar.local_date(now), watching.hours(watching.OFFICE, now))
    return {"open": found.is_open, "session": found.session, "today": found.today, "office": office, "zone": HEADQUARTERS}


def _page() -> Response:
    now, after = time.now(), request.args.get("after")
    found = queries.listed(staff(), after)
    names = {code: both(zh, en) for code, zh, en in access.region_names()}
    decided = decided_gaps([gap.id for gap in found.rows])
    return page(
        "handover/duty.html",
        fragment="handover/_gaps.html",
        trading=trading_now(now),
        desks=[_desk(one, names, now) for one in watching.desks(now) if access.sees_region(staff(), one.region)],
        gaps=[_gap(gap, names, decided) for gap in found.rows],
        may_arrange=may(staff(), Permission.HANDOVER_ARRANGE),
        first_url=url_for(".duty") if after else None,
        next_url=url_for(".duty", after=found.after) if found.after else None,
    )


def _desk(desk: watching.Desk, names: dict[str, str], now: datetime) -> dict[str, Any]:
    watch = desk.watch
    since = watch.due_at - watching.EARLY if watch else now
    there = watching.there(desk.people, since) if watch and watch.due_at <= now < watch.closes_at else None
    state = "off" if watch is None or now >= watch.closes_at else "early" if now < watch.due_at else "there" if there else "empty"
    words = {"off": _("closed"), "early": _("before hours"), "there": _("manned"), "empty": _("nobody there")}
    return {
        "name": names[desk.region],
        "zone": desk.zone,
        "watch": watch,
        "state": state,
        "word": words[state],
        "who": there.name_in(language()) if there else "",
    }


def _gap(gap: Gap, names: dict[str, str], decided: Collection[int] = ()) -> dict[str, Any]:
    return {
        "row": gap,
        "region": names[gap.region],
        "post": _("the desk") if gap.post == Gap.DESK else _("the relief"),
        "who": _name(gap.staff),
        "came": _name(gap.came),
        "stand_in": _name(gap.stand_in),
        "arranged_by": _name(gap.arranged_by),
        "decide_url": url_for(".new_violation", gap=gap.id) if gap.id not in decided and _may_decide(gap) else None,
    }


def _may_decide(gap: Gap) -> bool:
    return gap.staff_id is not None and may_decide(staff(), gap.staff, gap.region)


def _name(person: Staff | None) -> str:
    return person.name_in(language()) if person else ""


def _offered(form: ArrangementForm, gap: Gap) -> ArrangementForm:
    form.offer(one for one in access.active_staff() if access.sees_region(one, gap.region) and one.id != gap.staff_id)
    return form


def _arrangement(gap: Gap, form: ArrangementForm, *, status: int = 200) -> Response:
    names = {code: both(zh, en) for code, zh, en in access.region_names()}
    return page("handover/arrangement.html", status=status, gap=_gap(gap, names), form=form)
