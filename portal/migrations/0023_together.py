"""Who is at a ticket now, the number that tells of their coming and going, and what people have typed and not sent."""

from peewee import AutoField, BigIntegerField, CharField, Check, ForeignKeyField, IntegerField, Model, TextField


def others(db):
    class Staff(Model):
        id = AutoField()

        class Meta:
            database = db
            table_name = "staff"

    class Ticket(Model):
        id = AutoField()

        class Meta:
            database = db
            table_name = "ticket"

    return Staff, Ticket


def tables(db):
    person, case = others(db)

    class Presence(Model):
        id = AutoField()
        ticket = ForeignKeyField(case, on_delete="CASCADE", backref="+", index=False)
        staff = ForeignKeyField(person, on_delete="CASCADE", backref="+")
        doing = CharField(max_length=10, constraints=[Check("doing IN ('looking', 'answering')")])
        since = BigIntegerField()
        seen_at = BigIntegerField(index=True)

        class Meta:
            database = db
            table_name = "ticket_presence"
            indexes = ((("ticket", "staff"), True),)

    class Pulse(Model):
        id = AutoField()
        beats = BigIntegerField()

        class Meta:
            database = db
            table_name = "ticket_pulse"

    class Draft(Model):
        id = AutoField()
        staff = ForeignKeyField(person, on_delete="CASCADE", backref="+", index=False)
        ticket = ForeignKeyField(case, null=True, on_delete="CASCADE", backref="+")
        address = CharField(max_length=200)
        texts = TextField()
        version = IntegerField()
        saved_at = BigIntegerField(index=True)

        class Meta:
            database = db
            table_name = "draft"
            indexes = ((("staff", "address"), False),)

    return Presence, Pulse, Draft


def up(migrator, db):
    made = tables(db)
    db.create_tables(made)
    made[1].create(beats=0)


def down(migrator, db):
    db.drop_tables(tables(db)[::-1])
