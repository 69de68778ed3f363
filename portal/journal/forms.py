"""What a reader asks of the journal: in the address for the list, in a form for the export."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from wtforms import RadioField

from portal.audit.queries import Narrowing
from portal.audit.words import aliases_of
from portal.core.errors import Missing
from portal.core.forms import Form, filled, line, strange_character
from portal.core.i18n import _, lazy, zone
from portal.journal.queries import Person, subject_of

FIELDS = ("who", "what", "subject", "origin", "reason", "since", "until", "same")
LONGEST = 200
DAY = timedelta(days=1)


def typed(args: Mapping[str, str]) -> dict[str, str]:
    """What stands in the fields of the list, without what cannot be meant."""
    given = {name: args.get(name, "").strip() for name in FIELDS}
    kept = {name: text for name, text in given.items() if text and len(text) <= LONGEST and strange_character(text) is None}
    return {name: text for name, text in kept.items() if _is_sound(name, text)}


def _is_sound(name: str, text: str) -> bool:
    if name == "same":
        return text.isascii() and text.isdecimal() and len(text) < 10
    return _day(text) is not None if name in ("since", "until") else True


def narrowing(asked: Mapping[str, str], everybody: list[Person]) -> Narrowing:
    """The same as a question to the journal. A person is found by user name or by name; `same` is the number of a row
    about the same thing. Days are the reader's own, both ends included."""
    people = {one.name: one.username for one in everybody}
    who, subject = asked.get("who", ""), _same(asked["same"]) if "same" in asked else asked.get("subject", "")
    subject = people.get(subject, subject)
    return Narrowing(
        subject=aliases_of(subject) if subject else (),
        who=people.get(who, who),
        what=asked.get("what", ""),
        origin=asked.get("origin", ""),
        reason=asked.get("reason", ""),
        since=_midnight(asked.get("since", ""), 0),
        until=_midnight(asked.get("until", ""), 1),
    )


def _same(number: str) -> str:
    try:
        return subject_of(int(number))
    except Missing:
        return "\N{EM DASH}"  # no row has such a subject


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1970 <= day.year < 9999 else None


def _midnight(text: str, later: int) -> datetime | None:
    """Where a day of the reader's begins, or the next one."""
    day = _day(text)
    return datetime.combine(day + later * DAY, time(), ZoneInfo(zone())).astimezone(UTC) if day else None


def formats() -> dict[str, str]:
    """The kinds of files, in the reader's language."""
    return {"csv": _("CSV for Excel, told in sentences"), "jsonl": _("JSON lines, to be verified elsewhere")}


class ExportForm(Form):
    """What the file is to be, and what it is for: the journal keeps the reason."""

    format = RadioField(lazy("File"), choices=formats, default="csv")
    why = line(lazy("What it is for"), filled())
