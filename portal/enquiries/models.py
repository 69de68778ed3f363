"""Imports, and the row of the file each imported enquiry comes from."""

from __future__ import annotations

import peewee

from portal.core.db import Row, UtcField


class Import(Row):
    """A file that was brought in. `by` is a user name, `sha256` of its bytes in hex, `rows` how many became enquiries."""

    at = UtcField()
    by = peewee.TextField()
    file = peewee.TextField()
    sha256 = peewee.TextField()
    rows = peewee.IntegerField()
    reverted_at = UtcField(null=True)
    reverted_by = peewee.TextField(null=True)

    class Meta:
        table_name = "enquiry_import"

    def __str__(self) -> str:
        return f"import:{self.id}"


class ImportedRow(Row):
    """A row of the file: its number there, the ticket it became, and the customer that was registered for it, if any."""

    imported = peewee.ForeignKeyField(Import, backref="lines", on_delete="RESTRICT", index=False)
    line = peewee.IntegerField()
    ticket = peewee.IntegerField(index=True)
    customer = peewee.IntegerField(null=True)

    class Meta:
        table_name = "enquiry_import_row"
        indexes = ((("imported", "line"), True),)
