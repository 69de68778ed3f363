"""What the address of a report asks for. A word that means nothing asks for nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from zoneinfo import ZoneInfo

from portal.access import Permission, queries, regions_seen_by, staff
from portal.core import i18n, time
from portal.reports import periods
from portal.reports.measures import GROUPINGS, TIMES
from portal.reports.periods import MONTH, NAMES, OWN, Period
from portal.reports.queries.figures import Chosen

KEPT = ("period", "from", "until", "by", "time", "region")


def chosen(given: Mapping[str, str]) -> Chosen:
    """Grouping, kind of time and region; who sees one region or only themselves chooses none."""
    region = given.get("region", "")
    return Chosen(
        by=_one_of(GROUPINGS, given.get("by"), "region" if sees_others() else "channel"),
        time=_one_of(TIMES, given.get("time"), "elapsed"),
        region=region if region and chooses_region() and region in region_words() else "",
    )


def period(given: Mapping[str, str]) -> Period:
    """The period, as of the reader's day; own days that cannot be are this month."""
    own = periods.own_days(_day(given.get("from")), _day(given.get("until")))
    return periods.period(_one_of(NAMES, given.get("period"), OWN if own else MONTH), today(), own)


def own_days_are_wrong(given: Mapping[str, str], found: Period) -> bool:
    """Whether own days were asked for and could not be shown."""
    return given.get("period") == OWN and found.key != OWN and bool(given.get("from") or given.get("until"))


def address(found: Period, narrowed: Chosen) -> dict[str, str]:
    """What names this report in an address, all of it said."""
    said = {"period": found.key, "by": narrowed.by, "time": narrowed.time}
    if found.key == OWN:
        said |= {"from": found.now.first.isoformat(), "until": found.now.last.isoformat()}
    return said | ({"region": narrowed.region} if narrowed.region else {})


def today() -> date:
    """The reader's day."""
    return time.now().astimezone(ZoneInfo(i18n.zone())).date()


def sees_others() -> bool:
    return staff().may(Permission.REPORTS_TEAM)


def chooses_region() -> bool:
    """Whether there is more than one region to choose from."""
    return sees_others() and regions_seen_by(staff()) is None


def region_words() -> dict[str, str]:
    """The regions by code, in the reader's language."""
    return {code: i18n.both(zh, en) for code, zh, en in queries.region_names()}


def _one_of(known, asked: str | None, otherwise: str) -> str:
    return asked if asked in known else otherwise


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
