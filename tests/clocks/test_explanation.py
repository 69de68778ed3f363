"""What a person reads who asks "why by then?": on the page, in both languages."""

from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from flask import render_template

from portal.audit import SYSTEM
from portal.clocks import actions, queries
from portal.core.i18n import use
from tests.clocks.answers import answers
from tests.clocks.test_start_and_stop import HOUR, MONDAY, ONE_DAY, ONE_HOUR, TICKET, figure

pytestmark = pytest.mark.usefixtures("database")

ZONES = [("customer", "Europe/Lisbon"), ("region", "Europe/Berlin"), ("hq", "Asia/Shanghai")]


@pytest.fixture
def read(app):
    """`read(stopwatch)` is the text of the ledger as a person reads it."""

    def reading(stopwatch, pauses=(), zones=ZONES, language="en"):
        with app.test_request_context():
            use(language=language, zone="Europe/Berlin")
            explained = queries.explanation(stopwatch, pauses, zones)
            soup = BeautifulSoup(render_template("clocks/_ledger.html", explained=explained), "html.parser")
        return " ".join(soup.text.split()), soup

    return reading


def started(*figures, at=MONDAY, calendar="eu"):
    return actions.start(TICKET, "level", figures or (ONE_HOUR,), calendar, at=at, percent=75)


def rows(soup):
    return [[" ".join(cell.text.split()) for cell in row.select("th, td")] for row in soup.select("tbody tr")]


@pytest.mark.rule("CS-3.1a")
def test_the_due_moment_comes_first_in_the_three_zones(read):
    _text, soup = read(started())
    parts = [" ".join(part.text.split()) for part in soup.select_one("dl").select("div")]
    assert parts == [
        "Customer Lisbon 2026-11-23 10:00 UTC+0",
        "Region Berlin 2026-11-23 11:00 UTC+1",
        "Headquarters Shanghai 2026-11-23 18:00 UTC+8",
        "Rule CS-3.1a",
    ]
    assert soup.select_one("section > :first-child").name == "dl"


def test_then_one_sentence_says_why(read):
    text, _soup = read(started())
    assert "CS-3.1a gives 1 hour of opening time, counted from 2026-11-23 10:00 Berlin." in text


def test_elapsed_time_and_working_days_say_so(read):
    assert "TM-4.2c gives 24 hours by the clock, counted from 2026-11-23 10:00 Berlin." in read(started(ONE_DAY))[0]
    actions.supersede(TICKET, "level", at=MONDAY)
    assert (
        "CP-16 gives 3 working days after 2026-11-23, the day of the start; it ends as the desk closes."
        in (read(started(figure("CP-16", 3, "wd")))[0])
    )


def test_a_start_outside_hours_is_told(read):
    sunday = datetime(2026, 11, 22, 12, tzinfo=UTC)
    text, _soup = read(started(at=sunday))
    assert "The desk was closed at 2026-11-22 13:00 Berlin; the count begins with the next opening." in text


@pytest.mark.rule("TM-4.2c")
def test_the_rule_that_lost_is_told_with_its_moment(read):
    text, soup = read(started(ONE_HOUR, ONE_DAY))
    assert "TM-4.2c would give 2026-11-24 10:00 Berlin; the earlier moment holds." in text
    assert [link["href"] for link in soup.select("a.rule")] == ["/policy/CS-3.1a", "/policy/TM-4.2c"]


def test_the_table_goes_day_by_day_in_each_zone(read):
    friday = datetime(2026, 11, 27, 16, 30, tzinfo=UTC)
    _text, soup = read(started(at=friday))
    assert rows(soup) == [
        [
            "2026-11-27 Fri",
            "16:30–17:00",
            "17:30–18:00",
            "00:30 (+1)–01:00 (+1)",
            "30 min",
            "30 min",
            "Open 09:00–18:00",
        ],
        ["2026-11-28 Sat", "", "", "", "", "30 min", "Weekend"],
        ["2026-11-29 Sun", "", "", "", "", "30 min", "Weekend"],
        ["2026-11-30 Mon", "08:00–08:30", "09:00–09:30", "16:00–16:30", "30 min", "1 h", "Open 09:00–18:00"],
        ["Due", "2026-11-30 08:30", "2026-11-30 09:30", "2026-11-30 16:30", "", "1 h", "CS-3.1a"],
    ]
    assert [row["data-kind"] for row in soup.select("tbody tr")] == ["counted", "off", "off", "counted", "due"]


