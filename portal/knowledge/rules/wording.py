"""Forbidden wording, found and marked: pure functions (TM-4.3)."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

BLOCK, WARN = "block", "warn"
RUNNING_ON = (  # scripts that put no blank between words: first and last code point
    (0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1100, 0x11FF), (0x1780, 0x17FF), (0x3040, 0x30FF), (0x3130, 0x318F),
    (0x3400, 0x9FFF), (0xAC00, 0xD7AF), (0xF900, 0xFAFF), (0x20000, 0x323AF),
)  # fmt: skip


class Forbidden(NamedTuple):
    """A phrase of the list, as it is looked for."""

    number: int
    folded: str
    severity: str
    words: str
    reason: str


class Hit(NamedTuple):
    """Where a phrase stands in a text: characters `begin` up to `end`."""

    begin: int
    end: int
    phrase: Forbidden


def folded(text: str) -> str:
    """A text as it is compared."""
    return _folded(text)[0]


def found(text: str, phrases: Iterable[Forbidden]) -> list[Hit]:
    """Every phrase that stands in a text, in its order. Of several at one place the one that blocks, then the longest."""
    plain, places = _folded(text)
    hits = [
        Hit(places[at][0], places[at + len(phrase.folded) - 1][1], phrase)
        for phrase in phrases
        for at in _standing_alone(plain, phrase.folded)
    ]
    chosen: list[Hit] = []
    taken = bytearray(len(text))  # a text may be all hits: comparing each with each would hold the server up
    for hit in sorted(hits, key=lambda hit: (hit.phrase.severity != BLOCK, hit.begin - hit.end, hit.begin)):
        if not any(taken[hit.begin : hit.end]):
            taken[hit.begin : hit.end] = b"\1" * (hit.end - hit.begin)
            chosen.append(hit)
    return sorted(chosen)


def blocks(hits: Iterable[Hit]) -> bool:
    """Whether one of them never leaves."""
    return any(hit.phrase.severity == BLOCK for hit in hits)


def named(hits: Iterable[Hit]) -> list[Forbidden]:
    """The phrases, each once, in the order of the text."""
    return list({hit.phrase.number: hit.phrase for hit in hits}.values())


def signature(hits: Iterable[Hit]) -> str:
    """Which phrases these are, so that whoever confirms a warning confirms the one they saw; "" for none."""
    numbers = sorted({hit.phrase.number for hit in hits})
    return hashlib.sha256(repr(numbers).encode("ascii")).hexdigest()[:16] if numbers else ""


def marked(text: str, hits: Sequence[Hit]) -> Iterator[tuple[str, Forbidden | None]]:
    """The text in pieces, each with the phrase it is; together they are the text."""
    done = 0
    for hit in hits:
        if hit.begin > done:
            yield text[done : hit.begin], None
        yield text[hit.begin : hit.end], hit.phrase
        done = hit.end
    if done < len(text):
        yield text[done:], None


def _folded(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The folded text, and for each of its characters where it comes from. Blanks and dashes are one blank, and none
    beside a character of a script that runs on; what is invisible is left out."""
    plain: list[str] = []
    places: list[tuple[int, int]] = []
    for begin, end in _letters(text):
        for character in _plain(text[begin:end]):
            beside = plain[-1] if plain else " "
            if character == " " and (beside == " " or _runs_on(beside)):
                continue
            if beside == " " and plain and _runs_on(character):
                plain.pop()
                places.pop()
            plain.append(character)
            places.append((begin, end))
    if plain and plain[-1] == " ":
        plain.pop()
        places.pop()
    return "".join(plain), places


@lru_cache(maxsize=8192)
def _plain(letter: str) -> str:
    """What a letter is compared as: of full width or not, capital or not; a blank or a dash is a blank, the invisible
    nothing."""
    characters = unicodedata.normalize("NFKC", letter).casefold()
    kinds = ((character, unicodedata.category(character)) for character in characters)
    return "".join(" " if one.isspace() or kind == "Pd" else one for one, kind in kinds if kind != "Cf")


def _letters(text: str) -> Iterator[tuple[int, int]]:
    """Each letter with the marks that stand on it: where it begins and ends."""
    begin = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not unicodedata.combining(text[at]):
            if begin < at:
                yield begin, at
            begin = at


def _standing_alone(plain: str, phrase: str) -> Iterator[int]:
    at = plain.find(phrase) if phrase else -1
    while at >= 0:
        end = at + len(phrase)
        if not (_are_one_word(plain[at - 1 : at], phrase[0]) or _are_one_word(phrase[-1], plain[end : end + 1])):
            yield at
        at = plain.find(phrase, at + 1)


def _are_one_word(left: str, right: str) -> bool:
    return _is_of_a_word(left) and _is_of_a_word(right)


def _is_of_a_word(character: str) -> bool:
    return character.isalnum() and not _runs_on(character)


@lru_cache(maxsize=8192)
def _runs_on(character: str) -> bool:
    return any(first <= ord(character) <= last for first, last in RUNNING_ON)
