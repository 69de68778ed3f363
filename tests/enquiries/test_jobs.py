"""What the clock does by itself: warns, marks the miss once, tells the next person up."""

from datetime import date, timedelta

import pytest

from portal.audit.models import JournalRow
from portal.clocks import actions as clocks
from portal.clocks.actions import rebases as runs
from portal.clocks.calendar import OFF, Day
from portal.clocks.models import Miss, Stopwatch
from portal.enquiries import actions
from portal.messages.models import Notice
from portal.tickets import jobs
from portal.tickets.models import Ticket
from portal.tickets.queries import one
from tests import make
from tests.make import TUESDAY

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def told(person):
    return [notice.text_en for notice in Notice.select().where(Notice.staff == person).order_by(Notice.id)]


@pytest.fixture
def ticket(cast):
    """An e-mail of Tuesday 10:00 in Berlin: the first answer is due at 11:00, warned of from 10:45 on (75 %)."""
    return make.enquiry(by=cast.clerk, at=TUESDAY)


@pytest.mark.parametrize(("minutes", "warnings"), [(44, 0), (45, 1), (60, 1)])
def test_the_owner_is_warned_when_three_quarters_are_gone(cast, ticket, minutes, warnings):
    assert jobs.warn(now=TUESDAY + minutes * MINUTE) == warnings
    expected = [f"{ticket.number}: First answer is due soon (CS-3.1a)"] * warnings
    assert (told(cast.clerk), told(cast.supervisor)) == (expected, [])


@pytest.mark.rule("CR-10")
def test_a_miss_is_a_row_and_goes_to_the_owner_and_the_next_person_up(cast, ticket):
    assert jobs.mark_misses(now=TUESDAY + HOUR) == 0, "the due moment itself is still in time"
    late = TUESDAY + HOUR + MINUTE
    assert jobs.mark_misses(now=late) == 1
    miss = Miss.get()
    assert (miss.rule, miss.due, miss.at) == ("CS-3.1a", TUESDAY + HOUR, late)
    expected = [f"{ticket.number}: First answer is late (CS-3.1a), owner 王芳"]
    assert (told(cast.clerk), told(cast.supervisor)) == (expected, expected)
    assert told(cast.manager) == told(cast.colleague) == told(cast.stranger) == []
    assert one.timeline(ticket)[-1].kind == "missed"


def test_running_twice_does_nothing_twice(cast, ticket):
    for _again in range(2):
        jobs.warn(now=TUESDAY + 50 * MINUTE)
    for _again in range(2):
        jobs.mark_misses(now=TUESDAY + 2 * HOUR)
    assert [entry.kind for entry in one.timeline(ticket)] == ["taken", "warned", "missed"]
    assert Miss.select().count() == 1 and len(told(cast.clerk)) == 2


def test_a_supervisors_own_miss_goes_to_the_manager(cast):
    make.enquiry(by=cast.supervisor, at=TUESDAY)
    jobs.mark_misses(now=TUESDAY + 2 * HOUR)
    assert len(told(cast.supervisor)) == len(told(cast.manager)) == 1


def test_who_leads_the_matter_is_told_too(cast):
    make.enquiry(by=cast.clerk, at=TUESDAY, level=4, deadline_at=TUESDAY + 9 * HOUR)
    before = len(told(cast.manager))
    jobs.mark_misses(now=TUESDAY + 2 * HOUR)
    assert len(told(cast.manager)) == before + 1


def test_what_was_answered_in_time_is_left_in_peace(cast, ticket):
    actions.make(ticket, "answer", {"text": "15 December."}, by=cast.clerk, at=TUESDAY + 30 * MINUTE)
    assert jobs.warn(now=TUESDAY + 50 * MINUTE) == 0
    assert jobs.mark_misses(now=TUESDAY + 99 * HOUR) == 0


def test_one_bad_row_does_not_hold_up_the_others(cast, ticket, caplog):
    bad = make.enquiry(by=cast.clerk, at=TUESDAY - MINUTE)
    Stopwatch.update(key="unknown").where(Stopwatch.subject == str(bad), Stopwatch.key == "first-response").execute()
    assert jobs.mark_misses(now=TUESDAY + 2 * HOUR) == 1
    assert Miss.select().count() == 1


def test_a_changed_calendar_moves_nothing_that_runs_until_somebody_re_bases(cast):
    """Tuesday becomes a day off in Germany: the hour of service is then Wednesday 09:00 to 10:00 in Berlin."""
    ticket = make.enquiry(by=cast.clerk, at=TUESDAY, channel="online")
    holiday = Day(OFF, (), "停工", "Closed", "by hand")
    clocks.set_day("de", date(2026, 11, 24), holiday, by=cast.admin, at=TUESDAY)
    assert jobs.rebase(now=TUESDAY) == 0
    assert Ticket.get_by_id(ticket.id).next_due == TUESDAY + HOUR
    run = runs.look_at_calendar("de", by=cast.admin, at=TUESDAY)
    assert jobs.rebase(now=TUESDAY) == 2, "both clocks of the ticket are looked at"
    runs.confirm(run, rebase=True, by=cast.admin, at=TUESDAY)
    assert jobs.rebase(now=TUESDAY) == 2, "and both are on the new version now"
    assert Ticket.get_by_id(ticket.id).next_due == TUESDAY + 24 * HOUR
    assert jobs.rebase(now=TUESDAY) == 0
    told_in_journal = JournalRow.get(JournalRow.what == "rebase.done")
    assert told_in_journal.changes["moved"] == [None, 1], "what did not move is not counted as moved"
