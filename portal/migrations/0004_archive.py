"""Customers."""

from peewee import SQL, AutoField, BigIntegerField, CharField, IntegerField, Model, PostgresqlDatabase


def tables(db):
    # Names are listed and looked up by code point on every database; SQLite does so by itself.
    by_code_point = [SQL('COLLATE "C"')] if isinstance(db, PostgresqlDatabase) else None

    class Customer(Model):
        id = AutoField()
        name = CharField(max_length=200)
        name_key = CharField(max_length=200, index=True, constraints=by_code_point)
        country = CharField(max_length=2)
        region = CharField(max_length=16, constraints=[SQL("REFERENCES region (code)")])
        language = CharField(max_length=2)
        zone = CharField(max_length=64)
        contact = CharField(max_length=100)
        email = CharField(max_length=254)
        phone = CharField(max_length=40)
        created_at = BigIntegerField()
        created_by = CharField(max_length=32)
        version = IntegerField()

        class Meta:
            database = db
            table_name = "customer"
            indexes = ((("region", "name_key"), False),)

    return (Customer,)


def up(migrator, db):
    db.create_tables(tables(db))


def down(migrator, db):
    db.drop_tables(tables(db))
