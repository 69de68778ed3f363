"""The journal and the keys of uploaded files."""

from peewee import AutoField, BigIntegerField, BlobField, Model, TextField


def tables(db):
    class JournalRow(Model):
        id = AutoField()
        at = BigIntegerField(index=True)
        who = TextField(index=True)
        origin = TextField(default="")
        what = TextField(index=True)
        subject = TextField(index=True)
        reason = TextField(default="")
        changes = TextField(null=True)
        digest = TextField()

        class Meta:
            database = db
            table_name = "journal"

    class FileKey(Model):
        id = AutoField()
        subject = TextField(unique=True)
        wrapped = BlobField()
        created_at = BigIntegerField()

        class Meta:
            database = db
            table_name = "file_key"

    return JournalRow, FileKey


def up(migrator, db):
    db.create_tables(tables(db), safe=False)


def down(migrator, db):
    db.drop_tables(tables(db))
