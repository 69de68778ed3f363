"""What is done to errands and jobs: asked for, begun, told of, ended. Each change is in the journal."""

from __future__ import annotations

from datetime import datetime

from portal.access.models import Staff
from portal.access.permissions import Permission
from portal.access.queries import active_staff
from portal.audit import SYSTEM
from portal.audit.actions import record
from portal.core import db, time
from portal.core.errors import Missing, Refused
from portal.core.i18n import _
from portal.messages.actions import tell
from portal.operations.models import BACKUP, REHEARSAL, Errand, JobRun

AT_ONCE = time.from_ms(0)
LONGEST_ERROR = 500
FAILED = {
    BACKUP: ("备份失败，原因见系统运维页。", "The backup failed; the operations page says why."),
    REHEARSAL: ("恢复演练失败，原因见系统运维页。", "The rehearsal of a restore failed; the operations page says why."),
}


def ask(kind: str, *, by: object, at: datetime) -> Errand:
    """Ask for a backup or a rehearsal. Refused while one of the kind is waiting or at work."""
    with db.atomic():
        if Errand.select().where(Errand.kind == kind, Errand.ended_at.is_null()).exists():
            raise Refused(_("One is waiting or at work already."))
        errand = Errand.create(kind=kind, by=str(by), asked_at=at)
        record("backup.asked" if kind == BACKUP else "rehearsal.asked", errand, by=by, at=at)
    return errand


def begin(errand: Errand, *, at: datetime) -> bool:
    """Take an errand on; False when somebody else was quicker."""
    free = (Errand.id == errand.id) & Errand.started_at.is_null() & Errand.ended_at.is_null()
    return Errand.update(started_at=at).where(free).execute() == 1


def say_how_far(errand: Errand, step: str, done: int, whole: int) -> None:
    """How far an errand is; no journal, as nothing came of it yet."""
    Errand.update(step=step, done=done, whole=whole).where(Errand.id == errand.id).execute()


def end(errand: Errand, *, at: datetime, **outcome: object) -> None:
    """The errand went well: `name`, `size` and `facts` of what came of it."""
    with db.atomic():
        Errand.update(ended_at=at, error="", **outcome).where(Errand.id == errand.id).execute()
        done = "backup.made" if errand.kind == BACKUP else "rehearsal.made"
        record(done, errand, by=SYSTEM, at=at, reason=str(outcome.get("name", "")))


def fail(errand: Errand, error: str, *, at: datetime) -> None:
    """The errand came to nothing; whoever looks after the portal is told, once."""
    said = error[:LONGEST_ERROR] or "failed"
    with db.atomic():
        Errand.update(ended_at=at, error=said).where(Errand.id == errand.id).execute()
        record("backup.failed" if errand.kind == BACKUP else "rehearsal.failed", errand, by=SYSTEM, at=at, reason=said)
        text_zh, text_en = FAILED[errand.kind]
        _alarm(f"{errand}:failed", text_zh=text_zh, text_en=text_en, at=at)


def run_now(name: str, *, by: Staff, at: datetime) -> None:
    """Make a job due at once; the scheduler takes it up in its next round. Raises Missing for an unknown job."""
    with db.atomic():
        if not JobRun.update(at=AT_ONCE).where(JobRun.name == name).execute():
            raise Missing
        record("job.asked", f"job:{name}", by=by, at=at)


def tell_of_failing(run: JobRun, *, at: datetime) -> int:
    """Tell whoever looks after the portal that a job keeps failing; once for each time that it began to."""
    since = time.to_ms(run.failing_since)
    return _alarm(
        f"job:{run.name}:{since}"[:200],
        text_zh="有定时任务运行失败，请打开系统运维页查看。",
        text_en="A job of the scheduler keeps failing; the operations page says which.",
        at=at,
    )


def _alarm(occasion: str, *, text_zh: str, text_en: str, at: datetime) -> int:
    people = [person for person in active_staff() if person.may(Permission.OPERATIONS_MANAGE)]
    return tell(people, occasion, text_zh=text_zh, text_en=text_en, url="/admin", at=at, kind="late")
