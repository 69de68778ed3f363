"""Certificates, and the forms they sign."""

from __future__ import annotations

import peewee
from peewee import SQL, CharField, ForeignKeyField, IntegerField, TextField

from portal.access.models import Staff
from portal.core.db import JsonField, Row, UtcField

DRAFT, SIGNING, DONE, REFUSED, SUPERSEDED = "draft", "signing", "done", "refused", "superseded"


class Certificate(Row):
    """A certificate with its key, sealed by the master key. `use` is a key of `authority.Use`, `staff` whose it is; none
    for the portal's own. Taken back for good with `revoked_at`."""

    use = CharField(max_length=8)
    staff = ForeignKeyField(Staff, null=True, on_delete="RESTRICT", backref="+")
    serial = CharField(max_length=40, unique=True)
    data = peewee.BlobField()
    sealed = peewee.BlobField()
    starts_at = UtcField()
    ends_at = UtcField()
    made_at = UtcField()
    revoked_at = UtcField(null=True)
    revoked_by = CharField(max_length=32, default="")
    reason = TextField(default="")

    class Meta:
        table_name = "certificate"

    def __str__(self) -> str:
        return f"certificate:{self.serial}"


class Document(Row):
    """One form filled in. A changed one is a new row with the same number and the next version.

    `kind` is a key of the catalogue, `about` the thing it was begun from ("customer:12"), `facts` what stands in it.
    From `frozen_at` on nothing in it changes: `digest` is the SHA-256 of its content, `place`, `size` and `sha256` say
    where its file is and what it is. `revision` counts the changes of a draft.
    """

    number = CharField(max_length=24)
    version = IntegerField(default=1)
    kind = CharField(max_length=8)
    edition = IntegerField()
    state = CharField(max_length=12, default=DRAFT)
    region = CharField(max_length=16, constraints=[SQL("REFERENCES region (code)")])
    about = CharField(max_length=40, default="")
    language = CharField(max_length=4, default="zh")
    facts = JsonField()
    revision = IntegerField(default=1)
    made_by = ForeignKeyField(Staff, on_delete="RESTRICT", backref="+")
    made_at = UtcField()
    frozen_at = UtcField(null=True)
    ended_at = UtcField(null=True)
    digest = CharField(max_length=64, default="")
    place = CharField(max_length=32, default="")
    size = IntegerField(default=0)
    sha256 = CharField(max_length=64, default="")

    class Meta:
        table_name = "document"
        indexes = ((("number", "version"), True), (("state", "kind"), False))
        personal = ("facts",)

    def __str__(self) -> str:
        return f"form:{self.number}/{self.version}"


class Signature(Row):
    """A place on a document for one signature, in order of `place`; who signed it when, or who refused and why."""

    document = ForeignKeyField(Document, on_delete="CASCADE", backref="+", index=False)
    place = IntegerField()
    slot = CharField(max_length=16)
    staff = ForeignKeyField(Staff, null=True, on_delete="RESTRICT", backref="+")
    certificate = ForeignKeyField(Certificate, null=True, on_delete="RESTRICT", backref="+", index=False)
    signed_at = UtcField(null=True)
    refused_at = UtcField(null=True)
    reason = TextField(default="")

    class Meta:
        table_name = "document_signature"
        indexes = ((("document", "place"), True),)


class PrintRun(Row):
    """Many forms printed as one file in the background: `documents` are their ids in order, `done` how many are in it yet,
    `state` running, done or failed; `place` and `size` say where the file is."""

    RUNNING, DONE, FAILED = "running", "done", "failed"

    staff = ForeignKeyField(Staff, on_delete="CASCADE", backref="+")
    asked_at = UtcField(index=True)
    documents = JsonField()
    total = IntegerField()
    done = IntegerField(default=0)
    state = CharField(max_length=8, default="running")
    place = CharField(max_length=32, default="")
    size = IntegerField(default=0)
    ended_at = UtcField(null=True)

    class Meta:
        table_name = "print_run"
        indexes = ((("state", "id"), False),)

    def __str__(self) -> str:
        return f"prints:{self.id}"


class PrintPiece(Row):
    """A form of a run that has been rendered; kept until the run is whole."""

    run = ForeignKeyField(PrintRun, on_delete="CASCADE", backref="+", index=False)
    number = IntegerField()
    data = peewee.BlobField()

    class Meta:
        table_name = "print_piece"
        indexes = ((("run", "number"), True),)
