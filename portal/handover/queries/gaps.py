"""Posts that stood empty."""

from __future__ import annotations

from datetime import datetime

from peewee import ModelSelect

from portal.access.models import Staff
from portal.access.queries import regions_seen_by
from portal.core import paging
from portal.core.errors import Missing
from portal.handover import rules
from portal.handover.models import Gap

PEOPLE = {column: Staff.alias() for column in ("staff", "came", "stand_in", "arranged_by")}


def visible_to(person: Staff) -> ModelSelect:
    """The gaps of every region that the person sees, and their own; with the people in them."""
    regions = regions_seen_by(person)
    found = Gap.select(Gap, *PEOPLE.values())
    for column, people in PEOPLE.items():
        found = found.left_outer_join(people, on=getattr(Gap, column), attr=column).switch(Gap)
    return found if regions is None else found.where(Gap.region.in_(regions) | (Gap.staff == person))


def one(person: Staff, number: int) -> Gap:
    """Raises Missing, also where the person may not see it."""
    found = visible_to(person).where(Gap.id == number).first()
    if found is None:
        raise Missing
    return found


def listed(person: Staff, after: str | None = None) -> paging.Page:
    """The last first."""
    found = visible_to(person)
    if place := paging.unmark(after, (int,)):
        found = found.where(Gap.id < place[0])
    return paging.cut(list(found.order_by(Gap.id.desc()).limit(paging.SIZE + 1)), lambda row: (row.id,))


def still_empty(now: datetime) -> list[Gap]:
    """Those to which nobody has come yet, of the last twelve hours."""
    return list(Gap.select().where(Gap.came_at.is_null(), Gap.due_at > now - rules.LATE_FOR).order_by(Gap.id))
