"""Tickets, their timeline, people, waits and files, the index their texts are found by, and imports."""

from peewee import (
    AutoField,
    BigIntegerField,
    Check,
    ForeignKeyField,
    IntegerField,
    Model,
    PostgresqlDatabase,
    TextField,
)

FTS5 = "CREATE VIRTUAL TABLE ticket_search USING fts5(words, tokenize = 'unicode61 remove_diacritics 0', prefix = '1')"
TSVECTOR = (
    "CREATE TABLE ticket_search (rowid INTEGER PRIMARY KEY, words TSVECTOR NOT NULL)",
    "CREATE INDEX ticket_search_words ON ticket_search USING gin (words)",
)
INDEXES = (
    "CREATE INDEX ticket_open ON ticket (desk, rank, next_due, id, region, owner_id, clerk_id) WHERE closed_at IS NULL",
    "CREATE INDEX ticket_stage ON ticket (desk, stage, rank, next_due, id, region, owner_id, clerk_id) WHERE closed_at IS NULL",
    "CREATE INDEX ticket_newest ON ticket (id, region, owner_id, clerk_id)",
    "CREATE INDEX ticket_owner ON ticket (owner_id, rank, next_due, id) WHERE closed_at IS NULL",
    "CREATE INDEX ticket_waiting ON ticket (rank, next_due, id) WHERE closed_at IS NULL AND waiting IS NOT NULL",
    "CREATE INDEX ticket_closed ON ticket (id, region, owner_id, clerk_id) WHERE closed_at IS NOT NULL",
)


def tables(db):
    class Base(Model):
        id = AutoField()

        class Meta:
            database = db

    class Staff(Base):
        class Meta:
            table_name = "staff"

    class Counter(Base):
        prefix = TextField(unique=True)
        last = IntegerField(default=0)

        class Meta:
            table_name = "ticket_counter"

    class Ticket(Base):
        number = TextField(unique=True)
        desk = TextField()
        stage = TextField()
        rank = IntegerField()
        level = IntegerField(constraints=[Check("level BETWEEN 1 AND 4")])
        region = TextField()
        customer = IntegerField(index=True)
        customer_name = TextField()
        channel = TextField()
        kind = TextField()
        subject = TextField()
        language = TextField()
        title = TextField()
        clerk = ForeignKeyField(Staff, on_delete="RESTRICT")
        owner = ForeignKeyField(Staff, on_delete="RESTRICT", index=False)
        lead = ForeignKeyField(Staff, null=True, on_delete="RESTRICT")
        received_at = BigIntegerField()
        created_at = BigIntegerField()
        updated_at = BigIntegerField()
        first_answer_at = BigIntegerField(null=True)
        promised_at = BigIntegerField(null=True)
        deadline_at = BigIntegerField(null=True)
        answered_at = BigIntegerField(null=True)
        satisfaction = IntegerField(null=True)
        waiting = TextField(null=True)
        closed_at = BigIntegerField(null=True)
        next_due = BigIntegerField()
        next_warning = BigIntegerField()
        next_stopwatch = TextField(null=True)

        class Meta:
            table_name = "ticket"

    class Entry(Base):
        ticket = ForeignKeyField(Ticket, on_delete="RESTRICT", index=False)
        at = BigIntegerField()
        by = ForeignKeyField(Staff, null=True, on_delete="RESTRICT")
        kind = TextField()
        text = TextField()
        facts = TextField(null=True)

        class Meta:
            table_name = "ticket_entry"
            indexes = ((("ticket", "id"), False),)

    class Member(Base):
        ticket = ForeignKeyField(Ticket, on_delete="RESTRICT", index=False)
        staff = ForeignKeyField(Staff, on_delete="RESTRICT", index=False)
        since = BigIntegerField()

        class Meta:
            table_name = "ticket_member"
            indexes = ((("ticket", "staff"), True), (("staff", "ticket"), False))

    class Wait(Base):
        ticket = ForeignKeyField(Ticket, on_delete="RESTRICT", index=False)
        reason = TextField()
        since = BigIntegerField()
        until = BigIntegerField(null=True)

        class Meta:
            table_name = "ticket_wait"
            indexes = ((("ticket", "since"), False),)

    class Attachment(Base):
        ticket = ForeignKeyField(Ticket, on_delete="RESTRICT")
        entry = ForeignKeyField(Entry, on_delete="RESTRICT")
        name = TextField()
        size = IntegerField()
        sha256 = TextField()
        media_type = TextField()
        place = TextField(unique=True)

        class Meta:
            table_name = "ticket_attachment"

    class Import(Base):
        at = BigIntegerField()
        by = TextField()
        file = TextField()
        sha256 = TextField()
        rows = IntegerField()
        reverted_at = BigIntegerField(null=True)
        reverted_by = TextField(null=True)

        class Meta:
            table_name = "enquiry_import"

    class ImportedRow(Base):
        imported = ForeignKeyField(Import, on_delete="RESTRICT", index=False)
        line = IntegerField()
        ticket = IntegerField(index=True)
        customer = IntegerField(null=True)

        class Meta:
            table_name = "enquiry_import_row"
            indexes = ((("imported", "line"), True),)

    return Counter, Ticket, Entry, Member, Wait, Attachment, Import, ImportedRow


def up(migrator, db):
    db.create_tables(tables(db), safe=False)
    search = TSVECTOR if isinstance(db, PostgresqlDatabase) else (FTS5,)
    for statement in (*INDEXES, *search):
        db.execute_sql(statement)


def down(migrator, db):
    db.execute_sql("DROP TABLE ticket_search")
    db.drop_tables(tables(db))
