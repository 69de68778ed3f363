"""Telling people why a stopwatch is due when it is: sentences first, then the table, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import NamedTuple
from zoneinfo import ZoneInfo

from babel.dates import format_date, get_timezone_location

from portal.clocks import ledger as kinds
from portal.clocks.calendar import NOT_ANNOUNCED, Span
from portal.clocks.ledger import Entry, Ledger
from portal.clocks.models import Stopwatch
from portal.clocks.working_time import Target
from portal.core.i18n import LOCALES, _, both, language, lazy, local, plural

WHOSE = {"customer": lazy("Customer"), "region": lazy("Region"), "hq": lazy("Headquarters")}
NOTHING = timedelta()


@dataclass(frozen=True)
class Zone:
    """A zone in which a ledger is read: whose it is, in words, and its IANA name."""

    whose: str
    name: str

    @property
    def city(self) -> str:
        """The city that names the zone, in the reader's language."""
        return get_timezone_location(ZoneInfo(self.name), locale=LOCALES[language()], return_city=True)

    def offset(self, moment: datetime) -> str:
        """How far the zone is from UTC at a moment: UTC+8, UTC-4:30."""
        minutes = int(moment.astimezone(ZoneInfo(self.name)).utcoffset().total_seconds()) // 60
        hours, rest = divmod(abs(minutes), 60)
        return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")

    def spans(self, day: date, spans: tuple[Span, ...]) -> str:
        """Stretches as wall times of this zone; a time that is not on `day` says by how many days."""
        return ", ".join(f"{self._face(day, span.start)}–{self._face(day, span.end)}" for span in spans)

    def _face(self, day: date, moment: datetime) -> str:
        away = (moment.astimezone(ZoneInfo(self.name)).date() - day).days
        return local(moment, self.name, "time") + (f" ({away:+d})" if away else "")


class Line(NamedTuple):
    """A row of the ledger as text; `there` has the counted stretches in each zone, `kind` how the row looks."""

    kind: str
    day: str
    there: list[str]
    counted: str
    total: str
    why: str


@dataclass(frozen=True)
class Explanation:
    """What a ticket page needs to answer "why by then?". The templates call it `explained`."""

    stopwatch: Stopwatch
    ledger: Ledger
    wanted_zones: tuple[tuple[str, str], ...]

    @property
    def due(self) -> datetime | None:
        return self.ledger.due

    @property
    def rule(self) -> str:
        return self.stopwatch.rule

    @cached_property
    def zones(self) -> list[Zone]:
        """The zones asked for, each once: whoever shares one is named together."""
        shared: dict[str, list[str]] = {}
        for whose, name in self.wanted_zones:
            shared.setdefault(name, []).append(str(WHOSE[whose]))
        return [Zone(" · ".join(people), name) for name, people in shared.items()]

    @property
    def reason(self) -> str:
        """One sentence: what the rule gives, and from when it counts."""
        given = {"rule": self.rule, "amount": amount(self.ledger.target)}
        if self.ledger.target.in_days:
            return _("%(rule)s gives %(amount)s after the day of the start, until the desk closes.", **given)
        begins = local(self.ledger.begins, self.ledger.calendar.zone)
        if self.ledger.target.in_open_time:
            return _("%(rule)s gives %(amount)s of opening time, counted from %(begins)s.", **given, begins=begins)
        return _("%(rule)s gives %(amount)s by the clock, counted from %(begins)s.", **given, begins=begins)

    def notes(self) -> Iterator[str]:
        """What else moved the due moment, or still may; a sentence each."""
        shown = self.ledger
        if shown.due is None:
            used, given = duration(shown.counted), duration(shown.budget)
            yield _(
                "It stands still: %(used)s of %(given)s are used, and the rest counts on afterwards.",
                used=used,
                given=given,
            )
        if shown.target.in_open_time and not shown.target.in_days and shown.begins > shown.start:
            start = local(shown.start, shown.calendar.zone)
            yield _("The desk was closed at %(start)s; the count begins with the next opening.", start=start)
        if shown.paused:
            yield _("Waiting gave back %(time)s.", time=duration(shown.paused))
        for year, state in shown.unsure_years:
            yield unsure(year, state)

    def rivals(self) -> Iterator[tuple[str, str]]:
        """The rules that lost, each with the moment it would give, in the desk's zone; "" while it stands still."""
        for facts in self.stopwatch.rivals:
            due = facts["due"] and datetime.fromisoformat(facts["due"])
            yield facts["rule"], local(due, self.ledger.calendar.zone)

    def lines(self) -> Iterator[Line]:
        """The count day by day."""
        for entry in self.ledger.entries:
            there = [zone.spans(entry.day, entry.spans) for zone in self.zones]
            counted, total = duration(entry.counted), duration(entry.total)
            yield Line(kind_of_row(entry), day_name(entry.day), there, counted, total, why(entry))

    @property
    def given(self) -> str:
        """The whole time that may be used, for the foot of the table."""
        return duration(self.ledger.budget)

    @property
    def calendar_name(self) -> str:
        return both(self.ledger.calendar.name_zh, self.ledger.calendar.name_en)


