"""Many forms printed as one file, in the background."""

from peewee import (
    AutoField,
    BigIntegerField,
    BlobField,
    CharField,
    Check,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)


def tables(db):
    class Base(Model):
        id = AutoField()

        class Meta:
            database = db

    class Staff(Base):
        class Meta:
            table_name = "staff"

    class PrintRun(Base):
        staff = ForeignKeyField(Staff, on_delete="CASCADE", backref="+")
        asked_at = BigIntegerField(index=True)
        documents = TextField()
        total = IntegerField()
        done = IntegerField()
        state = CharField(max_length=8, constraints=[Check("state IN ('running', 'done', 'failed')")])
        place = CharField(max_length=32)
        size = IntegerField()
        ended_at = BigIntegerField(null=True)

        class Meta:
            table_name = "print_run"
            indexes = ((("state", "id"), False),)

    class PrintPiece(Base):
        run = ForeignKeyField(PrintRun, on_delete="CASCADE", backref="+", index=False)
        number = IntegerField()
        data = BlobField()

        class Meta:
            table_name = "print_piece"
            indexes = ((("run", "number"), True),)

    return PrintRun, PrintPiece


def up(migrator, db):
    db.create_tables(tables(db))


def down(migrator, db):
    db.drop_tables(reversed(tables(db)))
