"""The second factor: secrets, recovery codes, which roles must have one, sign-ins half done; how an attempt went; and until
when a one-time password works."""

from peewee import AutoField, BigIntegerField, BlobField, CharField, Check, ForeignKeyField, IntegerField, Model

ATTEMPT = {"agent": 200, "way": 16, "stopped": 16}


def tables(db):
    class Staff(Model):
        id = AutoField()

        class Meta:
            database = db
            table_name = "staff"

    class SecondFactor(Model):
        id = AutoField()
        staff = ForeignKeyField(Staff, unique=True, on_delete="CASCADE")
        sealed = BlobField()
        last_step = BigIntegerField()
        created_at = BigIntegerField()
        confirmed_at = BigIntegerField(null=True)

        class Meta:
            database = db
            table_name = "second_factor"

    class RecoveryCode(Model):
        id = AutoField()
        staff = ForeignKeyField(Staff, on_delete="CASCADE")
        code_hash = CharField(max_length=64)
        created_at = BigIntegerField()
        used_at = BigIntegerField(null=True)

        class Meta:
            database = db
            table_name = "recovery_code"
            indexes = ((("staff", "code_hash"), True),)

    class FactorDemand(Model):
        id = AutoField()
        role = CharField(max_length=32, unique=True)
        since = BigIntegerField()

        class Meta:
            database = db
            table_name = "factor_demand"

    class HalfSignIn(Model):
        id = AutoField()
        token_hash = CharField(max_length=64, unique=True)
        staff = ForeignKeyField(Staff, on_delete="CASCADE")
        attempt = IntegerField()
        tries = IntegerField(constraints=[Check("tries >= 0")])
        ends_at = BigIntegerField()

        class Meta:
            database = db
            table_name = "half_sign_in"

    return SecondFactor, RecoveryCode, FactorDemand, HalfSignIn


def up(migrator, db):
    db.create_tables(tables(db))
    migrator.migrate(migrator.add_column("staff", "one_time_until", BigIntegerField(null=True)))
    for name, longest in ATTEMPT.items():
        migrator.migrate(migrator.add_column("sign_in_attempt", name, CharField(max_length=longest, null=True)))


def down(migrator, db):
    migrator.migrate(
        migrator.drop_column("staff", "one_time_until"),
        *(migrator.drop_column("sign_in_attempt", name) for name in ATTEMPT),
    )
    db.drop_tables(tables(db))
