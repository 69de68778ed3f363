"""When each job ran last, and how it went; backups and rehearsals as rows."""

from __future__ import annotations

import peewee

from portal.core.db import JsonField, Row, UtcField

BACKUP, REHEARSAL = "backup", "rehearsal"


class JobRun(Row):
    """The newest run of a job. `error` is the class and text of what stopped it, "" when it went well; `ms` how long it
    took; `failures` how often it failed in all, `failing_since` when it last began to fail without a good run since."""

    name = peewee.TextField(unique=True)
    at = UtcField()
    done = peewee.IntegerField(default=0)
    error = peewee.TextField(default="")
    ms = peewee.IntegerField(default=0)
    failures = peewee.IntegerField(default=0)
    failing_since = UtcField(null=True)

    class Meta:
        table_name = "job_run"


class Errand(Row):
    """A backup or a rehearsal that somebody, or the clock, asked for.

    `by` is a user name; `step`, `done` and `whole` (bytes) say how far it is; `error` is a sentence once it failed;
    `name` and `size` (bytes) are those of the backup; `facts` is what it counted.
    """

    kind = peewee.TextField()
    by = peewee.TextField()
    asked_at = UtcField()
    started_at = UtcField(null=True)
    ended_at = UtcField(null=True)
    step = peewee.TextField(default="")
    done = peewee.BigIntegerField(default=0)
    whole = peewee.BigIntegerField(default=0)
    error = peewee.TextField(default="")
    name = peewee.TextField(default="")
    size = peewee.BigIntegerField(default=0)
    facts = JsonField(null=True)

    class Meta:
        table_name = "errand"
        indexes = ((("kind", "id"), False),)

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"

    @property
    def is_over(self) -> bool:
        return self.ended_at is not None

    @property
    def went_well(self) -> bool:
        return self.is_over and not self.error
