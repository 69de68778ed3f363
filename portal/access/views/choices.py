"""Names of what rows keep as keys, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from zoneinfo import available_timezones

from portal.access.clearance import Clearance
from portal.access.departments import DEPARTMENTS
from portal.access.forms import SERVED, region_choices
from portal.access.models import Absence, SignInAttempt, Staff
from portal.access.queries.absences import stand_in
from portal.access.roles import ROLES
from portal.access.rules import Stop, Way
from portal.core.i18n import _, both, language, lazy

NO_PLACES = ("Etc/", "posix/", "right/", "SystemV/", "US/")


@cache
def zones() -> tuple[str, ...]:
    """The zones offered while typing: those named after a place."""
    return tuple(sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(NO_PLACES)))


def role_name(key: str) -> str:
    return both(ROLES[key].name_zh, ROLES[key].name_en) if key in ROLES else key


def department_name(key: str) -> str:
    return both(DEPARTMENTS[key].name_zh, DEPARTMENTS[key].name_en) if key in DEPARTMENTS else key


def language_name(code: str) -> str:
    return both(*SERVED[code]) if code in SERVED else code


def named_things(person: Staff) -> dict:
    """A person's roles, region, department, languages and clearance, by their names."""
    return {
        "roles": [role_name(key) for key in person.roles],
        "region": region_choices().get(person.region, person.region),
        "department": department_name(person.department),
        "languages": [language_name(code) for code in person.languages],
        "clearance": both(*Clearance(person.clearance).names),
    }


PASSED = {
    Way.PASSWORD: lazy("with the password"),
    Way.CODE: lazy("with password and code"),
    Way.RECOVERY: lazy("with password and recovery code"),
}
STOPPED = {
    (Way.PASSWORD, Stop.PASSWORD): lazy("Wrong password"),
    (Way.PASSWORD, Stop.EXPIRED): lazy("One-time password that had expired"),
    (Way.PASSWORD, Stop.CODE): lazy("Right password, no code given"),
    (Way.CODE, Stop.CODE): lazy("Right password, wrong code"),
    (Way.RECOVERY, Stop.CODE): lazy("Right password, wrong recovery code"),
    (Way.PROOF, Stop.PASSWORD): lazy("Signed in already; wrong password or code when asked again"),
}


def outcome_of(attempt: SignInAttempt) -> str:
    """How an attempt went, in words; "" for one of before this was kept."""
    found = PASSED.get(attempt.way) if attempt.ok else STOPPED.get((attempt.way, attempt.stopped))
    return str(found) if found else ""


def whereabouts(person: Staff, absent: Mapping[int, Absence]) -> str:
    """The small word beside somebody who is away, and who stands in; "" for somebody who is there.

    `absent` is what `queries.absences_at` says.
    """
    if person.id not in absent:
        return ""
    deputy, until = stand_in(person, absent), absent[person.id].last_day.isoformat()
    if deputy is None:
        return _("away until %(day)s", day=until)
    return _("away until %(day)s, %(name)s stands in", day=until, name=deputy.name_in(language()))
