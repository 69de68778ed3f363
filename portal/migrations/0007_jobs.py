"""When each job of the scheduler ran last."""

from peewee import AutoField, BigIntegerField, IntegerField, Model, TextField


def tables(db):
    class JobRun(Model):
        id = AutoField()
        name = TextField(unique=True)
        at = BigIntegerField()
        done = IntegerField()
        error = TextField()

        class Meta:
            database = db
            table_name = "job_run"

    return (JobRun,)


def up(migrator, db):
    db.create_tables(tables(db), safe=False)


def down(migrator, db):
    db.drop_tables(tables(db))
