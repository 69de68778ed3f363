"""Which saved views a person has: their own, those of their team, and everybody's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from portal.access.models import Staff
from portal.core import db
from portal.core.errors import Missing
from portal.tickets.models import SavedView
from portal.tickets.queries import filters
from portal.tickets.queries.filters import Filter
from portal.tickets.queries.lists import MANY, capped_at

VISIBLE = "(t.owner_id = ? OR t.scope = 'all' OR (t.scope = 'team' AND t.region = ?))"
LISTED = (
    "SELECT t.id, t.name, t.scope, t.region, t.address, t.owner_id, o.name, o.name_en, p.id IS NOT NULL, t.version "
    "FROM saved_view t JOIN staff o ON o.id = t.owner_id "
    f"LEFT JOIN saved_view_pin p ON p.view_id = t.id AND p.staff_id = ? WHERE {VISIBLE} ORDER BY t.name, t.id"
)
PINNED = (
    "SELECT t.id, t.name, t.address FROM saved_view_pin p JOIN saved_view t ON t.id = p.view_id "
    f"WHERE p.staff_id = ? AND {VISIBLE} ORDER BY p.id"
)


class Saved(NamedTuple):
    """A saved view in the list of them; `owner_en` is "" where there is none."""

    id: int
    name: str
    scope: str
    region: str
    address: str
    owner_id: int
    owner: str
    owner_en: str
    pinned: bool
    version: int


class Pinned(NamedTuple):
    """A saved view as a tab."""

    id: int
    name: str
    address: str


def listed(person: Staff) -> list[Saved]:
    """Every saved view that this person may use, by name."""
    return [Saved(*row[:8], bool(row[8]), row[9]) for row in db.select(LISTED, person.id, person.id, person.region)]


def pinned(person: Staff) -> list[Pinned]:
    """Those that this person pinned, the first pinned first."""
    return [Pinned(*row) for row in db.select(PINNED, person.id, person.id, person.region)]


def one_of(person: Staff, number: int) -> SavedView:
    """A saved view that this person may use. Raises Missing."""
    found = db.rows_of(SavedView, f"WHERE t.id = ? AND {VISIBLE}", number, person.id, person.region)
    if not found:
        raise Missing
    return found[0]


def counts(person: Staff, chosen: Sequence[Filter], now: datetime) -> list[str]:
    """How many tickets each filter leaves, "99+" at most, in one query that stops counting there."""
    if not chosen:
        return []
    conditions = [(one, filters.condition(person, one, now)) for one in chosen]
    counted = (
        f"SELECT COUNT(*) FROM (SELECT 1 FROM {filters.tickets(one)} WHERE {found.sql} LIMIT {MANY + 1}) AS counted"
        for one, found in conditions
    )
    rows = db.select(" UNION ALL ".join(counted), *(value for _one, found in conditions for value in found.values))
    return [capped_at(number, MANY) for (number,) in rows]
