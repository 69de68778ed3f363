"""Verifying in slices, as a row that outlives whoever works on it."""

from __future__ import annotations

from datetime import datetime, timedelta

from portal.audit import SYSTEM, chain, queries
from portal.audit.actions.recording import newest, record
from portal.audit.models import Check
from portal.audit.queries.verifying import Evidence, Stretch, stretch
from portal.core import db, time

CLAIM = timedelta(seconds=30)  # after which the slice of a worker that died is taken up by another
FREE = time.from_ms(0)


def begin(*, by: object, at: datetime) -> Check:
    """A new run up to the newest row, or the one that goes on."""
    with db.atomic():
        upto, _digest = newest()
        if going := queries.running():
            return going
        check = Check.create(begun_at=at, by=str(by), upto=upto, digest=chain.ROOT)
        record("journal.check_begun", check, by=by, at=at)
    return check


def advance(check: Check, *, most: int) -> Check:
    """Check about `most` more rows; the run as it stands then. Nothing happens while another works on it."""
    if not _claim(check):
        return queries.check(check.id)
    check, evidence = queries.check(check.id), Evidence.collected()
    here, end, demanded = Stretch(check.rows, check.digest), check.rows + most, evidence.demanded
    while here.fault is None and here.rows < min(check.upto, end):
        here = stretch(here, check.upto, demanded)
        _keep(check, here, busy_until=time.now() + CLAIM)
    if here.fault or here.rows >= check.upto:
        _end(check, here, evidence)
    else:
        _keep(check, here, busy_until=FREE)
    return queries.check(check.id)


def _claim(check: Check) -> bool:
    """Whether this caller, and no other, works on the run now."""
    at = time.now()
    free = (Check.id == check.id) & Check.ended_at.is_null() & (Check.busy_until < at)
    return Check.update(busy_until=at + CLAIM).where(free).execute() == 1


def _keep(check: Check, here: Stretch, **more: datetime) -> None:
    Check.update(rows=here.rows, digest=here.digest, **more).where(Check.id == check.id).execute()


def _end(check: Check, here: Stretch, evidence: Evidence) -> None:
    at, (kind, place) = time.now(), here.fault or evidence.fault(queries.head()) or ("", "")
    over = Check.update(ended_at=at, fault=kind, place=place)
    with db.atomic():
        if over.where((Check.id == check.id) & Check.ended_at.is_null()).execute():
            facts = {"rows": [None, here.rows], "verdict": [None, kind or "whole"], "place": [None, place]}
            record("journal.checked", check, by=SYSTEM, at=at, changes=facts)
