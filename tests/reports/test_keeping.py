"""The job that keeps the figures: what it notices, what it leaves alone, and what it costs."""

from datetime import date, datetime, timedelta

import pytest

from portal.access.actions import choose_interface
from portal.audit import queries as journal
from portal.clocks.actions import set_day
from portal.clocks.calendar import Day
from portal.core import db, time
from portal.enquiries import actions as enquiries
from portal.reports import actions, jobs
from portal.reports.queries import standing
from portal.tickets import jobs as clock
from tests import make
from tests.make import TUESDAY
from tests.reports.test_exact import kept
from tests.whole.test_queries import statements

MONDAY = TUESDAY - timedelta(days=1)
HOUR = 3600


@pytest.fixture(autouse=True)
def nothing_yet(cast):
    jobs.keep(now=TUESDAY)


def of(kind: str) -> list[tuple]:
    """(day, region, number, elapsed, opened) of the cells of a kind."""
    sql = "SELECT day, region, number, elapsed, opened FROM fact_cell WHERE kind = ? ORDER BY day, region, rule"
    return list(db.select(sql, kind))


def answered(cast, *, taken: datetime, at: datetime):
    ticket = make.enquiry(by=cast.clerk, at=taken)
    return enquiries.make(ticket, "answer", {"text": "Twelve weeks."}, by=cast.clerk, at=at)


def test_what_was_done_is_counted_by_the_next_run(cast):
    answered(cast, taken=MONDAY, at=TUESDAY)
    assert of("taken") == []
    assert jobs.keep(now=TUESDAY) == 1
    assert of("taken") == [("2026-11-23", "eu", 1, None, None)]
    assert of("answered") == [("2026-11-24", "eu", 1, "86400", "32400")]  # nine open hours lie between ten and ten


def test_a_run_with_nothing_new_reads_no_ticket(cast):
    answered(cast, taken=MONDAY, at=TUESDAY)
    jobs.keep(now=TUESDAY)
    before = kept()
    with statements() as told:
        assert jobs.keep(now=TUESDAY) == 0
    assert len([statement for statement in told if "SAVEPOINT" not in statement]) <= 5
    assert not [statement for statement in told if " ticket " in statement]
    assert kept() == before


def test_what_is_no_ticket_s_counts_nothing_anew(cast):
    answered(cast, taken=MONDAY, at=TUESDAY)
    jobs.keep(now=TUESDAY)
    choose_interface(cast.clerk, language="en", zone="Europe/Paris", by=cast.clerk)
    assert jobs.keep(now=TUESDAY) == 0


def test_a_late_change_counts_its_day_anew(cast):
    ticket = answered(cast, taken=MONDAY, at=MONDAY + timedelta(hours=1))
    jobs.keep(now=TUESDAY)
    enquiries.make(ticket, "reopen", {"text": "It broke again."}, by=cast.clerk, at=TUESDAY)
    jobs.keep(now=TUESDAY)
    assert of("reopened") == [("2026-11-24", "eu", 1, None, None)]
    assert of("answered") == [("2026-11-23", "eu", 1, "3600", "3600")]


@pytest.mark.rule("TM-4.6")
def test_a_wait_that_ends_after_midnight_is_no_open_time(cast):
    ticket = make.enquiry(by=cast.clerk, at=MONDAY)
    enquiries.make(ticket, "wait", {"reason": "customer", "text": "Drawing?"}, by=cast.clerk, at=MONDAY + timedelta(hours=2))
    jobs.keep(now=TUESDAY)
    enquiries.make(ticket, "resume", {}, by=cast.clerk, at=TUESDAY)
    enquiries.make(ticket, "answer", {"text": "Yes."}, by=cast.clerk, at=TUESDAY + timedelta(hours=1))
    jobs.keep(now=TUESDAY)
    assert of("answered") == [("2026-11-24", "eu", 1, str(25 * HOUR), str(3 * HOUR))]


def test_a_corrected_calendar_counts_open_time_anew_and_nothing_else(cast):
    answered(cast, taken=MONDAY, at=TUESDAY)
    jobs.keep(now=TUESDAY)
    set_day("eu", date(2026, 11, 23), Day("off"), by=cast.manager, at=TUESDAY)
    assert jobs.keep(now=TUESDAY) == 1
    assert of("answered") == [("2026-11-24", "eu", 1, "86400", str(HOUR))]  # Tuesday's first hour is left
    set_day("eu", date(2026, 12, 23), Day("off"), by=cast.manager, at=TUESDAY)
    assert jobs.keep(now=TUESDAY) == 0


@pytest.mark.rule("TM-4.2d")
def test_a_miss_is_counted_though_nobody_did_anything(cast):
    make.enquiry(by=cast.clerk, at=MONDAY, channel="social")
    jobs.keep(now=MONDAY)
    clock.mark_misses(now=TUESDAY)
    jobs.keep(now=TUESDAY)
    assert ("2026-11-23", "eu", 1, None, None) in of("missed")


def test_a_slice_that_fails_leaves_everything_as_it_was(cast, monkeypatch):
    answered(cast, taken=MONDAY, at=TUESDAY)
    actions.heed(at=TUESDAY)
    before = kept()
    monkeypatch.setattr(actions, "PUT_FACT", actions.PUT_FACT.replace("INTO fact ", "INTO nowhere "))
    with pytest.raises(Exception, match="nowhere"), db.atomic():
        actions.read_off(at=TUESDAY)
    assert kept() == before
    assert standing.anything_stale()
    monkeypatch.undo()
    jobs.keep(now=TUESDAY)
    assert not standing.anything_stale()
    assert len(of("answered")) == 1


def test_a_rebuild_mends_what_somebody_has_spoilt(cast):
    answered(cast, taken=MONDAY, at=TUESDAY)
    jobs.keep(now=TUESDAY)
    right = kept()
    db.run("UPDATE fact SET elapsed = 1 WHERE kind = 'answered'")
    db.run("UPDATE fact_cell SET number = 9")
    db.run("INSERT INTO fact (ticket, day, region, person, channel, kind, stopwatch, rule, at) "
           "VALUES (999999, '2026-11-20', 'eu', 1, 'email', 'taken', '', '', 0)")  # fmt: skip
    jobs.rebuild(None, now=TUESDAY)
    assert kept() == right


def test_a_rebuild_from_a_day_leaves_the_days_before(cast):
    answered(cast, taken=MONDAY - timedelta(days=5), at=MONDAY - timedelta(days=4))
    answered(cast, taken=TUESDAY, at=TUESDAY + timedelta(hours=1))
    jobs.keep(now=TUESDAY)
    db.run("UPDATE fact_cell SET number = 9")
    left = []
    jobs.rebuild(date(2026, 11, 24), now=TUESDAY, progress=left.append)
    assert [number for _day, _region, number, *_times in of("answered")] == [9, 1]
    assert left[0].tickets == 0
    assert left[-1] == (0, 0)


def test_the_first_run_counts_what_was_there_before(cast):
    answered(cast, taken=MONDAY, at=TUESDAY)
    db.run("UPDATE fact_state SET mark = -1")
    jobs.keep(now=TUESDAY)
    assert len(of("answered")) == 1
    assert db.select("SELECT mark FROM fact_state")[0][0] == journal.head()


def test_it_says_how_far_it_is(cast):
    answered(cast, taken=MONDAY, at=TUESDAY)
    jobs.keep(now=TUESDAY)
    assert standing.standing() == (TUESDAY, False)
    actions.make_stale(None, at=TUESDAY)
    assert standing.standing().behind
    assert standing.left().tickets >= 1
    assert time.now() > TUESDAY
