"""Calendars as rows, stopwatches, misses, re-base runs."""

from __future__ import annotations

from peewee import BooleanField, CharField, Check, DateField, FloatField, ForeignKeyField, IntegerField, TextField

from portal.access.models import Staff
from portal.core.db import JsonField, Row, UtcField

MET, MISSED, SUPERSEDED = "met", "missed", "superseded"


class Calendar(Row):
    """The working calendar of a desk, or of a country. `zone` is an IANA name; `version` the newest published one.

    `country` (ISO 3166-1 alpha-2) is the country whose customers' clocks count on it.
    """

    code = TextField(unique=True)
    country = TextField(unique=True, null=True)
    zone = TextField()
    name_zh = TextField()
    name_en = TextField()
    version = IntegerField(default=0)

    class Meta:
        table_name = "calendar"

    def __str__(self) -> str:
        return f"calendar:{self.code}"


class CalendarWindow(Row):
    """Open on a weekday (0 is Monday) from minute `opens` up to minute `closes` of the local day."""

    calendar = ForeignKeyField(Calendar, backref="windows", on_delete="CASCADE")
    weekday = IntegerField(constraints=[Check("weekday BETWEEN 0 AND 6")])
    opens = IntegerField()
    closes = IntegerField()

    class Meta:
        table_name = "calendar_window"
        indexes = ((("calendar", "weekday", "opens"), True),)
        constraints = [Check("0 <= opens AND opens < closes AND closes <= 1440")]


class CalendarDay(Row):
    """A date that differs from its weekday: off, working (a make-up workday) or own (`windows`, pairs of minutes).

    `source` is the library it was read from, or `BY_HAND`; what was set by hand outlives the next import.
    """

    BY_HAND = "by hand"

    calendar = ForeignKeyField(Calendar, backref="days", on_delete="CASCADE")
    date = DateField()
    kind = TextField(constraints=[Check("kind IN ('off', 'working', 'own')")])
    windows = JsonField()
    name_zh = TextField(default="")
    name_en = TextField(default="")
    source = TextField()

    class Meta:
        table_name = "calendar_day"
        indexes = ((("calendar", "date"), True),)


class CalendarYear(Row):
    """How sure the days of a year are: official, estimated or not announced."""

    calendar = ForeignKeyField(Calendar, backref="years", on_delete="CASCADE")
    year = IntegerField()
    state = TextField(constraints=[Check("state IN ('official', 'estimated', 'not announced')")])
    source = TextField()

    class Meta:
        table_name = "calendar_year"
        indexes = ((("calendar", "year"), True),)


class CalendarPrayers(Row):
    """The times of prayer that a calendar leaves out of its hours; see `prayers.Prayers`."""

    calendar = ForeignKeyField(Calendar, unique=True, backref="prayer_settings", on_delete="CASCADE")
    city_zh = TextField()
    city_en = TextField()
    latitude = FloatField()
    longitude = FloatField()
    method = TextField()
    before = IntegerField(constraints=[Check("before BETWEEN 0 AND 60")])
    after = IntegerField(constraints=[Check("after BETWEEN 0 AND 60")])

    class Meta:
        table_name = "calendar_prayers"


class PrayerDay(Row):
    """The times of prayer typed for a date, which win over the computed ones: minutes of the local day."""

    calendar = ForeignKeyField(Calendar, backref="prayer_days", on_delete="CASCADE")
    date = DateField()
    times = JsonField()

    class Meta:
        table_name = "prayer_day"
        indexes = ((("calendar", "date"), True),)


class CalendarVersion(Row):
    """A calendar as it was published, whole, so that a due moment can still be explained after the calendar changed."""

    calendar = ForeignKeyField(Calendar, backref="versions", on_delete="CASCADE")
    version = IntegerField()
    at = UtcField()
    content = JsonField()
    digest = TextField()

    class Meta:
        table_name = "calendar_version"
        indexes = ((("calendar", "version"), True),)


class Stopwatch(Row):
    """A time limit that runs, or ran, for a subject such as "ticket:12".

    `amount`, `unit` and `bound` are the target of the rule that won; `rivals` are the rules that lost, each with its
    own target and due moment. `due` and `warn_at` are empty while it is paused; `warn_at` is when `percent` of the time
    is used. `outcome` is met, missed or superseded once it is stopped. Only one of a key runs for a subject.

    `tell_at` is when people are warned, `warn_at` moved into their hours; `late_since` the due moment that was missed
    first, where rounds follow one another; `step` the step of the ladder that comes next, at `step_at` where it has a
    moment of its own, and `rung` the lowest rung not told yet. One that `failures` hold up is left until `not_before`.
    """

    subject = TextField()
    key = TextField()
    rule = TextField()
    policy_version = IntegerField()
    calendar = TextField()
    calendar_version = IntegerField()
    amount = IntegerField()
    unit = TextField()
    bound = BooleanField()
    started = UtcField()
    due = UtcField(null=True)
    percent = IntegerField(default=75)
    warn_at = UtcField(null=True)
    warned = UtcField(null=True)
    breached = UtcField(null=True)
    stopped = UtcField(null=True)
    outcome = TextField(null=True)
    rivals = JsonField()
    tell_at = UtcField(null=True)
    late_since = UtcField(null=True)
    step = IntegerField(default=0)
    step_at = UtcField(null=True)
    rung = IntegerField(default=0)
    failures = IntegerField(default=0)
    not_before = UtcField(null=True)

    class Meta:
        table_name = "stopwatch"
        constraints = [
            Check("(stopped IS NULL) = (outcome IS NULL)"),
            Check("outcome IN ('met', 'missed', 'superseded')"),
            Check("percent BETWEEN 1 AND 100"),
        ]

    def __str__(self) -> str:
        return f"stopwatch:{self.id}"

    @property
    def is_running(self) -> bool:
        return self.stopped is None

    @property
    def is_paused(self) -> bool:
        return self.is_running and self.due is None


