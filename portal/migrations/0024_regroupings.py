"""Merges and splits of tickets, every relocation of an entry, and former names of customers."""

from peewee import AutoField, BigIntegerField, Check, ForeignKeyField, Model, TextField

INDEXES = (
    "CREATE UNIQUE INDEX ticket_regrouping_once ON ticket_regrouping (source_id) WHERE undone_at IS NULL AND kind = 'merge'",
    "CREATE INDEX ticket_entry_origin ON ticket_entry (origin_id) WHERE origin_id IS NOT NULL",
)


def tables(db):
    class Base(Model):
        id = AutoField()

        class Meta:
            database = db

    class Staff(Base):
        class Meta:
            table_name = "staff"

    class Ticket(Base):
        class Meta:
            table_name = "ticket"

    class Entry(Base):
        class Meta:
            table_name = "ticket_entry"

    class Regrouping(Base):
        kind = TextField(constraints=[Check("kind IN ('merge', 'split')")])
        source = ForeignKeyField(Ticket, on_delete="RESTRICT")
        target = ForeignKeyField(Ticket, on_delete="RESTRICT")
        at = BigIntegerField()
        by = ForeignKeyField(Staff, on_delete="RESTRICT", index=False)
        reason = TextField()
        before = TextField()
        undone_at = BigIntegerField(null=True)
        undone_by = ForeignKeyField(Staff, null=True, on_delete="RESTRICT", index=False)

        class Meta:
            table_name = "ticket_regrouping"
            constraints = [Check("source_id <> target_id"), Check("(undone_at IS NULL) = (undone_by_id IS NULL)")]

    class Relocation(Base):
        regrouping = ForeignKeyField(Regrouping, on_delete="RESTRICT")
        entry = ForeignKeyField(Entry, on_delete="RESTRICT")
        left = ForeignKeyField(Ticket, on_delete="RESTRICT", index=False)
        reached = ForeignKeyField(Ticket, on_delete="RESTRICT", index=False)
        at = BigIntegerField()

        class Meta:
            table_name = "ticket_relocation"

    class FormerName(Base):
        ticket = ForeignKeyField(Ticket, on_delete="CASCADE")
        name = TextField()

        class Meta:
            table_name = "ticket_former_name"

    return Regrouping, Relocation, FormerName


def up(migrator, db):
    db.execute_sql("ALTER TABLE ticket_entry ADD COLUMN origin_id INTEGER REFERENCES ticket (id) ON DELETE RESTRICT")
    db.create_tables(tables(db), safe=False)
    for statement in INDEXES:
        db.execute_sql(statement)


def down(migrator, db):
    db.execute_sql("DROP INDEX ticket_entry_origin")
    db.drop_tables(tables(db)[::-1])
    db.execute_sql("ALTER TABLE ticket_entry DROP COLUMN origin_id")
