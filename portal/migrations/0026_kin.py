"""Tickets that are children of another, and which of them an answer to all has reached."""

from peewee import AutoField, BigIntegerField, Check, ForeignKeyField, Model, TextField


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

    class Link(Base):
        child = ForeignKeyField(Ticket, unique=True, on_delete="CASCADE")
        parent = ForeignKeyField(Ticket, on_delete="CASCADE")
        at = BigIntegerField()
        by = ForeignKeyField(Staff, on_delete="RESTRICT", index=False)

        class Meta:
            table_name = "ticket_link"
            constraints = [Check("child_id <> parent_id")]

    class JointPart(Base):
        token = TextField()
        ticket = ForeignKeyField(Ticket, on_delete="CASCADE")
        at = BigIntegerField()
        by = ForeignKeyField(Staff, on_delete="RESTRICT", index=False)

        class Meta:
            table_name = "ticket_joint_part"
            indexes = ((("token", "ticket"), True),)

    return Link, JointPart


def up(migrator, db):
    db.create_tables(tables(db), safe=False)


def down(migrator, db):
    db.drop_tables(tables(db)[::-1])
