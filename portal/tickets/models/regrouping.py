"""Entries that go from one ticket to another, and come back."""

from __future__ import annotations

import peewee

from portal.access.models import Staff
from portal.core.db import JsonField, Row, UtcField
from portal.tickets.models.tickets import Entry, Ticket


class Regrouping(Row):
    """Entries that went from one ticket to another as one piece, and go back as one piece when it is undone.

    A merge takes every entry of `source` into `target`. `before` keeps what undoing needs of both (see `actions.merging`).
    """

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
