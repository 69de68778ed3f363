"""The customer."""

from __future__ import annotations

from peewee import SQL, CharField, ForeignKeyField, IntegerField

from portal.access.models import Staff
from portal.core.db import Row, UtcField


class Customer(Row):
    """A company or person the department serves.

    `name_key` is `rules.key(name)`, by which customers are looked up and listed, `phone_key` is
    `rules.phone_key(phone)`; `country` is ISO 3166-1 alpha-2, `region` the one that serves it, `language` ISO 639-1,
    `zone` an IANA name; `contact` is who speaks for it, `owner` who looks
    after it here. `created_by` is a user name or "system". `version` counts the
    corrections, so that a form opened before another one was saved is noticed.
    """

    name = CharField(max_length=200)
    name_key = CharField(max_length=200, index=True)
    country = CharField(max_length=2)
    region = CharField(max_length=16, constraints=[SQL("REFERENCES region (code)")])
    language = CharField(max_length=2)
    zone = CharField(max_length=64)
    contact = CharField(max_length=100, default="")
    email = CharField(max_length=254, default="")
    phone = CharField(max_length=40, default="")
    phone_key = CharField(max_length=40, default="", index=True)
    owner = ForeignKeyField(Staff, null=True, on_delete="RESTRICT", backref="+")
    created_at = UtcField()
    created_by = CharField(max_length=32)
    version = IntegerField(default=1)

    class Meta:
        table_name = "customer"
        indexes = ((("region", "name_key"), False),)
        personal = ("name", "name_key", "contact", "email", "phone", "phone_key")

    def __str__(self) -> str:
        return f"customer {self.id}"