RUNNING = Stopwatch.stopped.is_null()
TO_WARN = RUNNING & Stopwatch.warned.is_null() & Stopwatch.breached.is_null()
TO_BREACH = RUNNING & Stopwatch.breached.is_null()
TO_STEP = RUNNING & Stopwatch.step_at.is_null(False)

Stopwatch.add_index(Stopwatch.index(Stopwatch.subject, name="stopwatch_subject"))
Stopwatch.add_index(
    Stopwatch.index(Stopwatch.subject, Stopwatch.key, unique=True, where=RUNNING, name="stopwatch_running")
)
Stopwatch.add_index(Stopwatch.index(Stopwatch.calendar, where=RUNNING, name="stopwatch_calendar"))
Stopwatch.add_index(Stopwatch.index(Stopwatch.tell_at, where=TO_WARN, name="stopwatch_to_warn"))
Stopwatch.add_index(Stopwatch.index(Stopwatch.due, where=TO_BREACH, name="stopwatch_to_breach"))
Stopwatch.add_index(Stopwatch.index(Stopwatch.step_at, where=TO_STEP, name="stopwatch_to_step"))


class Miss(Row):
    """A due moment that passed. It stays, whatever becomes of the stopwatch.

    `at` is when it was noticed; `seconds_late` is known once the stopwatch is stopped.
    """

    stopwatch = ForeignKeyField(Stopwatch, unique=True, backref="misses", on_delete="RESTRICT")
    rule = TextField()
    due = UtcField()
    at = UtcField()
    seconds_late = IntegerField(null=True)

    class Meta:
        table_name = "miss"


class RebaseRun(Row):
    """A run that counts open stopwatches anew: looked at first, then done whole, and undone whole if it was wrong.

    `kind` is calendar (`scope` its code, `edit` the change not saved yet, `content` the calendar to count on) or policy
    (`scope` the number of the version, `keys` the stopwatches it can touch). `as_of` is the moment whose figures hold.
    `cursor` is how far the work has come: the last stopwatch looked at, then the last move carried out or taken back.
    `total` and `seen` count for the bar; `done` and `left_out` the moves carried out and those that were not.
    """

    LOOKING, READY, SAVED, DISCARDED = "looking", "ready", "saved", "discarded"
    APPLYING, DONE, UNDOING, UNDONE = "applying", "done", "undoing", "undone"
    AT_WORK = (LOOKING, APPLYING, UNDOING)

    kind = CharField(max_length=8)
    scope = CharField(max_length=32)
    from_version = IntegerField()
    to_version = IntegerField()
    edit = JsonField(null=True)
    content = JsonField(null=True)
    keys = JsonField(null=True)
    reason = TextField(default="")
    as_of = UtcField()
    state = CharField(max_length=12, default=LOOKING)
    cursor = IntegerField(default=0)
    total = IntegerField(default=0)
    seen = IntegerField(default=0)
    concerned = IntegerField(default=0)
    moved = IntegerField(default=0)
    late = IntegerField(default=0)
    done = IntegerField(default=0)
    left_out = IntegerField(default=0)
    by = ForeignKeyField(Staff, on_delete="RESTRICT", backref="+")
    at = UtcField()
    confirmed_by = ForeignKeyField(Staff, null=True, on_delete="RESTRICT", backref="+")
    confirmed_at = UtcField(null=True)
    finished_at = UtcField(null=True)
    undone_by = ForeignKeyField(Staff, null=True, on_delete="RESTRICT", backref="+")
    undone_at = UtcField(null=True)

    class Meta:
        table_name = "rebase_run"
        constraints = [
            Check("kind IN ('calendar', 'policy')"),
            Check("state IN ('looking', 'ready', 'saved', 'discarded', 'applying', 'done', 'undoing', 'undone')"),
        ]

    def __str__(self) -> str:
        return f"rebase:{self.id}"

    @property
    def is_at_work(self) -> bool:
        return self.state in self.AT_WORK


RebaseRun.add_index(
    RebaseRun.index(RebaseRun.state, where=RebaseRun.state.in_(RebaseRun.AT_WORK), name="rebase_run_at_work")
)


class RebaseMove(Row):
    """What a run makes of one stopwatch: its setting before and after, and how it went.

    `moved` says whether the due moment changes, `late` whether it is past at once; `state` is seen, applied, left (not
    carried out), undone or kept (not taken back), and `because` the word for why.
    """

    SEEN, APPLIED, LEFT, UNDONE, KEPT = "seen", "applied", "left", "undone", "kept"

    run = ForeignKeyField(RebaseRun, on_delete="CASCADE", backref="+")
    stopwatch = ForeignKeyField(Stopwatch, on_delete="CASCADE", backref="+")
    subject = TextField()
    key = TextField()
    rule = TextField()
    was = JsonField()
    becomes = JsonField()
    due_was = UtcField(null=True)
    due_becomes = UtcField(null=True)
    moved = BooleanField()
    late = BooleanField()
    state = CharField(max_length=12, default=SEEN)
    because = CharField(max_length=12, default="")

    class Meta:
        table_name = "rebase_move"
        indexes = ((("run", "stopwatch"), True), (("run", "id"), False))
        constraints = [Check("state IN ('seen', 'applied', 'left', 'undone', 'kept')")]
