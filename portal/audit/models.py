"""The journal's table."""

from __future__ import annotations

import peewee

from portal.core.db import JsonField, Row, UtcField


class JournalRow(Row):
    """One thing done, or one classified thing read. `digest` is the SHA-256 over this row and the digest before it."""

    at = UtcField(index=True)
    who = peewee.TextField(index=True)
    origin = peewee.TextField(default="")
    what = peewee.TextField(index=True)
    subject = peewee.TextField(index=True)
    reason = peewee.TextField(default="")
    changes = JsonField(null=True)
    digest = peewee.TextField()

    class Meta:
        table_name = "journal"
