"""Reads: what a person was told, and how much of it is unread."""

from __future__ import annotations

from collections.abc import Sequence

from peewee import ModelSelect

from portal.access.models import Staff
from portal.core import db, paging, time
from portal.core.errors import Missing
from portal.messages import rules
from portal.messages.models import Notice

# Counting stops at the first row that no longer matters.
UNREAD = """
SELECT COUNT(*) FROM (SELECT 1 FROM notice WHERE staff_id = ? AND read_at IS NULL AND at <= ? LIMIT ?) AS unread
"""


def bell(staff: Staff) -> str:
    """How many notices this person has not read: "", "3", "99+". One look at an index; every page asks."""
    return rules.bell_of(db.select(UNREAD, staff.id, time.to_ms(time.now()), rules.MANY + 1)[0][0])


def visible_to(staff: Staff) -> ModelSelect:
    """A person's own notices, from their moment on; nobody sees another's."""
    return Notice.select().where(Notice.staff == staff, Notice.at <= time.now())


def found(staff: Staff, number: int) -> Notice:
    """The person's notice with this id. Raises Missing, also for another person's."""
    notice = visible_to(staff).where(Notice.id == number).first()
    if notice is None:
        raise Missing
    return notice


def notices_of(staff: Staff, after: str | None) -> paging.Page:
    """A page of the person's notices, newest first, after the mark of the page before."""
    query = visible_to(staff).order_by(Notice.at.desc(), Notice.id.desc())
    if place := paging.unmark(after, (int, int)):
        at, number = time.from_ms(place[0]), place[1]
        query = query.where((Notice.at < at) | ((Notice.at == at) & (Notice.id < number)))
    return paging.cut(list(query.limit(paging.SIZE + 1)), lambda notice: (time.to_ms(notice.at), notice.id))


def not_told(people: Sequence[Staff], occasion: str) -> list[Staff]:
    """Those of some people who have not been told of an occasion."""
    notices = Notice.select(Notice.staff).where(Notice.staff.in_(people), Notice.occasion == occasion)
    told = {row[0] for row in notices.tuples()}
    return [person for person in people if person.id not in told]
