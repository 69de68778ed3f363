"""Telling a row as a sentence, in the reader's language. What nobody entered words for is shown as it is recorded."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from portal.audit import words
from portal.audit.models import JournalRow
from portal.core.i18n import _, both, local

SHORT = 3  # changes told in a list
WITHHELD = "•••"
LONG_HEX = re.compile(r"\b([0-9a-f]{12})[0-9a-f]{20,}\b")
JOB = "job: "
ORIGINS = {"command": ("命令行", "command line"), "demo": ("演示数据", "demo data")}
HAN, PLAIN = re.compile("[\u4e00-\u9fff]"), re.compile("[0-9A-Za-z]")


@dataclass(frozen=True)
class Change:
    """One field's change, told: its name, and the values before and after ("" for none)."""

    name: str
    before: str
    after: str

    @property
    def clause(self) -> str:
        if not self.before:
            return _("%(field)s set to %(after)s", field=self.name, after=self.after or _("nothing"))
        if not self.after:
            return _("%(field)s taken away (it was %(before)s)", field=self.name, before=self.before)
        return _("%(field)s changed from %(before)s to %(after)s", field=self.name, before=self.before, after=self.after)


@dataclass(frozen=True)
class Reader:
    """Who reads: what they may (by the name of a permission), and the names of the people in the rows, by user name and by id."""

    may: Callable[[str], bool]
    names: Mapping[str, str]
    names_by_id: Mapping[int, str]

    def sees(self, kind: words.Kind) -> bool:
        return not kind.seen_with or self.may(kind.seen_with)

    def person(self, username: str) -> str:
        """A person by name and user name; whoever does not sign in by the word for it."""
        if username in words.ACTORS:
            return both(*words.ACTORS[username])
        name = self.names.get(username)
        return _("%(name)s (%(username)s)", name=name, username=username) if name else username

    def censored(self, text: str) -> str:
        """The text without the numbers of things that this reader may not know of."""
        for pattern in _withheld_from(self):
            text = pattern.sub(WITHHELD, text)
        return text


def _withheld_from(reader: Reader) -> list[re.Pattern]:
    hidden = (kind.pattern for kind in words.KINDS.values() if kind.pattern and not reader.sees(kind))
    return [re.compile(pattern) for pattern in hidden]


def tell(rows: Sequence[JournalRow], reader: Reader) -> list[Told]:
    """Rows told to a reader; the names of their subjects are looked up together."""
    texts: dict[int, dict[str, str]] = {}
    kinds: dict[int, words.Kind] = {}
    for row in rows:
        if (found := words.kind_of(row.what, row.subject)) and found[0].names and reader.sees(found[0]):
            kinds[id(found[0])] = found[0]
            texts.setdefault(id(found[0]), {})[row.subject] = found[1]
    things = {}
    for key, subjects in texts.items():
        names = kinds[key].names(set(subjects.values()))
        things |= {subject: names[text] for subject, text in subjects.items() if text in names}
    return [Told(row, reader, things) for row in rows]


@dataclass(frozen=True)
class Told:
    """A row, told to a reader."""

    row: JournalRow
    reader: Reader
    things: Mapping[str, str]  # subject → its name

    @property
    def who(self) -> str:
        return self.reader.person(self.row.who)

    @property
    def origin(self) -> str:
        """Where it came from: an address as it is, the portal's own origins in words; "" where nobody knows."""
        job = self.row.origin.removeprefix(JOB)
        if job != self.row.origin:
            return both("定时任务：", "job: ") + _(job)
        return both(*ORIGINS[self.row.origin]) if self.row.origin in ORIGINS else self.row.origin

    @cached_property
    def subject(self) -> str:
        """The subject with the word of its kind; only that word where its number is withheld."""
        found = words.kind_of(self.row.what, self.row.subject)
        if found is None:
            return self.reader.censored(self.row.subject)
        kind, text = found
        if not self.reader.sees(kind):
            return _("%(kind)s (number withheld)", kind=both(kind.zh, kind.en))
        told = self.reader.person(text) if kind.person else self.things.get(self.row.subject, text)
        return f"{both(kind.zh, kind.en)} {told}".strip()

    @property
    def did(self) -> str:
        """What was done to the subject, without who and when."""
        verb = words.VERBS.get(self.row.what)
        pattern = both(verb.zh, verb.en) if verb else f"{self.row.what} {{subject}}"
        return _joined(pattern, self.subject)

    @property
    def reason(self) -> str:
        verb = words.VERBS.get(self.row.what)
        told = verb.because(self.row.reason) if verb and verb.because and self.row.reason else self.row.reason
        return self.reader.censored(told)

    @cached_property
    def changes(self) -> list[Change]:
        """Every named field, told; a row that holds something else there tells none."""
        kept = self.row.changes
        if not isinstance(kept, dict):
            return []
        return [self._change(name, *pair) for name, pair in kept.items() if isinstance(pair, list) and len(pair) == 2]

    def _change(self, name: str, before: Any, after: Any) -> Change:
        field = words.field_of(self.row.what, name)
        shown = both(field.zh, field.en) if field and field.zh else self.reader.censored(name)
        return Change(shown, self._value(field, before), self._value(field, after))

    def _value(self, field: words.Field | None, value: Any) -> str:
        if value is None or value in ("", []):
            return ""
        if field and field.person:
            return self.reader.names_by_id.get(value, str(value))
        return self.reader.censored(_by(field.told if field else None, value))

    @property
    def headline(self) -> str:
        """The sentence for a list: who did what, and the first few changes."""
        begun = _("%(who)s %(did)s", who=self.who, did=self.did)
        return LONG_HEX.sub(r"\1…", self._sentence(begun, self.changes[:SHORT], len(self.changes) - SHORT))

    @property
    def sentence(self) -> str:
        """The whole sentence: who did what when, each change, and why."""
        at = local(self.row.at, style="second")
        return self._sentence(_("%(who)s %(did)s on %(at)s", who=self.who, did=self.did, at=at), self.changes, 0)

    def _sentence(self, begun: str, changes: list[Change], more: int) -> str:
        clauses = [change.clause for change in changes]
        clauses += [_("and %(num)d more", num=more)] if more > 0 else []
        said = begun + (both("：", ": ") + both("；", "; ").join(clauses) if clauses else "")
        return said + (both("。", ". ") + self.called + both("：", ": ") + self.reason if self.reason else both("。", "."))

    @property
    def called(self) -> str:
        """The word before the reason."""
        verb = words.VERBS.get(self.row.what)
        return both(*(verb.called if verb else words.Verb("", "").called))


def _joined(pattern: str, subject: str) -> str:
    """The subject in its place; between Chinese and other writing stands a blank."""
    before, place, after = pattern.partition("{subject}")
    if not place:
        return pattern
    left = " " if HAN.search(before[-1:]) and PLAIN.search(subject[:1]) else ""
    right = " " if HAN.search(after[:1]) and PLAIN.search(subject[-1:]) else ""
    return before + left + subject + right + after


def _by(told: Callable[[Any], str] | None, value: Any) -> str:
    """A value in words; one that its words do not fit is shown as it is."""
    if told is not None:
        try:
            return told(value)
        except (KeyError, TypeError, ValueError, AttributeError):
            return plain(value)
    return plain(value)


def plain(value: Any) -> str:
    """A value as text: lists joined, yes and no in words, anything deeper as JSON."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return both("、", ", ").join(map(plain, value))
    return json.dumps(value, ensure_ascii=False, sort_keys=True) if isinstance(value, dict) else str(value)
