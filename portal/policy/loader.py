"""Reads the regulation files and trusts nothing: what cannot be right is an error that names file and rule."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from portal.policy.figures import read_figure
from portal.policy.reading import Broken, Place, read_text
from portal.policy.regulation import CLOCK_UNITS, HOWS, Chapter, Figure, Regulation, Rule


@dataclass(frozen=True)
class Sheet:
    """One file: the chapter it holds and its rules as written."""

    place: Place
    chapter: Chapter
    rows: list[dict]


def load(folder: Path) -> tuple[Rule, ...]:
    """Every rule of the `*.toml` files in `folder`, in the order of the book. Raises Broken."""
    tables = {path.name: _table(path) for path in sorted(folder.glob("*.toml"))}
    regulations = _regulations(tables)
    sheets = [_sheet(Place(name), table, regulations) for name, table in tables.items()]
    sheets.sort(key=lambda sheet: (regulations[sheet.chapter.of].order, sheet.chapter.order))
    rules = tuple(_rule(sheet, row, regulations) for sheet in sheets for row in sheet.rows)
    _check_ids(sheets, {rule.id for rule in rules})
    return rules


def _table(path: Path) -> dict:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise Broken(f"{path.name}: this is not TOML: {fault}") from fault


def _regulations(tables: dict[str, dict]) -> dict[str, Regulation]:
    found: dict[str, Regulation] = {}
    for name, table in tables.items():
        if "regulation" not in table:
            continue
        place, head = Place(name), table["regulation"]
        place.knows(head, {"code", "order", "name"})
        code = place.required(head, "code", str)
        if code in found:
            raise place.fault(f"regulation {code} is in another file already")
        found[code] = Regulation(code, place.required(head, "order", int), read_text(place, head, "name"))
    return found


def _sheet(place: Place, table: dict, regulations: dict[str, Regulation]) -> Sheet:
    place.knows(table, {"regulation", "chapter", "rule"})
    if ("regulation" in table) == ("chapter" in table):
        raise place.fault("it needs either a [regulation] or a [chapter]")
    return Sheet(place, _chapter(place, table, regulations), table.get("rule", []))


def _chapter(place: Place, table: dict, regulations: dict[str, Regulation]) -> Chapter:
    if "regulation" in table:
        whole = regulations[table["regulation"]["code"]]
        return Chapter(whole.code, 0, whole.name)
    head = table["chapter"]
    place.knows(head, {"of", "order", "name"})
    of = place.one_of("of", head.get("of"), regulations)
    return Chapter(of, place.required(head, "order", int), read_text(place, head, "name"))


def _rule(sheet: Sheet, row: dict, regulations: dict[str, Regulation]) -> Rule:
    place = Place(sheet.place.file, str(row.get("id", "")))
    place.knows(row, {"id", "how", "title", "text", "figures", "see", "signatures"})
    if not place.id.startswith(f"{sheet.chapter.of}-"):
        raise place.fault(f"the id of a rule here begins with {sheet.chapter.of}-")
    rule = Rule(
        id=place.id,
        regulation=regulations[sheet.chapter.of],
        chapter=sheet.chapter,
        how=_how(place, row),
        title=read_text(place, row, "title"),
        text=read_text(place, row, "text"),
        figures=_figures(place, row),
        see=tuple(row.get("see", ())),
        signatures=tuple(read_text(place, {"signature": row}, "signature") for row in row.get("signatures", ())),
    )
    _check_clock(place, rule)
    return rule


def _how(place: Place, row: dict) -> tuple[str, ...]:
    how = place.required(row, "how", list)
    if not how:
        raise place.fault("how is empty")
    return tuple(place.one_of("how", each, HOWS) for each in how)


def _figures(place: Place, row: dict) -> tuple[Figure, ...]:
    figures = tuple(read_figure(place, each) for each in row.get("figures", ()))
    names = [figure.name for figure in figures]
    if len(set(names)) < len(names):
        raise place.fault("two figures have the same name")
    return figures


def _check_clock(place: Place, rule: Rule) -> None:
    """A deadline needs something to be computed from: a figure of its own or the rules it points to."""
    if "clock" in rule.how and not rule.see and not any(figure.unit in CLOCK_UNITS for figure in rule.figures):
        raise place.fault("a clock without a figure that a clock can use")


def _check_ids(sheets: list[Sheet], known: set[str]) -> None:
    seen: set[str] = set()
    for sheet in sheets:
        for row in sheet.rows:
            place = Place(sheet.place.file, row["id"])
            if row["id"] in seen:
                raise place.fault("this id is used twice")
            seen.add(row["id"])
            for other in row.get("see", ()):
                place.one_of("see", other, known)
