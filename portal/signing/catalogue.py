"""The catalogue of forms: what each asks, and who signs it. A form is a schema (TOML) and, where it wants one, a template.

Words      kind (one form of the catalogue, F-03), part (a titled piece of it), field, slot (a place for one signature).
An area enters its kinds when it is imported, and may say how the portal fills one in from what it knows.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from portal.access.models import Staff

Facts = dict[str, Any]
Prefill = Callable[[Staff, str], "Known"]
Origin = Callable[[str], "str | None"]
FIELD_KINDS = ("text", "long", "date", "choice", "yes", "table")
ALONE = ("table", "long")
PAPER = "paper/form.html"


@dataclass(frozen=True)
class Known:
    """What the portal knows of the thing a form is about: facts by field, the region it belongs to, and what it is about
    where nobody names it."""

    facts: Facts = field(default_factory=dict)
    region: str = ""
    about: str = ""


@dataclass(frozen=True)
class Named:
    """A key with its two names."""

    key: str
    zh: str
    en: str

    @property
    def names(self) -> tuple[str, str]:
        return self.zh, self.en


@dataclass(frozen=True)
class Column(Named):
    """A column of a table; what stands in a `narrow` one is kept on one line."""

    narrow: bool = False


@dataclass(frozen=True)
class Field(Named):
    """One thing to fill in. `choices` of a choice; `columns` of a table, which has `rows` lines. What is `known` is put in by
    the portal, and nobody types another value."""

    kind: str = "text"
    required: bool = False
    known: bool = False
    choices: tuple[Named, ...] = ()
    columns: tuple[Column, ...] = ()
    rows: int = 0


@dataclass(frozen=True)
class Part(Named):
    """A titled piece of a form."""

    fields: tuple[Field, ...] = ()

    @property
    def runs(self) -> list[list[Field]]:
        """Its fields in order: tables and long texts each alone, what lies between them together."""
        alone = groupby(enumerate(self.fields), lambda pair: pair[0] if pair[1].kind in ALONE else -1)
        return [[field for _place, field in run] for _key, run in alone]


@dataclass(frozen=True)
class Slot(Named):
    """A place for one signature, for somebody with one of these roles."""

    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Kind(Named):
    """One form: its parts, and who signs in which order. `rules` are those that demand it; `edition` counts its schema's
    changes; `about` names what it may be begun from ("customer", "ticket"); where not `by_hand`, an area of the portal makes it
    from what it knows, and nobody fills it in or makes a new version of it on the pages of forms."""

    edition: int = 1
    rules: tuple[str, ...] = ()
    about: str = ""
    by_hand: bool = True
    note_zh: str = ""
    note_en: str = ""
    template: str = PAPER
    parts: tuple[Part, ...] = ()
    slots: tuple[Slot, ...] = ()

    @property
    def fields(self) -> tuple[Field, ...]:
        return tuple(one for part in self.parts for one in part.fields)


class Wrong(ValueError):
    """A schema that cannot be meant."""


_kinds: dict[str, Kind] = {}
_prefills: dict[str, Prefill] = {}
_origins: dict[str, Origin] = {}


def enter(path: Path, prefill: Prefill | None = None, *, origin: Origin | None = None) -> Kind:
    """Put the kind that a schema describes into the catalogue; `origin` gives the address of the page that a form is about.
    Raises Wrong."""
    kind = read(tomllib.loads(path.read_text("utf-8")))
    _kinds[kind.key] = kind
    if prefill is not None:
        _prefills[kind.key] = prefill
    if origin is not None:
        _origins[kind.key] = origin
    return kind


def every() -> tuple[Kind, ...]:
    """All kinds, by their numbers."""
    return tuple(_kinds[key] for key in sorted(_kinds))


def kind(key: str) -> Kind | None:
    return _kinds.get(key)


def known(kind: Kind, reader: Staff, about: str) -> Known:
    """What the portal knows for this form of the thing `about` ("customer:12"), as far as the reader may see it.
    Raises Missing when there is no such thing."""
    prefill = _prefills.get(kind.key)
    return prefill(reader, about) if prefill and (about or not kind.about) else Known()


def origin_of(kind: Kind, about: str) -> str | None:
    """The address of the page on which a form that is not filled in by hand is prepared; None for all others."""
    found = _origins.get(kind.key)
    return found(about) if found and about else None


def read(schema: Mapping[str, Any]) -> Kind:
    """The kind that a schema describes. Raises Wrong."""
    parts = tuple(_part(part) for part in schema.get("parts", ()))
    slots = tuple(Slot(**_named(slot), roles=tuple(slot["roles"])) for slot in schema.get("slots", ()))
    plain = {name: value for name, value in schema.items() if name not in ("parts", "slots", "rules")}
    found = Kind(**plain, rules=tuple(schema.get("rules", ())), parts=parts, slots=slots)
    for what, keys in (("field", [one.key for one in found.fields]), ("slot", [slot.key for slot in slots])):
        if len(set(keys)) < len(keys):
            raise Wrong(f"{found.key}: two of a kind among its {what}s: {keys}")
    if not slots:
        raise Wrong(f"{found.key}: nobody signs it")
    return found


def _named(given: Mapping[str, Any]) -> dict[str, str]:
    return {name: given[name] for name in ("key", "zh", "en")}


def _part(given: Mapping[str, Any]) -> Part:
    return Part(**_named(given), fields=tuple(map(_field, given["fields"])))


def _field(given: Mapping[str, Any]) -> Field:
    found = Field(
        **_named(given),
        kind=given.get("kind", "text"),
        required=given.get("required", False),
        choices=tuple(Named(**one) for one in given.get("choices", ())),
        known=given.get("known", False),
        columns=tuple(Column(**one) for one in given.get("columns", ())),
        rows=given.get("rows", 0),
    )
    if found.kind not in FIELD_KINDS:
        raise Wrong(f"{found.key}: no such kind of field: {found.kind}")
    if (found.kind == "choice") != bool(found.choices) or (found.kind == "table") != bool(found.columns and found.rows):
        raise Wrong(f"{found.key}: its choices or columns do not fit its kind")
    return found
