"""Countries, zones and languages as the choices of a form: (value, name in the reader's language), in its order."""

from __future__ import annotations

import unicodedata
from functools import cache

from portal.archive.countries import city_of, countries, zones
from portal.archive.languages import LANGUAGES
from portal.core.i18n import language

Choice = tuple[str, str]


def country_choices() -> list[Choice]:
    """(code, name) of every country."""
    return _countries(language())


def zone_choices() -> list[Choice]:
    """(IANA zone, "country · city") of every zone."""
    return _zones(language())


def language_choices() -> list[Choice]:
    """(ISO code, name) of every language customers write in."""
    return _languages(language())


@cache
def _countries(reader: str) -> list[Choice]:
    return _ordered([(code, getattr(country.names, reader)) for code, country in countries().items()], reader)


@cache
def _zones(reader: str) -> list[Choice]:
    country = dict(_countries(reader))
    places = ((zone, country[code], getattr(city_of(zone), reader)) for zone, code in zones().items())
    return _ordered([(zone, f"{country_name} · {city}") for zone, country_name, city in places], reader)


@cache
def _languages(reader: str) -> list[Choice]:
    place = 0 if reader == "zh" else 1
    return _ordered([(code, names[place]) for code, names in LANGUAGES.items()], reader)


def _ordered(choices: list[Choice], reader: str) -> list[Choice]:
    """By name. The codes of GB 18030 put everyday Chinese characters in the order of pinyin."""
    if reader == "zh":
        return sorted(choices, key=lambda choice: choice[1].encode("gb18030"))
    return sorted(choices, key=lambda choice: _without_accents(choice[1]).casefold())


def _without_accents(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
