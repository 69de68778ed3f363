"""Absences: who is away on which days, and who stands in."""

from peewee import AutoField, BigIntegerField, CharField, Check, DateField, ForeignKeyField, Model


def tables(db):
    class Staff(Model):
        id = AutoField()

        class Meta:
            database = db
            table_name = "staff"

    class Absence(Model):
        id = AutoField()
        staff = ForeignKeyField(Staff, on_delete="CASCADE", index=False)
        deputy = ForeignKeyField(Staff, null=True)
        first_day = DateField()
        last_day = DateField(index=True)
        reason = CharField(max_length=200)
        recorded_at = BigIntegerField()
        recorded_by = CharField(max_length=32)
        revoked_at = BigIntegerField(null=True)
        revoked_by = CharField(max_length=32, null=True)

        class Meta:
            database = db
            table_name = "absence"
            indexes = ((("staff", "first_day"), False),)
            constraints = [
                Check("first_day <= last_day"),
                Check("deputy_id IS NULL OR deputy_id <> staff_id"),
                Check("(revoked_at IS NULL) = (revoked_by IS NULL)"),
            ]

    return (Absence,)


def up(migrator, db):
    db.create_tables(tables(db))


def down(migrator, db):
    db.drop_tables(tables(db))
