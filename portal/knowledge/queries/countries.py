"""Notes on countries (CR-4.2), and how late it is there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from portal.core import db
from portal.core.errors import Missing
from portal.knowledge.choices import TOPICS
from portal.knowledge.models import CountryNote

HOLDS = "WHERE t.retired_at IS NULL"
ORDER = {key: place for place, key in enumerate(TOPICS)}


def notes_of(country: str) -> list[CountryNote]:
    """What holds for a country, in the order of the topics."""
    rows = db.rows_of(CountryNote, f"{HOLDS} AND t.country = ?", country)
    return sorted(rows, key=lambda row: ORDER[row.topic])


def note(number: int) -> CountryNote:
    """One note that holds. Raises Missing."""
    found = db.rows_of(CountryNote, f"{HOLDS} AND t.id = ?", number)
    if not found:
        raise Missing
    return found[0]


def earlier(country: str) -> list[CountryNote]:
    """What held for a country before, the newest first."""
    where = "WHERE t.retired_at IS NOT NULL AND t.country = ? ORDER BY t.retired_at DESC, t.id DESC LIMIT 20"
    return db.rows_of(CountryNote, where, country)


def counts() -> Mapping[str, int]:
    """How many notes each country has; countries without any are not in it."""
    sql = "SELECT country, COUNT(*) FROM country_note WHERE retired_at IS NULL GROUP BY country"
    return Counter(dict(db.select(sql)))
