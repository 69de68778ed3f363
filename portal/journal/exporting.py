"""Rows as a file: a table for people, or lines from which another program can verify each row."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from portal.audit.anchor_files import Place
from portal.audit.models import JournalRow
from portal.audit.telling import Reader, Told, plain, tell
from portal.core import time
from portal.core.i18n import _, local, zone

MOST = 100_000
BOM = "\ufeff"
Rows = Iterable[tuple[JournalRow, str]]
METHOD = 'digest = SHA-256 in hex over: before, "\\n", row as JSON with sorted keys, no blanks, UTF-8 not escaped'


def as_csv(rows: Rows, reader: Reader) -> Iterator[str]:
    """CSV with a byte order mark, times in the reader's zone, sentences in the reader's language."""
    yield BOM
    yield _line([_("Row"), _("Time (%(zone)s)", zone=zone()), _("Who"), _("From"), _("Verb"), _("Concerning"), _("Sentence"),
                 _("Changes"), _("Reason"), _("Digest")])  # fmt: skip
    for told in _told(rows, reader):
        row = told.row
        changes = plain([change.clause for change in told.changes])
        yield _line([str(row.id), local(row.at, style="second"), row.who, row.origin, row.what, told.subject, told.sentence,
                     changes, told.reason, row.digest])  # fmt: skip


def _told(rows: Rows, reader: Reader) -> Iterator[Told]:
    """Some at a time, so that names are looked up together."""
    waiting = iter(rows)
    while heap := [row for row, _before in islice(waiting, 500)]:
        yield from tell(heap, reader)


def _line(cells: list[str]) -> str:
    kept = io.StringIO()
    csv.writer(kept, lineterminator="\r\n").writerow(map(harmless, cells))
    return kept.getvalue()


def harmless(cell: str) -> str:
    """A cell that a spreadsheet shows and does not carry out."""
    return f"'{cell}" if cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def as_lines(rows: Rows, place: Place) -> Iterator[str]:
    """JSON lines: first how to verify and with which key, then each row with the digest before it, at last the anchors."""
    head = {"format": "portal-journal-1", "method": METHOD, "public_key": place.public_pem()}
    yield _json(head)
    for row, before in rows:
        yield _json({"row": _recorded(row), "before": before or "0" * 64, "digest": row.digest})
    for line in place.lines():
        yield _json({"anchor": line})


def _recorded(row: JournalRow) -> dict:
    """The row under the names by which it was hashed."""
    names = ("who", "origin", "what", "subject", "reason", "changes")
    return {"number": row.id, "at": time.to_ms(row.at)} | {name: getattr(row, name) for name in names}


def _json(value: dict) -> str:
    return json.dumps(value, ensure_ascii=False) + "\n"


FORMATS: dict[str, tuple[str, Callable]] = {"csv": ("text/csv", as_csv), "jsonl": ("application/x-ndjson", as_lines)}
