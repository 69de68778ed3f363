"""Everything that runs by the clock, in one table. When something is due stands in the areas' own rows, not here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from portal.access import jobs as access
from portal.core.i18n import noted
from portal.enquiries import papers as _enquiry_papers  # noqa: F401  (enters its forms, which are printed here)
from portal.enquiries import procedure as _enquiry  # noqa: F401  (enters its procedure)
from portal.handover import jobs as handover
from portal.handover import readiness as _handover_papers  # noqa: F401
from portal.handover import record as _handover_record  # noqa: F401
from portal.journal import jobs as journal
from portal.messages import jobs as messages
from portal.openings import papers as _opening_papers  # noqa: F401
from portal.operations import jobs as operations
from portal.reports import jobs as reports
from portal.signing import jobs as signing
from portal.team import leaving as _team_papers  # noqa: F401
from portal.tickets import jobs as tickets


class Job(NamedTuple):
    """A function of `now` that says how many things it did, and how often it looks."""

    name: str
    run: Callable[..., int]
    every: timedelta


DESK = (  # what makes a ticket's history; the demo company lives through it
    Job(noted("warn before due moments"), tickets.warn, timedelta(seconds=15)),
    Job(noted("mark misses and tell the next person up"), tickets.mark_misses, timedelta(seconds=15)),
    Job(noted("climb the ladder while nothing happens"), tickets.escalate, timedelta(seconds=15)),
    Job(noted("remind those who wait to ask again"), tickets.remind, timedelta(seconds=15)),
)
SCHEDULE = (
    *DESK,
    Job(noted("assign what nobody has claimed"), tickets.assign, timedelta(seconds=30)),
    Job(noted("go on with re-bases of open clocks"), tickets.rebase, timedelta(seconds=5)),
    Job(noted("let those go whose pages have fallen silent"), tickets.sweep_presence, timedelta(seconds=15)),
    Job(noted("tell of new versions of the regulations, and remind"), messages.tell_versions, timedelta(minutes=1)),
    Job(noted("tell of mornings that nobody has checked"), handover.tell_of_unchecked_mornings, timedelta(minutes=1)),
    Job(noted("prepare handovers before shifts change"), handover.prepare_handovers, timedelta(minutes=1)),
    Job(noted("tell of handovers that are not signed"), handover.tell_of_unsigned_handovers, timedelta(minutes=1)),
    Job(noted("note reliefs that do not come"), handover.note_late_relief, timedelta(minutes=1)),
    Job(noted("note desks that nobody is at before they open"), handover.note_empty_desks, timedelta(minutes=1)),
    Job(noted("note who came to a post that stood empty"), handover.fill_gaps, timedelta(minutes=1)),
    Job(noted("make files to print of many forms"), signing.print_forms, timedelta(seconds=1)),
    Job(noted("forget files that were printed"), signing.forget_prints, timedelta(days=1)),
    Job(noted("keep the figures of the reports"), reports.keep, timedelta(minutes=1)),
    Job(noted("go on verifying the journal"), journal.go_on_verifying, timedelta(seconds=5)),
    Job(noted("anchor the journal"), journal.anchor, timedelta(hours=1)),
    Job(noted("forget old sessions and attempts to sign in"), access.forget, timedelta(days=1)),
    Job(noted("forget old drafts"), tickets.forget_drafts, timedelta(hours=1)),
    Job(noted("look after backups"), operations.look_after_backups, timedelta(seconds=10)),
    Job(noted("tell of jobs that fail"), operations.tell_of_failing_jobs, timedelta(minutes=1)),
)


def due(last: datetime | None, job: Job, now: datetime) -> bool:
    """Whether it is time again; a clock that was set back does not hold a job up."""
    return last is None or now >= last + job.every or last > now
