"""Shifts and their members, and departures."""

from __future__ import annotations

from peewee import SQL, CharField, DateField, ForeignKeyField, IntegerField

from portal.access.models import Staff
from portal.core.db import JsonField, Row, UtcField
from portal.signing.models import Document


class Shift(Row):
    """Hours of a region's day. `starts` and `ends` are minutes of its wall's day; one that ends no later than it starts
    ends on the next day. With `ended_at` it is worked no more."""

    region = CharField(max_length=16, constraints=[SQL("REFERENCES region (code)")])
    name_zh = CharField(max_length=60)
    name_en = CharField(max_length=60)
    starts = IntegerField()
    ends = IntegerField()
    ended_at = UtcField(null=True)

    class Meta:
        table_name = "shift"
        indexes = ((("region", "starts"), False),)

    def __str__(self) -> str:
        return f"shift:{self.id}"


class Member(Row):
    """Somebody who works a shift."""

    shift = ForeignKeyField(Shift, on_delete="CASCADE", backref="members", index=False)
    staff = ForeignKeyField(Staff, on_delete="RESTRICT", backref="+")

    class Meta:
        table_name = "shift_member"
        indexes = ((("shift", "staff"), True),)


class Departure(Row):
    """Somebody leaves and hands over to `successor` what `takers` gives to nobody else ("ticket:12" → id of a person).

    `lists` has the lines of the groups that are written by hand: papers, accounts, equipment. Once frozen it has its form in
    `document`; over with `done_at`, or called off with `dropped_at`.
    """

    person = ForeignKeyField(Staff, on_delete="RESTRICT", backref="+", index=False)
    successor = ForeignKeyField(Staff, on_delete="RESTRICT", backref="+", index=False)
    region = CharField(max_length=16, constraints=[SQL("REFERENCES region (code)")])
    last_day = DateField()
    takers = JsonField()
    lists = JsonField()
    revision = IntegerField(default=1)
    begun_by = ForeignKeyField(Staff, on_delete="RESTRICT", backref="+", index=False)
    begun_at = UtcField()
    document = ForeignKeyField(Document, null=True, on_delete="RESTRICT", backref="+")
    done_at = UtcField(null=True)
    dropped_at = UtcField(null=True)

    class Meta:
        table_name = "departure"

    def __str__(self) -> str:
        return f"departure:{self.id}"

    @property
    def is_open(self) -> bool:
        return self.done_at is None and self.dropped_at is None
