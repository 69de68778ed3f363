"""The list of the journal: who opens it, what narrows it, how it goes on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.audit import SYSTEM, queries
from portal.audit.actions import origin, record
from portal.audit.queries import journal
from tests import make
from tests.make import TUESDAY

HOUR = timedelta(hours=1)


def shown(reply) -> list[int]:
    """The numbers of the rows on the page, in its order."""
    return [int(tag["id"].removeprefix("row-")) for tag in reply.soup.select("#journal .row-link")]


@pytest.fixture
def rows(cast):
    """Some rows of several kinds; their numbers by name."""
    token = origin.set("10.9.8.7")
    made = {
        "late": record("staff.changed", cast.stranger, by=cast.admin, at=TUESDAY + 30 * HOUR, reason="Umzug nach Texas"),
        "hired": record("staff.hired", cast.engineer, by=cast.admin, at=TUESDAY),
        "ticket": record("enquiry.classify", "E26-00012", by=cast.clerk, at=TUESDAY + HOUR, changes={"level": [2, 3]}),
        "calendar": record("calendar.corrected", "calendar:hq", by=cast.supervisor, at=TUESDAY + 2 * HOUR, reason="100 % sure"),
    }
    origin.reset(token)
    return {name: row.id for name, row in made.items()}


def test_newest_first_by_time(browse, cast, rows):
    found = shown(browse(cast.manager).get("/audit?origin=10.9.8.7"))
    assert found == [rows["late"], rows["calendar"], rows["ticket"], rows["hired"]]


NARROWED = [
    ("who=agent.eu", ["ticket"]),
    ("who=%E7%8E%8B%E8%8A%B3", ["ticket"]),  # 王芳
    ("what=staff", ["late", "hired"]),
    ("what=staff.hired", ["hired"]),
    ("subject=E26-00012", ["ticket"]),
    ("subject=agent.us", ["late"]),
    ("subject=calendar:hq", ["calendar"]),
    ("reason=texas", ["late"]),
    ("reason=0%20%25", ["calendar"]),
    ("reason=_", []),
    ("who=admin&what=staff&reason=umzug", ["late"]),
    ("who=admin&what=calendar", []),
    ("since=2026-11-25", ["late"]),
    ("until=2026-11-24", ["calendar", "ticket", "hired"]),
    ("since=2026-11-24&until=2026-11-24&what=staff", ["hired"]),
]


@pytest.mark.parametrize(("asked", "wanted"), NARROWED, ids=[row[0] for row in NARROWED])
def test_what_is_asked_narrows(browse, cast, rows, asked, wanted):
    found = shown(browse(cast.manager).get(f"/audit?origin=10.9.8.7&{asked}"))
    assert found == [rows[name] for name in wanted]


def test_days_are_the_reader_s_own(browse, cast, rows):
    """30 hours after Tuesday 17:00 in Shanghai it is Wednesday 23:00 there, and Thursday 00:00 in Tokyo."""
    cast.manager.zone = "Asia/Tokyo"
    cast.manager.save()
    browser = browse(cast.manager)
    assert shown(browser.get("/audit?origin=10.9.8.7&since=2026-11-26")) == [rows["late"]]
    assert "2026-11-26 00:00:00" in browser.get("/audit?origin=10.9.8.7&since=2026-11-26").text


def test_what_is_asked_stands_in_the_fields(browse, cast, rows):
    reply = browse(cast.manager).get("/audit?who=admin&what=staff&since=2026-11-20&reason=Umzug")
    assert [reply.value_of(name) for name in ("who", "what", "since", "until", "reason")] == [
        "admin", "staff", "2026-11-20", "", "Umzug"
    ]  # fmt: skip


@pytest.mark.parametrize(
    "asked", ["since=yesterday", "until=2026-02-30", "same=0x1", "same=99999999999", "who=a%00b", "after=zzz"]
)
def test_what_cannot_be_meant_is_not_asked(browse, cast, rows, asked):
    assert rows["late"] in shown(browse(cast.manager).get(f"/audit?{asked}"))


def test_nothing_found_says_what_to_do(browse, cast):
    reply = browse(cast.manager).get("/audit?who=nobody")
    assert "No row fits this" in reply.text_of(".empty")
    assert not reply.has("#export")


def test_pages_follow_one_another_without_a_gap(browse, cast):
    for number in range(120):
        record("enquiry.note", "E26-00777", by=cast.clerk, at=TUESDAY + timedelta(minutes=number // 7))
    browser, url, found = browse(cast.manager), "/audit?subject=E26-00777", []
    while url:
        reply = browser.get(url)
        found += shown(reply)
        url = (reply.soup.select_one("a[rel=next]") or {}).get("href")
    assert found == sorted(found, reverse=True)
    assert len(found) == 120


def test_a_search_that_would_take_long_goes_on_by_pages(browse, cast, monkeypatch):
    monkeypatch.setattr(journal, "WINDOW", 10)
    sought = record("enquiry.note", "E26-00778", by=cast.clerk, at=TUESDAY, reason="needle").id
    for number in range(25):
        record("enquiry.note", "E26-00778", by=cast.clerk, at=TUESDAY + (number + 1) * HOUR, reason="hay")
    browser, url, looks = browse(cast.manager), "/audit?subject=E26-00778&reason=needle", 0
    while url and not (found := shown(browser.get(url))):
        reply, looks = browser.get(url), looks + 1
        assert "Nothing found back to 2026-11-2" in reply.text_of(".empty__title")
        url = reply.soup.select_one("a[rel=next]")["href"]
    assert (found, looks) == ([sought], 2)


def test_rows_of_a_stopwatch_are_found_by_the_number_of_its_ticket(browse, cast):
    ticket = make.enquiry(by=cast.clerk)
    row = record("clock.missed", ticket, by=SYSTEM, reason="TM-4.5b", changes={"stopwatch": [None, "level"]})
    reply = browse(cast.manager).get(f"/audit?subject={ticket.number}")
    assert shown(reply)[0] == row.id
    assert f"The portal recorded a miss of ticket {ticket.number}: time limit set to Solution. Rule: TM-4.5b" in reply.text


def test_a_number_is_withheld_from_who_may_not_open_tickets(browse, cast, rows):
    for person in (cast.auditor, cast.admin):
        reply = browse(person).get("/audit?origin=10.9.8.7")
        assert "E26-0001" not in reply.text.replace("E26-00012, agent.us", "")
        assert "classified ticket (number withheld) anew" in reply.text
        assert shown(browse(person).get(f"/audit?same={rows['ticket']}")) == [rows["ticket"]]


@pytest.mark.parametrize("part", ["clerk", "senior", "engineer", "supervisor"])
def test_who_may_not_read_it(browse, cast, part):
    assert browse(getattr(cast, part)).get("/audit").status == 403


def test_a_stranger_is_sent_to_the_door(browse):
    assert browse().get("/audit").place.startswith("/login")


def test_reading_writes_nothing(browse, cast):
    before = queries.head()
    browse(cast.auditor).get("/audit")
    assert queries.head() == before


def test_it_is_there_in_chinese(browse, cast, rows):
    text = browse(cast.manager, language="zh").get("/audit?origin=10.9.8.7").text
    assert "王芳（agent.eu）重新分级了工单 E26-00012：级别由“二级·一般”改为“三级·复杂”。" in text
