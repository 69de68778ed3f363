"""When people are told: warnings within their hours, the steps of a ladder, rounds, and reminders to ask again."""

from peewee import AutoField, BigIntegerField, ForeignKeyField, IntegerField, Model, TextField

RUNNING = "stopped IS NULL"
TO_WARN = f"{RUNNING} AND warned IS NULL AND breached IS NULL"
COLUMNS = {
    "stopwatch": (
        "tell_at BIGINT",
        "late_since BIGINT",
        "step INTEGER NOT NULL DEFAULT 0",
        "step_at BIGINT",
        "rung INTEGER NOT NULL DEFAULT 0",
        "failures INTEGER NOT NULL DEFAULT 0",
        "not_before BIGINT",
    ),
    "ticket": ("ask_at BIGINT",),
    "ticket_wait": (
        "asked INTEGER NOT NULL DEFAULT 0",
        "ask_on BIGINT",
        "colleague_id INTEGER REFERENCES staff (id) ON DELETE RESTRICT",
    ),
}
UP = (
    "UPDATE stopwatch SET tell_at = warn_at",
    "UPDATE stopwatch SET late_since = due WHERE stopped IS NULL AND breached IS NOT NULL",
    "DROP INDEX stopwatch_to_warn",
    f"CREATE INDEX stopwatch_to_warn ON stopwatch (tell_at) WHERE {TO_WARN}",
    f"CREATE INDEX stopwatch_to_step ON stopwatch (step_at) WHERE {RUNNING} AND step_at IS NOT NULL",
    "CREATE INDEX ticket_ask ON ticket (ask_at) WHERE ask_at IS NOT NULL",
    "CREATE INDEX ticket_wait_colleague_id ON ticket_wait (colleague_id)",
    "DROP INDEX notice_unread",
    "CREATE INDEX notice_unread ON notice (staff_id, read_at, at) WHERE read_at IS NULL",
    "CREATE INDEX notice_newest ON notice (staff_id, at, id)",
)
DOWN = (
    "DROP INDEX notice_newest",
    "DROP INDEX notice_unread",
    "CREATE INDEX notice_unread ON notice (staff_id, read_at) WHERE read_at IS NULL",
    "DROP INDEX ticket_wait_colleague_id",
    "DROP INDEX ticket_ask",
    "DROP INDEX stopwatch_to_step",
    "DROP INDEX stopwatch_to_warn",
    f"CREATE INDEX stopwatch_to_warn ON stopwatch (warn_at) WHERE {TO_WARN}",
)


def tables(db):
    class Base(Model):
        id = AutoField()

        class Meta:
            database = db

    class Ticket(Base):
        class Meta:
            table_name = "ticket"

    class Stopwatch(Base):
        class Meta:
            table_name = "stopwatch"

    class Escalation(Base):
        ticket = ForeignKeyField(Ticket, on_delete="CASCADE")
        stopwatch = ForeignKeyField(Stopwatch, on_delete="CASCADE", index=False)
        step = IntegerField()
        role = TextField()
        at = BigIntegerField()
        told = TextField()

        class Meta:
            table_name = "ticket_escalation"
            indexes = ((("stopwatch", "step"), True),)

    return (Escalation,)


def up(migrator, db):
    for table, columns in COLUMNS.items():
        for column in columns:
            db.execute_sql(f"ALTER TABLE {table} ADD COLUMN {column}")
    for statement in UP:
        db.execute_sql(statement)
    db.create_tables(tables(db), safe=False)


def down(migrator, db):
    db.drop_tables(tables(db))
    for statement in DOWN:
        db.execute_sql(statement)
    for table, columns in COLUMNS.items():
        for column in columns:
            db.execute_sql(f"ALTER TABLE {table} DROP COLUMN {column.split()[0]}")
