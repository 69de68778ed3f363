"""The words of a ledger in the reader's language: amounts, lengths of time, and what each day was."""

from __future__ import annotations

from datetime import date, timedelta

from babel.dates import format_date

from portal.clocks import ledger as kinds
from portal.clocks.calendar import NOT_ANNOUNCED
from portal.clocks.ledger import Entry
from portal.clocks.working_time import Target
from portal.core.i18n import LOCALES, _, both, language, plural


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
    waited = _("%(time)s of waiting left out", time=duration(entry.paused)) if entry.paused else ""
    return " · ".join(filter(None, [_what(entry), _prayers(entry), waited]))


def _prayers(entry: Entry) -> str:
    times = ", ".join(map(str, entry.prayers))
    return _("prayer time left out %(times)s", times=times) if times else ""


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
    if not entry.number:
        return words
    counted = _("Working day %(number)d", number=entry.number)
    return f"{counted} · {words}"


def kind_of_row(entry: Entry) -> str:
    """How a row of the ledger looks: counted, pause, or off."""
    if entry.spans:
        return "counted"
    return "pause" if entry.paused else "off"
