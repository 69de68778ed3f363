"""Regions, staff, their absences, sessions and second factors, and the attempts to sign in."""

from __future__ import annotations

from peewee import (
    SQL,
    BigIntegerField,
    BlobField,
    BooleanField,
    CharField,
    Check,
    DateField,
    ForeignKeyField,
    IntegerField,
)

from portal.access import roles as table
from portal.access.permissions import Permission
from portal.access.rules import Span
from portal.core.db import JsonField, Row, UtcField


class Region(Row):
    """A market the department serves. `zone` is an IANA name, `calendar` the code of its working calendar."""

    code = CharField(max_length=16, unique=True)
    name_zh = CharField(max_length=60)
    name_en = CharField(max_length=60)
    zone = CharField(max_length=64)
    calendar = CharField(max_length=32)

    class Meta:
        table_name = "region"

    def __str__(self) -> str:
        return self.code


class Staff(Row):
    """A person who works with the portal.

    `username` is casefolded; `roles` is a list of keys of `roles.ROLES`; `languages` a list of ISO 639-1 codes the
    person can serve customers in; `language` ("zh" or "en") and `zone` (IANA) are how the portal speaks to the person.
    `one_time_until` is when a one-time password stops working (None: not at all). `version` counts the edits, so that a
    form opened before another one was saved is noticed.
    """

    username = CharField(max_length=32, unique=True)
    name = CharField(max_length=60)
    name_en = CharField(max_length=60, default="")
    email = CharField(max_length=254, default="")
    roles = JsonField()
    region = CharField(max_length=16, index=True, constraints=[SQL("REFERENCES region (code)")])
    department = CharField(max_length=32)
    languages = JsonField()
    clearance = IntegerField(default=0, constraints=[Check("clearance BETWEEN 0 AND 3")])
    language = CharField(max_length=2, default="zh")
    zone = CharField(max_length=64)
    password_hash = CharField(max_length=128)
    must_change_password = BooleanField(default=False)
    one_time_until = UtcField(null=True)
    active = BooleanField(default=True)
    created_at = UtcField()
    left_at = UtcField(null=True)
    version = IntegerField(default=1)

    class Meta:
        table_name = "staff"
        constraints = [Check("active = (left_at IS NULL)")]
        personal = ("username", "name", "name_en", "email")

    def __str__(self) -> str:
        return self.username

    def name_in(self, language: str) -> str:
        """The name as readers of "zh" or "en" read it."""
        return self.name_en if language == "en" and self.name_en else self.name

    def may(self, permission: Permission) -> bool:
        """Whether one of the person's roles has this permission."""
        return permission in table.permissions_of(tuple(self.roles))


class Absence(Row):
    """Days on which somebody is not there, and who stands in. The days are dates in the person's zone, both included.

    `recorded_by` and `revoked_by` are user names. An absence ends early by an earlier last day; one that never began
    is revoked and stays as a row. `reason` may speak of an illness: it is for the person and who arranges absences.
    """

    staff = ForeignKeyField(Staff, backref="absences", on_delete="CASCADE", index=False)
    deputy = ForeignKeyField(Staff, null=True)
    first_day = DateField()
    last_day = DateField(index=True)
    reason = CharField(max_length=200, default="")
    recorded_at = UtcField()
    recorded_by = CharField(max_length=32)
    revoked_at = UtcField(null=True)
    revoked_by = CharField(max_length=32, null=True)

    class Meta:
        table_name = "absence"
        indexes = ((("staff", "first_day"), False),)
        constraints = [
            Check("first_day <= last_day"),
            Check("deputy_id IS NULL OR deputy_id <> staff_id"),
            Check("(revoked_at IS NULL) = (revoked_by IS NULL)"),
        ]
        personal = ("reason",)

    @property
    def span(self) -> Span:
        return Span(self.first_day, self.last_day)


class Session(Row):
    """A signed-in browser. Only the SHA-256 of its token is kept, so a stolen database opens no session."""

    token_hash = CharField(max_length=64, unique=True)
    staff = ForeignKeyField(Staff, backref="sessions", on_delete="CASCADE")
    created_at = UtcField()
    seen_at = UtcField()
    expires_at = UtcField()
    address = CharField(max_length=64)
    agent = CharField(max_length=200)
    revoked_at = UtcField(null=True)
    revoked_by = CharField(max_length=32, null=True)

    class Meta:
        table_name = "session"
        constraints = [Check("(revoked_at IS NULL) = (revoked_by IS NULL)")]
        personal = ("address", "agent")


class SignInAttempt(Row):
    """One try to prove who one is. `account` is the SHA-256 of what was typed as user name: people type passwords there.

    `way` and `stopped` are of `rules.attempts`: what was tried, and where it ended when it did not lead in.
    """

    account = CharField(max_length=64)
    address = CharField(max_length=64)
    at = UtcField()
    ok = BooleanField(default=False)
    agent = CharField(max_length=200, null=True)
    way = CharField(max_length=16, null=True)
    stopped = CharField(max_length=16, null=True)

    class Meta:
        table_name = "sign_in_attempt"
        indexes = ((("account", "address", "at"), False), (("address", "at"), False), (("at",), False))
        personal = ("address", "agent")


class SecondFactor(Row):
    """What a person's phone and the portal both know, sealed. It counts once a first code has confirmed it.

    `last_step` is the time step (of 30 seconds since 1970) of the newest code that was used; older codes are refused.
    """

    staff = ForeignKeyField(Staff, unique=True, on_delete="CASCADE")
    sealed = BlobField()
    last_step = BigIntegerField(default=0)
    created_at = UtcField()
    confirmed_at = UtcField(null=True)

    class Meta:
        table_name = "second_factor"


class RecoveryCode(Row):
    """A code on paper that stands in for the phone once. Only its keyed hash is kept."""

    staff = ForeignKeyField(Staff, on_delete="CASCADE")
    code_hash = CharField(max_length=64)
    created_at = UtcField()
    used_at = UtcField(null=True)

    class Meta:
        table_name = "recovery_code"
        indexes = ((("staff", "code_hash"), True),)


class FactorDemand(Row):
    """A role whose holders must have a second factor; it holds for sign-ins after `since`."""

    role = CharField(max_length=32, unique=True)
    since = UtcField()

    class Meta:
        table_name = "factor_demand"


class HalfSignIn(Row):
    """Somebody whose password was right and whose second factor is outstanding. It opens nothing but the next question.

    `attempt` is the id of the attempt that gave the password; `tries` counts the codes that were typed.
    """

    token_hash = CharField(max_length=64, unique=True)
    staff = ForeignKeyField(Staff, on_delete="CASCADE")
    attempt = IntegerField()
    tries = IntegerField(default=0, constraints=[Check("tries >= 0")])
    ends_at = UtcField()

    class Meta:
        table_name = "half_sign_in"
