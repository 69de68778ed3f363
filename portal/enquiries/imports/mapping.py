"""Which column of a sheet fills which field: from a profile, from the headers' names, from what a person chose."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from portal.core.errors import Refused
from portal.core.i18n import lazy
from portal.enquiries.imports.fields import FIELDS, plain
from portal.enquiries.imports.reading import Sheet

Cells = Mapping[str, str]


class Source(Protocol):
    """Where a field comes from: `read` gives its text in a row."""

    def read(self, row: Cells) -> str: ...


@dataclass(frozen=True)
class Column:
    """One column, by its header."""

    header: str

    def read(self, row: Cells) -> str:
        return row.get(self.header, "")


@dataclass(frozen=True)
class Fixed:
    """The same for all rows."""

    value: str

    def read(self, row: Cells) -> str:  # noqa: ARG002 — a source reads a row, whether it needs it or not
        return self.value


@dataclass(frozen=True)
class Lines:
    """Several columns joined, each behind its label; empty ones are left out."""

    columns: tuple[tuple[str, str], ...]
    by: str

    def read(self, row: Cells) -> str:
        told = ((label, row.get(header, "")) for label, header in self.columns)
        return self.by.join(f"{label}: {value}" if label else value for label, value in told if value)


@dataclass(frozen=True)
class Profile:
    """The sources of a known kind of file, and what its words mean."""

    key: str
    zh: str
    en: str
    headers: frozenset[str]
    sources: Mapping[str, Source]
    words: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Plan:
    """A source for each field, and for some fields what a file's words mean; `profile` if one was recognised."""

    sources: Mapping[str, Source]
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    profile: Profile | None = None

    @property
    def missing(self) -> list[str]:
        """The fields that a file must fill and this one does not, by key."""
        return [key for key, one in FIELDS.items() if one.needed and key not in self.sources]


def guessed(sheet: Sheet) -> Plan:
    """The sources that the headers tell: those of the profile they fit, else a column for each field it is named after."""
    profile = next((known for known in PROFILES if known.headers <= set(sheet.headers)), None)
    if profile:
        return Plan(profile.sources, profile.words, profile)
    return Plan(dict(_named_after(sheet.headers)))


def _named_after(headers: Sequence[str]) -> Iterable[tuple[str, Source]]:
    by_name = {plain(header): header for header in reversed(headers)}
    for key, known in FIELDS.items():
        found = next((by_name[plain(name)] for name in known.headers if plain(name) in by_name), None)
        if found:
            yield key, Column(found)


def changed(plan: Plan, sources: Mapping[str, Source | None]) -> Plan:
    """The same with other sources for some fields; None leaves the field to its default."""
    kept = {key: source for key, source in plan.sources.items() if key not in sources}
    return Plan(kept | {key: source for key, source in sources.items() if source}, plan.words, plan.profile)


def asked_for(options: Iterable[str], sheet: Sheet) -> dict[str, Source]:
    """Sources as typed: FIELD=COLUMN or FIELD==VALUE. Raises Refused for a field or a column that is not there."""
    return dict(_asked_for(option, sheet) for option in options)


def _asked_for(option: str, sheet: Sheet) -> tuple[str, Source]:
    key, sign, rest = option.partition("=")
    if not sign or key not in FIELDS:
        raise Refused(lazy("There is no field for “%(option)s”. Write FIELD=COLUMN or FIELD==VALUE; the fields are %(fields)s.",
                           option=option, fields=", ".join(FIELDS)))  # fmt: skip
    if rest.startswith("="):
        return key, Fixed(rest[1:])
    return key, Column(header_of(rest, sheet))


def header_of(name: str, sheet: Sheet) -> str:
    """The header a person means. Raises Refused."""
    for header in sheet.headers:
        if plain(header) == plain(name) or header == name:
            return header
    raise Refused(lazy("There is no column “%(name)s”; the file has %(headers)s.", name=name, headers=", ".join(sheet.headers)))


def _profile(row: dict) -> Profile:
    sources = {key: _source(given) for key, given in row["sources"].items()}
    return Profile(row["key"], row["zh"], row["en"], frozenset(row["headers"]), sources, row["words"])


def _source(given: dict) -> Source:
    if "lines" in given:
        return Lines(tuple((label, header) for label, header in given["lines"]), given["by"])
    return Fixed(given["fixed"]) if "fixed" in given else Column(given["column"])


PROFILES = tuple(_profile(row) for row in tomllib.loads(Path(__file__).with_name("profiles.toml").read_text("utf-8"))["profiles"])
