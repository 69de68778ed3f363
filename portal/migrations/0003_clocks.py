"""Working calendars, stopwatches, misses."""

from peewee import (
    AutoField,
    BigIntegerField,
    BooleanField,
    Check,
    DateField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)


def tables(db):
    return (*calendar_tables(db), *stopwatch_tables(db))


def calendar_tables(db):
    class Calendar(Model):
        id = AutoField()
        code = TextField(unique=True)
        zone = TextField()
        name_zh = TextField()
        name_en = TextField()
        version = IntegerField()

        class Meta:
            database = db
            table_name = "calendar"

    class CalendarWindow(Model):
        id = AutoField()
        calendar = ForeignKeyField(Calendar, on_delete="CASCADE")
        weekday = IntegerField(constraints=[Check("weekday BETWEEN 0 AND 6")])
        opens = IntegerField()
        closes = IntegerField()

        class Meta:
            database = db
            table_name = "calendar_window"
            indexes = ((("calendar", "weekday", "opens"), True),)
            constraints = [Check("0 <= opens AND opens < closes AND closes <= 1440")]

    class CalendarDay(Model):
        id = AutoField()
        calendar = ForeignKeyField(Calendar, on_delete="CASCADE")
        date = DateField()
        kind = TextField(constraints=[Check("kind IN ('off', 'working', 'own')")])
        windows = TextField()
        name_zh = TextField()
        name_en = TextField()
        source = TextField()

        class Meta:
            database = db
            table_name = "calendar_day"
            indexes = ((("calendar", "date"), True),)

    class CalendarYear(Model):
        id = AutoField()
        calendar = ForeignKeyField(Calendar, on_delete="CASCADE")
        year = IntegerField()
        state = TextField(constraints=[Check("state IN ('official', 'estimated', 'not announced')")])
        source = TextField()

        class Meta:
            database = db
            table_name = "calendar_year"
            indexes = ((("calendar", "year"), True),)

    class CalendarVersion(Model):
        id = AutoField()
        calendar = ForeignKeyField(Calendar, on_delete="CASCADE")
        version = IntegerField()
        at = BigIntegerField()
        content = TextField()
        digest = TextField()

        class Meta:
            database = db
            table_name = "calendar_version"
            indexes = ((("calendar", "version"), True),)

    return Calendar, CalendarWindow, CalendarDay, CalendarYear, CalendarVersion


def stopwatch_tables(db):
    class Stopwatch(Model):
        id = AutoField()
        subject = TextField()
        key = TextField()
        rule = TextField()
        policy_version = IntegerField()
        calendar = TextField()
        calendar_version = IntegerField()
        amount = IntegerField()
        unit = TextField()
        bound = BooleanField()
        started = BigIntegerField()
        due = BigIntegerField(null=True)
        percent = IntegerField()
        warn_at = BigIntegerField(null=True)
        warned = BigIntegerField(null=True)
        breached = BigIntegerField(null=True)
        stopped = BigIntegerField(null=True)
        outcome = TextField(null=True)
        rivals = TextField()

        class Meta:
            database = db
            table_name = "stopwatch"
            constraints = [
                Check("(stopped IS NULL) = (outcome IS NULL)"),
                Check("outcome IN ('met', 'missed', 'superseded')"),
                Check("percent BETWEEN 1 AND 100"),
            ]

    running = Stopwatch.stopped.is_null()
    to_breach = running & Stopwatch.breached.is_null()
    to_warn = running & Stopwatch.warned.is_null() & Stopwatch.breached.is_null()
    for index in (
        Stopwatch.index(Stopwatch.subject, name="stopwatch_subject"),
        Stopwatch.index(Stopwatch.subject, Stopwatch.key, unique=True, where=running, name="stopwatch_running"),
        Stopwatch.index(Stopwatch.calendar, where=running, name="stopwatch_calendar"),
        Stopwatch.index(Stopwatch.warn_at, where=to_warn, name="stopwatch_to_warn"),
        Stopwatch.index(Stopwatch.due, where=to_breach, name="stopwatch_to_breach"),
    ):
        Stopwatch.add_index(index)

    class Miss(Model):
        id = AutoField()
        stopwatch = ForeignKeyField(Stopwatch, unique=True, on_delete="RESTRICT")
        rule = TextField()
        due = BigIntegerField()
        at = BigIntegerField()
        seconds_late = IntegerField(null=True)

        class Meta:
            database = db
            table_name = "miss"

    return Stopwatch, Miss


def up(migrator, db):
    db.create_tables(tables(db))


def down(migrator, db):
    db.drop_tables(tables(db))
