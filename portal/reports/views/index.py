"""The report: a table, one chart, and how each figure is counted."""

from __future__ import annotations

from collections.abc import Mapping

from flask import request

from portal.access import Permission, requires, staff
from portal.core.i18n import _
from portal.core.web import page
from portal.reports import chart
from portal.reports.measures import GROUPINGS, TIMES
from portal.reports.periods import NAMES, OWN, Period
from portal.reports.queries import figures, standing
from portal.reports.queries.figures import Chosen
from portal.reports.rules import ANSWERED, TAKEN
from portal.reports.views import asked
from portal.reports.views.blueprint import blueprint
from portal.reports.views.table import table


@blueprint.get("")
@requires(Permission.REPORTS_VIEW)
def index():
    given = request.args
    chosen, period = asked.chosen(given), asked.period(given)
    address = asked.address(period, chosen)
    return page(
        "reports/index.html",
        table=table(staff(), chosen, period, address),
        chart=_chart(chosen, period),
        period=period,
        chosen=chosen,
        grouping=GROUPINGS[chosen.by],
        selects=_selects(chosen, period),
        address=address,
        whose=_whose(chosen),
        wrong=asked.own_days_are_wrong(given, period),
        own=period.key == OWN,
        standing=standing.standing(),
    )


def _chart(chosen: Chosen, period: Period) -> chart.Chart | None:
    numbers = figures.by_day(staff(), chosen, period.now)
    return chart.drawn(period.now.days, numbers, (TAKEN, ANSWERED)) if numbers else None


def _selects(chosen: Chosen, period: Period) -> list[tuple[str, str, str, Mapping[str, str]]]:
    """(name, label, what is chosen, choices) of each."""
    found = [
        ("period", _("Period"), period.key, NAMES),
        ("by", _("Grouped by"), chosen.by, GROUPINGS),
        ("time", _("Time"), chosen.time, TIMES),
    ]
    if asked.chooses_region():
        found.append(("region", _("Region"), chosen.region, {"": _("All"), **asked.region_words()}))
    return found


def _whose(chosen: Chosen) -> str:
    """Whose figures these are, in the reader's words."""
    if not asked.sees_others():
        return _("Your own figures")
    if asked.chooses_region():
        return asked.region_words()[chosen.region] if chosen.region else _("All regions")
    return asked.region_words()[staff().region]
