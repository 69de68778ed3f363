"""Reads of operations: jobs, errands, when the home was made."""

from __future__ import annotations

from datetime import datetime, timedelta

from portal.audit.models import JournalRow
from portal.core import db, time
from portal.core.errors import Missing
from portal.operations.models import Errand, JobRun

TO_TAKE_THE_SHELF = timedelta(seconds=20)  # between beginning an errand and holding the lock
SHOWN = 10


def home_made() -> datetime:
    """When the first row of the journal was written: the age of the home. Now, for an empty journal."""
    row = JournalRow.select(JournalRow.at).order_by(JournalRow.id).first()
    return row.at if row else time.now()


def waiting() -> Errand | None:
    """The errand that nobody has taken on yet, the oldest first."""
    return Errand.select().where(Errand.started_at.is_null(), Errand.ended_at.is_null()).order_by(Errand.id).first()


def begun(*, before: datetime) -> list[Errand]:
    """Errands taken on before a moment and not ended."""
    return list(Errand.select().where(Errand.started_at < before, Errand.ended_at.is_null()).order_by(Errand.id))


def is_under_way(kind: str) -> bool:
    return Errand.select().where(Errand.kind == kind, Errand.ended_at.is_null()).exists()


def last_asked(kind: str) -> datetime | None:
    """When an errand of this kind was asked for last, by the clock or by hand."""
    row = Errand.select(Errand.asked_at).where(Errand.kind == kind).order_by(Errand.id.desc()).first()
    return row.asked_at if row else None


def newest_good(kind: str) -> datetime | None:
    """When the newest errand of this kind that went well ended."""
    good = Errand.ended_at.is_null(False) & (Errand.error == "")
    row = Errand.select(Errand.ended_at).where(Errand.kind == kind, good).order_by(Errand.id.desc()).first()
    return row.ended_at if row else None


def recent(kind: str) -> list[Errand]:
    """The newest errands of a kind, newest first."""
    return list(Errand.select().where(Errand.kind == kind).order_by(Errand.id.desc()).limit(SHOWN))


def sessions_in_use(now: datetime) -> int:
    """Browsers that are signed in: sessions neither ended nor past their time."""
    return db.select("SELECT COUNT(*) FROM session WHERE revoked_at IS NULL AND expires_at > ?", time.to_ms(now))[0][0]


def errand(number: int) -> Errand:
    """Raises Missing."""
    found = Errand.get_or_none(Errand.id == number)
    if found is None:
        raise Missing
    return found


def job_runs() -> dict[str, JobRun]:
    return {run.name: run for run in JobRun.select()}


def failing_jobs() -> list[JobRun]:
    return list(JobRun.select().where(JobRun.failing_since.is_null(False)).order_by(JobRun.name))
