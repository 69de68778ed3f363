"""When each job ran last, and how it went."""

from __future__ import annotations

import peewee

from portal.core.db import Row, UtcField


class JobRun(Row):
    """The newest run of a job. `error` is the class and text of what stopped it, "" when it went well."""

    name = peewee.TextField(unique=True)
    at = UtcField()
    done = peewee.IntegerField(default=0)
    error = peewee.TextField(default="")

    class Meta:
        table_name = "job_run"
