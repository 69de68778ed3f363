"""Words for the full-text index: Chinese cut into overlapping pairs, the rest into words. Pure.

The same words go into SQLite's FTS5 and PostgreSQL's `tsvector`, so the same search answers on both. A run of Han
characters c1 c2 c3 becomes "c1c2", "c2c3", "c3": a single character is found as a prefix, two characters as one word,
more as neighbouring words. The last word of a query also finds longer words that begin with it.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST = 100
SHORTEST_BEGINNING = 3
LONGEST_WORD = 500  # letters; PostgreSQL takes 2046 bytes, and no query has a word of more than LONGEST
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
RUN = re.compile(rf"([{HAN}]+)|((?:(?![{HAN}])[^\W_])+)")


def words(text: str) -> str:
    """The index text of `text`: words in lower case, separated by blanks."""
    return " ".join(word for han, other in _runs(text) for word in (_pairs(han) if han else [other]))


def tsvector(index: str) -> str:
    """Index text as the text of a PostgreSQL `tsvector`, word by word: its own parser does not know every character."""
    return " ".join(f"'{word[:LONGEST_WORD]}':{place}" for place, word in enumerate(index.split(), 1))


def fts5(query: str) -> str | None:
    """A search text as an FTS5 expression; None when it holds no word at all."""
    runs = _runs(query[:LONGEST])
    terms = [_fts5_term(han, other, last=place == len(runs)) for place, (han, other) in enumerate(runs, 1)]
    return " AND ".join(terms) or None


def tsquery(query: str) -> str | None:
    """A search text as the text of a PostgreSQL `tsquery`; None when it holds no word at all."""
    runs = _runs(query[:LONGEST])
    terms = [_tsquery_term(han, other, last=place == len(runs)) for place, (han, other) in enumerate(runs, 1)]
    return " & ".join(terms) or None


def _runs(text: str):
    return RUN.findall(unicodedata.normalize("NFKC", text).casefold())


def _pairs(han: str) -> list[str]:
    return [han[place : place + 2] for place in range(len(han))]


def _is_begun(other: str, last: bool) -> bool:
    """Whether a word may be the beginning of a longer one: the last, somebody is still typing it."""
    return last and len(other) >= SHORTEST_BEGINNING


def _fts5_term(han: str, other: str, last: bool) -> str:
    if len(han) == 1:
        return f'"{han}" *'
    if han:
        return '"' + " ".join(_pairs(han)[:-1]) + '"'
    return f'"{other}" *' if _is_begun(other, last) else f'"{other}"'


def _tsquery_term(han: str, other: str, last: bool) -> str:
    if len(han) == 1:
        return f"'{han}':*"
    if han:
        return " <-> ".join(f"'{pair}'" for pair in _pairs(han)[:-1])
    return f"'{other}':*" if _is_begun(other, last) else f"'{other}'"
