"""Violations of the rules of handing over: decided on, answered by whom they concern, withdrawn (DM-H7)."""

from __future__ import annotations

from datetime import datetime

from peewee import IntegrityError

from portal.access.models import Staff
from portal.audit import actions as audit
from portal.core import db
from portal.core.errors import Refused
from portal.core.i18n import lazy
from portal.handover import measures
from portal.handover.measures import Decision
from portal.handover.models import Gap, Handover, Violation
from portal.handover.queries import violations as queries
from portal.messages.actions import tell

NOT_YOURS = lazy("Somebody else decides on this: a leader of the region, and nobody about themselves.")
ONCE = lazy("Somebody has decided on this already.")
ANSWERED = lazy("This was answered or withdrawn already.")
WITHDRAWN = lazy("This was withdrawn already.")
NOT_THEIRS = lazy("Only whom it concerns answers.")


def record(
    who: Staff, region: str, decided: Decision, *, about: Handover | Gap | None, by: Staff, at: datetime
) -> Violation:
    """Put a violation and the measure into the register and tell whom it concerns. Once about the same."""
    if not queries.may_decide(by, who, region):
        raise Refused(NOT_YOURS, measures.RULE)
    things = {"handover": about if isinstance(about, Handover) else None, "gap": about if isinstance(about, Gap) else None}
    try:
        with db.atomic():
            made = Violation.create(staff=who, region=region, **decided._asdict(), **things, decided_by=by, decided_at=at)
            _tell(made, who, ("对您的交接班情况作出决定", "A decision about your handing over"), at)
            changes = {"person": [None, who.username], "measure": [None, decided.measure], "fine": [None, decided.fine]}
            told = {key: pair for key, pair in changes.items() if pair[1] is not None}
            audit.record("violation.recorded", made, by=by, at=at, changes=told)
    except IntegrityError:
        raise Refused(ONCE, measures.RULE) from None
    return made


def answer(found: Violation, text: str, *, by: Staff, at: datetime) -> None:
    """What the person says to it, once; who decided is told."""
    if found.staff_id != by.id:
        raise Refused(NOT_THEIRS, measures.RULE)
    with db.atomic():
        _change(found, ANSWERED, Violation.answered_at.is_null(), answer=text, answered_at=at)
        _tell(found, found.decided_by, (f"{by.name}作了申述", f"{by.name_in('en')} has answered"), at)
        audit.record("violation.answered", found, by=by, at=at)


def withdraw(found: Violation, reason: str, *, by: Staff, at: datetime) -> None:
    """It does not stand any more; it stays in the register with the reason."""
    if not queries.may_decide(by, found.staff, found.region):
        raise Refused(NOT_YOURS, measures.RULE)
    with db.atomic():
        _change(found, WITHDRAWN, withdrawn_by=by, withdrawn_at=at, withdrawn_why=reason)
        _tell(found, found.staff, ("对您的处理已撤销", "The decision about you is withdrawn"), at)
        audit.record("violation.withdrawn", found, by=by, at=at, reason=reason)


def _change(found: Violation, refusal: object, *conditions, **values) -> None:
    stands = (Violation.id == found.id) & Violation.withdrawn_at.is_null()
    if not Violation.update(values).where(stands, *conditions).execute():
        raise Refused(refusal, measures.RULE)


def _tell(found: Violation, who: Staff, said: tuple[str, str], at: datetime) -> None:
    zh, en = said
    tell([who], f"{found}:{en}", text_zh=zh, text_en=en, url=f"/handovers/violations/{found.id}", at=at)
