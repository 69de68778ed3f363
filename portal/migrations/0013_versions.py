"""Versions of the policy with their readers, and runs that re-base open stopwatches."""

from peewee import (
    SQL,
    AutoField,
    BigIntegerField,
    BooleanField,
    CharField,
    Check,
    DateField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)


def others(db):
    class Staff(Model):
        id = AutoField()

        class Meta:
            database = db
            table_name = "staff"

    class Stopwatch(Model):
        id = AutoField()

        class Meta:
            database = db
            table_name = "stopwatch"

    return Staff, Stopwatch


def policy_tables(db, person):
    class PolicyVersion(Model):
        id = AutoField()
        number = IntegerField(unique=True)
        state = CharField(max_length=12)
        effective = DateField()
        reason = TextField()
        proposed_by = ForeignKeyField(person, on_delete="RESTRICT", backref="+")
        proposed_at = BigIntegerField()
        approved_by = ForeignKeyField(person, null=True, on_delete="RESTRICT", backref="+")
        approved_at = BigIntegerField(null=True)
        ended_by = ForeignKeyField(person, null=True, on_delete="RESTRICT", backref="+")
        ended_at = BigIntegerField(null=True)
        ended_because = TextField()

        class Meta:
            database = db
            table_name = "policy_version"
            constraints = [
                Check("state IN ('proposed', 'approved', 'refused', 'withdrawn')"),
                Check("approved_by_id IS NULL OR approved_by_id <> proposed_by_id"),
                Check("state <> 'approved' OR approved_by_id IS NOT NULL"),
            ]

    class PolicyChange(Model):
        id = AutoField()
        version = ForeignKeyField(PolicyVersion, on_delete="CASCADE", backref="+")
        target = CharField(max_length=200)
        was = TextField()
        becomes = TextField()
        standing = CharField(max_length=12)
        effective = DateField()

        class Meta:
            database = db
            table_name = "policy_change"
            indexes = ((("version", "target"), True),)
            constraints = [Check("standing IN ('proposed', 'approved', 'ended')")]

    PolicyChange.add_index(
        PolicyChange.index(
            PolicyChange.target, unique=True, where=SQL("standing = 'proposed'"), name="policy_change_proposed"
        )
    )
    PolicyChange.add_index(
        PolicyChange.index(
            PolicyChange.target,
            PolicyChange.effective,
            unique=True,
            where=SQL("standing = 'approved'"),
            name="policy_change_approved",
        )
    )

    class PolicyReading(Model):
        id = AutoField()
        version = ForeignKeyField(PolicyVersion, on_delete="CASCADE", backref="+")
        staff = ForeignKeyField(person, on_delete="CASCADE", backref="+")
        at = BigIntegerField()

        class Meta:
            database = db
            table_name = "policy_reading"
            indexes = ((("version", "staff"), True),)

    return PolicyVersion, PolicyChange, PolicyReading


def rebase_tables(db, person, watch):
    class RebaseRun(Model):
        id = AutoField()
        kind = CharField(max_length=8)
        scope = CharField(max_length=32)
        from_version = IntegerField()
        to_version = IntegerField()
        edit = TextField(null=True)
        content = TextField(null=True)
        keys = TextField(null=True)
        reason = TextField()
        as_of = BigIntegerField()
        state = CharField(max_length=12)
        cursor = IntegerField()
        total = IntegerField()
        seen = IntegerField()
        concerned = IntegerField()
        moved = IntegerField()
        late = IntegerField()
        done = IntegerField()
        left_out = IntegerField()
        by = ForeignKeyField(person, on_delete="RESTRICT", backref="+")
        at = BigIntegerField()
        confirmed_by = ForeignKeyField(person, null=True, on_delete="RESTRICT", backref="+")
        confirmed_at = BigIntegerField(null=True)
        finished_at = BigIntegerField(null=True)
        undone_by = ForeignKeyField(person, null=True, on_delete="RESTRICT", backref="+")
        undone_at = BigIntegerField(null=True)

        class Meta:
            database = db
            table_name = "rebase_run"
            constraints = [
                Check("kind IN ('calendar', 'policy')"),
                Check(
                    "state IN ('looking', 'ready', 'saved', 'discarded', 'applying', 'done', 'undoing', 'undone')"
                ),
            ]

    RebaseRun.add_index(
        RebaseRun.index(
            RebaseRun.state, where=SQL("state IN ('looking', 'applying', 'undoing')"), name="rebase_run_at_work"
        )
    )

    class RebaseMove(Model):
        id = AutoField()
        run = ForeignKeyField(RebaseRun, on_delete="CASCADE", backref="+")
        stopwatch = ForeignKeyField(watch, on_delete="CASCADE", backref="+")
        subject = TextField()
        key = TextField()
        rule = TextField()
        was = TextField()
        becomes = TextField()
        due_was = BigIntegerField(null=True)
        due_becomes = BigIntegerField(null=True)
        moved = BooleanField()
        late = BooleanField()
        state = CharField(max_length=12)
        because = CharField(max_length=12)

        class Meta:
            database = db
            table_name = "rebase_move"
            indexes = ((("run", "stopwatch"), True), (("run", "id"), False))
            constraints = [Check("state IN ('seen', 'applied', 'left', 'undone', 'kept')")]

    return RebaseRun, RebaseMove


def tables(db):
    person, watch = others(db)
    return (*policy_tables(db, person), *rebase_tables(db, person, watch))


def up(migrator, db):
    db.create_tables(tables(db))


def down(migrator, db):
    db.drop_tables(tables(db))
