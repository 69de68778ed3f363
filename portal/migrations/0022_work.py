"""Tickets on offer, who became the owner of which and when, and changes of many tickets with their undoing."""

from peewee import AutoField, BigIntegerField, ForeignKeyField, Model, TextField

INDEX = "CREATE INDEX ticket_offered ON ticket (rank, next_due, id, region) WHERE offered_at IS NOT NULL AND closed_at IS NULL"


def tables(db):
    class Base(Model):
        id = AutoField()

        class Meta:
            database = db

    class Ticket(Base):
        class Meta:
            table_name = "ticket"

    class Staff(Base):
        class Meta:
            table_name = "staff"

    class Assignment(Base):
        ticket = ForeignKeyField(Ticket, backref="+", on_delete="CASCADE")
        staff = ForeignKeyField(Staff, backref="+", on_delete="RESTRICT")
        at = BigIntegerField()
        how = TextField()

        class Meta:
            table_name = "ticket_assignment"
            indexes = ((("staff", "at"), False),)

    class BulkRun(Base):
        by = ForeignKeyField(Staff, backref="+", on_delete="RESTRICT")
        at = BigIntegerField()
        steps = TextField()
        state = TextField()
        done_at = BigIntegerField(null=True)
        undo_until = BigIntegerField(null=True)
        undone_at = BigIntegerField(null=True)

        class Meta:
            table_name = "bulk_run"

    class BulkChange(Base):
        run = ForeignKeyField(BulkRun, backref="+", on_delete="CASCADE", index=False)
        ticket = ForeignKeyField(Ticket, backref="+", on_delete="CASCADE")
        seen = BigIntegerField()
        state = TextField()
        before = TextField(null=True)
        after = TextField(null=True)
        kept = TextField(null=True)
        because_zh = TextField()
        because_en = TextField()
        rule = TextField()

        class Meta:
            table_name = "bulk_change"
            indexes = ((("run", "ticket"), True),)

    return Assignment, BulkRun, BulkChange


def up(migrator, db):
    migrator.migrate(migrator.add_column("ticket", "offered_at", BigIntegerField(null=True)))
    db.execute_sql(INDEX)
    db.create_tables(tables(db))


def down(migrator, db):
    db.drop_tables(tables(db))
    db.execute_sql("DROP INDEX ticket_offered")
    migrator.migrate(migrator.drop_column("ticket", "offered_at"))
