"""Figures for a monitor, as Prometheus reads them: counts, ages and sizes, never a name or a word that anybody wrote."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from portal.core import db, lease, time
from portal.operations import queries
from portal.operations.backups import databases
from portal.operations.models import BACKUP, REHEARSAL
from portal.operations.versions import VERSION
from portal.settings import Settings

OPEN = "SELECT COUNT(*) FROM ticket WHERE closed_at IS NULL"
RUNNING = "SELECT COUNT(*) FROM stopwatch WHERE stopped IS NULL AND due IS NOT NULL"
LATE = "SELECT COUNT(DISTINCT stopwatch_id) FROM miss JOIN stopwatch w ON w.id = stopwatch_id WHERE w.stopped IS NULL"
ROWS = "SELECT COALESCE(MAX(id), 0) FROM journal"


class Figure(NamedTuple):
    """One figure: its name, what it is, gauge or counter, and a value for each set of labels."""

    name: str
    about: str
    kind: str
    values: list[tuple[dict[str, str], float]]


def gauge(name: str, about: str, value: float) -> Figure:
    return Figure(name, about, "gauge", [({}, value)])


def figures(settings: Settings, now: datetime) -> Iterator[Figure]:
    """Everything a monitor is told, read now; times are seconds since 1970, sizes bytes."""
    kind = settings.database if not settings.is_postgresql else "postgresql"
    yield Figure("portal_info", "Which portal this is.", "gauge", [({"version": VERSION, "database": kind}, 1)])
    yield gauge("portal_tickets_open", "Tickets that are not closed.", _one(OPEN))
    yield gauge("portal_clocks_running", "Clocks that run towards a due moment.", _one(RUNNING))
    yield gauge("portal_clocks_late", "Clocks that run and have missed a due moment.", _one(LATE))
    yield gauge("portal_journal_rows", "Rows of the journal.", _one(ROWS))
    yield gauge("portal_browsers_signed_in", "Browsers that are signed in.", queries.sessions_in_use(now))
    yield gauge("portal_database_bytes", "What the database takes.", databases.size_of(settings))
    yield gauge("portal_disk_free_bytes", "Free space where the home is.", shutil.disk_usage(settings.home).free)
    holder = lease.state(lease.SCHEDULER)
    yield gauge("portal_scheduler_alive", "1 while a scheduler is at work.", int(holder is not None and holder.is_alive))
    yield from _of_jobs()
    yield _ended("portal_backup_last_good_seconds", "When the newest good backup ended.", BACKUP)
    yield _ended("portal_rehearsal_last_good_seconds", "When the newest good rehearsal of a restore ended.", REHEARSAL)


def _of_jobs() -> Iterator[Figure]:
    runs = sorted(queries.job_runs().items())
    for name, about, kind, of in (
        ("portal_job_last_run_seconds", "When a job of the scheduler ran last.", "gauge", lambda run: run.at.timestamp()),
        ("portal_job_took_seconds", "How long its last run took.", "gauge", lambda run: run.ms / 1000),
        ("portal_job_failing", "1 while it fails.", "gauge", lambda run: int(bool(run.error))),
        ("portal_job_failures_total", "How often it failed.", "counter", lambda run: run.failures),
    ):
        yield Figure(name, about, kind, [({"job": job}, of(run)) for job, run in runs])


def _ended(name: str, about: str, kind: str) -> Figure:
    """No value at all where there has been none: an age that is absent is alarmed on as such."""
    good = queries.newest_good(kind)
    return Figure(name, about, "gauge", [({}, good.timestamp())] if good else [])


def _one(sql: str) -> int:
    return db.select(sql)[0][0]


def text(found: Iterable[Figure]) -> str:
    """The figures in Prometheus' text format 0.0.4."""
    return "".join(f"{line}\n" for figure in found for line in _lines(figure))


def _lines(figure: Figure) -> Iterator[str]:
    yield f"# HELP {figure.name} {figure.about}"
    yield f"# TYPE {figure.name} {figure.kind}"
    for labels, value in figure.values:
        shown = ",".join(f'{name}="{_escaped(said)}"' for name, said in labels.items())
        yield f"{figure.name}{f'{{{shown}}}' if shown else ''} {_number(value)}"


def _number(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.3f}"


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def read(settings: Settings) -> str:
    return text(figures(settings, time.now()))
