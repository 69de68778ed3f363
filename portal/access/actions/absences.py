"""Absences: entered, changed and ended, one's own or a colleague's. The deputy is told; the reason is not journaled."""

from __future__ import annotations

from datetime import date, datetime

from portal.access import queries, rules
from portal.access.hooks import Word, tell_deputy
from portal.access.models import Absence, Staff
from portal.access.queries.absences import refusal_of_deputy
from portal.audit.actions import record
from portal.core import db
from portal.core.db import atomic
from portal.core.errors import Refused
from portal.core.time import now

JOURNALED = ("first_day", "last_day", "deputy")


class UnfitDays(Refused):
    """The days are the fault: a form says so beside the first one."""


class UnfitDeputy(Refused):
    """The deputy is the fault: a form says so beside that field."""


def enter_absence(
    person: Staff, *, first_day: date, last_day: date, deputy: Staff | None, reason: str = "", by: Staff
) -> Absence:
    """Somebody will be away from the first to the last day, dates in the person's zone.

    UnfitDays when they make no sense or meet another absence, UnfitDeputy when something speaks against the deputy;
    Refused for an account that is not active.
    """
    at, span = now(), rules.Span(first_day, last_day)
    with atomic():
        _hold(person)
        _check(person, span, deputy, at)
        absence = Absence.create(
            staff=person, deputy=deputy, first_day=first_day, last_day=last_day, reason=reason,
            recorded_at=at, recorded_by=str(by),
        )  # fmt: skip
        record("absence.entered", person, by=by, at=at, changes=_differences({}, _kept(absence)))
        _tell(absence, None, absence.deputy, at)
    return absence


def change_absence(
    absence: Absence, *, first_day: date, last_day: date, deputy: Staff | None, reason: str = "", by: Staff
) -> Absence:
    """Other days, deputy or reason for an absence that is not over. Raises as `enter_absence` does."""
    at, span = now(), rules.Span(first_day, last_day)
    with atomic():
        absence = _present(absence, at)
        before, former = _kept(absence), absence.deputy
        _check(absence.staff, span, deputy, at, but=absence)
        absence.first_day, absence.last_day, absence.deputy, absence.reason = first_day, last_day, deputy, reason
        absence.save()
        changes = _differences(before, _kept(absence))
        record("absence.changed", absence.staff, by=by, at=at, changes=changes)
        if changes:
            _tell(absence, former, deputy, at)
    return absence


def end_absence(absence: Absence, *, by: Staff) -> None:
    """The person is here from today on: an absence that had begun ends yesterday, one that had not is revoked."""
    at = now()
    with atomic():
        absence = _present(absence, at)
        before = _kept(absence)
        _shorten(absence, rules.ended(absence.span, rules.today_in(absence.staff.zone, at)), at=at, by=by)
        record("absence.ended", absence.staff, by=by, at=at, changes=_differences(before, _kept(absence)))
        _tell(absence, absence.deputy, None, at)


def _shorten(absence: Absence, left: rules.Span | None, *, at: datetime, by: Staff) -> None:
    if left is None:
        absence.revoked_at, absence.revoked_by = at, str(by)
    else:
        absence.last_day = left.last
    absence.save()


def _hold(person: Staff) -> None:
    """Two who enter absences of one person at once wait for one another; on SQLite every transaction does."""
    if db.is_postgresql():
        db.select("SELECT id FROM staff WHERE id = ? FOR NO KEY UPDATE", person.id)


def _present(absence: Absence, at: datetime) -> Absence:
    """The absence as it stands now, held; Refused when it is over or was revoked meanwhile."""
    _hold(absence.staff)
    row = Absence.get_by_id(absence.id)
    over = row.last_day < rules.today_in(row.staff.zone, at)
    _refuse_if(rules.refusal_to_change_absence(over=over, revoked=row.revoked_at is not None))
    return row


def _check(
    person: Staff, span: rules.Span, deputy: Staff | None, at: datetime, *, but: Absence | None = None
) -> None:
    _refuse_if(rules.refusal_to_be_away(active=person.active))
    others = [one.span for one in queries.absences_of(person) if one != but]
    _refuse_if(rules.fault_of_absence(span, others, today=rules.today_in(person.zone, at)), UnfitDays)
    if deputy is not None:
        _refuse_if(refusal_of_deputy(person, deputy, span), UnfitDeputy)


def _refuse_if(reason: str | None, kind: type[Refused] = Refused) -> None:
    if reason is not None:
        raise kind(reason)


def _kept(absence: Absence) -> dict[str, str | None]:
    """What the journal says of an absence."""
    if absence.revoked_at:
        return dict.fromkeys(JOURNALED)
    return {name: None if (value := getattr(absence, name)) is None else str(value) for name in JOURNALED}


def _differences(before: dict, after: dict) -> dict[str, list]:
    return {name: [before.get(name), after[name]] for name in after if before.get(name) != after[name]}


def _tell(absence: Absence, former: Staff | None, deputy: Staff | None, at: datetime) -> None:
    if former is not None and former != deputy:
        tell_deputy(absence, former, Word.RELEASED, at=at)
    if deputy is not None:
        tell_deputy(absence, deputy, Word.NAMED, at=at)
