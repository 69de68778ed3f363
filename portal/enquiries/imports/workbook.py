"""XLSX: looked through before it is opened, because a small file can unfold into one that no machine holds."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Sequence

from python_calamine import CalamineError, CalamineWorkbook

from portal.core.errors import Refused
from portal.core.i18n import lazy

MOST_UNPACKED = 200_000_000
PLACE = re.compile(rb"""\br=["']([A-Z]{1,3})(\d{1,7})["']""")
NOT_XLSX = lazy("The file is not an XLSX workbook, whatever its name says.")
DAMAGED = lazy("The workbook is damaged or protected by a password; save it anew without one.")
TOO_LARGE = lazy("The workbook unfolds into more than the portal takes. Split it.")


def rows(data: bytes, *, most_rows: int, most_columns: int) -> Sequence[Sequence[object]]:
    """The rows of the first sheet; numbers come as floats, dates as dates. Raises Refused."""
    _look_through(data, most_rows, most_columns)
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, IndexError, ValueError):
        raise Refused(DAMAGED) from None


def _look_through(data: bytes, most_rows: int, most_columns: int) -> None:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise Refused(NOT_XLSX) from None
    if "xl/workbook.xml" not in names:
        raise Refused(NOT_XLSX)
    if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
        raise Refused(TOO_LARGE)
    try:
        _demand_whole(archive)
        row, column = _furthest(archive)
    except (zipfile.BadZipFile, RuntimeError, EOFError, NotImplementedError, zlib.error):
        raise Refused(DAMAGED) from None
    if row > most_rows or column > most_columns:
        raise Refused(TOO_LARGE)


def _demand_whole(archive: zipfile.ZipFile) -> None:
    """Unpack everything once into nothing: what unfolds into more than it declares fails its checksum here."""
    if archive.testzip() is not None:
        raise zipfile.BadZipFile


def _furthest(archive: zipfile.ZipFile) -> tuple[int, int]:
    """The furthest row and column that cells name. A sheet is kept as a rectangle, so one far cell is a bomb."""
    row = column = 0
    for name in archive.namelist():
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            for letters, digits in PLACE.findall(archive.read(name)):
                row, column = max(row, int(digits)), max(column, _column(letters))
    return row, column


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
