"""What the pages and jobs of the journal do beyond recording: telling people what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from portal.access import queries as access
from portal.access.models import Staff
from portal.access.permissions import Permission
from portal.audit import actions as audit
from portal.audit import faults
from portal.audit import queries as journal
from portal.audit.models import Check
from portal.audit.queries import Narrowing
from portal.core import db
from portal.core.errors import Refused
from portal.core.i18n import _
from portal.journal import exporting
from portal.messages.actions import tell

CHECKS, ANCHORS = "/audit/checks", "/audit/checks#anchors"


def go_on(check: Check, *, most: int, now: datetime) -> Check:
    """Work on a run of verifying; when it ends with something wrong, everybody who reads the journal is told once."""
    check = audit.advance(check, most=most)
    if check.ended_at and check.fault:
        zh, en = faults.pair(check.fault, check.place)
        tell(
            access.holders_of(Permission.AUDIT_VIEW), str(check), text_zh=f"审计日志校验未通过：{zh}",
            text_en=f"The journal does not hold: {en}", url=CHECKS, at=now, kind="late",
        )  # fmt: skip
    return check


def tell_of_failed_anchor(day: str, *, now: datetime) -> None:
    """Tell the administrators, once a day, that the anchor or its copy could not be written."""
    tell(
        access.holders_of(Permission.ACCESS_MANAGE), f"anchor:{day}",
        text_zh="审计日志的每日锚点未能写入；请运行 portal doctor 查看原因并处理。",
        text_en="The journal's daily anchor could not be written; `portal doctor` says why.",
        url=ANCHORS, at=now, kind="late",
    )  # fmt: skip


def export(asked: Mapping[str, str], narrowing: Narrowing, *, form: str, why: str, by: Staff) -> tuple[int, int]:
    """Journal that rows are taken out, with what they were narrowed to and how many they are; the number of the newest
    row that may be among them, and the count. Refused when there are more than fit (TM-4.8e)."""
    with db.atomic():
        newest = journal.head()
        count = journal.count(narrowing, newest, exporting.MOST)
        if count > exporting.MOST:
            raise Refused(_("More than %(most)s rows fit this. Narrow the days and export in parts.", most=f"{exporting.MOST:,}"))
        told = "&".join(f"{name}={text}" for name, text in asked.items())
        facts = {"rows": [None, count], "format": [None, form], "asked": [None, told or None]}
        audit.record("journal.exported", "journal", by=by, reason=why, changes=facts)
    return newest, count
