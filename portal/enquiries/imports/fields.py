"""What a file of enquiries can fill, read from `fields.toml`."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from portal.archive.countries import countries
from portal.archive.languages import LANGUAGES
from portal.core.i18n import both
from portal.tickets import words

NOISE = re.compile(r"[\W_]+")
TABLES = {
    "channel": words.CHANNELS,
    "kind": words.KINDS,
    "subject": words.SUBJECTS,
    "level": words.LEVELS,
    "urgency": words.URGENCIES,
    "language": LANGUAGES,
}


@dataclass(frozen=True)
class Field:
    """Something an enquiry has. `needed`: a file must fill it; `default`: what an empty cell means."""

    key: str
    zh: str
    en: str
    headers: tuple[str, ...]
    needed: bool = False
    default: str = ""

    @property
    def label(self) -> str:
        """In the reader's language."""
        return both(self.zh, self.en)


def plain(text: str) -> str:
    """A header or word as it is compared: width, case, blanks and punctuation do not count."""
    return NOISE.sub("", unicodedata.normalize("NFKC", text).casefold())


def _table() -> dict:
    return tomllib.loads(Path(__file__).with_name("fields.toml").read_text("utf-8"))


def _field(row: dict) -> Field:
    return Field(**row | {"headers": (row["key"], row["zh"], row["en"], *row["headers"])})


FIELDS: Mapping[str, Field] = {row["key"]: _field(row) for row in _table()["fields"]}


@cache
def keys_of(field: str) -> Mapping[str, str]:
    """For a field with a table of words: what a file may say, as `plain` makes it → the portal's key."""
    if field == "country":
        spoken = {code: (country.names.zh, country.names.en) for code, country in countries().items()}
    else:
        spoken = {key: (*names, *_table()["words"].get(field, {}).get(key, ())) for key, names in TABLES[field].items()}
    return {plain(word): key for key, said in spoken.items() for word in (key, *said)}


def has_words(field: str) -> bool:
    """Whether a field holds one of a table's keys."""
    return field == "country" or field in TABLES
