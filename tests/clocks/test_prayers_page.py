"""The times of prayer of a calendar: read, typed, computed again."""

from datetime import date

import pytest

from portal.audit.models import JournalRow
from portal.clocks import queries
from tests.clocks.saving import save

URL = "/calendars/me/prayers"
LINES = "2026-11-24 05:00 12:00 15:00 17:00 18:40\n\n2026-11-25 05:00 12:00 15:00 17:00 18:40"
GIVEN = {"table": LINES, "reason": "the city's table"}
TUESDAY = date(2026, 11, 24)


def last_journaled():
    return JournalRow.select().order_by(JournalRow.id.desc()).get()


def test_it_shows_the_coming_month_and_the_calendars_lead_to_it(browse, cast):
    page = browse(cast.manager).get(URL)
    assert page.status == 200
    assert len(page.soup.select("tbody tr")) == 30
    assert "Computed for Riyadh." in page.text_of(".page-head__meta")
    assert URL in browse(cast.manager).get("/calendars").text


def test_what_is_typed_is_left_out_once_it_is_confirmed(browse, cast):
    assert save(browse(cast.manager), URL, **GIVEN).status == 303
    assert str(queries.calendar_for("me").prayers_on(TUESDAY)[0]) == "12:00–12:30"
    assert "By hand" in browse(cast.manager).get(URL).text_of("#prayers-me")


def test_it_is_in_the_journal(browse, cast):
    save(browse(cast.manager), URL, **GIVEN)
    row = last_journaled()
    assert (row.what, row.subject, row.who) == ("calendar.prayers_typed", "calendar:me", cast.manager.username)
    assert row.reason == "the city's table"
    assert row.changes["2026-11-25"] == [None, "05:00 12:00 15:00 17:00 18:40"]


def test_an_older_version_keeps_what_was_computed(browse, cast):
    before = queries.calendar_for("me")
    save(browse(cast.manager), URL, **GIVEN)
    assert queries.calendar_for("me", before.version).prayers_on(TUESDAY) == before.prayers_on(TUESDAY)
    assert queries.calendar_for("me").prayers_on(TUESDAY) != before.prayers_on(TUESDAY)


def test_it_can_be_computed_again(browse, cast):
    before = queries.calendar_for("me").prayers_on(TUESDAY)
    save(browse(cast.manager), URL, **GIVEN)
    assert save(browse(cast.manager), f"{URL}/2026-11-24/removal").status == 303
    assert queries.calendar_for("me").prayers_on(TUESDAY) == before
    assert last_journaled().changes == {"2026-11-24": ["05:00 12:00 15:00 17:00 18:40", None]}


def test_what_is_computed_already_is_refused(browse, cast):
    assert browse(cast.manager).post(f"{URL}/2026-11-24/removal").status == 409


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"table": ""}, "Please fill this in"),
        ({"table": "2026-11-24 05:00 12:00"}, "Line 1 is not a date and five times"),
        ({"table": LINES + "\ntomorrow 05:00 12:00 15:00 17:00 18:40"}, "Line 3 is not a date and five times"),
        ({"table": "2026-11-24 05:00 12:00 11:00 17:00 18:40"}, "Line 1 is not a date and five times"),
        ({"reason": ""}, "Please fill this in"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(browse, cast, wrong, message):
    before = queries.calendar_for("me").version
    reply = browse(cast.manager).post(URL, **GIVEN | wrong)
    assert reply.status == 422
    assert message in reply.text
    assert queries.calendar_for("me").version == before


def test_an_expired_token_brings_the_form_back_filled(browse, cast):
    reply = browse(cast.manager).post(URL, token="stale", **GIVEN)
    assert reply.status == 422
    assert reply.value_of("reason") == "the city's table"


@pytest.mark.parametrize("url", ["/calendars/eu/prayers", "/calendars/moon/prayers"])
def test_a_calendar_without_prayers_has_no_such_page(browse, cast, url):
    assert browse(cast.manager).get(url).status == 404
    assert browse(cast.manager).post(url, **GIVEN).status == 404


@pytest.mark.parametrize("day", ["2026-02-30", "friday"])
def test_what_is_no_date_is_not_found(browse, cast, day):
    assert browse(cast.manager).post(f"{URL}/{day}/removal").status == 404


def test_who_does_not_keep_calendars_is_turned_away(browse, cast):
    assert browse(cast.clerk).get(URL).status == 403
    assert browse(cast.clerk).post(URL, **GIVEN).status == 403
    assert browse(cast.clerk).post(f"{URL}/2026-11-24/removal").status == 403


def test_who_keeps_the_calendars_of_another_region_reads_and_does_not_change(browse, cast):
    supervisor = browse(cast.supervisor)
    page = supervisor.get(URL)
    assert page.status == 200
    assert not page.has("[name=table]")
    assert supervisor.post(URL, **GIVEN).status == 403
    assert supervisor.post(f"{URL}/2026-11-24/removal").status == 403
