"""The checklist of a morning (F-25): prefilled with region, day and opening; faults are told when it is signed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from portal.access import hooks
from portal.access import queries as access
from portal.access.models import Staff
from portal.clocks import queries as clocks
from portal.core import time
from portal.core.i18n import both
from portal.handover import mornings
from portal.handover.mornings import Morning
from portal.signing import catalogue
from portal.signing.actions import signatures
from portal.signing.catalogue import Known
from portal.signing.models import DONE, Document

KEY = "F-25"


def morning_of(code: str, now: datetime) -> Morning:
    """The day of a region at `now`."""
    return mornings.morning(code, clocks.calendar_for(access.region(code).calendar), now)


def is_signed(morning: Morning) -> bool:
    """Whether its checklist is signed."""
    return Document.select().where(Document.about == morning.about, Document.state == DONE).exists()


def leaders(region: str) -> list[Staff]:
    """Who is told: the supervisors of the region, else the manager."""
    supervisors = [person for person in access.in_role("supervisor") if person.region == region]
    return supervisors or list(access.in_role("manager"))


def _this_morning(reader: Staff, _about: str) -> Known:
    """Region, day and opening of the reader's own desk."""
    region = access.region(reader.region)
    found = morning_of(region.code, time.now())
    opening = found.opening.astimezone(ZoneInfo(region.zone)).strftime("%H:%M") if found.opening else ""
    facts = {"region": both(region.name_zh, region.name_en), "day": found.day.isoformat(), "opening": opening}
    return Known(facts, region.code, found.about)


def _tell_faults(document: Document, by: Staff, _at: datetime) -> None:
    """What is out of order is told to the supervisor at once."""
    found = mornings.faults(document.facts)
    if found:
        names = {field.key: field.names for field in CHECKLIST.fields}
        zh, en = ("、".join(names[key][0] for key in found), ", ".join(names[key][1] for key in found))
        said = f"服务前检查发现故障：{zh}", f"Out of order before opening: {en}"
        people = [person for person in leaders(document.region) if person.id != by.id]
        hooks.tell(people, f"faults:{document.about}", *said, url=f"/forms/{document.number}", kind="late")


CHECKLIST = catalogue.enter(Path(__file__).parent / "f25.toml", _this_morning)
signatures.when_done(KEY, _tell_faults)
