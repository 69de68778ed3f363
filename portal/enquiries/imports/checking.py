"""From a row of a file to what an enquiry is made of, or to everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from portal.access import queries as access
from portal.access.models import Staff
from portal.access.permissions import Permission
from portal.archive import rules as customer_rules
from portal.archive.countries import countries
from portal.clocks import queries as clocks
from portal.clocks.calendar import Calendar
from portal.core.forms import TEXT, strange_character
from portal.core.i18n import _, both
from portal.enquiries.imports.fields import FIELDS, has_words, keys_of, plain
from portal.enquiries.imports.mapping import Plan
from portal.enquiries.imports.moments import moment
from portal.enquiries.imports.reading import Row, Sheet
from portal.enquiries.procedure import ENQUIRY

LONGEST = {"title": 150, "text": TEXT, "reference": 60}
MOMENTS = ("received_at", "deadline_at", "counted_from")
CUSTOMER = {"customer": "name", "email": "email", "phone": "phone", "contact": "contact"}
TITLE_FROM_TEXT = 60
MINUTE = timedelta(minutes=1)


class Fault(NamedTuple):
    """One thing wrong with a row: the label of the field and the reason, in the reader's language."""

    field: str
    reason: str

    def __str__(self) -> str:
        return f"{self.field}: {self.reason}" if self.field else self.reason


@dataclass(frozen=True)
class Good:
    """A row that can be brought in. `values` has `customer` (fields of a customer), the ticket's own and `owner`."""

    number: int
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Bad:
    """A row that cannot, with all that is wrong with it."""

    number: int
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class Checked:
    """A whole sheet, looked at row by row."""

    good: tuple[Good, ...]
    bad: tuple[Bad, ...]


def check(sheet: Sheet, plan: Plan, *, by: Staff, now: datetime) -> Checked:
    """Look at every row as `by` would bring it in. `plan` fills all that is needed. Changes nothing."""
    desk = _Desk(by, now)
    looked = [desk.look(row, sheet.headers, plan) for row in sheet.rows]
    return Checked(tuple(one for one in looked if isinstance(one, Good)), tuple(one for one in looked if isinstance(one, Bad)))


