"""Backups and rehearsals as rows, and how long each job has been failing."""

from peewee import AutoField, BigIntegerField, IntegerField, Model, TextField


def tables(db):
    class Errand(Model):
        id = AutoField()
        kind = TextField()
        by = TextField()
        asked_at = BigIntegerField()
        started_at = BigIntegerField(null=True)
        ended_at = BigIntegerField(null=True)
        step = TextField()
        done = BigIntegerField()
        whole = BigIntegerField()
        error = TextField()
        name = TextField()
        size = BigIntegerField()
        facts = TextField(null=True)

        class Meta:
            database = db
            table_name = "errand"
            indexes = ((("kind", "id"), False),)

    return (Errand,)


def up(migrator, db):
    db.create_tables(tables(db), safe=False)
    migrator.migrate(
        migrator.add_column("job_run", "ms", IntegerField(default=0)),
        migrator.add_column("job_run", "failures", IntegerField(default=0)),
        migrator.add_column("job_run", "failing_since", BigIntegerField(null=True)),
    )


def down(migrator, db):
    migrator.migrate(*(migrator.drop_column("job_run", name) for name in ("failing_since", "failures", "ms")))
    db.drop_tables(tables(db))
