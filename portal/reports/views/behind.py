"""The tickets behind a figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from flask import request, url_for

from portal.access import Permission, requires, staff
from portal.core.i18n import both, local
from portal.core.paging import unmark
from portal.core.time import from_ms
from portal.core.web import page
from portal.reports.measures import KIND_NAMES
from portal.reports.queries import behind
from portal.reports.queries.behind import Line, Sought
from portal.reports.rules import KINDS, TAKEN
from portal.reports.views import asked
from portal.reports.views.blueprint import blueprint
from portal.reports.views.table import span
from portal.tickets import procedures, words


class Shown(NamedTuple):
    """A fact as a row of the list."""

    number: str
    url: str
    title: str
    customer: str
    what: str
    rule: str
    iso: str
    when: str
    person: str
    took: str


@blueprint.get("/tickets")
@requires(Permission.REPORTS_VIEW)
def tickets():
    given = request.args
    chosen, period, sought = asked.chosen(given), asked.period(given), _sought(given)
    found = behind.page(staff(), sought, period.now, unmark(given.get("after"), (int, int)))
    kept = {name: value for name, value in given.items() if value and name != "after"}
    return page(
        "reports/tickets.html",
        lines=list(_shown(found.rows, chosen.time)),
        kinds=[KIND_NAMES[kind] for kind in sought.kinds],
        period=period,
        back=url_for(".index", **asked.address(period, chosen)),
        first_url=url_for(".tickets", **kept) if "after" in given else None,
        next_url=url_for(".tickets", **kept, after=found.after) if found.after else None,
    )


def _sought(given: Mapping[str, str]) -> Sought:
    kinds = [kind for kind in given.get("kind", "").split("-") if kind in KINDS]
    person = given.get("person", "")
    return Sought(
        kinds=kinds or [TAKEN],
        region=given["region"] if given.get("region") and given["region"] in asked.region_words() else "",
        person=int(person) if person.isascii() and person.isdigit() and len(person) < 10 else None,
        channel=given.get("channel", "") if given.get("channel") in words.CHANNELS else "",
        rule=_plain(given.get("rule", "")),
        stopwatch=given.get("stopwatch", "") if given.get("stopwatch") in procedures.stopwatch_names() else "",
    )


def _plain(text: str) -> str:
    """A text that a database can compare."""
    return text if text.isascii() and text.isprintable() and len(text) < 40 else ""


def _shown(lines: Iterable[Line], time: str) -> Iterable[Shown]:
    names = procedures.stopwatch_names()
    for line in lines:
        took = getattr(line, time)
        limit = names.get(line.stopwatch, "")
        what = " · ".join(filter(None, [str(KIND_NAMES[line.kind]), limit]))
        at = from_ms(line.at)
        yield Shown(
            line.number, procedures.page_of(line.desk, line.number), line.title, line.customer, what, line.rule,
            at.isoformat(), local(at), both(line.person_zh, line.person_en or line.person_zh),
            "" if took is None else span(took, days=time == "elapsed"),
        )  # fmt: skip
