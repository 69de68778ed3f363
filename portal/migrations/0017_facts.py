"""The tables of figures: facts, their cells by day, what is stale, and how far the journal has been heeded."""

from peewee import AutoField, BigIntegerField, IntegerField, Model, TextField

NEVER = -1


def tables(db):
    class Base(Model):
        id = AutoField()

        class Meta:
            database = db

    class Fact(Base):
        ticket = IntegerField(index=True)
        day = TextField()
        region = TextField()
        person = IntegerField()
        channel = TextField()
        kind = TextField()
        stopwatch = TextField()
        rule = TextField()
        at = BigIntegerField()
        elapsed = IntegerField(null=True)
        opened = IntegerField(null=True)

        class Meta:
            table_name = "fact"
            indexes = ((("day", "region"), False), (("kind", "day"), False))

    class Cell(Base):
        day = TextField()
        region = TextField()
        person = IntegerField()
        channel = TextField()
        kind = TextField()
        stopwatch = TextField()
        rule = TextField()
        number = IntegerField()
        elapsed = TextField(null=True)
        opened = TextField(null=True)

        class Meta:
            table_name = "fact_cell"
            indexes = (
                (("day", "region", "person", "channel", "kind", "stopwatch", "rule"), True),
                (("person", "day"), False),
            )

    class StaleTicket(Base):
        ticket = IntegerField(unique=True)

        class Meta:
            table_name = "fact_stale_ticket"

    class StaleDay(Base):
        day = TextField()
        region = TextField()

        class Meta:
            table_name = "fact_stale_day"
            indexes = ((("day", "region"), True),)

    class State(Base):
        mark = IntegerField()
        counted_at = BigIntegerField(null=True)

        class Meta:
            table_name = "fact_state"

    return Fact, Cell, StaleTicket, StaleDay, State


def up(migrator, db):
    made = tables(db)
    db.create_tables(made, safe=False)
    made[-1].create(mark=NEVER)


def down(migrator, db):
    db.drop_tables(tables(db))