class _Desk:
    """What a row is measured against: who imports, staff and calendars, each read once."""

    def __init__(self, by: Staff, now: datetime):
        self.by, self.now = by, now
        self.staff = {person.username: person for person in access.holders_of(Permission.ENQUIRIES_TAKE)}
        self.calendars = {region.code: clocks.calendar_for(region.calendar) for region in access.regions()}

    def look(self, row: Row, headers: tuple[str, ...], plan: Plan) -> Good | Bad:
        if len(row.cells) > len(headers):
            reason = _("has %(cells)d cells where there are %(columns)d columns", cells=len(row.cells), columns=len(headers))
            return Bad(row.number, (Fault("", reason),))
        cells = dict(zip(headers, row.cells, strict=True))
        texts = {key: source.read(cells).strip() for key, source in plan.sources.items()}
        faults: list[Fault] = []
        values = self._values(texts, plan, faults)
        faults += () if faults else self._gates(values)
        return Bad(row.number, tuple(faults)) if faults else Good(row.number, values)

    def _values(self, texts: Mapping[str, str], plan: Plan, faults: list[Fault]) -> dict[str, Any]:
        values = dict(_words_read(texts, plan, faults)) | dict(_texts_read(texts, faults))
        region = countries()[values["country"]].region if values.get("country") else None
        values |= self._moments(texts, self.calendars[region or self.by.region], faults)
        values["customer"] = self._customer(texts, values, faults)
        values["owner"] = self._owner(texts.get("owner", ""), region, faults)
        values["region"] = region
        if region and not access.sees_region(self.by, region):
            faults.append(_fault("country", _("you do not see the region that serves this country")))
        return values

    def _moments(self, texts: Mapping[str, str], calendar: Calendar, faults: list[Fault]) -> dict[str, datetime | None]:
        found: dict[str, datetime | None] = dict.fromkeys(MOMENTS)
        for key in MOMENTS:
            if text := texts.get(key):
                found[key] = moment(text, calendar)
                if found[key] is None:
                    faults.append(_fault(key, _uncertain(text)))
        ahead = [key for key in ("received_at", "counted_from") if found[key] and found[key] > self.now + MINUTE]
        faults += [_fault(key, _("this moment lies in the future")) for key in ahead]
        return found | {"received_at": found["received_at"] or self.now}

    def _customer(self, texts: Mapping[str, str], values: Mapping[str, Any], faults: list[Fault]) -> dict[str, str]:
        given = {name: texts.get(key, "") for key, name in CUSTOMER.items()}
        given |= {"country": values.get("country") or "", "language": values.get("language") or ""}
        completed = customer_rules.completed(given)
        for key, name in CUSTOMER.items():
            if reason := customer_rules.faults(completed).get(name) or _strangeness(given[name]):
                faults.append(_fault(key, str(reason)))
        return completed

    def _owner(self, username: str, region: str | None, faults: list[Fault]) -> Staff:
        """Who is named, else who imports."""
        owner = self.staff.get(username.casefold()) if username else self.staff.get(self.by.username)
        if owner is None and username:
            faults.append(_fault("owner", _("nobody with the user name “%(name)s” takes enquiries in", name=_short(username))))
        elif owner is None:
            faults.append(_fault("owner", _("your role takes no enquiries in, so the file must name who owns them")))
        elif region and not access.sees_region(owner, region):
            faults.append(_fault("owner", _("%(name)s does not see the region that serves this country", name=owner.name)))
        return owner or self.by

    def _gates(self, values: Mapping[str, Any]) -> Iterator[Fault]:
        """What the procedure demands of everybody who takes an enquiry in."""
        refusal = ENQUIRY.refusal(ENQUIRY.moves["take"], None, dict(values) | {"now": self.now})
        if refusal:
            yield Fault("", f"{refusal.reason} ({refusal.rule})")


def _words_read(texts: Mapping[str, str], plan: Plan, faults: list[Fault]) -> Iterator[tuple[str, Any]]:
    """The fields that hold a key of a table: country, channel, kind, subject, level, urgency, language."""
    for key, known in FIELDS.items():
        if not has_words(key):
            continue
        text = plan.words.get(key, {}).get(texts.get(key, ""), texts.get(key, "")) or known.default
        value = keys_of(key).get(plain(text))
        if text and value is None:
            faults.append(_fault(key, _("“%(text)s” is not known here", text=_short(text))))
        elif not text and known.needed:
            faults.append(_fault(key, _("is empty")))
        yield key, int(value) if key == "level" and value else value


def _texts_read(texts: Mapping[str, str], faults: list[Fault]) -> Iterator[tuple[str, str]]:
    text = texts.get("text", "")
    if not text:
        faults.append(_fault("text", _("is empty")))
    title = _one_line(texts.get("title", "")) or _short(_one_line(text), TITLE_FROM_TEXT)
    for key, value in {"text": text, "title": title, "reference": texts.get("reference", "")}.items():
        if len(value) > LONGEST[key]:
            faults.append(_fault(key, _("is too long: at most %(most)d characters fit", most=LONGEST[key])))
        if reason := _strangeness(value):
            faults.append(_fault(key, reason))
        yield key, value


def _uncertain(text: str) -> str:
    return _(
        "“%(text)s” is no date that can be read for certain; write 2026-11-22 or 2026-11-22 14:30",
        text=_short(text),
    )


def _strangeness(text: str) -> str | None:
    found = strange_character(text)
    return _("contains a character that cannot be kept (U+%(code)s)", code=f"{ord(found):04X}") if found else None


def _fault(key: str, reason: str) -> Fault:
    return Fault(both(FIELDS[key].zh, FIELDS[key].en), reason)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _short(text: str, most: int = 40) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