def test_a_day_counted_to_its_end_ends_at_24(read):
    _text, soup = read(started(ONE_DAY))
    assert rows(soup)[:2] == [
        ["2026-11-23 Mon", "09:00–23:00", "10:00–24:00", "17:00–07:00 (+1)", "14 h", "14 h", ""],
        ["2026-11-24 Tue", "23:00 (-1)–09:00", "00:00–10:00", "07:00–17:00", "10 h", "24 h", ""],
    ]


def test_pauses_are_told_and_shown_on_their_days(read):
    stopwatch = started(figure("W", 4, "wh"))
    pauses = [(MONDAY + HOUR, MONDAY + 3 * HOUR)]
    actions.rebase(stopwatch, pauses, by=SYSTEM, at=MONDAY)
    text, soup = read(stopwatch, pauses)
    assert "Waiting gave back 2 h." in text
    assert rows(soup)[0][-1] == "Open 09:00–18:00 · 2 h of waiting left out"


def test_what_stands_still_says_how_much_is_used(read):
    stopwatch = started(figure("W", 4, "wh"))
    pauses = [(MONDAY + HOUR, None)]
    actions.rebase(stopwatch, pauses, by=SYSTEM, at=MONDAY)
    text, soup = read(stopwatch, pauses)
    assert "It stands still: 1 h of 4 h are used, and the rest counts on afterwards." in text
    assert text.count("No due moment while it stands still") == 3
    assert not soup.select("tr[data-kind=due]")


def test_a_year_that_is_not_announced_is_told(read):
    new_year = datetime(2026, 12, 30, 2, tzinfo=UTC)
    text, soup = read(started(figure("K", 3, "wd"), at=new_year, calendar="hq"))
    assert "The holidays and make-up workdays of 2027 are not announced yet: this moment may still move." in text
    assert rows(soup)[2][-1] == "New Year's Day"


def test_whoever_shares_a_zone_is_named_together(read):
    _text, soup = read(started(), zones=[("customer", "Europe/Berlin"), *ZONES[1:]])
    assert [" ".join(term.text.split()) for term in soup.select("dt")][:2] == [
        "Customer · Region Berlin",
        "Headquarters Shanghai",
    ]


def test_the_english_page_has_no_chinese_in_it(read):
    text, _soup = read(started(figure("K", 3, "wd"), at=datetime(2026, 9, 30, 2, tzinfo=UTC), calendar="hq"))
    assert not any("\u4e00" <= character <= "\u9fff" for character in text)


def test_the_chinese_page_names_holidays_and_cities_in_chinese(read):
    stopwatch = started(figure("K", 3, "wd"), at=datetime(2026, 9, 30, 2, tzinfo=UTC), calendar="hq")
    text, _soup = read(stopwatch, language="zh")
    assert "国庆节调休上班" in text
    assert "上海" in text


def test_a_wait_after_the_stop_explains_nothing():
    stopwatch = started(figure("W", 4, "wh"))
    stopped = actions.stop(TICKET, "level", at=MONDAY + HOUR)
    later = [(MONDAY + 2 * HOUR, MONDAY + 3 * HOUR)]
    assert queries.explanation(stopped, later, ZONES).due == stopwatch.due


def test_stopped_while_it_stood_still_it_has_no_due_moment_then_or_later():
    stopwatch = started(figure("W", 4, "wh"))
    actions.rebase(stopwatch, [(MONDAY + HOUR, None)], by=SYSTEM, at=MONDAY)
    stopped = actions.stop(TICKET, "level", at=MONDAY + 2 * HOUR)
    ended_later = [(MONDAY + HOUR, MONDAY + 5 * HOUR)]
    assert stopped.due is None
    assert queries.explanation(stopped, ended_later, ZONES).due is None


def test_what_is_explained_is_what_is_stored(database):
    """Over the whole table: the stored due moment is the one at which the ledger arrives, to the millisecond."""
    known = {row.code for row in queries.calendars()}
    cases = [case for case in answers() if case.calendar.code in known]
    for number, case in enumerate(cases):
        target = case.target
        rule = figure("R", target.amount, target.unit, bound=target.bound)
        at = case.start + timedelta(milliseconds=number)
        actions.start(f"ticket:{number}", "any", [rule], case.calendar.code, at=at, percent=75, pauses=case.pauses)
        row = queries.running(f"ticket:{number}", "any")
        assert queries.explanation(row, case.pauses, ZONES).due == row.due, case.reasoning


def test_seconds_set_by_hand_read_as_hours(read):
    assert "TM-4.5d gives 72 h by the clock" in read(started(figure("TM-4.5d", 72 * 3600, "s", calendar=None)))[0]
