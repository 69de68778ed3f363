"""Days off and make-up workdays of a year, read from the calendar libraries and given their names in both languages.

China comes from `chinesecalendar` (the State Council's notices, make-up workdays included), checked day by day against
`holidays`; every other country from `holidays`. Both libraries are slow to load and are loaded where they are used.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.metadata import version
from pathlib import Path

from portal.clocks.calendar import ESTIMATED, NOT_ANNOUNCED, OFF, OFFICIAL, ONE_DAY, WORKING, Day

TABLE = Path(__file__).with_name("calendars.toml")
CHINA = "china"
REMARK = re.compile(r" \((observed|in lieu|estimated|observed, estimated)\)$")
INSTEAD = re.compile(r"^Alternative holiday for |\((observed|in lieu)")
PUBLIC_HOLIDAY = "公众假日"


class DisagreementError(ValueError):
    """Two libraries tell different things about the same days, which are in `days` as ISO dates."""

    def __init__(self, days: list[str]):
        super().__init__(f"The sources for China differ on {', '.join(days)}.")
        self.days = days


@dataclass(frozen=True)
class Year:
    """What is known of one year: its days, how sure they are, and where from."""

    state: str
    source: str
    days: Mapping[date, Day]


@cache
def table() -> dict:
    """The calendars that the portal begins with, and the names of holidays."""
    return tomllib.loads(TABLE.read_text("utf-8"))


def year_of(almanac: str, year: int, *, today: date) -> Year:
    """The days of `year` for an almanac of the table: "china", or a country code such as "SA" or "DE-HE".

    A year is estimated while a day from `today` on waits for the moon to be seen. Raises DisagreementError when the
    two sources for China differ.
    """
    return china(year) if almanac == CHINA else country(almanac, year, today=today)


def china(year: int) -> Year:
    """China's year. Before its notice (about November of the year before) only the days the law fixes are known.

    Those are the statutory dates themselves; which days are added and which weekends are worked, the notice decides.
    """
    from chinese_calendar import constants

    if not any(day.year == year for day in constants.holidays):
        return Year(NOT_ANNOUNCED, *_named(_holidays("CN", year, observed=False)))
    off = {day: _off(name) for day, name in constants.holidays.items() if day.year == year}
    worked = {day: _make_up(name) for day, name in constants.workdays.items() if day.year == year}
    days = off | worked
    _agree(days, _holidays("CN", year))
    return Year(OFFICIAL, _source("chinesecalendar"), days)


def country(code: str, year: int, *, today: date) -> Year:
    """Another country's public holidays."""
    found = _holidays(code, year)
    waits = any(name.endswith("estimated)") and day >= today for day, name in found.items())
    return Year(ESTIMATED if waits else OFFICIAL, *_named(found))


def _holidays(code: str, year: int, *, observed: bool = True):
    import holidays

    land, _, part = code.partition("-")
    known = getattr(holidays, land).get_supported_options()
    options = {"islamic_show_estimated": True} if "islamic_show_estimated" in known else {}
    asked = {"subdiv": part or None, "years": year, "expand": False, "observed": observed, "language": "en_US"}
    return holidays.country_holidays(land, **asked, **options)


def _named(found: Mapping[date, str]) -> tuple[str, dict[date, Day]]:
    return _source("holidays"), {day: _off(name) for day, name in sorted(found.items())}


def _source(library: str) -> str:
    return f"{library} {version(library)}"


def _off(name: str) -> Day:
    zh, en = _names(name)
    return Day(OFF, name_zh=zh, name_en=en)


def _make_up(name: str) -> Day:
    zh, en = _names(name)
    return Day(WORKING, name_zh=f"{zh}调休上班", name_en=f"Make-up workday for {en}")


def _names(name: str) -> tuple[str, str]:
    """Chinese and English of a library's name, which may be that of several holidays on one day."""
    parts = [_name(part) for part in name.split("; ")]
    return "、".join(zh for zh, _en in parts), ", ".join(en for _zh, en in parts)


def _name(name: str) -> tuple[str, str]:
    """The names of one holiday; a day given in place of another says so in both."""
    plain = REMARK.sub("", name).removeprefix("Alternative holiday for ")
    zh, *own = table()["names"].get(plain, [PUBLIC_HOLIDAY])
    en = own[0] if own else plain
    return (f"{zh}（补假）", f"{en} (in lieu)") if INSTEAD.search(name) else (zh, en)


def _agree(days: Mapping[date, Day], other) -> None:
    """Refuse a Chinese year on which the two libraries differ, naming the dates."""
    differ = [str(day) for day in _dates(min(days).year) if _works(day, days) != _works_by(day, other)]
    if differ:
        raise DisagreementError(differ)


def _dates(year: int) -> Iterator[date]:
    day = date(year, 1, 1)
    while day.year == year:
        yield day
        day += ONE_DAY


def _works(day: date, days: Mapping[date, Day]) -> bool:
    return days[day].kind == WORKING if day in days else day.weekday() < 5


def _works_by(day: date, other) -> bool:
    return day in other.weekend_workdays or (day.weekday() < 5 and day not in other)
