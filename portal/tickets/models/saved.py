"""Views of the list that somebody gave a name, and who has them among their tabs."""

from __future__ import annotations

import peewee

from portal.access.models import Staff
from portal.core.db import Row, UtcField


class SavedView(Row):
    """A view of the list that somebody gave a name: what its `address` says (see `tickets.view`).

    `scope` is own (its owner alone sees it), team (whoever works in `region`) or all.
    """

    OWN, TEAM, ALL = "own", "team", "all"

    owner = peewee.ForeignKeyField(Staff, backref="+", on_delete="CASCADE")
    name = peewee.CharField(max_length=60)
    scope = peewee.CharField(max_length=4, constraints=[peewee.Check("scope IN ('own', 'team', 'all')")])
    region = peewee.CharField(max_length=16)
    address = peewee.TextField()
    created_at = UtcField()
    version = peewee.IntegerField(default=1)

    class Meta:
        table_name = "saved_view"
        indexes = ((("scope", "region"), False),)

    def __str__(self) -> str:
        return f"view:{self.id}"


class Pin(Row):
    """A saved view that somebody has among the tabs of their list."""

    staff = peewee.ForeignKeyField(Staff, backref="+", on_delete="CASCADE", index=False)
    view = peewee.ForeignKeyField(SavedView, backref="+", on_delete="CASCADE")

    class Meta:
        table_name = "saved_view_pin"
        indexes = ((("staff", "view"), True),)
