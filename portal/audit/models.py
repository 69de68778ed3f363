"""The journal's table, and the runs of verifying it."""

from __future__ import annotations

import peewee

from portal.core.db import JsonField, Row, UtcField


class JournalRow(Row):
    """One thing done, or one classified thing read. `digest` is the SHA-256 over this row and the digest before it.

    The database refuses to change or delete a row (migration 0014).
    """

    at = UtcField()
    who = peewee.TextField()
    origin = peewee.TextField(default="")
    what = peewee.TextField()
    subject = peewee.TextField()
    reason = peewee.TextField(default="")
    changes = JsonField(null=True)
    digest = peewee.TextField()

    class Meta:
        table_name = "journal"
        indexes = tuple(((*first, "at", "id"), False) for first in ((), ("who",), ("what",), ("subject",), ("origin",)))


class Check(Row):
    """A run of verifying the journal: `rows` of `upto` hold so far, `digest` is that of the last of them.

    Whoever works on it claims it until `busy_until`. `fault` is a key of `telling.FAULTS`, "" when nothing is wrong;
    `place` the row's number or the anchor's day.
    """

    begun_at = UtcField()
    by = peewee.TextField()
    upto = peewee.IntegerField()
    rows = peewee.IntegerField(default=0)
    digest = peewee.TextField()
    busy_until = UtcField(default=0)
    ended_at = UtcField(null=True)
    fault = peewee.TextField(default="")
    place = peewee.TextField(default="")

    class Meta:
        table_name = "journal_check"

    def __str__(self) -> str:
        return f"check:{self.id}"

    @property
    def share(self) -> int:
        """How much of it is done, in whole per cent."""
        return 100 * self.rows // self.upto if self.upto else 100
