"""Shifts: of a region, of a person, and when they are worked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from portal.access import queries as access
from portal.access.models import Staff
from portal.clocks import queries as clocks
from portal.core.errors import Missing
from portal.team import rules
from portal.team.models import Member, Shift
from portal.team.rules import Pattern, Turn

BEFORE, AFTER = timedelta(days=12), timedelta(days=14)  # further than the longest holidays


def worked(region: str | None = None) -> list[Shift]:
    """The shifts that are worked, in a region or in all, by region and beginning."""
    found = Shift.select().where(Shift.ended_at.is_null())
    found = found.where(Shift.region == region) if region else found
    return list(found.order_by(Shift.region, Shift.starts, Shift.id))


def one(person: Staff, number: int) -> Shift:
    """A shift of a region that the person sees. Raises Missing."""
    found = Shift.get_or_none(Shift.id == number)
    if found is None or not access.sees_region(person, found.region):
        raise Missing
    return found


def members(shifts: Iterable[Shift]) -> dict[int, list[Staff]]:
    """Who works each shift and works here at all, by user name, in one query."""
    numbers = [one.id for one in shifts]
    found: dict[int, list[Staff]] = {number: [] for number in numbers}
    rows = Member.select(Member, Staff).join(Staff).where(Member.shift.in_(numbers), Staff.active)
    for row in rows.order_by(Staff.username):
        found[row.shift_id].append(row.staff)
    return found


def of_person(person: Staff) -> list[Shift]:
    """The shifts that somebody works."""
    found = Shift.select().join(Member).where(Member.staff == person, Shift.ended_at.is_null())
    return list(found.order_by(Shift.starts, Shift.id))


def schedule(region: str, now: datetime) -> list[Turn]:
    """Every turn of a region around a moment, in order."""
    calendar = clocks.calendar_for(access.region(region).calendar)
    patterns = [Pattern(one.id, one.starts, one.ends) for one in worked(region)]
    today = calendar.local_date(now)
    return rules.turns(patterns, calendar, today - BEFORE, today + AFTER)


def present_members(turn: Turn, *, at: datetime) -> Sequence[Staff]:
    """Who is to be there in a turn: the members of its shift who are not away, or who stands in for them."""
    people = members([Shift.get_by_id(turn.shift)])[turn.shift]
    there = access.standing_in(people, at=at)
    return [person for person in there if not access.is_away(person, at=at)]
