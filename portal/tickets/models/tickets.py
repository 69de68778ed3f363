"""The ticket, its timeline, and what hangs on it."""

from __future__ import annotations

import peewee

from portal.access.models import Staff
from portal.clocks.models import Stopwatch
from portal.core.db import JsonField, Row, UtcField
from portal.core.time import from_ms

NEVER = from_ms(253_402_300_799_000)
URGENT, NORMAL = 0, 1
RANKS = {"urgent": URGENT, "normal": NORMAL}  # by the key of `words.URGENCIES`


class Counter(Row):
    """The last serial given out for a prefix such as "E26-"; serials have no gaps."""

    prefix = peewee.TextField(unique=True)
    last = peewee.IntegerField(default=0)

    class Meta:
        table_name = "ticket_counter"


class Ticket(Row):
    """What a customer wants of the company, and how far it is.

    `desk` and `stage` are keys of a procedure; `rank` is 0 when urgent, else 1 (TM-4.2e: urgent matters first); `next_due`
    is the earliest due moment of its running stopwatches, `NEVER` when there is none, `next_warning` when that one warns;
    `ask_at` is when somebody is reminded to ask again for what it waits for; since `offered_at` whoever is free may claim
    it, and its owner stays responsible until somebody does.
    """

    number = peewee.TextField(unique=True)
    desk = peewee.TextField()
    stage = peewee.TextField()
    rank = peewee.IntegerField(default=NORMAL)
    level = peewee.IntegerField(constraints=[peewee.Check("level BETWEEN 1 AND 4")])
    region = peewee.TextField()
    customer = peewee.IntegerField(index=True)
    customer_name = peewee.TextField()
    channel = peewee.TextField()
    kind = peewee.TextField()
    subject = peewee.TextField()
    language = peewee.TextField()
    title = peewee.TextField()
    clerk = peewee.ForeignKeyField(Staff, backref="+", on_delete="RESTRICT")
    owner = peewee.ForeignKeyField(Staff, backref="+", on_delete="RESTRICT")
    lead = peewee.ForeignKeyField(Staff, null=True, backref="+", on_delete="RESTRICT")
    received_at = UtcField()
    created_at = UtcField()
    updated_at = UtcField()
    first_answer_at = UtcField(null=True)
    promised_at = UtcField(null=True)
    deadline_at = UtcField(null=True)
    answered_at = UtcField(null=True)
    satisfaction = peewee.IntegerField(null=True)
    waiting = peewee.TextField(null=True)
    closed_at = UtcField(null=True)
    next_due = UtcField(default=NEVER)
    next_warning = UtcField(default=NEVER)
    next_stopwatch = peewee.TextField(null=True)
    ask_at = UtcField(null=True)
    offered_at = UtcField(null=True)

    class Meta:
        table_name = "ticket"
        personal = ("customer_name", "title")

    def __str__(self) -> str:
        return f"ticket:{self.id}"

    @property
    def urgent(self) -> bool:
        return self.rank == URGENT

    @property
    def urgency(self) -> str:
        """A key of RANKS."""
        return "urgent" if self.urgent else "normal"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class Entry(Row):
    """A line of the timeline. It is written once and never changed (TM-4.4).

    `kind` says what it is: taken, imported, reply, answer, incoming, note, solution, transfer, level, group, meeting,
    wait, resume, reminded, satisfaction, case, reopened, corrected, file, warned, missed, escalated, offered, claimed,
    assigned, handed, kept, undone, merged, unmerged, split, unsplit, linked, unlinked. `facts` holds what the kind needs,
    as JSON. Only its place may change (`Relocation`): `ticket` is where it is shown, `origin` where it was written, empty
    while that is the same.
    """

    ticket = peewee.ForeignKeyField(Ticket, backref="entries", on_delete="RESTRICT")
    at = UtcField()
    by = peewee.ForeignKeyField(Staff, null=True, backref="+", on_delete="RESTRICT")
    kind = peewee.TextField()
    text = peewee.TextField(default="")
    facts = JsonField(null=True)
    origin = peewee.ForeignKeyField(Ticket, null=True, backref="+", on_delete="RESTRICT", index=False)

    class Meta:
        table_name = "ticket_entry"
        indexes = ((("ticket", "id"), False),)
        personal = ("text",)


class Member(Row):
    """Somebody in the contact group of a ticket (CR-6.1)."""

    ticket = peewee.ForeignKeyField(Ticket, backref="members", on_delete="RESTRICT")
    staff = peewee.ForeignKeyField(Staff, backref="+", on_delete="RESTRICT")
    since = UtcField()

    class Meta:
        table_name = "ticket_member"
        indexes = ((("ticket", "staff"), True), (("staff", "ticket"), False))


class Wait(Row):
    """A stretch in which the ticket waited for somebody; `until` is empty while it lasts. Pauses are read off here.

    `colleague` is who is waited for, where it is one; `ask_on` the moment at which a person wants to ask again; `asked`
    how many reminders were given.
    """

    ticket = peewee.ForeignKeyField(Ticket, backref="waits", on_delete="RESTRICT")
    reason = peewee.TextField()
    since = UtcField()
    until = UtcField(null=True)
    colleague = peewee.ForeignKeyField(Staff, null=True, backref="+", on_delete="RESTRICT")
    ask_on = UtcField(null=True)
    asked = peewee.IntegerField(default=0)

    class Meta:
        table_name = "ticket_wait"
        indexes = ((("ticket", "since"), False),)


class Attachment(Row):
    """A file of a ticket; its bytes are sealed in the store under `place`."""

    ticket = peewee.ForeignKeyField(Ticket, backref="attachments", on_delete="RESTRICT")
    entry = peewee.ForeignKeyField(Entry, backref="attachments", on_delete="RESTRICT")
    name = peewee.TextField()
    size = peewee.IntegerField()
    sha256 = peewee.TextField()
    media_type = peewee.TextField()
    place = peewee.TextField(unique=True)

    class Meta:
        table_name = "ticket_attachment"
        personal = ("name",)


class Escalation(Row):
    """A step of the ladder that was taken for a stopwatch, once: which role it reached, and who was told.

    `told` has a pair for each: the name, and for whom this person stood in, "" for nobody.
    """

    ticket = peewee.ForeignKeyField(Ticket, backref="escalations", on_delete="CASCADE")
    stopwatch = peewee.ForeignKeyField(Stopwatch, backref="+", on_delete="CASCADE", index=False)
    step = peewee.IntegerField()
    role = peewee.TextField()
    at = UtcField()
    told = JsonField()

    class Meta:
        table_name = "ticket_escalation"
        indexes = ((("stopwatch", "step"), True),)
        personal = ("told",)


class FormerName(Row):
    """A name that a ticket's customer had before it was corrected: who knows it still finds the ticket."""

    ticket = peewee.ForeignKeyField(Ticket, backref="+", on_delete="CASCADE")
    name = peewee.TextField()

    class Meta:
        table_name = "ticket_former_name"
        personal = ("name",)
