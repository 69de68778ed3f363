"""/handovers/violations: who broke the rules of handing over, what was decided, and what they say to it (DM-H7).

Opened by a leader when a relief came late or a record was not signed: the cases nobody has decided on stand first, and what
the person has against them already stands beside the decision. By a clerk who was told of one, worried: their own alone.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from flask import Response, flash, request, url_for

from portal.access import Permission, may, requires, staff
from portal.access import queries as access
from portal.access.models import Staff
from portal.core import db, time
from portal.core.errors import Missing
from portal.core.i18n import _, both, language
from portal.core.web import go, page, takes_form
from portal.handover import measures
from portal.handover.actions import violations as actions
from portal.handover.forms import TextForm, ViolationForm
from portal.handover.models import Gap, Handover, Violation
from portal.handover.queries import gaps, handovers
from portal.handover.queries import violations as queries
from portal.handover.views.blueprint import blueprint

ALL = "/violations"
ONE = f"{ALL}/<int(max=2147483647):number>"


class Case(NamedTuple):
    """What a decision is about: a handover, an empty post or neither; whom it may concern; what is proposed."""

    about: Handover | Gap | None
    people: list[Staff]
    region: str | None  # None: that of the person
    kind: str
    happened_at: datetime


@blueprint.get(ALL)
@requires(Permission.HANDOVER_VIEW)
def violations() -> Response:
    now, after = time.now(), request.args.get("after")
    found = queries.listed(staff(), after)
    decides = may(staff(), Permission.HANDOVER_DISCIPLINE)
    return page(
        "handover/violations.html",
        fragment="handover/_violations.html",
        decides=decides,
        cases=_undecided(now) if decides else [],
        rows=[_line(row) for row in found.rows],
        first_url=url_for(".violations") if after else None,
        next_url=url_for(".violations", after=found.after) if found.after else None,
    )


@blueprint.get(f"{ALL}/new")
@requires(Permission.HANDOVER_DISCIPLINE)
def new_violation() -> Response:
    case = _case()
    form = _offered(ViolationForm(formdata=None), case)
    form.kind.data, form.happened_on.data = case.kind, _day(case)
    form.staff.data = str(case.people[0].id) if case.about else request.args.get("staff", "")
    return _new(case, form)


@blueprint.post(ALL)
@takes_form
@requires(Permission.HANDOVER_DISCIPLINE)
def record_violation() -> Response:
    case = _case()
    form = _offered(ViolationForm(), case)
    if not form.validate_on_submit() or not form.holds(_today()):
        return _new(case, form, status=422)
    who = next(one for one in case.people if str(one.id) == form.staff.data)
    region = case.region or who.region
    made = actions.record(who, region, form.decided, about=case.about, by=staff(), at=time.now())
    flash(_("Recorded; %(name)s is told.", name=who.name_in(language())), "success")
    return _to(made.id)


@blueprint.get(ONE)
@requires(Permission.HANDOVER_VIEW)
def violation(number: int) -> Response:
    return _shown(queries.one(staff(), number))


@blueprint.post(f"{ONE}/answer")
@takes_form
@requires(Permission.HANDOVER_GIVE)
def answer_violation(number: int) -> Response:
    found, form = queries.one(staff(), number), TextForm()
    if not form.validate_on_submit():
        return _shown(found, answer=form, status=422)
    actions.answer(found, form.text.data, by=staff(), at=time.now())
    flash(_("Your words stand beside the decision."), "success")
    return _to(number)


@blueprint.post(f"{ONE}/withdrawal")
@takes_form
@requires(Permission.HANDOVER_DISCIPLINE)
def withdraw_violation(number: int) -> Response:
    found, form = queries.one(staff(), number), TextForm()
    if not form.validate_on_submit():
        return _shown(found, withdrawal=form, status=422)
    actions.withdraw(found, form.text.data, by=staff(), at=time.now())
    flash(_("Withdrawn; it does not stand any more."), "success")
    return _to(number)


def _to(number: int) -> Response:
    return go(url_for(".violation", number=number))


def _case() -> Case:
    """What the address names, where the person decides on it. Raises Missing."""
    if number := request.args.get("handover"):
        return _of_handover(handovers.one(staff(), _number(number)).handover)
    if number := request.args.get("gap"):
        return _of_gap(gaps.one(staff(), _number(number)))
    people = [one for one in access.holders_of(Permission.HANDOVER_GIVE) if queries.may_decide(staff(), one, one.region)]
    return Case(None, people, None, "", time.now())


def _of_handover(handover: Handover) -> Case:
    both_clerks = [handover.outgoing, *([handover.incoming] if handover.incoming_id else [])]
    return _decided(Case(handover, both_clerks, handover.region, measures.UNSIGNED, handover.change_at))


def _of_gap(gap: Gap) -> Case:
    return _decided(Case(gap, [gap.staff] if gap.staff_id else [], gap.region, measures.LATE, gap.due_at))


def _decided(case: Case) -> Case:
    """The same without those on whom the person does not decide."""
    left = [one for one in case.people if queries.may_decide(staff(), one, case.region)]
    if not left:
        raise Missing
    return case._replace(people=left)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Missing
    return int(text)


def _zone(case: Case) -> ZoneInfo:
    return ZoneInfo(access.region(case.region or staff().region).zone)


def _day(case: Case) -> date:
    return case.happened_at.astimezone(_zone(case)).date()


def _today() -> date:
    return time.now().astimezone(ZoneInfo(staff().zone)).date()


def _offered(form: ViolationForm, case: Case) -> ViolationForm:
    form.offer(case.people)
    return form


def _new(case: Case, form: ViolationForm, *, status: int = 200) -> Response:
    now = time.now()
    known = case.people if case.about else [one for one in case.people if str(one.id) == form.staff.data]
    return page(
        "handover/violation_new.html",
        fragment="handover/_history.html",
        status=status,
        form=form,
        about=_about(case.about),
        query={"handover": case.about.id} if isinstance(case.about, Handover) else {"gap": case.about.id} if case.about else {},
        history=[(one.name_in(language()), [_line(row) for row in queries.earlier(staff(), one, now)]) for one in known],
    )


def _shown(
    found: Violation, *, answer: TextForm | None = None, withdrawal: TextForm | None = None, status: int = 200
) -> Response:
    open_, mine = found.withdrawn_at is None, found.staff_id == staff().id
    return page(
        "handover/violation.html",
        status=status,
        line=_line(found),
        about=_about(found.handover if found.handover_id else found.gap if found.gap_id else None),
        earlier=[_line(row) for row in queries.earlier(staff(), found.staff, found.decided_at, but=found)],
        answer=(answer or TextForm(formdata=None)) if mine and open_ and found.answered_at is None else None,
        withdrawal=(withdrawal or TextForm(formdata=None))
        if open_ and queries.may_decide(staff(), found.staff, found.region) else None,
    )


def _line(row: Violation) -> dict[str, Any]:
    """A violation in words."""
    return {
        "row": row,
        "who": row.staff.name_in(language()),
        "kind": both(*measures.KINDS[row.kind]),
        "measure": both(*measures.MEASURES[row.measure]),
        "decided_by": row.decided_by.name_in(language()),
        "withdrawn_by": row.withdrawn_by.name_in(language()) if row.withdrawn_by_id else "",
    }


def _about(thing: Handover | Gap | None) -> dict[str, str] | None:
    """Where what it is about stands, and in words."""
    if isinstance(thing, Handover):
        shift = both(thing.shift.name_zh, thing.shift.name_en)
        return {"url": url_for(".show", number=thing.id), "text": f"{shift} {thing.day.isoformat()}"}
    return {"url": url_for(".duty"), "text": _("A relief that did not come in time")} if thing else None


def _undecided(now: datetime) -> list[dict[str, Any]]:
    """The cases to decide on, the oldest first."""
    gaps_left = queries.empty_reliefs(staff(), now)
    handovers_left = queries.unsigned(staff(), now, db.settings().handover_minutes)
    cases = [_open(one, "gap", one.staff, one.due_at, measures.LATE) for one in gaps_left]
    cases += [_open(one, "handover", one.outgoing, one.change_at, measures.UNSIGNED) for one in handovers_left]
    return sorted(cases, key=lambda case: case["at"])


def _open(thing: Handover | Gap, key: str, who: Staff, at: datetime, kind: str) -> dict[str, Any]:
    return {
        "who": who.name_in(language()),
        "kind": both(*measures.KINDS[kind]),
        "at": at,
        "url": url_for(".new_violation", **{key: thing.id}),
    }
