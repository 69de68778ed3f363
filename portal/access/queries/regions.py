"""Regions, and which of them somebody sees."""

from __future__ import annotations

from typing import NoReturn

from portal.access.models import Region, Staff
from portal.access.roles import Scope, scope_of
from portal.core import db
from portal.core.errors import Missing


def regions_seen_by(person: Staff) -> tuple[str, ...] | None:
    """The base of every `visible_to`: None for every region, else the codes; () sees only what was handed over."""
    scope = scope_of(tuple(person.roles))
    if scope is Scope.ALL:
        return None
    return (person.region,) if scope is Scope.REGION else ()


def sees_region(person: Staff, region: str) -> bool:
    """Whether what belongs to a region (its code) is within this person's sight without being handed over."""
    regions = regions_seen_by(person)
    return regions is None or region in regions


def regions() -> list[Region]:
    """Every region, by code."""
    return list(Region.select().order_by(Region.code))


def region_names() -> tuple[tuple[str, str, str], ...]:
    """(code, Chinese name, English name) of every region, by code."""
    return tuple(db.select("SELECT code, name_zh, name_en FROM region ORDER BY code"))


def region(code: str) -> Region:
    """The region with this code. Raises Missing."""
    found = db.rows_of(Region, "WHERE t.code = ?", code)
    return found[0] if found else missing()


def missing() -> NoReturn:
    """What is asked for does not exist, in the middle of an expression."""
    raise Missing
