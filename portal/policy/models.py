"""Versions of the policy, what each changes, and who has read it."""

from __future__ import annotations

from peewee import CharField, Check, DateField, ForeignKeyField, IntegerField, TextField

from portal.access.models import Staff
from portal.core.db import JsonField, Row, UtcField

PROPOSED, APPROVED, REFUSED, WITHDRAWN, ENDED = "proposed", "approved", "refused", "withdrawn", "ended"


class PolicyVersion(Row):
    """A change of the regulations as a whole. `number` counts up from 2, as 1 is the text as shipped.

    `effective` is a day in headquarters' zone. `ended_because` is why it was refused or withdrawn.
    """

    number = IntegerField(unique=True)
    state = CharField(max_length=12, default=PROPOSED)
    effective = DateField()
    reason = TextField()
    proposed_by = ForeignKeyField(Staff, on_delete="RESTRICT", backref="+")
    proposed_at = UtcField()
    approved_by = ForeignKeyField(Staff, null=True, on_delete="RESTRICT", backref="+")
    approved_at = UtcField(null=True)
    ended_by = ForeignKeyField(Staff, null=True, on_delete="RESTRICT", backref="+")
    ended_at = UtcField(null=True)
    ended_because = TextField(default="")

    class Meta:
        table_name = "policy_version"
        constraints = [
            Check("state IN ('proposed', 'approved', 'refused', 'withdrawn')"),
            Check("approved_by_id IS NULL OR approved_by_id <> proposed_by_id"),
            Check("state <> 'approved' OR approved_by_id IS NOT NULL"),
        ]

    def __str__(self) -> str:
        return f"policy:{self.number}"


class PolicyChange(Row):
    """One figure, or one choice among rivals, that a version changes.

    `target` is as in `targets`; `was` and `becomes` are the facts before and after. `standing` (proposed, approved,
    ended) and `effective` repeat the version's, so that the database itself keeps two from overlapping.
    """

    version = ForeignKeyField(PolicyVersion, on_delete="CASCADE", backref="+")
    target = CharField(max_length=200)
    was = JsonField()
    becomes = JsonField()
    standing = CharField(max_length=12, default=PROPOSED)
    effective = DateField()

    class Meta:
        table_name = "policy_change"
        indexes = ((("version", "target"), True),)
        constraints = [Check("standing IN ('proposed', 'approved', 'ended')")]


PolicyChange.add_index(
    PolicyChange.index(
        PolicyChange.target, unique=True, where=PolicyChange.standing == PROPOSED, name="policy_change_proposed"
    )
)
PolicyChange.add_index(
    PolicyChange.index(
        PolicyChange.target,
        PolicyChange.effective,
        unique=True,
        where=PolicyChange.standing == APPROVED,
        name="policy_change_approved",
    )
)


class PolicyReading(Row):
    """Somebody has confirmed to have read a version (CS-6)."""

    version = ForeignKeyField(PolicyVersion, on_delete="CASCADE", backref="+")
    staff = ForeignKeyField(Staff, on_delete="CASCADE", backref="+")
    at = UtcField()

    class Meta:
        table_name = "policy_reading"
        indexes = ((("version", "staff"), True),)
