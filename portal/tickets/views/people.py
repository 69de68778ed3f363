"""Whom a ticket may be given to, as the choices of a form."""

from __future__ import annotations

from portal.access import queries as access
from portal.access.models import Staff
from portal.access.permissions import Permission
from portal.access.views.choices import whereabouts
from portal.core import time
from portal.core.i18n import both, language
from portal.tickets import procedures
from portal.tickets.actions.people import may_be_handed

ANSWER = "answer"


def takers(region: str | None = None, owner: Staff | None = None) -> list[tuple[str, str]]:
    """(id, name) of everybody who answers tickets (of a region, where one is given), and of the owner; who is away
    comes last, with who stands in."""
    absent = access.absences_at(time.now())
    able = {person.id: person for desk in procedures.every() for person in _answering(desk.moves[ANSWER].permission)}
    people = [person for person in able.values() if region is None or may_be_handed(person, region)]
    people += [owner] if owner and owner not in people else []
    people.sort(key=lambda person: (person.id in absent, person.username))
    return [(str(person.id), _named(person, absent)) for person in people]


def _answering(permission: str) -> list[Staff]:
    return list(access.holders_of(Permission(permission)))


def _named(person: Staff, absent: dict) -> str:
    return " · ".join(filter(None, (person.name_in(language()), whereabouts(person, absent))))


def reasons() -> list[tuple[str, str]]:
    """(key, name) of what tickets wait for."""
    return [(reason.key, both(reason.zh, reason.en)) for desk in procedures.every() for reason in desk.reasons.values()]
