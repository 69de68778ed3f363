"""Certificates, forms that are filled in, and their signatures."""

from peewee import (
    SQL,
    AutoField,
    BigIntegerField,
    BlobField,
    CharField,
    Check,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)

ONE_EACH = "CREATE UNIQUE INDEX certificate_own ON certificate (use) WHERE staff_id IS NULL AND revoked_at IS NULL"


def tables(db):
    class Base(Model):
        id = AutoField()

        class Meta:
            database = db

    class Staff(Base):
        class Meta:
            table_name = "staff"

    class Certificate(Base):
        use = CharField(max_length=8)
        staff = ForeignKeyField(Staff, null=True, on_delete="RESTRICT", backref="+")
        serial = CharField(max_length=40, unique=True)
        data = BlobField()
        sealed = BlobField()
        starts_at = BigIntegerField()
        ends_at = BigIntegerField()
        made_at = BigIntegerField()
        revoked_at = BigIntegerField(null=True)
        revoked_by = CharField(max_length=32)
        reason = TextField()

        class Meta:
            table_name = "certificate"
            constraints = [Check("(use = 'person') = (staff_id IS NOT NULL)")]

    class Document(Base):
        number = CharField(max_length=24)
        version = IntegerField()
        kind = CharField(max_length=8)
        edition = IntegerField()
        state = CharField(
            max_length=12, constraints=[Check("state IN ('draft', 'signing', 'done', 'refused', 'superseded')")]
        )
        region = CharField(max_length=16, constraints=[SQL("REFERENCES region (code)")])
        about = CharField(max_length=40, index=True)
        language = CharField(max_length=4)
        facts = TextField()
        revision = IntegerField()
        made_by = ForeignKeyField(Staff, on_delete="RESTRICT", backref="+")
        made_at = BigIntegerField()
        frozen_at = BigIntegerField(null=True)
        ended_at = BigIntegerField(null=True)
        digest = CharField(max_length=64, index=True)
        place = CharField(max_length=32)
        size = IntegerField()
        sha256 = CharField(max_length=64, index=True)

        class Meta:
            table_name = "document"
            indexes = ((("number", "version"), True), (("state", "kind"), False))

    class Signature(Base):
        document = ForeignKeyField(Document, on_delete="CASCADE", backref="+", index=False)
        place = IntegerField()
        slot = CharField(max_length=16)
        staff = ForeignKeyField(Staff, null=True, on_delete="RESTRICT", backref="+")
        certificate = ForeignKeyField(Certificate, null=True, on_delete="RESTRICT", backref="+", index=False)
        signed_at = BigIntegerField(null=True)
        refused_at = BigIntegerField(null=True)
        reason = TextField()

        class Meta:
            table_name = "document_signature"
            indexes = ((("document", "place"), True),)
            constraints = [Check("signed_at IS NULL OR (staff_id IS NOT NULL AND certificate_id IS NOT NULL)")]

    class Counter(Base):
        id = None
        prefix = CharField(max_length=24, primary_key=True)
        last = IntegerField()

        class Meta:
            table_name = "document_counter"

    return Certificate, Document, Signature, Counter


def up(migrator, db):
    db.create_tables(tables(db))
    db.execute_sql(ONE_EACH)


def down(migrator, db):
    db.drop_tables(reversed(tables(db)))
