"""One round of the scheduler: every job whose time has come, one after the other."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from datetime import datetime
from time import perf_counter
from typing import NamedTuple

from portal import policy
from portal.audit.actions import origin
from portal.core import db, time
from portal.operations.models import JobRun
from portal.schedule import SCHEDULE, Job, due

log = logging.getLogger("portal.scheduler")


class Ran(NamedTuple):
    """What a job did in this round: how many things, and what stopped it ("" when nothing did)."""

    job: str
    done: int
    error: str


def tick(jobs: Iterable[Job] = SCHEDULE, *, all_of_them: bool = False) -> list[Ran]:
    """Run what is due (or everything). A job that fails is told in the log and does not hold the others up.

    Where several may run at once, `operations.duty` runs this, so that one does and each transaction proves it.
    """
    db.ready()
    return [_run(job, now) for job, now in _due_now(jobs, all_of_them)]


def _due_now(jobs: Iterable[Job], all_of_them: bool) -> Iterator[tuple[Job, datetime]]:
    last = {run.name: run.at for run in JobRun.select()}
    for job in jobs:
        now = time.now()
        if all_of_them or due(last.get(job.name), job, now):
            yield job, now


def _run(job: Job, now: datetime) -> Ran:
    token, began = origin.set(f"job: {job.name}"), perf_counter()
    policy.look_again()
    try:
        ran = Ran(job.name, job.run(now=now), "")
    except Exception as error:  # the next job must run, and the error is kept and logged
        log.exception("job failed: %s", job.name)
        ran = Ran(job.name, 0, f"{type(error).__name__}: {error}"[:500])
        db.ready()  # what failed may have been the connection, and the round goes on
    finally:
        origin.reset(token)
    _remember(ran, now, ms=round((perf_counter() - began) * 1000))
    return ran


def _remember(ran: Ran, now: datetime, *, ms: int) -> None:
    before = JobRun.get_or_none(JobRun.name == ran.job) or JobRun()
    facts = {"at": now, "done": ran.done, "error": ran.error, "ms": ms, "failures": before.failures + bool(ran.error)}
    facts["failing_since"] = (before.failing_since or now) if ran.error else None
    JobRun.insert(name=ran.job, **facts).on_conflict(conflict_target=[JobRun.name], update=facts).execute()
