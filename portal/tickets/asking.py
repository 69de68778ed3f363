"""The words of the search box that mean a filter: `owner:me due:today region:me`, in Chinese as well (`负责人:我`). Pure.

Words      word (a name and a value, joined by a colon), asked (what a text means: words that filter, and the rest).
Decided    2026-11: both languages are understood whoever reads; only what is offered for completing is in the reader's
           own. A word that is not known stays a text to look for. Refused: brackets, "or" and "not": a list that needs
           them is a report.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from portal.archive.languages import LANGUAGES
from portal.tickets import words
from portal.tickets.view import ME

NAMES: words.Names = {
    "owner": ("负责人", "owner"),
    "due": ("期限", "due"),
    "region": ("地区", "region"),
    "state": ("状态", "state"),
    "stage": ("阶段", "stage"),
    "level": ("级别", "level"),
    "urgency": ("紧急", "urgency"),
    "channel": ("渠道", "channel"),
    "kind": ("类型", "kind"),
    "subject": ("事项", "about"),
    "language": ("语言", "language"),
}
MINE: words.Names = {ME: ("我", "me")}
VALUES: Mapping[str, words.Names] = {
    "owner": MINE,
    "due": words.DUE,
    "state": words.STATES,
    "level": {key: (key, key) for key in words.LEVELS},
    "urgency": words.URGENCIES,
    "channel": words.CHANNELS,
    "kind": words.KINDS,
    "subject": words.SUBJECTS,
    "language": LANGUAGES,
}
COLONS = str.maketrans({"：": ":"})
MOST = 8


class Asked(NamedTuple):
    """What a text asks for: `fields` as an address has them, and the text to look for."""

    fields: dict[str, str]
    text: str


def tables(stages: words.Names, regions: words.Names) -> dict[str, words.Names]:
    """The values of every word; those of stages and regions are given by what the company has."""
    return {**VALUES, "stage": stages, "region": MINE | regions}


def narrows(text: str) -> bool:
    """Whether a text may hold a word that filters."""
    return ":" in text.translate(COLONS)


def read(text: str, known: Mapping[str, words.Names]) -> Asked:
    """What a text asks for; of two words of one name the last one counts."""
    fields, rest = {}, []
    for piece in text.split():
        word = _meant(piece, known)
        if word:
            fields[word[0]] = word[1]
        else:
            rest.append(piece)
    return Asked(fields, " ".join(rest))


def _meant(piece: str, known: Mapping[str, words.Names]) -> tuple[str, str] | None:
    name, colon, value = piece.translate(COLONS).partition(":")
    field = _key(NAMES, name)
    if not colon or field is None:
        return None
    found = _key(known[field], value)
    if found is None and field == "owner" and value:
        return field, value
    return None if found is None else (field, found)


def _key(names: words.Names, text: str) -> str | None:
    """The key that a text is, or whose Chinese or English word it is."""
    wanted = text.casefold()
    for key, pair in names.items():
        if wanted in (key.casefold(), *(_joined(word) for word in pair)):
            return key
    return None


def _joined(word: str) -> str:
    """A word as it stands in the box, where a blank ends it."""
    return word.casefold().replace(" ", "-")


def completions(text: str, known: Mapping[str, words.Names], language: str) -> list[str]:
    """The texts that the last word of a text may become; at most MOST."""
    before, _blank, last = text.rpartition(" ")
    begun = last.translate(COLONS).casefold()
    if not begun:
        return []
    found = (word for word in _all(known, language) if word.startswith(begun) and word != begun)
    return [f"{before} {word}".strip() for word, _place in zip(found, range(MOST), strict=False)]


def _all(known: Mapping[str, words.Names], language: str) -> Iterator[str]:
    """Every word there is, in one language: first the names, then each with its values."""
    names = {field: pair[language == "en"] for field, pair in NAMES.items()}
    yield from (f"{name}:" for name in names.values())
    for field, name in names.items():
        yield from (f"{name}:{_joined(pair[language == 'en'])}" for pair in known[field].values())


def examples(language: str) -> Sequence[str]:
    """What a page that explains the box shows."""
    return EXAMPLES[language == "en"]


EXAMPLES = (
    ("负责人:我 期限:今天", "地区:我 状态:已逾期", "级别:3 紧急:紧急 退款"),
    ("owner:me due:today", "region:me state:late", "level:3 urgency:urgent refund"),
)
