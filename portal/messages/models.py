"""The notice."""

from __future__ import annotations

from peewee import CharField, ForeignKeyField, TextField

from portal.access.models import Staff
from portal.core.db import Row, UtcField


class Notice(Row):
    """Something one person was told.

    `kind` is a key of `rules.KINDS`; `url` a path of the portal where the thing is; `occasion` names what it was told
    for, once a person; `at` is from when it is shown; `read_at` is empty until the person has looked.
    """

    staff = ForeignKeyField(Staff, on_delete="CASCADE", index=False)
    at = UtcField()
    kind = CharField(max_length=8)
    text_zh = TextField()
    text_en = TextField()
    url = CharField(max_length=500)
    occasion = CharField(max_length=200)
    read_at = UtcField(null=True)

    class Meta:
        table_name = "notice"
        indexes = ((("staff", "occasion"), True), (("staff", "id"), False), (("staff", "at", "id"), False))
        personal = ("text_zh", "text_en")


UNREAD = Notice.read_at.is_null()
Notice.add_index(Notice.index(Notice.staff, Notice.read_at, Notice.at, name="notice_unread", where=UNREAD))
