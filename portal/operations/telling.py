"""How the journal's rows about backups, rehearsals and jobs are told."""

from __future__ import annotations

from collections.abc import Collection

from portal.audit.words import Kind, Verb, Words, enter
from portal.core.i18n import _

BACKUP = ("备份", "Backup")


def _jobs(names: Collection[str]) -> dict[str, str]:
    return {name: _(name) for name in names}


WORDS = enter(
    Words(
        topics={
            "backup": ("备份", "Backups"),
            "rehearsal": ("恢复演练", "Rehearsals of a restore"),
            "job": ("定时任务", "Jobs of the scheduler"),
        },
        kinds={
            "backup": Kind("备份", "backup", pattern=r"backup:(\d+)"),
            "rehearsal": Kind("恢复演练", "rehearsal", pattern=r"rehearsal:(\d+)"),
            "job": Kind("定时任务", "job", pattern=r"job:(.+)", names=_jobs),
        },
        verbs={
            "backup.asked": Verb("要求进行{subject}", "asked for {subject}"),
            "backup.made": Verb("完成了{subject}", "finished {subject}", called=BACKUP),
            "backup.failed": Verb("未能完成{subject}", "could not finish {subject}"),
            "rehearsal.asked": Verb("要求进行{subject}", "asked for {subject}"),
            "rehearsal.made": Verb("完成了{subject}", "finished {subject}", called=BACKUP),
            "rehearsal.failed": Verb("未能完成{subject}", "could not finish {subject}"),
            "job.asked": Verb("要求立即执行{subject}", "asked to run {subject} at once"),
        },
    )
)
