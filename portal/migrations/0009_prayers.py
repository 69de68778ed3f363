"""The times of prayer that a calendar leaves out: the setting of its city, and what was typed for a date."""

from peewee import AutoField, Check, DateField, FloatField, ForeignKeyField, IntegerField, Model, TextField


def tables(db):
    class Calendar(Model):
        id = AutoField()

        class Meta:
            database = db
            table_name = "calendar"

    class CalendarPrayers(Model):
        id = AutoField()
        calendar = ForeignKeyField(Calendar, unique=True, on_delete="CASCADE")
        city_zh = TextField()
        city_en = TextField()
        latitude = FloatField()
        longitude = FloatField()
        method = TextField()
        before = IntegerField(constraints=[Check("before BETWEEN 0 AND 60")])
        after = IntegerField(constraints=[Check("after BETWEEN 0 AND 60")])

        class Meta:
            database = db
            table_name = "calendar_prayers"

    class PrayerDay(Model):
        id = AutoField()
        calendar = ForeignKeyField(Calendar, on_delete="CASCADE")
        date = DateField()
        times = TextField()

        class Meta:
            database = db
            table_name = "prayer_day"
            indexes = ((("calendar", "date"), True),)

    return CalendarPrayers, PrayerDay


def up(migrator, db):
    db.create_tables(tables(db))


def down(migrator, db):
    db.drop_tables(tables(db))
