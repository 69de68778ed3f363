"""How the portal is: what is wrong first, then its jobs, backups and health."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from portal.core import time
from portal.core.i18n import _, local, noted, size
from portal.operations import doctor, queries, rules
from portal.operations.actions import AT_ONCE
from portal.operations.backups import databases
from portal.operations.backups.shelf import Shelf
from portal.operations.checks import BAD, NOTE, Finding
from portal.operations.doctor import Check
from portal.operations.models import BACKUP, REHEARSAL, Errand, JobRun
from portal.schedule import SCHEDULE, Job
from portal.settings import Settings

SILENT_AFTER = timedelta(minutes=2)
LAST_FAILED = {
    BACKUP: noted("The last backup failed on %(when)s; its reason is in the table below."),
    REHEARSAL: noted("The last rehearsal failed on %(when)s; its reason is in the table below."),
}


class JobState(NamedTuple):
    """A job with its newest run (None: it never ran) and when it is to run next (None: at once)."""

    job: Job
    run: JobRun | None
    next: datetime | None

    @property
    def failing(self) -> bool:
        return self.run is not None and bool(self.run.error)

    @property
    def fault(self) -> str:
        """The kind of its error. What an error says may quote people's data, and stays in the database."""
        return self.run.error.partition(":")[0] if self.run else ""

    @property
    def asked(self) -> bool:
        return self.run is not None and self.run.at == AT_ONCE


class Trouble(NamedTuple):
    """Something wrong: a sentence in the reader's language; `grave` when somebody must act now."""

    text: str
    grave: bool


def jobs() -> list[JobState]:
    """Every job of the schedule, in its order."""
    runs = queries.job_runs()
    return [_job_state(job, runs.get(job.name)) for job in SCHEDULE]


def _job_state(job: Job, run: JobRun | None) -> JobState:
    return JobState(job, run, run.at + job.every if run and run.at != AT_ONCE else None)


def is_silent(states: list[JobState], now: datetime) -> bool:
    """Whether the scheduler has not run anything for a while."""
    ran = [state.run.at for state in states if state.run]
    return not ran or now - max(ran) > SILENT_AFTER


def troubles(states: list[JobState], findings: list[tuple[Check, Finding]], now: datetime) -> list[Trouble]:
    """What is wrong, the grave first."""
    found = [*_of_jobs(states, now), *_of_backups(now), *_of_health(findings)]
    return sorted(found, key=lambda trouble: not trouble.grave)


def _of_jobs(states: list[JobState], now: datetime) -> Iterator[Trouble]:
    if is_silent(states, now):
        yield Trouble(_("The scheduler does not run: nothing is warned of, marked or backed up. Start it."), True)
    for state in states:
        if state.failing:
            yield Trouble(_("The job “%(name)s” fails; its error is in the table below.", name=_(state.job.name)), True)


def _of_backups(now: datetime) -> Iterator[Trouble]:
    newest = queries.newest_good(BACKUP)
    if rules.is_old(newest, now, home_made=queries.home_made()):
        if newest:
            yield Trouble(_("The newest good backup is of %(when)s. Back up now.", when=local(newest)), True)
        else:
            yield Trouble(_("There is no backup yet. Back up now."), True)
    for kind, said in LAST_FAILED.items():
        last = next((errand for errand in queries.recent(kind) if errand.is_over), None)
        if last and last.error:
            yield Trouble(_(said, when=local(last.ended_at)), True)


def _of_health(findings: list[tuple[Check, Finding]]) -> Iterator[Trouble]:
    for check, found in findings:
        if found.mark in {BAD, NOTE}:
            yield Trouble(f"{check.name}: {found.text}", found.mark == BAD and check.essential)


class Figures(NamedTuple):
    """Numbers at a glance: signed-in browsers, bytes of the database, bytes free, age of the newest good backup."""

    sessions: int
    database: str
    free: str
    backed_up: datetime | None


def figures(settings: Settings) -> Figures:
    free = shutil.disk_usage(settings.home).free
    sessions = queries.sessions_in_use(time.now())
    return Figures(sessions, size(databases.size_of(settings)), size(free), queries.newest_good(BACKUP))


class BackupLine(NamedTuple):
    """A backup on the shelf, and when it was rehearsed last with success."""

    name: str
    at: datetime
    size: str
    verified: datetime | None


def backups(settings: Settings) -> list[BackupLine]:
    """What lies on the shelf, newest first."""
    verified = {errand.name: errand.ended_at for errand in reversed(queries.recent(REHEARSAL)) if errand.went_well}
    found = Shelf(settings.backup_folder).backups()
    return [BackupLine(kept.path.name, kept.at, size(kept.size), verified.get(kept.path.name)) for kept in found]


def health(settings: Settings) -> list[tuple[Check, Finding]]:
    return doctor.findings(settings)


def errands() -> list[Errand]:
    """The newest backups and rehearsals that were asked for, newest first."""
    both = queries.recent(BACKUP) + queries.recent(REHEARSAL)
    return sorted(both, key=lambda errand: errand.id, reverse=True)[: queries.SHOWN]
