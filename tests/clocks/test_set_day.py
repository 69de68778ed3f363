"""Saying by hand what a date is, and taking it back."""

from datetime import date

import pytest

from portal.audit.models import JournalRow
from portal.clocks import queries
from portal.clocks.window import Window
from tests.clocks.saving import save

URL = "/calendars/eu/2026/days"
CHRISTMAS_EVE = date(2026, 12, 24)
HALF_DAY = {
    "date": "2026-12-24",
    "kind": "own",
    "hours": "09:00–13:00",
    "name_zh": "平安夜",
    "name_en": "Christmas Eve",
    "reason": "half a day off",
}


def last_journaled():
    return JournalRow.select().order_by(JournalRow.id.desc()).get()


def test_a_half_day_counts_once_it_is_confirmed(browse, cast):
    before = queries.calendar_for("eu").version
    preview = browse(cast.manager).post(URL, **HALF_DAY)
    assert queries.calendar_for("eu").version == before, "a preview saves nothing"
    reply = browse(cast.manager).post(f"{preview.place}/confirmation", then="save")
    assert (reply.status, reply.place) == (303, preview.place)
    assert queries.calendar_for("eu").windows_on(CHRISTMAS_EVE) == (Window(540, 780),)
    page = browse(cast.manager).get("/calendars/eu/2026")
    assert "Own hours 09:00–13:00" in page.text_of("#days-eu-2026")


def test_it_is_in_the_journal(browse, cast):
    save(browse(cast.manager), URL, **HALF_DAY)
    row = last_journaled()
    assert (row.what, row.subject, row.who) == ("calendar.corrected", "calendar:eu", cast.manager.username)
    assert (row.reason, row.changes) == ("half a day off", {"2026-12-24": [None, "own"]})


def test_a_day_off_needs_no_hours(browse, cast):
    save(browse(cast.manager), URL, **HALF_DAY | {"kind": "off", "hours": "whatever"})
    assert queries.calendar_for("eu").windows_on(CHRISTMAS_EVE) == ()


def test_a_day_that_was_said_before_is_replaced(browse, cast):
    save(browse(cast.manager), URL, **HALF_DAY | {"date": "2026-12-25", "kind": "working", "hours": ""})
    assert queries.calendar_for("eu").windows_on(date(2026, 12, 25)) == (Window(540, 1080),)
    assert last_journaled().changes == {"2026-12-25": ["off", "working"]}


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"date": ""}, "Please fill this in"),
        ({"date": "2026-02-30"}, "Not a valid date"),
        ({"date": "2027-12-24"}, "dates of 2026"),
        ({"kind": "party"}, "Not a valid choice"),
        ({"hours": ""}, "Write the hours in order"),
        ({"hours": "morning"}, "Write the hours in order"),
        ({"hours": "13:00-18:00, 09:00-12:00"}, "Write the hours in order"),
        ({"hours": "09:00-25:00"}, "Write the hours in order"),
        ({"name_zh": ""}, "Please fill this in"),
        ({"name_en": "x" * 61}, "too long"),
        ({"reason": "be\x00ll"}, "cannot be kept"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(browse, cast, wrong, message):
    reply = browse(cast.manager).post(URL, **HALF_DAY | wrong)
    assert reply.status == 422
    assert message in reply.text
    if "name_zh" not in wrong:
        assert reply.value_of("name_zh") == "平安夜"
    assert queries.calendar_for("eu").windows_on(CHRISTMAS_EVE) == (Window(540, 1080),)


def test_an_expired_token_brings_the_form_back_filled(browse, cast):
    reply = browse(cast.manager).post(URL, token="stale", **HALF_DAY)
    assert reply.status == 422
    assert reply.value_of("name_en") == "Christmas Eve"


def test_who_does_not_keep_calendars_is_turned_away(browse, cast):
    assert browse(cast.clerk).post(URL, **HALF_DAY).status == 403
    assert browse(cast.clerk).post(f"{URL}/2026-12-25/removal").status == 403


def test_a_calendar_that_is_not_there_is_not_found(browse, cast):
    assert browse(cast.manager).post("/calendars/moon/2026/days", **HALF_DAY).status == 404


def test_a_day_can_be_taken_back(browse, cast):
    assert save(browse(cast.manager), f"{URL}/2026-12-25/removal").status == 303
    assert queries.calendar_for("eu").windows_on(date(2026, 12, 25)) == (Window(540, 1080),)
    assert last_journaled().changes == {"2026-12-25": ["off", None]}


def test_taking_back_what_nobody_said_is_refused(browse, cast):
    assert browse(cast.manager).post(f"{URL}/2026-12-24/removal").status == 409


@pytest.mark.parametrize("day", ["2026-02-30", "2027-12-25", "christmas"])
def test_a_date_that_is_none_of_the_year_is_not_found(browse, cast, day):
    assert browse(cast.manager).post(f"{URL}/{day}/removal").status == 404
