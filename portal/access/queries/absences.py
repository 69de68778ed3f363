"""Who is away, and who stands in. A person's days are dates in the person's own zone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from peewee import JOIN, Expression, ModelSelect

from portal.access import rules
from portal.access.models import Absence, Staff
from portal.access.permissions import Permission
from portal.access.queries.regions import missing, regions_seen_by
from portal.access.queries.staff import active_staff, named
from portal.core import db
from portal.core.memo import remembered

A_DAY = timedelta(days=1)
AWAY = "SELECT 1 FROM absence WHERE staff_id = ? AND revoked_at IS NULL AND first_day <= ? AND last_day >= ? LIMIT 1"
Deputy = Staff.alias()


@remembered
def is_away(person: Staff, *, at: datetime) -> bool:
    """Whether somebody is away at a moment (aware UTC)."""
    today = rules.today_in(person.zone, at).isoformat()
    return bool(db.select(AWAY, person.id, today, today))


def deputy_of(person: Staff, *, at: datetime) -> Staff | None:
    """Who stands in for somebody: down the chain where a deputy is away too. None when the person is present, and
    when nobody stands in."""
    return stand_in(person, absences_at(at))


def standing_in(people: Iterable[Staff], *, at: datetime) -> list[Staff]:
    """The same people, each absent one replaced by who stands in; each once, in the same order. Whoever nobody stands
    in for stays."""
    absent = absences_at(at)
    found = [stand_in(person, absent) or person for person in people]
    return list({person.id: person for person in found}.values())


@remembered
def absences_at(at: datetime) -> dict[int, Absence]:
    """Everybody who is away at a moment: the id of the person → the absence, its person and deputy read along."""
    day = at.date()  # of UTC: a zone is at most a day off
    near = _holding() & (Absence.first_day <= day + A_DAY) & (Absence.last_day >= day - A_DAY)
    return {absence.staff_id: absence for absence in _absences(near) if _lasts(absence, at)}


def _lasts(absence: Absence, at: datetime) -> bool:
    return absence.span.holds(rules.today_in(absence.staff.zone, at))


def stand_in(person: Staff, absent: Mapping[int, Absence]) -> Staff | None:
    """The same as `deputy_of`, for who has read everybody's absences already."""
    deputies = {number: _usable(absence.deputy) for number, absence in absent.items()}
    number = rules.deputy_down_the_chain(person.id, deputies)
    return next((one.deputy for one in absent.values() if one.deputy_id == number), None) if number else None


def _usable(deputy: Staff | None) -> int | None:
    return deputy.id if deputy is not None and deputy.active else None


def absences_of(person: Staff) -> Sequence[Absence]:
    """Every absence of a person that was not revoked, the last first."""
    return list(_absences(_holding() & (Absence.staff == person)).order_by(Absence.first_day.desc()))


def standing_in_by(person: Staff, *, at: datetime) -> Sequence[Absence]:
    """The absences, of now and to come, in which this person is the deputy; the next first."""
    found = _absences(_holding() & (Absence.deputy == person) & (Absence.last_day >= at.date() - A_DAY))
    return [one for one in found.order_by(Absence.first_day) if one.span.last >= rules.today_in(one.staff.zone, at)]


def absence_of(person: Staff, number: int) -> Absence:
    """One absence of a person, over or not. Raises Missing, also when it was revoked."""
    return _absences(_holding() & (Absence.id == number) & (Absence.staff == person)).first() or missing()


def possible_deputies(person: Staff) -> list[Staff]:
    """Whom a person may name: active, cleared as high, seeing what the person sees. Their own absences are not asked."""
    return [other for other in active_staff() if refusal_of_deputy(person, other) is None]


def refusal_of_deputy(person: Staff, deputy: Staff, span: rules.Span | None = None) -> str | None:
    """Why somebody cannot stand in on these days (or at all, where no days are given), or None."""
    away = span is not None and rules.is_away_throughout(span, [one.span for one in absences_of(deputy)])
    return rules.refusal_of_deputy(
        oneself=deputy.id == person.id,
        active=deputy.active,
        cleared=deputy.clearance >= person.clearance,
        sees_as_far=rules.sees_as_far(regions_seen_by(deputy), regions_seen_by(person)),
        away_throughout=away,
    )


def staff_arranged_by(arranger: Staff, username: str) -> Staff:
    """The member of staff of this name, if this person arranges absences there. Raises Missing."""
    person = named(username)
    arranges = rules.may_arrange(
        manages_accounts=arranger.may(Permission.ACCESS_MANAGE), seen=regions_seen_by(arranger), region=person.region
    )
    return person if arranges else missing()


def _holding() -> Expression:
    return Absence.revoked_at.is_null()


def _absences(which: Expression) -> ModelSelect:
    """Absences with their people, in one statement."""
    found = Absence.select(Absence, Staff, Deputy).join(Staff, on=Absence.staff)
    return found.switch(Absence).join(Deputy, JOIN.LEFT_OUTER, on=Absence.deputy, attr="deputy").where(which)
