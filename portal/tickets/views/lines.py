"""How a ticket looks in a list: everything a template needs, worked out before it runs.

Rows are rendered once and kept: for ten seconds the same tickets read the same for everybody of one language and zone in
one list. Who is at a ticket is set into a gap of its row.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

from flask import current_app
from jinja2.environment import TemplateModule
from markupsafe import Markup

from portal.access import queries as access
from portal.core import i18n
from portal.core.i18n import _, both
from portal.core.paging import mark
from portal.core.time import from_ms
from portal.tickets import procedures, rules, words
from portal.tickets.models import NEVER, URGENT
from portal.tickets.queries.lists import Line
from portal.tickets.queries.presence import Present
from portal.tickets.view import COLUMNS, USUAL_COLUMNS
from portal.tickets.views.presence import named

STEP_SECONDS, ROWS_KEPT, LISTS_KEPT = 10, 4_096, 256
NOBODY: Mapping[int, Iterable[Present]] = {}
Regions = tuple[tuple[str, str, str], ...]
OTHERS = "<others>"  # the gap of a row; no text of a ticket can hold it, since all of it is escaped
TICK = "tick"  # a column of checkboxes, for changing many


class Pill(NamedTuple):
    """A due moment as it is shown: state, words, ISO moment, and the moment in the reader's zone."""

    state: str
    words: str
    iso: str
    text: str


class Shown(NamedTuple):
    """One row of a list; `state` tells one state of the ticket from another."""

    number: str
    url: str
    title: str
    customer: str
    stage: str
    level: int
    urgent: bool
    channel: str
    region: str
    kind: str
    subject: str
    language: str
    received: str
    owner: str
    pill: Pill
    closed: bool
    offered: bool
    ask: str
    state: str


class Manner(NamedTuple):
    """All that a row depends on beside its ticket; `inside` is the address of its list for its link, None for no way back."""

    template: str
    columns: tuple[str, ...]
    inside: str | None
    regions: Regions
    moment: datetime
    language: str
    zone: str


class Row(NamedTuple):
    """One row rendered: before and after the gap, and whole for when nobody else is at the ticket."""

    before: Markup
    after: Markup
    alone: Markup


def heads(columns: Sequence[str] = USUAL_COLUMNS) -> list[str]:
    """The words above the columns of a list."""
    return [words.name(COLUMNS, name) for name in columns]


def lines_shown(
    lines: Iterable[Line],
    now: datetime,
    template: str = "tickets/_line.html",
    *,
    columns: Sequence[str] = USUAL_COLUMNS,
    view: str | None = None,
    present: Mapping[int, Iterable[Present]] = NOBODY,
) -> Markup:
    """The rows of a table (or what another template's macro `row` makes of lines), in the reader's language and zone; empty
    when there are none.

    `view` is the address of the list, which each row's link carries on; `present` is who is at which ticket.
    """
    manner = Manner(
        template,
        tuple(columns),
        None if view is None else quote(view, safe=""),
        access.region_names() if "region" in columns else (),
        now.replace(second=now.second // STEP_SECONDS * STEP_SECONDS, microsecond=0),
        i18n.language(),
        i18n.zone(),
    )
    lines = tuple(lines)
    if not any(line.id in present for line in lines):
        return _all_alone(lines, manner)
    rows = [(_row(line, manner), present.get(line.id)) for line in lines]
    return _joined([_with_others(row, others) if others else row.alone for row, others in rows])


@lru_cache(maxsize=LISTS_KEPT)
def _all_alone(lines: tuple[Line, ...], manner: Manner) -> Markup:
    return _joined([_row(line, manner).alone for line in lines])


def _joined(rows: list[Markup]) -> Markup:
    return current_app.jinja_env.get_template("tickets/_rows.html").module.rows(rows)


def _with_others(row: Row, present: Iterable[Present]) -> Markup:
    return row.before + _others(present) + row.after


def _others(present: Iterable[Present]) -> TemplateModule:
    return current_app.jinja_env.get_template("tickets/_others.html").make_module({"others": named(present)})


@lru_cache(maxsize=ROWS_KEPT)
def _row(line: Line, manner: Manner) -> Row:
    way = "" if manner.inside is None else f"?at={mark(line.place)}&in={manner.inside}"
    shown = _shown(line, manner.regions, manner.moment)
    made = current_app.jinja_env.get_template(manner.template).module.row(shown, manner.columns, way)
    before, after = made.split(OTHERS)
    return Row(before, after, before + after)


def _shown(line: Line, regions: Regions, now: datetime) -> Shown:
    return Shown(
        line.number,
        procedures.page_of(line.desk, line.number),
        line.title,
        line.customer,
        procedures.stage_names()[line.desk, line.stage],
        line.level,
        line.rank == URGENT,
        words.name(words.CHANNELS, line.channel),
        words.name({code: (zh, en) for code, zh, en in regions}, line.region),
        words.name(words.KINDS, line.kind),
        words.name(words.SUBJECTS, line.subject),
        words.fact("language", line.language),
        i18n.local(from_ms(line.received), style="short"),
        both(line.owner, line.owner_en or line.owner),
        Sayings().pill(from_ms(line.due), from_ms(line.warning), now, bool(line.waiting), line.closed is not None),
        line.closed is not None,
        line.offered is not None,
        _("Ask again %(when)s", when=i18n.local(from_ms(line.ask), style="short")) if line.ask else "",
        f"{zlib.crc32(repr(line).encode()):x}",
    )


class Sayings:
    """The words of pills, looked up once for a whole list."""

    def __init__(self):
        self.left, self.late = _("%(time)s left"), _("%(time)s late")
        self.day, self.hour, self.minute = _("%(n)d d"), _("%(n)d h"), _("%(n)d min")
        self.moment, self.paused, self.none, self.closed = _("under a minute"), _("Paused"), _("No limit"), _("Closed")

    def pill(self, due: datetime, warning: datetime, now: datetime, waiting: bool, closed: bool = False) -> Pill:
        """The pill of a due moment; the two largest units are enough for the eye."""
        if closed:
            return Pill("none", self.closed, "", "")
        left = rules.time_left(due, warning, now, waiting)
        if due == NEVER:
            return Pill(left.state, self.paused if left.state == "paused" else self.none, "", "")
        pattern = self.late if left.state == "late" else self.left
        return Pill(left.state, pattern % {"time": self.span(left.span)}, due.isoformat(), i18n.local(due))

    def span(self, span) -> str:
        days, hours, minutes = rules.parts(span)
        if days:
            pieces = [self.day % {"n": days}, self.hour % {"n": hours} if hours else ""]
        elif hours:
            pieces = [self.hour % {"n": hours}, self.minute % {"n": minutes} if minutes else ""]
        else:
            pieces = [self.minute % {"n": minutes} if minutes else self.moment]
        return " ".join(filter(None, pieces))
