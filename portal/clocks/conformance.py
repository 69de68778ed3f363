"""A table of due moments worked out by somebody else, read and compared with the portal's own. Pure.

The table is CSV in UTF-8, a heading and then one case a row. Columns, in any order, the last three may be missing:

calendar   the code of a calendar: eu, hq …
start      when it begins: 2026-11-23 10:00, a wall time of the calendar's zone, or with its offset +01:00 behind it
target     how long it may take: 30 s, 5 min, 24 h (by the clock), 1 h bound (inside opening hours), 8 wh, 3 wd
due        the moment by which it must be done; none while a pause is unfinished
pauses     2026-11-23 12:00/2026-11-23 14:00; 2026-11-24 09:00/ : from/to, no end while it lasts, semicolons between
way        how the due moment was found, "by hand" or whatever else
reasoning  why it is the right one

Other columns are let be. `conformance.csv` beside this file is such a table; the tests run it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

from portal.clocks.calendar import Calendar
from portal.clocks.ledger import Ledger, explain
from portal.clocks.working_time import Pause, Target

OURS = Path(__file__).with_name("conformance.csv")
NEEDED = ("calendar", "start", "target", "due")
NONE = "none"
FIRST_ROW = 2  # the heading is row 1, as a spreadsheet counts
YEARS = range(2000, 2100)
TARGET = re.compile(r"(?P<amount>[0-9]{1,9}) +(?P<unit>[a-z]+)(?P<bound> +bound)?")

Find = Callable[[str], Calendar]


class NoTableError(ValueError):
    """The file is no such table at all. The message is a sentence for a person."""


@dataclass(frozen=True)
class Case:
    """One row: by `due` it shall be done, None while it stands still. `row` is its number in the file."""

    row: int
    calendar: Calendar
    start: datetime
    target: Target
    pauses: tuple[Pause, ...]
    due: datetime | None
    way: str
    reasoning: str


@dataclass(frozen=True)
class Fault:
    """A row that cannot be read, and why."""

    row: int
    reason: str


@dataclass(frozen=True)
class Deviation:
    """A case that the portal counts differently, with its ledger."""

    case: Case
    ledger: Ledger


def read(data: bytes, find: Find) -> Iterator[Case | Fault]:
    """The rows of a table, each as a case or a fault. `find` gives the calendar of a code, or raises KeyError.

    Raises NoTableError when it is no text, or a column is missing.
    """
    rows = csv.DictReader(StringIO(_text(data), newline=""))
    missing = [name for name in NEEDED if name not in (rows.fieldnames or ())]
    if missing:
        raise NoTableError(f"The heading lacks {', '.join(missing)}; it needs {', '.join(NEEDED)}.")
    for number, row in enumerate(rows, start=FIRST_ROW):
        yield _read(number, row, find)


def deviation(case: Case) -> Deviation | None:
    """What the portal counts, when it is not what the case says. Raises ValueError when it cannot be counted."""
    ledger = explain(case.start, case.target, case.calendar, case.pauses)
    return None if ledger.due == case.due else Deviation(case, ledger)


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise NoTableError("The file is not text in UTF-8.") from fault


def _read(number: int, row: Mapping[str | None, str | None], find: Find) -> Case | Fault:
    try:
        return _case(number, row, find)
    except ValueError as fault:
        return Fault(number, str(fault))


def _case(number: int, row: Mapping[str | None, str | None], find: Find) -> Case:
    if None in row:
        raise ValueError("The row has more fields than the heading.")
    text = {name: (value or "").strip() for name, value in row.items()}
    calendar = _calendar(text["calendar"], find)
    return Case(
        row=number,
        calendar=calendar,
        start=moment(text["start"], calendar),
        target=target(text["target"]),
        pauses=tuple(_pause(part, calendar) for part in text.get("pauses", "").split(";") if part.strip()),
        due=None if text["due"] == NONE else moment(text["due"], calendar),
        way=text.get("way", ""),
        reasoning=text.get("reasoning", ""),
    )


def _calendar(code: str, find: Find) -> Calendar:
    try:
        return find(code)
    except KeyError as unknown:
        raise ValueError(f"There is no calendar {code!r}.") from unknown


def moment(text: str, calendar: Calendar) -> datetime:
    """The UTC moment of a text; without an offset a wall time of the calendar's zone, which must come just once."""
    try:
        told = datetime.fromisoformat(text) if ":" in text else None
    except ValueError:
        told = None
    if told is None or told.year not in YEARS:
        raise ValueError(f"{text!r} is not a moment of this century like 2026-11-23 10:00.")
    return (told if told.tzinfo else _once(told, calendar)).astimezone(UTC)


def _once(wall: datetime, calendar: Calendar) -> datetime:
    """A wall time in its zone; ValueError for one that the clocks of that night skip or show twice."""
    first, second = (wall.replace(tzinfo=calendar.clock, fold=fold) for fold in (0, 1))
    if first.utcoffset() != second.utcoffset():
        shown = "never" if first.utcoffset() < second.utcoffset() else "twice"
        raise ValueError(f"{wall} comes {shown} in {calendar.zone}: write it with its offset.")
    return first


def target(text: str) -> Target:
    """The target of a text like "1 h bound" or "3 wd"."""
    read = TARGET.fullmatch(text)
    if read is None:
        raise ValueError(f"{text!r} is not a time like 24 h, 1 h bound, 8 wh or 3 wd.")
    return Target(int(read["amount"]), read["unit"], bound=bool(read["bound"]))


def _pause(text: str, calendar: Calendar) -> Pause:
    start, slash, end = (part.strip() for part in text.partition("/"))
    if not slash:
        raise ValueError(f"{text!r} is not a pause like 2026-11-23 12:00/2026-11-23 14:00.")
    pause = moment(start, calendar), moment(end, calendar) if end else None
    if pause[1] and pause[1] <= pause[0]:
        raise ValueError(f"The pause {text.strip()} ends before it begins.")
    return pause
