"""What the pages of the journal need to know of people."""

from __future__ import annotations

from typing import NamedTuple

from portal.access.models import Staff
from portal.audit import queries as journal
from portal.audit.telling import Reader
from portal.core import db
from portal.core.i18n import both

PEOPLE = "SELECT id, username, name, name_en FROM staff ORDER BY username"


class Person(NamedTuple):
    """Somebody who works or worked here, with the name in the reader's language."""

    id: int
    username: str
    name: str


def people() -> list[Person]:
    """Everybody there ever was, by user name; one query."""
    return [Person(number, username, both(name, name_en or name)) for number, username, name, name_en in db.select(PEOPLE)]


def reader(person: Staff, everybody: list[Person]) -> Reader:
    """What `telling` has to know of who reads."""
    names = {one.username: one.name for one in everybody}
    return Reader(person.may, names, {one.id: f"{one.name} ({one.username})" for one in everybody})


def subject_of(number: int) -> str:
    """What the row of this number is about. Raises Missing."""
    return journal.row(number).subject
