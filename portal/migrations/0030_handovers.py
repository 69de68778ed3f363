"""Shifts and who works them, handovers and their items, posts that stood empty, departures, and who looks after a customer."""

import json

from peewee import (
    SQL,
    AutoField,
    BigIntegerField,
    CharField,
    Check,
    DateField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)

OPEN_DEPARTURE = (
    "CREATE UNIQUE INDEX departure_open ON departure (person_id) WHERE done_at IS NULL AND dropped_at IS NULL"
)
DESK = {"clerk", "senior", "expert"}


def _base(db):
    class Base(Model):
        id = AutoField()

        class Meta:
            database = db

    return Base


def _known(base):
    class Staff(base):
        class Meta:
            table_name = "staff"

    class Ticket(base):
        class Meta:
            table_name = "ticket"

    class Document(base):
        class Meta:
            table_name = "document"

    return Staff, Ticket, Document


def _region():
    return CharField(max_length=16, constraints=[SQL("REFERENCES region (code)")])


def _shifts(base, people):
    class Shift(base):
        region = _region()
        name_zh = CharField(max_length=60)
        name_en = CharField(max_length=60)
        starts = IntegerField(constraints=[Check("starts BETWEEN 0 AND 1439")])
        ends = IntegerField(constraints=[Check("ends BETWEEN 0 AND 1439")])
        ended_at = BigIntegerField(null=True)

        class Meta:
            table_name = "shift"
            indexes = ((("region", "starts"), False),)

    class Member(base):
        shift = ForeignKeyField(Shift, on_delete="CASCADE", backref="+", index=False)
        staff = ForeignKeyField(people, on_delete="RESTRICT", backref="+")

        class Meta:
            table_name = "shift_member"
            indexes = ((("shift", "staff"), True),)

    return Shift, Member


def _handovers(base, people, tickets, documents, shifts):
    class Handover(base):
        shift = ForeignKeyField(shifts, on_delete="RESTRICT", backref="+", index=False)
        day = DateField()
        region = _region()
        outgoing = ForeignKeyField(people, on_delete="RESTRICT", backref="+")
        incoming = ForeignKeyField(people, null=True, on_delete="RESTRICT", backref="+")
        starts_at = BigIntegerField()
        change_at = BigIntegerField()
        next_at = BigIntegerField()
        next_ends_at = BigIntegerField()
        prepared_at = BigIntegerField()
        revision = IntegerField()
        words = TextField()
        document = ForeignKeyField(documents, null=True, on_delete="RESTRICT", backref="+")
        found_by = TextField()
        done_at = BigIntegerField(null=True)

        class Meta:
            table_name = "handover"
            indexes = ((("shift", "day", "outgoing"), True), (("region", "change_at"), False), (("change_at",), False))

    class Item(base):
        handover = ForeignKeyField(Handover, on_delete="CASCADE", backref="+", index=False)
        ticket = ForeignKeyField(tickets, on_delete="CASCADE", backref="+")
        outcome = CharField(max_length=8, constraints=[Check("outcome IN ('', 'hand', 'keep', 'close')")])
        note = TextField()
        accepted_at = BigIntegerField(null=True)
        query = TextField()
        queried_at = BigIntegerField(null=True)
        reply = TextField()
        replied_at = BigIntegerField(null=True)
        moved_at = BigIntegerField(null=True)

        class Meta:
            table_name = "handover_item"
            indexes = ((("handover", "ticket"), True),)

    return Handover, Item


def _gap(base, people):
    class Gap(base):
        occasion = CharField(max_length=80, unique=True)
        post = CharField(max_length=8, constraints=[Check("post IN ('desk', 'relief')")])
        region = _region()
        staff = ForeignKeyField(people, null=True, on_delete="RESTRICT", backref="+")
        due_at = BigIntegerField(index=True)
        noted_at = BigIntegerField()
        came_at = BigIntegerField(null=True)
        came = ForeignKeyField(people, null=True, on_delete="RESTRICT", backref="+", index=False)
        stand_in = ForeignKeyField(people, null=True, on_delete="RESTRICT", backref="+", index=False)
        arrangement = TextField()
        arranged_by = ForeignKeyField(people, null=True, on_delete="RESTRICT", backref="+", index=False)
        arranged_at = BigIntegerField(null=True)

        class Meta:
            table_name = "duty_gap"

    return Gap


def _departure(base, people, documents):
    class Departure(base):
        person = ForeignKeyField(people, on_delete="RESTRICT", backref="+", index=False)
        successor = ForeignKeyField(people, on_delete="RESTRICT", backref="+", index=False)
        region = _region()
        last_day = DateField()
        takers = TextField()
        lists = TextField()
        revision = IntegerField()
        begun_by = ForeignKeyField(people, on_delete="RESTRICT", backref="+", index=False)
        begun_at = BigIntegerField()
        document = ForeignKeyField(documents, null=True, on_delete="RESTRICT", backref="+")
        done_at = BigIntegerField(null=True)
        dropped_at = BigIntegerField(null=True)

        class Meta:
            table_name = "departure"

    return Departure


def tables(db):
    base = _base(db)
    staff, ticket, document = _known(base)
    shift, member = _shifts(base, staff)
    handovers = _handovers(base, staff, ticket, document, shift)
    return shift, member, *handovers, _gap(base, staff), _departure(base, staff, document)


def _give_owners(db):
    """Whoever takes enquiries in and recorded a customer looks after it; what an import recorded belongs to nobody yet."""
    base = _base(db)

    class Staff(base):
        username = CharField()
        roles = TextField()

        class Meta:
            table_name = "staff"

    class Customer(base):
        owner_id = IntegerField(null=True)
        created_by = CharField()

        class Meta:
            table_name = "customer"

    for person in Staff.select():
        if DESK & set(json.loads(person.roles)):
            Customer.update(owner_id=person.id).where(Customer.created_by == person.username).execute()


def up(migrator, db):
    db.create_tables(tables(db))
    db.execute_sql(OPEN_DEPARTURE)
    db.execute_sql("ALTER TABLE customer ADD COLUMN owner_id INTEGER REFERENCES staff (id) ON DELETE RESTRICT")
    _give_owners(db)
    db.execute_sql("CREATE INDEX customer_owner ON customer (owner_id)")


def down(migrator, db):
    db.execute_sql("DROP INDEX customer_owner")
    migrator.migrate(migrator.drop_column("customer", "owner_id"))
    db.drop_tables(reversed(tables(db)))
