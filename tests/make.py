"""People and things for tests: plain functions with sensible defaults, no framework."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace

from argon2 import PasswordHasher

from portal.access.actions import hire, open_region
from portal.access.models import Staff
from portal.archive import actions as archive
from portal.audit import SYSTEM
from portal.clocks.actions import install
from portal.clocks.window import minute_of_day
from portal.core import db, time
from portal.enquiries import actions as enquiries
from portal.operations.regions import REGIONS
from portal.team.actions import shifts
from portal.team.models import Shift

PASSWORD = "portal-demo"
NAMES = {"早班": "Early shift", "晚班": "Late shift", "夜班": "Night shift"}
QUICK_HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
ZONES = {region["code"]: region["zone"] for region in REGIONS}
TUESDAY = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)  # 10:00 in Berlin, 17:00 in Shanghai

CAST = {
    "clerk": ("agent.eu", "王芳", ["clerk"], "eu", "service"),
    "colleague": ("agent2.eu", "李娜", ["clerk"], "eu", "service"),
    "senior": ("senior.eu", "张伟", ["senior"], "eu", "service"),
    "engineer": ("tech.eu", "陈工", ["engineer"], "eu", "technical"),
    "supervisor": ("supervisor.eu", "刘洋", ["supervisor"], "eu", "service"),
    "manager": ("manager", "赵敏", ["manager"], "hq", "service"),
    "stranger": ("agent.us", "孙丽", ["clerk"], "us", "service"),
    "auditor": ("auditor", "周审", ["auditor"], "hq", "audit"),
    "admin": ("admin", "吴管", ["admin"], "hq", "it"),
}


def ground() -> None:
    """What every home has: calendars and regions; and the cast."""
    with db.atomic():
        install(by=SYSTEM, at=time.now())
        for region in REGIONS:
            open_region(**region, by=SYSTEM)
        for username, name, roles, region, department in CAST.values():
            staff(username, name=name, roles=roles, region=region, department=department)


def staff(username: str, *, name: str = "某人", roles=("clerk",), region: str = "eu", **more) -> Staff:
    """Somebody who works here; the password is PASSWORD."""
    given = {"department": "service", "zone": ZONES[region], "password_hash": QUICK_HASH} | more
    return hire(username, name=name, roles=list(roles), region=region, by=SYSTEM, **given)[0]


def cast() -> SimpleNamespace:
    """The people of CAST, as rows."""
    rows = {person.username: person for person in Staff.select()}
    return SimpleNamespace(**{part: rows[username] for part, (username, *_rest) in CAST.items()})


def customer(name: str = "Müller Maschinenbau GmbH", *, country: str = "DE", **more):
    """A customer's card."""
    facts = {"language": "", "zone": "", "contact": "", "email": "", "phone": ""} | more
    return archive.register(name=name, country=country, **facts, by=SYSTEM)


def given(**changes) -> dict:
    """What is typed when an enquiry is taken in."""
    known = {
        "channel": "email",
        "kind": "business",
        "subject": "product",
        "level": 2,
        "language": "de",
        "urgency": "normal",
        "title": "Lieferzeit der Pumpe P-200",
        "text": "Wann kann die Pumpe P-200 geliefert werden?",
        "received_at": changes.get("at") or time.now(),
    }
    return known | {name: value for name, value in changes.items() if name != "at"}


def shift(region: str = "eu", starts: str = "09:00", ends: str = "14:00", people=(), name: str = "早班") -> Shift:
    """A shift of a region, by its own clock."""
    minutes = {"starts": minute_of_day(starts), "ends": minute_of_day(ends)}
    return shifts.make(region=region, name_zh=name, name_en=NAMES[name], people=list(people), by=SYSTEM, at=time.now(), **minutes)


def enquiry(*, by: Staff, at: datetime | None = None, **changes):
    """An enquiry taken in by somebody, at `at` or now."""
    buyer = changes.pop("customer", None) or customer()
    return enquiries.take(given(at=at, **changes) | {"customer": buyer}, by=by, at=at)


__all__ = ["CAST", "PASSWORD", "TUESDAY", "cast", "customer", "enquiry", "given", "ground", "shift", "staff"]
