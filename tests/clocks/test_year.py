"""One year of one calendar: reading it, and reading it again from its source."""

import pytest

from portal.audit.models import JournalRow
from portal.clocks import actions, queries
from tests.clocks.saving import save
from tests.clocks.test_start_and_stop import MONDAY, figure

URL = "/calendars/hq/2026"


def test_the_days_that_differ_are_listed(browse, cast):
    page = browse(cast.manager).get(URL)
    assert page.status == 200
    rows = [" ".join(row.text.split()) for row in page.soup.select("tbody tr")]
    assert "2026-10-10 Sat Make-up workday Make-up workday for National Day" in " ".join(rows)
    assert len(rows) == 39


def test_a_year_that_is_not_announced_says_so(browse, cast):
    assert "not announced yet" in browse(cast.manager).get("/calendars/hq/2027").text_of(".message")
    assert not browse(cast.manager).get(URL).has(".message")


def test_a_year_nobody_has_read_yet_says_what_to_do(browse, cast):
    assert "Read the year from its source" in browse(cast.manager).get("/calendars/eu/2030").text_of(".empty")


@pytest.mark.parametrize(
    "url", ["/calendars/moon/2026", "/calendars/hq/1999", "/calendars/hq/99999", "/calendars/hq/x"]
)
def test_what_is_not_there_is_not_found(browse, cast, url):
    assert browse(cast.manager).get(url).status == 404


def test_who_does_not_keep_calendars_is_turned_away(browse, cast):
    assert browse(cast.clerk).get(URL).status == 403
    assert browse(cast.clerk).post(f"{URL}/import").status == 403


def test_reading_it_again_publishes_a_version_and_is_journaled(browse, cast):
    before = queries.calendar_for("hq").version
    assert save(browse(cast.manager), "/calendars/hq/2027/import").status == 303
    assert queries.calendar_for("hq").version == before + 1
    row = JournalRow.select().order_by(JournalRow.id.desc()).get()
    assert (row.what, row.subject, row.who) == ("calendar.imported", "calendar:hq", cast.manager.username)


def test_htmx_is_sent_there_too(browse, cast):
    reply = browse(cast.manager).post(f"{URL}/import", htmx=True)
    assert reply.status == 204
    assert reply.place.startswith("/calendars/rebases/")


def test_sources_that_differ_are_told_and_change_nothing(browse, cast, monkeypatch):
    from datetime import date

    from chinese_calendar import constants

    monkeypatch.delitem(constants.workdays, date(2026, 10, 10))
    before = queries.calendar_for("hq").version
    reply = browse(cast.manager).post(f"{URL}/import")
    assert reply.status == 409
    assert "2026-10-10" in reply.text
    assert queries.calendar_for("hq").version == before


def test_a_stale_token_changes_nothing(browse, cast):
    before = queries.calendar_for("hq").version
    assert browse(cast.manager).post(f"{URL}/import", token="stale").status in (400, 422)
    assert queries.calendar_for("hq").version == before


def test_stopwatches_on_an_older_version_are_counted(browse, cast):
    actions.start("ticket:7003", "level", [figure("W", 8, "wh")], "hq", at=MONDAY, percent=75)
    save(browse(cast.manager), f"{URL}/import")
    assert "1 running stopwatch still counts on an older version." in browse(cast.manager).get(URL).text
