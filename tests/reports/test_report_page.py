"""The report as a page: what it shows to whom, and where each figure leads."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from portal.core import db, time
from portal.reports import jobs
from tests import make
from tests.make import TUESDAY

WEEK = "/reports?period=week"


def cells(reply, row: str) -> dict[str, str]:
    """The figures of a row by their column, first line only; two columns of a name are told apart by their order."""
    (found,) = [line for line in reply.soup.select("#report tbody tr, #report tfoot tr") if line.th.text.strip() == row]
    named = {}
    for cell in found.select("td"):
        (sub,) = cell.select(".sub") or [None]
        if sub:
            sub.extract()
        label = cell["data-label"]
        named[f"{label} 2" if label in named else label] = cell.text.strip()
    return named


def rows(reply) -> list[str]:
    return [heading.text.strip() for heading in reply.soup.select("#report tbody th")]


@pytest.mark.rule("CS-5.1", "TM-7", "TM-9.3")
def test_the_manager_sees_every_region(browse, cast, counted):
    reply = browse(cast.manager).get(WEEK)
    assert reply.status == 200
    assert rows(reply) == ["Americas", "Europe"]
    assert cells(reply, "Europe") == {
        "Taken": "2", "Answered": "2", "Archived": "0", "Reopened": "0", "Transferred": "0", "Misses": "1",
        "In time": "50.0 %", "Median": "12 h 15 min", "90 %": "1 d", "Resolved": "100.0 %",
        "In time 2": "100.0 %", "Median 2": "12 h 15 min", "90 % 2": "1 d",
    }  # fmt: skip
    assert cells(reply, "Americas")["Median"] == "–"
    assert cells(reply, "All")["Taken"] == "3"


def test_open_hours_are_fewer(browse, cast, counted):
    reply = browse(cast.manager).get(f"{WEEK}&time=opened")
    assert cells(reply, "Europe")["90 %"] == "9 h"  # from ten to six, and from nine to ten


@pytest.mark.rule("TM-6.1", "TM-6.2")
def test_by_person(browse, cast, counted):
    reply = browse(cast.manager).get(f"{WEEK}&by=person&region=eu")
    assert set(rows(reply)) == {cast.clerk.name, cast.colleague.name}
    assert cells(reply, cast.clerk.name)["In time"] == "0.0 %"
    assert cells(reply, cast.colleague.name)["In time"] == "100.0 %"


def test_by_channel(browse, cast, counted):
    assert rows(browse(cast.manager).get(f"{WEEK}&by=channel")) == ["E-mail", "Social media"]


@pytest.mark.rule("CS-5.1")
def test_by_rule_names_the_rule_and_how_it_is_counted(browse, cast, counted):
    reply = browse(cast.manager).get(f"{WEEK}&by=rule")
    links = {link.text for link in reply.soup.select("#report tbody .rule")}
    assert links == {"CS-3.1a", "TM-4.2d", "TM-4.5b"}
    (late,) = [row for row in reply.soup.select("#report tbody tr") if "TM-4.2d" in row.text]
    assert [cell.text.strip().split("\n")[0] for cell in late.select("td")][:4] == ["0", "1", "0.0 %", "1"]
    assert "Limits that ended in the period, in time." in reply.text_of("details")


def test_a_supervisor_sees_the_own_region(browse, cast, counted):
    reply = browse(cast.supervisor).get(f"{WEEK}&region=us")
    assert rows(reply) == ["Europe"]
    assert not reply.has("[name=region]")
    assert "Europe" in reply.text_of(".page-head__meta")


def test_a_clerk_sees_the_own_figures_alone(browse, cast, counted):
    reply = browse(cast.clerk).get(f"{WEEK}&by=person")
    assert rows(reply) == [cast.clerk.name]
    assert "Your own figures" in reply.text_of(".page-head__meta")
    assert rows(browse(cast.clerk).get(WEEK)) == ["Social media"]
    assert rows(browse(cast.clerk).get(f"{WEEK}&by=region&region=us")) == ["Europe"]


@pytest.mark.parametrize("role", ["admin", "auditor", "hr", "trainer", "keeper", "legal"])
def test_other_roles_open_no_report(browse, cast, counted, role):
    browser = browse(make.staff(f"one.{role}", roles=[role], region="hq"))
    assert browser.get("/reports").status == browser.get("/reports/tickets").status == 403
    assert browser.post("/reports/export").status == 403


def test_every_figure_leads_to_what_it_counts(browse, cast, counted):
    browser = browse(cast.manager)
    for by in ("region", "person", "channel", "rule"):
        reply = browser.get(f"{WEEK}&by={by}")
        for link in reply.soup.select("#report td a"):
            behind = browser.get(link["href"])
            assert behind.status == 200
            count = len(behind.soup.select("#behind tbody tr"))
            assert count > 0
            if re.fullmatch(r"\d+", link.text.strip()):
                assert count == int(link.text), link


def test_a_region_leads_to_its_people(browse, cast, counted):
    reply = browse(cast.manager).get(WEEK)
    (link,) = [link["href"] for link in reply.soup.select("#report tbody th a") if link.text == "Europe"]
    asked = parse_qs(urlsplit(link).query)
    assert (asked["by"], asked["region"], asked["period"]) == (["person"], ["eu"], ["week"])


def test_it_says_how_it_moved(browse, cast, counted):
    db.run(
        "INSERT INTO fact_cell (day, region, person, channel, kind, stopwatch, rule, number) "
        "VALUES ('2026-11-16', 'eu', ?, 'email', 'taken', '', '', 5)", cast.clerk.id,
    )  # fmt: skip
    reply = browse(cast.manager).get(WEEK)
    (europe,) = [row for row in reply.soup.select("#report tbody tr") if row.th.text.strip() == "Europe"]
    assert europe.select_one("td .sub").text == "−3"
    assert "2026-11-16 – 2026-11-17" in reply.text_of("#report caption")


def test_the_chart_has_words_and_the_same_numbers_beside_it(browse, cast, counted):
    reply = browse(cast.manager).get(WEEK)
    svg = reply.soup.select_one("svg.chart")
    assert svg["role"] == "img"
    assert svg["aria-labelledby"].split() == [svg.title["id"], svg.desc["id"]]
    assert not re.search(r"\bstyle=|<script", str(svg))
    assert [[cell.text for cell in row.select("td")] for row in reply.soup.select(".report__days tbody tr")] == [
        ["3", "1"], ["0", "1"]
    ]  # fmt: skip
    assert len(svg.select("rect")) == 3


def test_nothing_counted_says_what_to_do(browse, cast, counted):
    reply = browse(cast.manager).get("/reports?period=days&from=2025-01-01&until=2025-01-05")
    assert "Nothing was counted" in reply.text_of(".empty")
    assert not reply.has("#report")


@pytest.mark.parametrize("days", ["from=2026-11-24&until=2026-11-23", "from=x&until=y", "from=2020-01-01&until=2026-01-01"])
def test_days_that_are_none_are_said_to_be(browse, cast, counted, days):
    reply = browse(cast.manager).get(f"/reports?period=days&{days}")
    assert reply.status == 200
    assert "These days cannot be shown" in reply.text_of(".message")


def test_it_says_when_days_are_being_counted(browse, cast, counted):
    assert "being counted" not in browse(cast.manager).get(WEEK).text
    db.run("INSERT INTO fact_stale_day (day, region) VALUES ('2026-11-24', 'eu')")
    assert "being counted" in browse(cast.manager).get(WEEK).text_of(".message")


def test_in_chinese(browse, cast, counted):
    reply = browse(cast.manager, language="zh").get(WEEK)
    assert reply.text_of("h1") == "统计报表"
    assert rows(reply) == ["欧洲", "美洲"]


def test_the_list_behind_a_figure_keeps_to_what_may_be_seen(browse, cast, counted):
    titles = {person: browse(person).get("/reports/tickets?period=week&kind=taken").text
              for person in (cast.manager, cast.supervisor, cast.clerk)}  # fmt: skip
    assert all(title in titles[cast.manager] for title in ("Slow one", "Quick one", "Far one"))
    assert "Quick one" in titles[cast.supervisor]
    assert "Far one" not in titles[cast.supervisor]
    assert "Slow one" in titles[cast.clerk]
    assert "Quick one" not in titles[cast.clerk]


def test_the_list_pages_by_key(browse, cast):
    buyer = make.customer()
    with time.frozen(TUESDAY):
        for number in range(53):
            make.enquiry(by=cast.clerk, at=TUESDAY - timedelta(minutes=number // 2), customer=buyer)
        jobs.keep(now=TUESDAY)
        browser = browse(cast.manager)
        first = browser.get("/reports/tickets?period=week&kind=taken")
        second = browser.get(first.soup.select_one("a[rel=next]")["href"])
    numbers = [tag.text for reply in (first, second) for tag in reply.soup.select("#behind .id")]
    assert len(numbers) == len(set(numbers)) == 53
