"""The list of wording."""

from __future__ import annotations

import peewee

from portal.core.db import Row, UtcField


class Phrase(Row):
    """Words that do not leave unseen. `folded` is what is compared, once on the list while it is not `retired_at`;
    `language` a key of `choices.LANGUAGES` or "" for any; `added_by` a user name, "system" for what was there at first."""

    words = peewee.TextField()
    folded = peewee.TextField()
    language = peewee.TextField(default="")
    severity = peewee.TextField()
    kind = peewee.TextField()
    reason_zh = peewee.TextField()
    reason_en = peewee.TextField()
    added_at = UtcField()
    added_by = peewee.TextField()
    retired_at = UtcField(null=True)
    retired_by = peewee.TextField(null=True)

    class Meta:
        table_name = "wording_phrase"

    def __str__(self) -> str:
        return f"phrase:{self.id}"
