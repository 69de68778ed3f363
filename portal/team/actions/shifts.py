"""The table of shifts: made, changed, ended. Each change says before and after in the journal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from portal.access import queries as access
from portal.access.hooks import on_leaving
from portal.access.models import Staff
from portal.audit import actions as audit
from portal.core import db
from portal.core.errors import Refused
from portal.core.i18n import lazy
from portal.team.models import Member, Shift
from portal.team.queries import shifts as queries

NO_HOURS = lazy("A shift lasts: it cannot end at the minute at which it begins.")
NOT_OURS = lazy("Only people who work in the region can be put on its shifts.")


def make(
    *, region: str, name_zh: str, name_en: str, starts: int, ends: int, people: Sequence[Staff], by: Staff, at: datetime
) -> Shift:
    """A new shift; `starts` and `ends` are minutes of the region's day."""
    fields = {"name_zh": name_zh, "name_en": name_en, "starts": starts, "ends": ends}
    _demand(region, starts, ends, people)
    with db.atomic():
        shift = Shift.create(region=region, **fields)
        _put(shift, people)
        changes = _differences(None, fields) | {"people": [None, _named(people)]}
        audit.record("shift.made", shift, by=by, at=at, changes=changes)
    return shift


def change(shift: Shift, *, people: Sequence[Staff], by: Staff, at: datetime, **fields: Any) -> None:
    """Other hours, names or people. What was handed over in it stays as it was."""
    _demand(shift.region, fields["starts"], fields["ends"], people)
    with db.atomic():
        before = Shift.get_by_id(shift.id)
        was = queries.members([before])[before.id]
        changes = _differences(before, fields)
        if {one.id for one in was} != {one.id for one in people}:
            changes["people"] = [_named(was), _named(people)]
        if changes:
            Shift.update(fields).where(Shift.id == shift.id).execute()
            Member.delete().where(Member.shift == shift).execute()
            _put(shift, people)
            audit.record("shift.changed", shift, by=by, at=at, changes=changes)


def end(shift: Shift, *, by: Staff, at: datetime) -> None:
    """It is worked no more. Refused where that has been said already."""
    with db.atomic():
        if not Shift.update(ended_at=at).where(Shift.id == shift.id, Shift.ended_at.is_null()).execute():
            raise Refused(lazy("This shift has ended already."))
        audit.record("shift.ended", shift, by=by, at=at)


@on_leaving
def leave(person: Staff, *, by: object, at: datetime, reason: str) -> None:
    """Whoever leaves works no shift."""
    for shift in queries.of_person(person):
        Member.delete().where(Member.shift == shift, Member.staff == person).execute()
        audit.record("shift.left", shift, by=by, at=at, reason=reason, changes={"person": [person.username, None]})


def _differences(before: Shift | None, fields: dict[str, Any]) -> dict[str, list]:
    """What changes, as the journal tells it: both names together, since each reader reads one of them."""
    were = _told({name: getattr(before, name) for name in fields}) if before else {}
    return {name: [were.get(name), value] for name, value in _told(fields).items() if were.get(name) != value}


def _told(fields: dict[str, Any]) -> dict[str, Any]:
    return {"name": [fields["name_zh"], fields["name_en"]], "starts": fields["starts"], "ends": fields["ends"]}


def _demand(region: str, starts: int, ends: int, people: Sequence[Staff]) -> None:
    if starts == ends:
        raise Refused(NO_HOURS)
    if not all(access.sees_region(one, region) for one in people):
        raise Refused(NOT_OURS)


def _put(shift: Shift, people: Sequence[Staff]) -> None:
    for person in people:
        Member.create(shift=shift, staff=person)


def _named(people: Sequence[Staff]) -> list[str]:
    return sorted(person.username for person in people)
