"""Notices inside the portal."""

from peewee import AutoField, BigIntegerField, CharField, ForeignKeyField, Model, TextField


def tables(db):
    class Staff(Model):
        id = AutoField()

        class Meta:
            database = db
            table_name = "staff"

    class Notice(Model):
        id = AutoField()
        staff = ForeignKeyField(Staff, on_delete="CASCADE", index=False)
        at = BigIntegerField()
        kind = CharField(max_length=8)
        text_zh = TextField()
        text_en = TextField()
        url = CharField(max_length=500)
        occasion = CharField(max_length=200)
        read_at = BigIntegerField(null=True)

        class Meta:
            database = db
            table_name = "notice"
            indexes = ((("staff", "occasion"), True), (("staff", "id"), False))

    Notice.add_index(Notice.index(Notice.staff, Notice.read_at, name="notice_unread", where=Notice.read_at.is_null()))
    return (Notice,)


def up(migrator, db):
    db.create_tables(tables(db))


def down(migrator, db):
    db.drop_tables(tables(db))
