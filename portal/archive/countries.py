"""Countries and territories: their names, the region that serves them, their languages and time zones.

What the company decides lies in `countries.toml`; names come from CLDR, zones from the IANA table. Read once.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import NamedTuple

from babel import Locale
from babel.dates import get_timezone_location

CLDR = ("zh_Hans_CN", "en")


class Names(NamedTuple):
    """What a thing is called in Chinese and in English."""

    zh: str
    en: str


class Country(NamedTuple):
    """`code` is ISO 3166-1 alpha-2. `languages` (ISO 639-1) and `zones` (IANA) are never empty; `zone` is one of
    `zones`: where most of its people live."""

    code: str
    names: Names
    region: str
    languages: tuple[str, ...]
    zone: str
    zones: tuple[str, ...]


@cache
def countries() -> Mapping[str, Country]:
    """Every country the portal knows, by code."""
    regions = _table()["regions"].items()
    found = {code: _country(code, region, words) for region, members in regions for code, words in members.items()}
    return MappingProxyType(found)


@cache
def zones() -> Mapping[str, str]:
    """Every zone of the IANA table, with the code of the country it lies in."""
    return MappingProxyType({zone: code for code, found in _zones_of().items() for zone in found})


def city_of(zone: str) -> Names:
    """The city an IANA zone is named after."""
    return _cities()[zone]


def _country(code: str, region: str, languages: str) -> Country:
    given = _table()["zones"].get(code)
    known = _zones_of().get(code, (given,))
    return Country(code, _names(code), region, tuple(languages.split()), given or known[0], known)


def _names(code: str) -> Names:
    if code in _table()["names"]:
        return Names(*_table()["names"][code])
    return Names(*(Locale.parse(locale).territories[code] for locale in CLDR))


@cache
def _cities() -> Mapping[str, Names]:
    given = {zone: Names(*names) for zone, names in _table()["cities"].items()}
    return {zone: given.get(zone) or _city(zone) for zone in zones()}


def _city(zone: str) -> Names:
    return Names(*(get_timezone_location(zone, locale=locale, return_city=True) for locale in CLDR))


@cache
def _table() -> dict:
    return tomllib.loads(files("portal.archive").joinpath("countries.toml").read_text("utf-8"))


@cache
def _zones_of() -> dict[str, tuple[str, ...]]:
    """Country code to its zones, in the order of the IANA table."""
    lines = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text("utf-8").splitlines()
    found: dict[str, tuple[str, ...]] = {}
    for code, _where, zone, *_remark in (line.split("\t") for line in lines if not line.startswith("#")):
        found[code] = (*found.get(code, ()), zone)
    return found
