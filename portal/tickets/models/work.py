"""Who became the owner of which ticket, and changes of many tickets."""

from __future__ import annotations

import peewee

from portal.access.models import Staff
from portal.core.db import JsonField, Row, UtcField
from portal.tickets.models.tickets import Ticket


class Assignment(Row):
    """Somebody became the owner of a ticket: claimed, assigned, transferred or handed over (`how`). Whose turn it is is
    read off here."""

    ticket = peewee.ForeignKeyField(Ticket, backref="assignments", on_delete="CASCADE")
    staff = peewee.ForeignKeyField(Staff, backref="+", on_delete="RESTRICT")
    at = UtcField()
    how = peewee.TextField()

    class Meta:
        table_name = "ticket_assignment"
        indexes = ((("staff", "at"), False),)


class BulkRun(Row):
    """One change of many tickets, from its preview to its undoing.

    `steps` are pairs of a move and what is given to it, in order; `state` is ready, doing, done, undoing, undone or
    discarded; until `undo_until` it can be undone.
    """

    READY, DOING, DONE, UNDOING, UNDONE, DISCARDED = "ready", "doing", "done", "undoing", "undone", "discarded"

    by = peewee.ForeignKeyField(Staff, backref="+", on_delete="RESTRICT")
    at = UtcField()
    steps = JsonField()
    state = peewee.TextField(default="ready")
    done_at = UtcField(null=True)
    undo_until = UtcField(null=True)
    undone_at = UtcField(null=True)

    class Meta:
        table_name = "bulk_run"

    def __str__(self) -> str:
        return f"bulk:{self.id}"


class BulkChange(Row):
    """What a run does with one ticket.

    `seen` is when the ticket had last changed as the preview was made; `state` is ready, refused, done, stale (changed
    since the preview and left), undone or kept (undone but for the fields in `kept`). `before` and `after` hold the fields
    that change; a refusal says why in both languages, and its rule.
    """

    READY, REFUSED, DONE, STALE, UNDONE, KEPT = "ready", "refused", "done", "stale", "undone", "kept"

    run = peewee.ForeignKeyField(BulkRun, backref="changes", on_delete="CASCADE", index=False)
    ticket = peewee.ForeignKeyField(Ticket, backref="+", on_delete="CASCADE")
    seen = UtcField()
    state = peewee.TextField(default="ready")
    before = JsonField(null=True)
    after = JsonField(null=True)
    kept = JsonField(null=True)
    because_zh = peewee.TextField(default="")
    because_en = peewee.TextField(default="")
    rule = peewee.TextField(default="")

    class Meta:
        table_name = "bulk_change"
        indexes = ((("run", "ticket"), True),)
