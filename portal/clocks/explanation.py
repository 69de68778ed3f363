"""Why a stopwatch is due when it is, as a page shows it: the moment in each zone, a sentence, notes, the table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import NamedTuple
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location

from portal.clocks import tell
from portal.clocks.calendar import Span
from portal.clocks.ledger import Ledger
from portal.clocks.models import Stopwatch
from portal.core.i18n import LOCALES, _, both, language, lazy, local

WHOSE = {"customer": lazy("Customer"), "region": lazy("Region"), "hq": lazy("Headquarters")}
MINUTE = timedelta(minutes=1)


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
        return ", ".join(f"{self._face(day, span.start)}–{self._end(day, span.end)}" for span in spans)

    def at(self, moment: datetime) -> str:
        """A moment with the city whose time it is."""
        return f"{local(moment, self.name)} {self.city}"

    def _face(self, day: date, moment: datetime) -> str:
        away = (moment.astimezone(ZoneInfo(self.name)).date() - day).days
        return local(moment, self.name, "time") + (f" ({away:+d})" if away else "")

    def _end(self, day: date, moment: datetime) -> str:
        """An end at midnight belongs to the day before and is its 24:00."""
        if local(moment, self.name, "time") != "00:00":
            return self._face(day, moment)
        return self._face(day, moment - MINUTE).replace("23:59", "24:00")


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
    def desk(self) -> Zone:
        """The zone of the calendar it is counted on."""
        return Zone(str(WHOSE["region"]), self.ledger.calendar.zone)

    @property
    def reason(self) -> str:
        """One sentence: what the rule gives, and from when it counts."""
        given = {"rule": self.rule, "amount": tell.amount(self.ledger.target)}
        if self.ledger.target.in_days:
            day = local(self.ledger.start, self.desk.name, "day")
            return _(
                "%(rule)s gives %(amount)s after %(day)s, the day of the start; it ends as the desk closes.",
                **given,
                day=day,
            )
        begins = self.desk.at(self.ledger.begins)
        if self.ledger.target.in_open_time:
            return _("%(rule)s gives %(amount)s of opening time, counted from %(begins)s.", **given, begins=begins)
        return _("%(rule)s gives %(amount)s by the clock, counted from %(begins)s.", **given, begins=begins)

    def notes(self) -> Iterator[str]:
        """What else moved the due moment, or still may; a sentence each."""
        shown = self.ledger
        if shown.due is None:
            used, given = tell.duration(shown.counted), tell.duration(shown.budget)
            yield _(
                "It stands still: %(used)s of %(given)s are used, and the rest counts on afterwards.",
                used=used,
                given=given,
            )
        if shown.target.in_open_time and not shown.target.in_days and shown.begins > shown.start:
            start = self.desk.at(shown.start)
            yield _("The desk was closed at %(start)s; the count begins with the next opening.", start=start)
        if shown.paused:
            yield _("Waiting gave back %(time)s.", time=tell.duration(shown.paused))
        for year, state in shown.unsure_years:
            yield tell.unsure(year, state)

    def rivals(self) -> Iterator[tuple[str, str]]:
        """The rules that lost, each with the moment it would give at the desk; "" while it stands still."""
        for facts in self.stopwatch.rivals:
            yield facts["rule"], self.desk.at(datetime.fromisoformat(facts["due"])) if facts["due"] else ""

    def lines(self) -> Iterator[Line]:
        """The count day by day."""
        for entry in self.ledger.entries:
            there = [zone.spans(entry.day, entry.spans) for zone in self.zones]
            counted = tell.duration(entry.counted) if entry.spans else ""
            yield Line(
                tell.kind_of_row(entry),
                tell.day_name(entry.day),
                there,
                counted,
                tell.duration(entry.total),
                tell.why(entry),
            )

    @property
    def given(self) -> str:
        """The whole time that may be used, for the foot of the table."""
        return tell.duration(self.ledger.budget)

    @property
    def calendar_name(self) -> str:
        return both(self.ledger.calendar.name_zh, self.ledger.calendar.name_en)
