"""The tables of figures, and what is stale in them. All can be made again from the tickets."""

from __future__ import annotations

import peewee

from portal.core.db import Row, UtcField


class Fact(Row):
    """Something that happened to a ticket: `kind` at `at`, which is `day` (YYYY-MM-DD) in the ticket's region.

    `person` is the id of who did it; `stopwatch` and `rule` are filled for met, late and missed. `elapsed` and `opened` are
    the seconds by the wall clock, and those of them in which the region was open and nobody was waited for.
    """

    ticket = peewee.IntegerField(index=True)
    day = peewee.TextField()
    region = peewee.TextField()
    person = peewee.IntegerField()
    channel = peewee.TextField()
    kind = peewee.TextField()
    stopwatch = peewee.TextField(default="")
    rule = peewee.TextField(default="")
    at = UtcField()
    elapsed = peewee.IntegerField(null=True)
    opened = peewee.IntegerField(null=True)

    class Meta:
        table_name = "fact"
        indexes = ((("day", "region"), False), (("kind", "day"), False))


class Cell(Row):
    """The facts that are alike in everything but ticket and moment: how many, and their durations, sorted, with commas."""

    day = peewee.TextField()
    region = peewee.TextField()
    person = peewee.IntegerField()
    channel = peewee.TextField()
    kind = peewee.TextField()
    stopwatch = peewee.TextField(default="")
    rule = peewee.TextField(default="")
    number = peewee.IntegerField()
    elapsed = peewee.TextField(null=True)
    opened = peewee.TextField(null=True)

    class Meta:
        table_name = "fact_cell"
        indexes = (
            (("day", "region", "person", "channel", "kind", "stopwatch", "rule"), True),
            (("person", "day"), False),
        )


class StaleTicket(Row):
    """A ticket whose facts are to be read off anew; it may be gone."""

    ticket = peewee.IntegerField(unique=True)

    class Meta:
        table_name = "fact_stale_ticket"


class StaleDay(Row):
    """A day of a region whose cells are to be counted anew."""

    day = peewee.TextField()
    region = peewee.TextField()

    class Meta:
        table_name = "fact_stale_day"
        indexes = ((("day", "region"), True),)


class State(Row):
    """One row: the newest journal row heeded (`NEVER` before the first count), and when the job looked last."""

    NEVER = -1

    mark = peewee.IntegerField()
    counted_at = UtcField(null=True)

    class Meta:
        table_name = "fact_state"
