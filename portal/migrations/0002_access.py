"""Regions, staff, sessions, attempts to sign in."""

from peewee import (
    SQL,
    AutoField,
    BigIntegerField,
    BooleanField,
    CharField,
    Check,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)


def tables(db):
    class Region(Model):
        id = AutoField()
        code = CharField(max_length=16, unique=True)
        name_zh = CharField(max_length=60)
        name_en = CharField(max_length=60)
        zone = CharField(max_length=64)
        calendar = CharField(max_length=32)

        class Meta:
            database = db
            table_name = "region"

    class Staff(Model):
        id = AutoField()
        username = CharField(max_length=32, unique=True)
        name = CharField(max_length=60)
        name_en = CharField(max_length=60)
        email = CharField(max_length=254)
        roles = TextField()
        region = CharField(max_length=16, index=True, constraints=[SQL("REFERENCES region (code)")])
        department = CharField(max_length=32)
        languages = TextField()
        clearance = IntegerField(constraints=[Check("clearance BETWEEN 0 AND 3")])
        language = CharField(max_length=2)
        zone = CharField(max_length=64)
        password_hash = CharField(max_length=128)
        must_change_password = BooleanField()
        active = BooleanField()
        created_at = BigIntegerField()
        left_at = BigIntegerField(null=True)
        version = IntegerField()

        class Meta:
            database = db
            table_name = "staff"
            constraints = [Check("active = (left_at IS NULL)")]

    class Session(Model):
        id = AutoField()
        token_hash = CharField(max_length=64, unique=True)
        staff = ForeignKeyField(Staff, on_delete="CASCADE")
        created_at = BigIntegerField()
        seen_at = BigIntegerField()
        expires_at = BigIntegerField()
        address = CharField(max_length=64)
        agent = CharField(max_length=200)
        revoked_at = BigIntegerField(null=True)
        revoked_by = CharField(max_length=32, null=True)

        class Meta:
            database = db
            table_name = "session"
            constraints = [Check("(revoked_at IS NULL) = (revoked_by IS NULL)")]

    class SignInAttempt(Model):
        id = AutoField()
        account = CharField(max_length=64)
        address = CharField(max_length=64)
        at = BigIntegerField()
        ok = BooleanField()

        class Meta:
            database = db
            table_name = "sign_in_attempt"
            indexes = ((("account", "address", "at"), False), (("address", "at"), False), (("at",), False))

    return Region, Staff, Session, SignInAttempt


def up(migrator, db):
    db.create_tables(tables(db))


def down(migrator, db):
    db.drop_tables(tables(db))
