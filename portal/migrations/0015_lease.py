"""Who is the one active scheduler, and for how long."""

from peewee import AutoField, BigIntegerField, IntegerField, Model, TextField


def tables(db):
    class Lease(Model):
        id = AutoField()
        name = TextField(unique=True)
        holder = TextField()
        epoch = BigIntegerField()
        term = IntegerField()
        expires = BigIntegerField()

        class Meta:
            database = db
            table_name = "lease"

    return (Lease,)


def up(migrator, db):
    db.create_tables(tables(db), safe=False)


def down(migrator, db):
    db.drop_tables(tables(db))
