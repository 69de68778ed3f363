"""From the bytes of a file to a sheet of text. Whatever the bytes are, the answer is a sheet or a sentence."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from portal.core.errors import Refused
from portal.core.files import decoded
from portal.core.forms import cleaned
from portal.core.i18n import lazy
from portal.enquiries.imports import workbook

MOST_BYTES, MOST_ROWS, MOST_COLUMNS = 20_000_000, 20_000, 200
DELIMITERS = ",;\t"
Cells = Sequence[object]


@dataclass(frozen=True)
class Row:
    """One row: its number as a spreadsheet shows it (the headers are row 1), and its cells as text."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """What a file holds. Every row has as many cells as there are headers, or more when it is broken."""

    headers: tuple[str, ...]
    rows: tuple[Row, ...]


def read(name: str, data: bytes) -> Sheet:
    """The sheet in a CSV or XLSX file. Raises Refused with a sentence for everything else."""
    if len(data) > MOST_BYTES:
        raise Refused(lazy("The file is larger than %(most)d MB. Split it.", most=MOST_BYTES // 1_000_000))
    if not data.strip():
        raise Refused(lazy("The file is empty."))
    suffix = Path(name).suffix.lower()
    if suffix not in READERS:
        raise Refused(lazy("Only CSV and XLSX files can be imported. Save it as one of these first."))
    return _sheet(READERS[suffix](data))


def _csv(data: bytes) -> Iterator[Cells]:
    text = _decoded(data)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        yield from lines
    except csv.Error:
        raise Refused(
            lazy("The file cannot be read near line %(line)d: a quotation mark is wrong there, or a cell is far too long.",
                 line=lines.line_num)
        ) from None  # fmt: skip


def _decoded(data: bytes) -> str:
    try:
        if b"\0" not in data:  # pictures, workbooks and UTF-16 have such bytes, text has none
            return decoded(data)
    except UnicodeDecodeError:
        pass
    raise Refused(lazy("The file is no CSV file in UTF-8 or GB18030, whatever its name says. Save it as “CSV UTF-8”."))


def _delimiter(text: str) -> str:
    """What divides the headers: the sign that is most frequent in them, outside quotes."""
    line = "".join(text.lstrip().split("\n", 1)[0].split('"')[::2])
    return max(DELIMITERS, key=line.count)


def _xlsx(data: bytes) -> Iterator[Cells]:
    return iter(workbook.rows(data, most_rows=MOST_ROWS + 1, most_columns=MOST_COLUMNS))


READERS = {".csv": _csv, ".txt": _csv, ".xlsx": _xlsx}


def _sheet(lines: Iterable[Cells]) -> Sheet:
    numbered = enumerate(lines, start=1)
    number, headers = next(((number, line) for number, line in numbered if _texts(line)), (0, ()))
    named = _named(_texts(headers))
    if len(named) > MOST_COLUMNS:
        raise Refused(lazy("The file has more than %(most)d columns.", most=MOST_COLUMNS))
    rows = tuple(_rows(numbered, len(named)))
    if not number or not rows:
        raise Refused(lazy("The file has no rows: the first line names the columns, every other one is an enquiry."))
    return Sheet(named, rows)


def _rows(numbered: Iterable[tuple[int, Cells]], width: int) -> Iterator[Row]:
    kept = 0
    for number, line in numbered:
        if not (cells := _texts(line)):
            continue
        kept += 1
        if kept > MOST_ROWS:
            raise Refused(lazy("The file has more than %(most)d rows. Split it.", most=MOST_ROWS))
        yield Row(number, cells + ("",) * (width - len(cells)))


def _texts(line: Cells) -> tuple[str, ...]:
    """The cells of a line without the empty ones at its end."""
    cells = [_text(cell) for cell in line]
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)


def _text(cell: object) -> str:
    """A cell as a person sees it; a spreadsheet gives whole numbers with a fraction of nought."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "minutes") if (cell.hour or cell.minute) else cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return cleaned(str(cell)) or ""


def _named(headers: Sequence[str]) -> tuple[str, ...]:
    """Every column with a name of its own: an empty one is called by its place, a second one of a name by its count."""
    seen: dict[str, int] = {}
    named = []
    for place, header in enumerate(headers, start=1):
        name = header or f"#{place}"
        seen[name] = seen.get(name, 0) + 1
        named.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(named)
