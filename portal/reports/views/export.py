"""A report as a file for a spreadsheet."""

from __future__ import annotations

import csv
import io

from flask import Response, request

from portal.access import Permission, requires, staff
from portal.audit import actions as audit
from portal.core.i18n import _
from portal.reports.measures import DURATION, SHARE, Measure
from portal.reports.queries.figures import Chosen
from portal.reports.views import asked
from portal.reports.views.blueprint import blueprint
from portal.reports.views.table import Row, Table, table

BOM = "\ufeff"  # by which a spreadsheet knows that the text is UTF-8
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@blueprint.post("/export")
@requires(Permission.REPORTS_VIEW)
def export():
    """The table of the page: whole seconds, shares in percent; who took which report away is in the journal."""
    given = request.form
    chosen, period = asked.chosen(given), asked.period(given)
    address = asked.address(period, chosen)
    text = written(table(staff(), chosen, period, address), chosen)
    days = f"{period.now.first}_{period.now.last}"
    facts = address | {"from": period.now.first.isoformat(), "until": period.now.last.isoformat()}
    audit.record("reports.exported", "report", by=staff(), changes={name: [None, value] for name, value in facts.items()})
    response = Response(BOM + text, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="report-{chosen.by}-{days}.csv"'
    response.headers["Cache-Control"] = "no-store"
    return response


def written(shown: Table, chosen: Chosen) -> str:
    """A table as CSV, a line for each group and one for all."""
    text = io.StringIO()
    out = csv.writer(text)
    groups = (_("Rule"), _("Limit")) if chosen.by == "rule" else (_("Group"),)
    out.writerow([*groups, *(_head(block.label, measure) for block in shown.blocks for measure in block.measures)])
    for row in [*shown.rows, *([shown.total] if shown.total else [])]:
        out.writerow(list(map(quoted, [*_names(row, chosen), *_values(shown, row)])))
    return text.getvalue()


def quoted(value: object) -> object:
    """A text that a spreadsheet would take for a formula, made a text."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _names(row: Row, chosen: Chosen) -> list[str]:
    return [row.rule, row.name] if chosen.by == "rule" else [row.name]


def _head(block: str, measure: Measure) -> str:
    unit = {DURATION: " (s)", SHARE: " (%)"}.get(measure.unit, "")
    return f"{block} · {measure.label}{unit}"


def _values(shown: Table, row: Row) -> list[object]:
    units = [measure.unit for block in shown.blocks for measure in block.measures]
    return [_plain(unit, figure.value) for unit, figure in zip(units, row.figures, strict=True)]


def _plain(unit: str, value: int | None) -> object:
    if value is None:
        return ""
    return f"{value / 10:.1f}" if unit == SHARE else value