def unsure(year: int, state: str) -> str:
    """The sentence about a year whose holidays are not official."""
    if state == NOT_ANNOUNCED:
        sentence = _("The holidays and make-up workdays of %(year)s are not announced yet: this moment may still move.")
    else:
        sentence = _("Some holidays of %(year)s are estimated: this moment may still move by a day.")
    return sentence % {"year": year}


def amount(target: Target) -> str:
    """A target in words: 1 hour, 3 working days."""
    number = target.amount
    match target.unit:
        case "s" if number >= 60:
            return duration(timedelta(seconds=number))
        case "s":
            return plural("%(num)d second", "%(num)d seconds", number)
        case "min":
            return plural("%(num)d minute", "%(num)d minutes", number)
        case "h" | "wh":
            return plural("%(num)d hour", "%(num)d hours", number)
        case _:
            return plural("%(num)d working day", "%(num)d working days", number)


def duration(time: timedelta) -> str:
    """A length of time in hours, minutes and seconds; what is nothing is left out."""
    minutes, seconds = divmod(int(time.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    parts = [
        _("%(hours)d h", hours=hours) if hours else "",
        _("%(minutes)d min", minutes=minutes) if minutes else "",
        _("%(seconds)d s", seconds=seconds) if seconds or not (hours or minutes) else "",
    ]
    return " ".join(filter(None, parts))


def day_name(day: date) -> str:
    """A date with its weekday."""
    return format_date(day, "yyyy-MM-dd EEE", locale=LOCALES[language()])


def why(entry: Entry) -> str:
    """Why a day counted as it did."""
    words = _what(entry)
    if entry.paused:
        waited = _("%(time)s of waiting left out", time=duration(entry.paused))
        return f"{words} · {waited}" if words else waited
    return words


def _what(entry: Entry) -> str:
    name = both(entry.name_zh, entry.name_en)
    hours = ", ".join(str(window) for window in entry.windows)
    words = {
        kinds.START_DAY: _("The day of the start does not count"),
        kinds.WEEKEND: _("Weekend"),
        kinds.HOLIDAY: name or _("Holiday"),
        kinds.MAKE_UP: name or _("Make-up workday"),
        kinds.OWN_HOURS: " ".join(filter(None, [name, _("Open %(hours)s", hours=hours)])),
        kinds.WEEKDAY: _("Open %(hours)s", hours=hours),
        kinds.ELAPSED: "",
    }[entry.kind]
    return f"{_('Working day %(number)d', number=entry.number)} · {words}" if entry.number else words


def kind_of_row(entry: Entry) -> str:
    """How a row of the ledger looks: counted, pause, or off."""
    if entry.spans:
        return "counted"
    return "pause" if entry.paused else "off"
