"""The tables of a ticket."""

from __future__ import annotations

import peewee

from portal.access.models import Staff
from portal.clocks.models import Stopwatch
from portal.core.db import JsonField, Row, UtcField
from portal.core.time import from_ms

NEVER = from_ms(253_402_300_799_000)
URGENT, NORMAL = 0, 1


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
    def is_open(self) -> bool:
        return self.closed_at is None


class Entry(Row):
    """A line of the timeline. It is written once and never changed (TM-4.4).

    `kind` says what it is: taken, imported, reply, answer, incoming, note, solution, transfer, level, group, meeting,
    wait, resume, reminded, satisfaction, case, reopened, corrected, file, warned, missed, escalated, offered, claimed, assigned,
    undone, merged, unmerged. `facts` holds what the kind needs, as JSON. Only its place may change (`Relocation`):
    `ticket` is where it is shown, `origin` where it was written, empty while that is the same.
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


class Regrouping(Row):
    """Entries that went from one ticket to another as one piece, and go back as one piece when it is undone.

    A merge takes every entry of `source` into `target`. `before` keeps what undoing needs of both (see `actions.merging`).
    """

    source = peewee.ForeignKeyField(Ticket, backref="+", on_delete="RESTRICT")
    target = peewee.ForeignKeyField(Ticket, backref="+", on_delete="RESTRICT")
    at = UtcField()
    by = peewee.ForeignKeyField(Staff, backref="+", on_delete="RESTRICT", index=False)
    reason = peewee.TextField(default="")
    before = JsonField()
    undone_at = UtcField(null=True)
    undone_by = peewee.ForeignKeyField(Staff, null=True, backref="+", on_delete="RESTRICT", index=False)

    class Meta:
        table_name = "ticket_regrouping"
        personal = ("reason",)

    def __str__(self) -> str:
        return f"regrouping:{self.id}"

    @property
    def is_undone(self) -> bool:
        return self.undone_at is not None


class Relocation(Row):
    """One entry that went from the ticket it `left` to the one it `reached`; going back is a row of its own."""

    regrouping = peewee.ForeignKeyField(Regrouping, backref="relocations", on_delete="RESTRICT")
    entry = peewee.ForeignKeyField(Entry, backref="relocations", on_delete="RESTRICT")
    left = peewee.ForeignKeyField(Ticket, backref="+", on_delete="RESTRICT", index=False)
    reached = peewee.ForeignKeyField(Ticket, backref="+", on_delete="RESTRICT", index=False)
    at = UtcField()

    class Meta:
        table_name = "ticket_relocation"


class FormerName(Row):
    """A name that a ticket's customer had before it was corrected: who knows it still finds the ticket."""

    ticket = peewee.ForeignKeyField(Ticket, backref="+", on_delete="CASCADE")
    name = peewee.TextField()

    class Meta:
        table_name = "ticket_former_name"
        personal = ("name",)
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


class Assignment(Row):
    """Somebody became the owner of a ticket: claimed, assigned or transferred (`how`). Whose turn it is is read off here."""

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
