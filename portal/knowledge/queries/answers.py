"""Canned answers: those in use, those offered for a ticket, and what became of each (TM-4.3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from portal.core import db
from portal.core.errors import Missing
from portal.knowledge.choices import SCENARIOS
from portal.knowledge.models import CannedAnswer
from portal.knowledge.rules.wording import folded

IN_USE = "WHERE t.retired_at IS NULL"
OFFERED = f"{IN_USE} AND t.reviewed_at IS NOT NULL"
OF_LANGUAGE = f"{OFFERED} AND t.language = ?"
ORDER = {key: place for place, key in enumerate(SCENARIOS)}


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to: words of title or text, a scenario, a language; "" is any."""

    words: str = ""
    scenario: str = ""
    language: str = ""

    @property
    def any(self) -> bool:
        return bool(self.words or self.scenario or self.language)


def listed(filters: Filters) -> list[CannedAnswer]:
    """The answers in use, by language, scenario and title."""
    return _found(db.rows_of(CannedAnswer, IN_USE), filters)


def offered(language: str, words: str = "") -> list[CannedAnswer]:
    """What somebody may choose from for a ticket of this language, by scenario: its own language's; where words are looked
    for, all languages', the ticket's first. Only what was reviewed (TM-10)."""
    if not words:
        return _found(db.rows_of(CannedAnswer, OF_LANGUAGE, language), Filters())
    found = _found(db.rows_of(CannedAnswer, OFFERED), Filters(words=words))
    return sorted(found, key=lambda row: row.language != language)


def by_scenario(rows: Iterable[CannedAnswer]) -> Mapping[str, Sequence[CannedAnswer]]:
    """The same rows under their scenarios, in the order of these."""
    found: dict[str, list[CannedAnswer]] = {}
    for row in rows:
        found.setdefault(row.scenario, []).append(row)
    return dict(sorted(found.items(), key=lambda pair: ORDER[pair[0]]))


def answer(number: int) -> CannedAnswer:
    """One answer in use, by the id of its version. Raises Missing, for one that was replaced or retired too."""
    found = db.rows_of(CannedAnswer, f"{IN_USE} AND t.id = ?", number)
    if not found:
        raise Missing
    return found[0]


def one_offered(number: int) -> CannedAnswer:
    """The same, but only if it was reviewed. Raises Missing."""
    found = answer(number)
    if found.reviewed_at is None:
        raise Missing
    return found


def versions(series: int) -> list[CannedAnswer]:
    """Every version of an answer, the newest first."""
    return db.rows_of(CannedAnswer, "WHERE t.series = ? ORDER BY t.version DESC", series)


def retired() -> list[CannedAnswer]:
    """The answers that are not in use any more, the newest first: of each its last version."""
    where = "WHERE t.retired_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM canned_answer n WHERE n.series = t.series"
    return db.rows_of(CannedAnswer, f"{where} AND n.version > t.version) ORDER BY t.retired_at DESC, t.id DESC LIMIT 50")


def _found(rows: Iterable[CannedAnswer], filters: Filters) -> list[CannedAnswer]:
    """Of the rows those that the filters leave. There are some hundreds at most: words are looked for here, as the list of
    wording compares them, in every language alike."""
    piece = folded(filters.words)
    kept = (
        row
        for row in rows
        if filters.scenario in ("", row.scenario)
        and filters.language in ("", row.language)
        and piece in folded(f"{row.title}\n{row.text}")
    )
    return sorted(kept, key=lambda row: (row.language, ORDER[row.scenario], row.title, row.id))
