"""Texts of a form that come as JSON: what a draft keeps, and what a reader saw."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import starmap

from portal.core.forms import TEXT, strange_character

MOST_TEXTS, LONGEST_NAME = 12, 40


def texts_in(sent: str) -> dict[str, str] | None:
    """The texts of a form, sent as JSON: few fields by their names, each no longer than a text may be, none with
    characters that cannot be kept. None when it is anything else."""
    try:
        texts = json.loads(sent)
    except (ValueError, RecursionError):
        return None
    sound = isinstance(texts, dict) and len(texts) <= MOST_TEXTS and all(starmap(_is_sound, texts.items()))
    return texts if sound else None


def held(sent: str | None, names: Iterable[str]) -> dict[str, str]:
    """The texts of these names that a hidden field holds; "" for each that is missing or that somebody tampered with."""
    try:
        texts = json.loads(sent or "{}")
    except (ValueError, RecursionError):
        texts = {}
    known = texts if isinstance(texts, dict) else {}
    return {name: known[name] if isinstance(known.get(name), str) else "" for name in names}


def _is_sound(name: str, text: object) -> bool:
    fits = isinstance(text, str) and len(name) <= LONGEST_NAME and len(text) <= TEXT
    return fits and strange_character(name + text) is None
