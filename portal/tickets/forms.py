"""The forms of pages that all desks share."""

from __future__ import annotations

import json
from itertools import starmap

from portal.core.forms import TEXT, Form, filled, line, strange_character
from portal.core.i18n import lazy


class UndoForm(Form):
    """Why a re-base is undone."""

    reason = line(lazy("Reason"), filled())


class MergeForm(Form):
    """Which ticket another becomes part of; a reason is needed where the customers differ."""

    into = line(lazy("Merge into the ticket"), filled(), longest=20)
    reason = line(lazy("Reason"))


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


def _is_sound(name: str, text: object) -> bool:
    fits = isinstance(text, str) and len(name) <= LONGEST_NAME and len(text) <= TEXT
    return fits and strange_character(name + text) is None
