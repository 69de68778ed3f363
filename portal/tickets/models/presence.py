"""Who is at a ticket now, and what they have typed and not sent."""

from __future__ import annotations

import peewee

from portal.access.models import Staff
from portal.core.db import JsonField, Row, UtcField
from portal.tickets.models.tickets import Ticket

LOOKING, ANSWERING = "looking", "answering"


class Presence(Row):
    """Somebody who has a ticket open now: what they are doing, since when, and when their page was last heard of."""

    ticket = peewee.ForeignKeyField(Ticket, backref="+", on_delete="CASCADE", index=False)
    staff = peewee.ForeignKeyField(Staff, backref="+", on_delete="CASCADE")
    doing = peewee.TextField(constraints=[peewee.Check("doing IN ('looking', 'answering')")])
    since = UtcField()
    seen_at = UtcField(index=True)

    class Meta:
        table_name = "ticket_presence"
        indexes = ((("ticket", "staff"), True),)


class Pulse(Row):
    """One row: a number that another one takes the place of when somebody comes, goes, or begins or ends answering."""

    beats = peewee.BigIntegerField(default=0)

    class Meta:
        table_name = "ticket_pulse"


class Draft(Row):
    """What somebody has typed into a form and not sent: `address` is where the form goes, `texts` what stands in its
    fields, by their names. `ticket` is empty for what is being taken in. `version` grows with each saving."""

    staff = peewee.ForeignKeyField(Staff, backref="+", on_delete="CASCADE", index=False)
    ticket = peewee.ForeignKeyField(Ticket, null=True, backref="+", on_delete="CASCADE")
    address = peewee.TextField()
    texts = JsonField()
    version = peewee.IntegerField(default=1)
    saved_at = UtcField(index=True)

    class Meta:
        table_name = "draft"
        indexes = ((("staff", "address"), False),)
        personal = ("texts",)
