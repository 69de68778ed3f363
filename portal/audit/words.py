"""The words rows are told with, entered by the areas that record them: this area knows no other by name.

A verb ("staff.changed") says what was done to a subject; a subject is told by its kind, which its text shows
("calendar:eu") or the verb names; a field says how its values are told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any, NamedTuple


class Verb(NamedTuple):
    """What was done, in Chinese and English, with {subject} in its place ("修改了{subject}", "changed {subject}").

    `of` is the kind of its subject where the subject's text does not show it. Where the reason is no sentence but a key
    (a channel, a rule), `because` tells it and `called` is the word before it.
    """

    zh: str
    en: str
    of: str = ""
    because: Callable[[str], str] | None = None
    called: tuple[str, str] = ("原因", "Reason")


class Kind(NamedTuple):
    """A kind of thing that subjects are: its words, the text by which one knows it (its first group is what is told of
    it), and the permission without which it is withheld ("" for none).

    `names` finds names for many texts at once. Where one thing stands in rows under several texts, `aliases` turns one
    into all of them.
    """

    zh: str
    en: str
    pattern: str = ""
    seen_with: str = ""
    names: Callable[[Collection[str]], Mapping[str, str]] | None = None
    aliases: Callable[[str], Collection[str]] | None = None
    person: bool = False


class Field(NamedTuple):
    """A named field of a subject; `told` turns a value into the reader's words. A `person` field holds somebody's id."""

    zh: str
    en: str
    told: Callable[[Any], str] | None = None
    person: bool = False


class Words(NamedTuple):
    """What one area gives: verbs by their whole name, fields by "topic.field", kinds and actors by their keys, and the
    topics (what stands before the point of a verb) by their names."""

    topics: Mapping[str, tuple[str, str]] = {}
    verbs: Mapping[str, Verb] = {}
    fields: Mapping[str, Field] = {}
    kinds: Mapping[str, Kind] = {}
    actors: Mapping[str, tuple[str, str]] = {}


TOPICS: dict[str, tuple[str, str]] = {}
VERBS: dict[str, Verb] = {}
FIELDS: dict[str, Field] = {}
KINDS: dict[str, Kind] = {}
ACTORS: dict[str, tuple[str, str]] = {}


def enter(words: Words) -> Words:
    """Make an area's words known; they are given back."""
    TOPICS.update(words.topics)
    VERBS.update(words.verbs)
    FIELDS.update(words.fields)
    KINDS.update(words.kinds)
    ACTORS.update(words.actors)
    return words


def aliases_of(subject: str) -> tuple[str, ...]:
    """All texts under which the thing stands that a text names; the text itself among them."""
    found = shaped(subject)
    others = found[0].aliases(subject) if found and found[0].aliases else ()
    return (subject, *(other for other in others if other != subject))


def topic_of(what: str) -> str:
    """What stands before the point: "staff" of "staff.changed"."""
    return what.partition(".")[0]


def field_of(what: str, name: str) -> Field | None:
    """The words of a field of what a verb is about, if somebody entered them; "topic.*" stands for all others, whose
    names tell themselves (a date)."""
    topic = topic_of(what)
    return FIELDS.get(f"{topic}.{name}") or FIELDS.get(f"{topic}.*")


def kind_of(what: str, subject: str) -> tuple[Kind, str] | None:
    """The kind of a subject and what is told of it; None when nobody entered such a kind."""
    verb = VERBS.get(what)
    if verb and verb.of and not shaped(subject):
        return KINDS[verb.of], subject
    return shaped(subject)


def shaped(subject: str) -> tuple[Kind, str] | None:
    """The kind that a subject's text shows by itself."""
    for kind in KINDS.values():
        if kind.pattern and (found := re.fullmatch(kind.pattern, subject)):
            return kind, found.group(1)
    return None
