"""Entries that go from one ticket to another, and come back; tickets that belong to a parent, and what was answered to all."""

from __future__ import annotations

import peewee

from portal.access.models import Staff
from portal.core.db import JsonField, Row, UtcField
from portal.tickets.models.tickets import Entry, Ticket


class Regrouping(Row):
    """Entries that went from one ticket to another as one piece, and go back as one piece when it is undone.

    A merge takes every entry of `source` into `target`; a split takes some into a new ticket, the `target`. `before` keeps
    what undoing a merge needs of both (see `actions.merging`).
    """

    MERGE, SPLIT = "merge", "split"

    kind = peewee.TextField(constraints=[peewee.Check("kind IN ('merge', 'split')")])
    source = peewee.ForeignKeyField(Ticket, backref="+", on_delete="RESTRICT")
    target = peewee.ForeignKeyField(Ticket, backref="+", on_delete="RESTRICT")
    at = UtcField()
    by = peewee.ForeignKeyField(Staff, backref="+", on_delete="RESTRICT", index=False)
    reason = peewee.TextField(default="")
    before = JsonField()
    undone_at = UtcField(null=True)
    undone_by = peewee.ForeignKeyField(Staff, null=True, backref="+", on_delete="RESTRICT", index=False)

    class Meta:
        table_name = "ticket_regrouping"
        personal = ("reason",)

    def __str__(self) -> str:
        return f"regrouping:{self.id}"

    @property
    def is_undone(self) -> bool:
        return self.undone_at is not None


class Relocation(Row):
    """One entry that went from the ticket it `left` to the one it `reached`; going back is a row of its own."""

    regrouping = peewee.ForeignKeyField(Regrouping, backref="relocations", on_delete="RESTRICT")
    entry = peewee.ForeignKeyField(Entry, backref="relocations", on_delete="RESTRICT")
    left = peewee.ForeignKeyField(Ticket, backref="+", on_delete="RESTRICT", index=False)
    reached = peewee.ForeignKeyField(Ticket, backref="+", on_delete="RESTRICT", index=False)
    at = UtcField()

    class Meta:
        table_name = "ticket_relocation"


class Link(Row):
    """A ticket that is the child of another. One level: a parent is nobody's child."""

    child = peewee.ForeignKeyField(Ticket, unique=True, backref="+", on_delete="CASCADE")
    parent = peewee.ForeignKeyField(Ticket, backref="+", on_delete="CASCADE")
    at = UtcField()
    by = peewee.ForeignKeyField(Staff, backref="+", on_delete="RESTRICT", index=False)

    class Meta:
        table_name = "ticket_link"


class JointPart(Row):
    """A ticket that an answer to all has reached: of one form (`token`) each ticket once, however often it is sent."""

    token = peewee.TextField()
    ticket = peewee.ForeignKeyField(Ticket, backref="+", on_delete="CASCADE")
    at = UtcField()
    by = peewee.ForeignKeyField(Staff, backref="+", on_delete="RESTRICT", index=False)

    class Meta:
        table_name = "ticket_joint_part"
        indexes = ((("token", "ticket"), True),)
