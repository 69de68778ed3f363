"""The report as a file."""

import csv
import io

import pytest

from portal.audit.models import JournalRow
from portal.reports.views.export import quoted

WEEK = {"period": "week", "by": "region"}


def lines(reply) -> list[list[str]]:
    text = reply.data.decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


@pytest.mark.rule("TM-9.3")
def test_it_holds_what_the_page_shows(browse, cast, counted):
    reply = browse(cast.manager).post("/reports/export", **WEEK)
    assert reply.status == 200
    assert reply.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="report-region-2026-11-23_2026-11-24.csv"' in reply.headers["Content-Disposition"]
    head, americas, europe, whole = lines(reply)
    assert (americas[0], europe[0], whole[0]) == ("Americas", "Europe", "All")
    named = dict(zip(head, europe, strict=True))
    assert named["Volume · Taken"] == "2"
    assert named["First answer · In time (%)"] == "50.0"
    assert named["First answer · Median (s)"] == "44100"
    assert named["First answer · 90 % (s)"] == "86400"


def test_it_is_in_the_journal_with_its_filter(browse, cast, counted):
    browse(cast.manager).post("/reports/export", **WEEK, region="eu", time="opened")
    row = JournalRow.select().order_by(JournalRow.id.desc()).get()
    assert (row.what, row.who) == ("reports.exported", cast.manager.username)
    assert {name: after for name, (_before, after) in row.changes.items()} == {
        "period": "week", "by": "region", "time": "opened", "region": "eu", "from": "2026-11-23", "until": "2026-11-24",
    }  # fmt: skip


def test_it_is_narrowed_like_the_page(browse, cast, counted):
    own = lines(browse(cast.supervisor).post("/reports/export", **WEEK, region="us"))
    assert [line[0] for line in own] == ["Group", "Europe", "All"]
    by_person = lines(browse(cast.clerk).post("/reports/export", period="week", by="person"))
    assert [line[0] for line in by_person[1:]] == [cast.clerk.name, "All"]


def test_rules_have_two_columns(browse, cast, counted):
    head, *rest = lines(browse(cast.manager).post("/reports/export", period="week", by="rule"))
    assert head[:2] == ["Rule", "Limit"]
    assert ["TM-4.2d", "First answer"] in [line[:2] for line in rest]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_a_formula_is_made_a_text(text):
    assert quoted(text) == f"'{text}"
    assert quoted(f"x{text}") == f"x{text}"
    assert quoted(-5) == -5


def test_without_a_token_it_is_refused(browse, cast, counted):
    assert browse(cast.manager).post("/reports/export", token="", **WEEK).status in (400, 422)
