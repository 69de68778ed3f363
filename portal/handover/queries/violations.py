"""The register of violations, what a person has in it, and the cases about which nobody has decided yet (DM-H7)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from peewee import Expression, ModelSelect, fn

from portal.access.models import Staff
from portal.access.permissions import Permission
from portal.access.queries import regions_seen_by, sees_region
from portal.core import paging
from portal.core.errors import Missing
from portal.handover import measures
from portal.handover.models import Gap, Handover, Violation
from portal.handover.queries import gaps, handovers

MOST = 50
Concerned, Decider, Withdrawer = Staff.alias(), Staff.alias(), Staff.alias()
MILLISECOND = timedelta(milliseconds=1)


def visible_to(person: Staff) -> ModelSelect:
    """One's own; for who decides on them, also those of every region that they see. With the people in them."""
    regions = regions_seen_by(person) if person.may(Permission.HANDOVER_DISCIPLINE) else ()
    found = (
        Violation.select(Violation, Concerned, Decider, Withdrawer)
        .join(Concerned, on=Violation.staff, attr="staff")
        .switch(Violation)
        .join(Decider, on=Violation.decided_by, attr="decided_by")
        .switch(Violation)
        .left_outer_join(Withdrawer, on=Violation.withdrawn_by, attr="withdrawn_by")
    )
    return found if regions is None else found.where(Violation.region.in_(regions) | (Violation.staff == person))


def one(person: Staff, number: int) -> Violation:
    """Raises Missing, also where the person may not see it."""
    found = visible_to(person).where(Violation.id == number).first()
    if found is None:
        raise Missing
    return found


def may_decide(person: Staff, who: Staff, region: str) -> bool:
    """Whether somebody decides on what `who` has done in a region; nobody does about themselves."""
    return person.may(Permission.HANDOVER_DISCIPLINE) and sees_region(person, region) and person.id != who.id


def listed(person: Staff, after: str | None = None) -> paging.Page:
    """The last first."""
    found = visible_to(person)
    if place := paging.unmark(after, (int,)):
        found = found.where(Violation.id < place[0])
    return paging.cut(list(found.order_by(Violation.id.desc()).limit(paging.SIZE + 1)), lambda row: (row.id,))


def earlier(person: Staff, who: Staff, until: datetime, *, but: Violation | None = None) -> list[Violation]:
    """What stands against somebody in the twelve months up to a moment and the person may see, the last first."""
    found = visible_to(person).where(
        Violation.staff == who, Violation.withdrawn_at.is_null(), Violation.decided_at <= until,
        Violation.decided_at >= until - measures.LOOKED_BACK,
    )  # fmt: skip
    found = found.where(Violation.id != but.id) if but else found
    return list(found.order_by(Violation.id.desc()))


def decided_gaps(numbers: Collection[int]) -> set[int]:
    """Those of these empty posts about which somebody has decided."""
    found = Violation.select(Violation.gap).where(Violation.gap.in_(list(numbers)), Violation.withdrawn_at.is_null())
    return {row.gap_id for row in found}


def empty_reliefs(person: Staff, now: datetime) -> list[Gap]:
    """Reliefs that did not come in time, about which nobody has decided; the oldest first."""
    recent = (Gap.post == Gap.RELIEF) & Gap.staff.is_null(False) & (Gap.due_at > now - measures.UNDECIDED_FOR)
    found = gaps.visible_to(person).where(recent, Gap.staff != person, ~_decided(Violation.gap == Gap.id))
    return list(found.order_by(Gap.due_at).limit(MOST))


def unsigned(person: Staff, now: datetime, minutes: int) -> list[Handover]:
    """Handovers that both had not signed so many minutes after the change, about which nobody has decided; the oldest first."""
    in_time = timedelta(minutes=minutes)
    late = Handover.done_at.is_null() | (Handover.done_at > Handover.change_at + in_time // MILLISECOND)
    recent = (Handover.change_at > now - measures.UNDECIDED_FOR) & (Handover.change_at <= now - in_time)
    undecided = ~_decided(Violation.handover == Handover.id)
    found = handovers.visible_to(person).where(late, recent, undecided, Handover.outgoing != person)
    return list(found.order_by(Handover.change_at).limit(MOST))


def _decided(about: Expression) -> Expression:
    return fn.EXISTS(Violation.select().where(about, Violation.withdrawn_at.is_null()))
