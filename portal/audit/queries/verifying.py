"""Checking the journal: every row anew, and every anchor against the rows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from portal.audit import anchors, chain
from portal.audit.anchor_files import Place
from portal.audit.anchors import Fault
from portal.audit.queries.journal import head
from portal.core import db

BATCH = 5_000
ROWS = (
    "SELECT id, at, who, origin, what, subject, reason, changes, digest FROM journal "
    "WHERE id > ? AND id <= ? ORDER BY id LIMIT ?"
)
ANCHORED = "SELECT changes FROM journal WHERE what = 'journal.anchored' OR what = 'journal.restored' ORDER BY at, id"


class Stretch(NamedTuple):
    """How far a check has come: so many rows hold, the last with this digest; what stopped it, if anything did."""

    rows: int
    digest: str
    fault: Fault | None = None


@dataclass(frozen=True)
class Verdict:
    """How many rows hold, how many anchors there are, and the first thing that is wrong."""

    rows: int
    anchors: int
    fault: Fault | None = None

    @property
    def broken(self) -> int | None:
        """The number of the row that does not hold."""
        return int(self.fault.place) if self.fault and self.fault.kind.startswith("row_") else None


def verify(progress: Callable[[int], None] = lambda _rows: None) -> Verdict:
    """Recompute the whole chain and hold the anchors against it."""
    evidence, upto = Evidence.collected(), head()
    demanded = evidence.demanded
    here = Stretch(0, chain.ROOT)
    while here.rows < upto and here.fault is None:
        here = stretch(here, upto, demanded)
        if here.fault is None and here.rows < upto:
            progress(here.rows)
    return Verdict(here.rows, len(evidence.lines), here.fault or evidence.fault(upto))


def stretch(here: Stretch, upto: int, demanded: Mapping[int, tuple[str, str]], most: int | None = None) -> Stretch:
    """Recompute the next rows, at most `most` of them. Rows are numbered without gaps, so one taken out is seen."""
    rows, before = here.rows, here.digest
    for *row, changes, digest in db.select(ROWS, rows, upto, most or BATCH):
        number = row[0]
        if number != rows + 1:
            return Stretch(rows, before, Fault("row_missing", str(rows + 1)))
        if digest != _digest(before, row, changes):
            return Stretch(rows, before, Fault("row_changed", str(number)))
        if number in demanded and demanded[number][0] != digest:
            return Stretch(rows, before, Fault("row_rewritten", str(number)))
        rows, before = number, digest
    if rows == here.rows:
        return Stretch(rows, before, Fault("row_missing", str(rows + 1)))
    return Stretch(rows, before)


def _digest(before: str, row: list, changes: str | None) -> str | None:
    """What the digest must be; None when somebody left there what nobody can have recorded."""
    try:
        text = "null" if changes is None else chain.compact(json.loads(changes))
        return chain.digest_of(before, [*row, text])
    except (TypeError, ValueError, RecursionError):
        return None


@dataclass(frozen=True)
class Evidence:
    """What speaks for the rows: the lines of the anchors and of their copy, the key that checks them, and what the
    journal itself tells of its anchors: (day, digest of the line)."""

    told: Sequence[tuple[str, str]]
    lines: Sequence[str]
    copy: Sequence[str] | None
    place: Place

    @classmethod
    def collected(cls) -> Evidence:
        """As it stands now. The journal is read before the file: what it tells of stands in the file by then."""
        place, told = Place(db.settings()), list(_told())
        return cls(told, place.lines(), place.lines_of_copy(), place)

    @property
    def demanded(self) -> Mapping[int, tuple[str, str]]:
        """Row number → (digest, day), by the anchors that are signed as they should be."""
        return anchors.demanded(self._trusted())

    def _trusted(self) -> list[anchors.Anchor]:
        key = self.place.public_key()
        return [one for one in anchors.standing(self.lines) if key is not None and anchors.is_signed(one, key)]

    def fault(self, newest: int) -> Fault | None:
        """The first thing that is wrong with the anchors, where `newest` is the number of the newest row, read later."""
        return next(self._faults(newest), None)

    def _faults(self, newest: int) -> Iterator[Fault]:
        yield from (Fault("anchor_beyond", one.day) for one in self._trusted() if one.number > newest)
        yield from anchors.faults(self.lines, self.place.public_key())
        there = set(map(anchors.digest_of_line, self.lines))
        yield from (Fault("anchor_lost", day) for day, line in self.told if line not in there)
        if self.copy is not None and not anchors.is_prefix(self.copy, self.lines):
            yield Fault("anchor_copy", str(self.place.copy))


def _told() -> Iterator[tuple[str, str]]:
    """What somebody has spoilt is left to the chain, which names it."""
    for (changes,) in db.select(ANCHORED):
        try:
            told = json.loads(changes)
            yield told["day"][1], told["line"][1]
        except (TypeError, ValueError, LookupError):
            continue
