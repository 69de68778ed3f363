"""The places of administration that other areas bring; `portal.areas` fills the table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from portal.access.permissions import Permission


class Place(NamedTuple):
    """A page of another area: its word, what one does there, its endpoint, and who may open it."""

    label: str
    does: str
    endpoint: str
    permission: Permission


_places: list[Place] = []


def enter(places: Iterable[Place]) -> None:
    """Make these the places of the hub."""
    _places[:] = places


def places_for(person) -> list[Place]:
    """What this person may open, in the order of the table."""
    return [place for place in _places if person.may(place.permission)]
