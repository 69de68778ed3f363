"""A report as a table: groups with their names, figures as words, what they lead to, and how they moved."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import NamedTuple

from flask import url_for

from portal.access.models import Staff
from portal.core.i18n import _, both
from portal.reports import measures
from portal.reports.measures import BLOCKS, DURATION, SHARE, Block, Measure, Sums
from portal.reports.periods import Period
from portal.reports.queries import figures
from portal.reports.queries.figures import Chosen
from portal.reports.views import asked
from portal.tickets import procedures, words

TRENDED = ("taken", "answered", "response_in_time", "response_median", "resolution", "solved_in_time", "solution_median")
TRENDED += ("in_time", "limit_median")
MINUTE, HOUR, DAY = 60, 3_600, 86_400
NONE = "–"


class Figure(NamedTuple):
    """A figure in a cell: its words, its plain value, the address of what is behind it, how it moved ("" where nothing is to
    be compared), and whether it opens a block of columns."""

    label: str
    text: str
    value: int | None
    url: str
    trend: str
    opens: bool


class Row(NamedTuple):
    """A group: its name, a rule it names or "", the address that looks into it or "", its figures."""

    name: str
    rule: str
    url: str
    figures: list[Figure]


class Table(NamedTuple):
    """The whole: blocks of columns, a row for each group, and one for all of them (none where nothing was counted)."""

    blocks: tuple[Block, ...]
    rows: list[Row]
    total: Row | None


def table(person: Staff, chosen: Chosen, period: Period, address: Mapping[str, str]) -> Table:
    """The figures of a period beside those of the period before."""
    now, before = (figures.groups(person, chosen, span) for span in (period.now, period.before))
    names = _names(chosen.by, now)
    shown = _Shown(BLOCKS[chosen.by], chosen, address)
    ordered = sorted(now, key=lambda group: names[group])
    rows = [shown.row(names[group], group, now[group], before.get(group, Sums())) for group in ordered]
    total = shown.row(_("All"), None, measures.merged(now.values()), measures.merged(before.values())) if rows else None
    return Table(BLOCKS[chosen.by], rows, total)


def _names(by: str, groups: Iterable[Hashable]) -> dict[Hashable, str]:
    if by == "region":
        return {group: asked.region_words().get(group, group) for group in groups}
    if by == "person":
        known = figures.people(list(groups))
        return {group: both(*known[group]) for group in groups}
    if by == "channel":
        return {group: words.name(words.CHANNELS, group) for group in groups}
    known = procedures.stopwatch_names()
    return {group: known.get(group.partition(" ")[2], "") for group in groups}


class _Shown:
    def __init__(self, blocks: tuple[Block, ...], chosen: Chosen, address: Mapping[str, str]):
        self.measures = [measure for block in blocks for measure in block.measures]
        self.first = {block.measures[0].key for block in blocks}
        self.chosen, self.address = chosen, address

    def row(self, name: str, group: Hashable | None, now: Sums, before: Sums) -> Row:
        rule = str(group or "").partition(" ")[0] if self.chosen.by == "rule" else ""
        found = [self._figure(measure, self._narrowed(group), now, before) for measure in self.measures]
        return Row(name, rule, self._inside(group), found)

    def _narrowed(self, group: Hashable | None) -> dict[str, object]:
        if group is None:
            return {}
        if self.chosen.by == "rule":
            rule, _blank, stopwatch = str(group).partition(" ")
            return {"rule": rule, "stopwatch": stopwatch}
        return {self.chosen.by: group}

    def _inside(self, group: Hashable | None) -> str:
        """Into a region by its people, for who may choose a region."""
        if group is None or self.chosen.by != "region" or not asked.chooses_region():
            return ""
        return url_for("reports.index", **{**self.address, "region": group, "by": "person"})

    def _figure(self, measure: Measure, narrowed: Mapping[str, object], now: Sums, before: Sums) -> Figure:
        value = measure.of(now)
        url = ""
        if now.number(measure.kinds, measure.stopwatch):
            sought = {"stopwatch": measure.stopwatch} if measure.stopwatch else {}
            kept = {name: text for name, text in self.address.items() if name != "by"}
            url = url_for("reports.tickets", **{**kept, **sought, **narrowed, "kind": "-".join(measure.kinds)})
        return Figure(
            measure.label, said(measure.unit, value, self.chosen.time), value, url,
            trend(measure, value, measure.of(before), self.chosen.time), measure.key in self.first,
        )  # fmt: skip


def said(unit: str, value: int | None, time: str = "elapsed") -> str:
    """A value as words: a number, "93.5 %", or a span; a dash for none."""
    if value is None:
        return NONE
    if unit == SHARE:
        return f"{value / 10:.1f} %"
    return span(value, days=time == "elapsed") if unit == DURATION else str(value)


def span(seconds: int, *, days: bool = True) -> str:
    """The two largest units of a span; open hours are not made days, as a day has fewer of them than 24."""
    units = ((DAY, _("%(n)d d")),) if days else ()
    units += (HOUR, _("%(n)d h")), (MINUTE, _("%(n)d min")), (1, _("%(n)d s"))
    for place, (size, word) in enumerate(units):
        if seconds >= size:
            rest = seconds % size // units[place + 1][0] if place + 1 < len(units) else 0
            return " ".join([word % {"n": seconds // size}, *([units[place + 1][1] % {"n": rest}] if rest else [])])
    return units[-1][1] % {"n": 0}


def trend(measure: Measure, now: int | None, before: int | None, time: str) -> str:
    """By how much it moved against the period before; "" where nothing is to be compared."""
    if measure.key not in TRENDED or now is None or before is None:
        return ""
    moved = now - before
    if not moved:
        return "±0" if now else ""
    size = f"{abs(moved) / 10:.1f}" if measure.unit == SHARE else said(measure.unit, abs(moved), time)
    return f"{'+' if moved > 0 else '−'}{size}"
