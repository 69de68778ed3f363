"""How a ticket looks in a list: everything a template needs, worked out before it runs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from flask import current_app
from markupsafe import Markup

from portal.core import i18n
from portal.core.i18n import _, both
from portal.core.time import from_ms
from portal.tickets import procedures, rules, words
from portal.tickets.models import NEVER, URGENT
from portal.tickets.queries.lists import Line

STEP_SECONDS, ROWS_KEPT = 10, 4_096


class Pill(NamedTuple):
    """A due moment as it is shown: state, words, ISO moment, and the moment in the reader's zone."""

    state: str
    words: str
    iso: str
    text: str


class Shown(NamedTuple):
    """One row of a list."""

    number: str
    url: str
    title: str
    customer: str
    stage: str
    level: int
    urgent: bool
    channel: str
    owner: str
    pill: Pill
    closed: bool
    ask: str


def lines_shown(lines: Iterable[Line], now: datetime, template: str = "tickets/_line.html") -> list[Markup]:
    """Rows of a table (or what another template's macro `row` makes of a line), in the reader's language and zone.

    A row is rendered once and kept: for ten seconds the same ticket reads the same for everybody of one language and zone.
    """
    moment = now.replace(second=now.second // STEP_SECONDS * STEP_SECONDS, microsecond=0)
    return [_row(template, line, moment, i18n.language(), i18n.zone()) for line in lines]


@lru_cache(maxsize=ROWS_KEPT)
def _row(template: str, line: Line, moment: datetime, _language: str, _zone: str) -> Markup:
    return current_app.jinja_env.get_template(template).module.row(_shown(line, moment))


def _shown(line: Line, now: datetime) -> Shown:
    return Shown(
        line.number,
        f"{procedures.of(line.desk).place}/{line.number}",
        line.title,
        line.customer,
        procedures.stage_names()[line.desk, line.stage],
        line.level,
        line.rank == URGENT,
        words.name(words.CHANNELS, line.channel),
        both(line.owner, line.owner_en or line.owner),
        Sayings().pill(from_ms(line.due), from_ms(line.warning), now, bool(line.waiting), line.closed is not None),
        line.closed is not None,
        _("Ask again %(when)s", when=i18n.local(from_ms(line.ask), style="short")) if line.ask else "",
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
