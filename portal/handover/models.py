"""Handovers of shifts, their items, and posts that stood empty."""

from __future__ import annotations

from peewee import SQL, CharField, DateField, ForeignKeyField, IntegerField, TextField

from portal.access.models import Staff
from portal.core.db import JsonField, Row, UtcField
from portal.signing.models import Document
from portal.team.models import Shift
from portal.tickets.models import Ticket


class Handover(Row):
    """What somebody hands over at the end of a turn, to whom, and the form (F-12) both sign for it.

    `day` is the region's date of the turn, `change_at` its end, `next_at` and `next_ends_at` the relief's turn. `words` has
    what the outgoing clerk wrote in each section. Where it stands is read off its form; `found_by` is the text by which it
    is found once frozen.
    """

    shift = ForeignKeyField(Shift, on_delete="RESTRICT", backref="+", index=False)
    day = DateField()
    region = CharField(max_length=16, constraints=[SQL("REFERENCES region (code)")])
    outgoing = ForeignKeyField(Staff, on_delete="RESTRICT", backref="+")
    incoming = ForeignKeyField(Staff, null=True, on_delete="RESTRICT", backref="+")
    starts_at = UtcField()
    change_at = UtcField()
    next_at = UtcField()
    next_ends_at = UtcField()
    prepared_at = UtcField()
    revision = IntegerField(default=1)
    words = JsonField()
    document = ForeignKeyField(Document, null=True, on_delete="RESTRICT", backref="+")
    found_by = TextField(default="")
    done_at = UtcField(null=True)

    class Meta:
        table_name = "handover"
        indexes = ((("shift", "day", "outgoing"), True), (("region", "change_at"), False), (("change_at",), False))
        personal = ("words", "found_by")

    def __str__(self) -> str:
        return f"handover:{self.id}"


class Item(Row):
    """One ticket in a handover: what becomes of it (a key of `rules.OUTCOMES`, "" for not accounted for) with a note; the
    incoming clerk's acceptance, or query with its reply; and when responsibility for it moved."""

    handover = ForeignKeyField(Handover, on_delete="CASCADE", backref="items", index=False)
    ticket = ForeignKeyField(Ticket, on_delete="CASCADE", backref="+")
    outcome = CharField(max_length=8, default="")
    note = TextField(default="")
    accepted_at = UtcField(null=True)
    query = TextField(default="")
    queried_at = UtcField(null=True)
    reply = TextField(default="")
    replied_at = UtcField(null=True)
    moved_at = UtcField(null=True)

    class Meta:
        table_name = "handover_item"
        indexes = ((("handover", "ticket"), True),)
        personal = ("note", "query", "reply")


class Gap(Row):
    """A post that stood empty when it had to be manned: the desk before opening (DM-H8), or a turn whose relief did not come
    (DM-H6). `staff` is who should have come, `came_at` when somebody did, `came` who; `stand_in` and `arrangement` say how
    it was managed meanwhile. `occasion` names it for ever."""

    DESK, RELIEF = "desk", "relief"

    occasion = CharField(max_length=80, unique=True)
    post = CharField(max_length=8)
    region = CharField(max_length=16, constraints=[SQL("REFERENCES region (code)")])
    staff = ForeignKeyField(Staff, null=True, on_delete="RESTRICT", backref="+")
    due_at = UtcField(index=True)
    noted_at = UtcField()
    came_at = UtcField(null=True)
    came = ForeignKeyField(Staff, null=True, on_delete="RESTRICT", backref="+", index=False)
    stand_in = ForeignKeyField(Staff, null=True, on_delete="RESTRICT", backref="+", index=False)
    arrangement = TextField(default="")
    arranged_by = ForeignKeyField(Staff, null=True, on_delete="RESTRICT", backref="+", index=False)
    arranged_at = UtcField(null=True)

    class Meta:
        table_name = "duty_gap"
        personal = ("arrangement",)

    def __str__(self) -> str:
        return f"gap:{self.id}"


class Violation(Row):
    """Somebody broke the rules of handing over (DM-H7): what happened, and the measure decided on by case.

    `kind` is a key of `measures.KINDS`, `measure` of `measures.MEASURES`; `fine` is in whole yuan, for a fine alone. It is
    about a handover, an empty post, or neither, and once about the same. What the person says to it stands beside it; what
    is withdrawn stays, with the reason.
    """

    region = CharField(max_length=16, constraints=[SQL("REFERENCES region (code)")])
    staff = ForeignKeyField(Staff, on_delete="RESTRICT", backref="+")
    handover = ForeignKeyField(Handover, null=True, on_delete="RESTRICT", backref="+", index=False)
    gap = ForeignKeyField(Gap, null=True, on_delete="RESTRICT", backref="+", index=False)
    kind = CharField(max_length=16)
    happened_on = DateField()
    text = TextField()
    measure = CharField(max_length=8)
    fine = IntegerField(null=True)
    decided_by = ForeignKeyField(Staff, on_delete="RESTRICT", backref="+", index=False)
    decided_at = UtcField()
    answer = TextField(default="")
    answered_at = UtcField(null=True)
    withdrawn_by = ForeignKeyField(Staff, null=True, on_delete="RESTRICT", backref="+", index=False)
    withdrawn_at = UtcField(null=True)
    withdrawn_why = TextField(default="")

    class Meta:
        table_name = "handover_violation"
        indexes = ((("region", "id"), False),)
        personal = ("text", "answer", "withdrawn_why")

    def __str__(self) -> str:
        return f"violation:{self.id}"
