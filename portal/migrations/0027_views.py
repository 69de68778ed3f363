"""Saved views of the list of tickets, who has pinned them, and the look-up form of customers' telephone numbers."""

import re
import unicodedata

from peewee import (
    SQL,
    AutoField,
    BigIntegerField,
    CharField,
    Check,
    ForeignKeyField,
    IntegerField,
    Model,
    PostgresqlDatabase,
    TextField,
)

OPEN = "WHERE closed_at IS NULL"
# What a list may be narrowed by stands inside each index: what does not fit is passed over without a look at the ticket.
INDEXES = {
    "ticket_due": "(rank, next_due, id, region, owner_id, clerk_id, desk, stage, level, channel, kind, subject, language)",
    "ticket_open": "(desk, rank, next_due, id, region, owner_id, clerk_id, stage, level, channel, kind, subject, language)",
    "ticket_stage": "(desk, stage, rank, next_due, id, region, owner_id, clerk_id, level, channel, kind, subject, language)",
    "ticket_owner": "(owner_id, rank, next_due, id, region, clerk_id, desk, stage, level, channel, kind, subject, language)",
    "ticket_region": "(region, rank, next_due, id, owner_id, clerk_id, desk, stage, level, channel, kind, subject, language)",
}
BEFORE = {
    "ticket_open": "(desk, rank, next_due, id, region, owner_id, clerk_id)",
    "ticket_stage": "(desk, stage, rank, next_due, id, region, owner_id, clerk_id)",
    "ticket_owner": "(owner_id, rank, next_due, id)",
}
EXTENSION = re.compile(r"x|ext|#", re.IGNORECASE)


def tables(db):
    class Staff(Model):
        id = AutoField()

        class Meta:
            database = db
            table_name = "staff"

    class SavedView(Model):
        id = AutoField()
        owner = ForeignKeyField(Staff, on_delete="CASCADE", backref="+")
        name = CharField(max_length=60)
        scope = CharField(max_length=4, constraints=[Check("scope IN ('own', 'team', 'all')")])
        region = CharField(max_length=16)
        address = TextField()
        created_at = BigIntegerField()
        version = IntegerField()

        class Meta:
            database = db
            table_name = "saved_view"
            indexes = ((("scope", "region"), False),)

    class Pin(Model):
        id = AutoField()
        staff = ForeignKeyField(Staff, on_delete="CASCADE", backref="+", index=False)
        view = ForeignKeyField(SavedView, on_delete="CASCADE", backref="+")

        class Meta:
            database = db
            table_name = "saved_view_pin"
            indexes = ((("staff", "view"), True),)

    return SavedView, Pin


def customers(db):
    class Customer(Model):
        id = AutoField()
        phone = CharField(max_length=40)
        phone_key = CharField(max_length=40)

        class Meta:
            database = db
            table_name = "customer"

    return Customer


def up(migrator, db):
    db.create_tables(tables(db))
    by_code_point = [SQL('COLLATE "C"')] if isinstance(db, PostgresqlDatabase) else None
    key = CharField(max_length=40, default="", constraints=by_code_point)
    migrator.migrate(migrator.add_column("customer", "phone_key", key))
    customer = customers(db)
    for number, phone in list(customer.select(customer.id, customer.phone).where(customer.phone != "").tuples()):
        customer.update(phone_key=_key(phone)).where(customer.id == number).execute()
    db.execute_sql("CREATE INDEX customer_phone_key ON customer (phone_key)")
    _replace(db, BEFORE, INDEXES)


def _key(phone):
    called = EXTENSION.split(unicodedata.normalize("NFKC", phone), maxsplit=1)[0]
    return "".join(filter(str.isdecimal, called)).lstrip("0")[::-1]


def _replace(db, old, new):
    for name in old:
        db.execute_sql(f"DROP INDEX {name}")
    for name, columns in new.items():
        db.execute_sql(f"CREATE INDEX {name} ON ticket {columns} {OPEN}")


def down(migrator, db):
    _replace(db, INDEXES, BEFORE)
    db.execute_sql("DROP INDEX customer_phone_key")
    migrator.migrate(migrator.drop_column("customer", "phone_key"))
    db.drop_tables(tables(db))
