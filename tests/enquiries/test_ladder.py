"""Who is told of what is late, and when, step by step: the supervisor at once, the manager after 4 working hours, the
director after a working day, the general manager after three."""

from datetime import date, timedelta

import pytest

from portal.access.models import Absence, Staff
from portal.clocks.models import Stopwatch
from portal.enquiries import actions
from portal.messages.models import Notice
from portal.schedule import SCHEDULE
from portal.tickets import jobs
from portal.tickets.models import Escalation
from portal.tickets.queries import one
from tests import make
from tests.make import TUESDAY

HOUR, MINUTE, DAY = timedelta(hours=1), timedelta(minutes=1), timedelta(days=1)
DUE = TUESDAY + HOUR  # Tuesday 11:00 in Berlin
FOUR_HOURS = DUE + 4 * HOUR  # 15:00
NEXT_CLOSE = TUESDAY + 32 * HOUR  # a working day after it: Wednesday 18:00 in Berlin


@pytest.fixture
def people(cast):
    cast.operations = make.staff("operations", name="郑总", roles=["operations"], region="hq")
    cast.gm = make.staff("gm", name="钱总", roles=["gm"], region="hq")
    return cast


@pytest.fixture
def ticket(people):
    return make.enquiry(by=people.clerk, at=TUESDAY)


def tick(until, since=TUESDAY):
    """Everything that runs by the clock, every half hour."""
    at = since
    while at < until:
        at = min(at + HOUR / 2, until)
        for job in SCHEDULE:
            if job.run.__module__ == jobs.__name__:
                job.run(now=at)


def told(person, word="late"):
    return [notice.at for notice in Notice.select().where(Notice.staff == person, Notice.text_en.contains(word))]


def steps(ticket):
    """The steps that were taken for the first answer."""
    first = (Escalation.ticket == ticket) & (Stopwatch.key == "first-response")
    found = Escalation.select().join(Stopwatch).where(first).order_by(Escalation.id)
    return [(step.step, step.role, step.at, [name for name, _other in step.told]) for step in found]


@pytest.mark.rule("CR-10")
def test_each_step_follows_when_nothing_has_happened(people, ticket):
    tick(NEXT_CLOSE + 6 * DAY)
    assert steps(ticket) == [
        (0, "supervisor", DUE + HOUR / 2, ["刘洋"]),
        (1, "manager", FOUR_HOURS, ["赵敏"]),
        (2, "operations", NEXT_CLOSE, ["郑总"]),
        (3, "gm", NEXT_CLOSE + 2 * DAY, ["钱总"]),
    ]


def test_nothing_follows_once_it_is_done(people, ticket):
    tick(DUE + HOUR)
    actions.make(ticket, "answer", {"text": "15 December."}, by=people.clerk, at=DUE + HOUR)
    tick(DUE + 9 * DAY, since=DUE + HOUR)
    assert [role for _step, role, _at, _names in steps(ticket)] == ["supervisor"]
    assert told(people.manager) == []


def test_each_step_is_taken_once_however_often_the_clock_looks(people, ticket):
    for _again in range(3):
        jobs.mark_misses(now=DUE + MINUTE)
        jobs.escalate(now=FOUR_HOURS)
    assert [step for step, *_rest in steps(ticket)] == [0, 1]
    assert len(told(people.supervisor)) == len(told(people.manager)) == 1


def test_of_two_processes_one_takes_the_step(people, ticket):
    jobs.mark_misses(now=DUE + MINUTE)
    seen = Stopwatch.get(Stopwatch.subject == str(ticket), Stopwatch.key == "first-response")
    with jobs.system_change(ticket.id, at=FOUR_HOURS) as first:
        assert jobs.ladders.escalate(first, Stopwatch.get_by_id(seen.id), at=FOUR_HOURS)
        assert not jobs.ladders.escalate(first, seen, at=FOUR_HOURS)
    assert Escalation.select().count() == 2


def away(person, deputy=None):
    """Away all the week; a row of its own, as not every deputy here would be taken by the form."""
    Absence.create(
        staff=person, deputy=deputy, first_day=date(2026, 11, 23), last_day=date(2026, 11, 27), reason="",
        recorded_at=TUESDAY - DAY, recorded_by=str(person),
    )  # fmt: skip


def test_who_stands_in_is_told_and_the_page_says_for_whom(browse, people, ticket):
    away(people.supervisor, people.senior)
    jobs.mark_misses(now=DUE + MINUTE)
    assert told(people.senior) and not told(people.supervisor)
    page = browse(people.clerk, language="en").get(f"/enquiries/{ticket.number}")
    assert "张伟 for 刘洋" in page.text_of(".told")


def test_an_english_reader_reads_english_names_where_a_name_is_one_person_s(browse, people, ticket):
    away(people.supervisor, people.senior)
    jobs.mark_misses(now=DUE + MINUTE)
    Staff.update(name_en="Zhang Wei").where(Staff.username == "senior.eu").execute()
    address = f"/enquiries/{ticket.number}"
    assert "Zhang Wei for 刘洋" in browse(people.clerk, language="en").get(address).text_of(".told")
    chinese = browse(people.clerk, language="zh").get(address).text_of(".told")
    assert "张伟" in chinese and "Zhang" not in chinese
    make.staff("wei2", name="张伟", roles=["senior"], region="us")
    assert "张伟 for 刘洋" in browse(people.clerk, language="en").get(address).text_of(".told")


def test_a_rung_without_anybody_there_passes_its_moment_to_the_next(people, ticket):
    away(people.supervisor)
    tick(FOUR_HOURS)
    assert [(step, role) for step, role, _at, _names in steps(ticket)] == [(0, "manager"), (1, "operations")]


def test_where_everybody_is_away_the_nearest_is_told_all_the_same(people, ticket):
    for person in (people.supervisor, people.manager, people.operations, people.gm):
        away(person)
    jobs.mark_misses(now=DUE + MINUTE)
    assert [role for _step, role, _at, _names in steps(ticket)] == ["supervisor"]


def test_a_deputy_who_may_not_see_the_ticket_is_no_help(people, ticket):
    away(people.supervisor, people.stranger)
    jobs.mark_misses(now=DUE + MINUTE)
    assert not told(people.stranger) and told(people.manager)


def test_the_warning_of_an_owner_who_is_away_goes_to_who_stands_in(people, ticket):
    away(people.clerk, people.colleague)
    jobs.warn(now=TUESDAY + 45 * MINUTE)
    assert told(people.colleague, "soon") and not told(people.clerk, "soon")


def test_the_timeline_and_the_page_say_who_was_told_when(browse, people, ticket):
    tick(FOUR_HOURS)
    assert [entry.kind for entry in one.timeline(ticket)][-3:] == ["warned", "missed", "escalated"]
    page = browse(people.clerk, language="en").get(f"/enquiries/{ticket.number}")
    assert "Service manager 赵敏" in page.text_of(".told:last-of-type") or "Service manager 赵敏" in page.text
    assert "2026-11-24 15:00" in page.text


@pytest.mark.parametrize(("times", "heard"), [(2, 0), (3, 1), (4, 2)])
def test_what_is_taken_up_again_and_again_is_told_the_next_person_up(people, ticket, times, heard):
    for number in range(times):
        at = TUESDAY + number * MINUTE
        ticket = actions.make(ticket, "answer", {"text": "15 December."}, by=people.clerk, at=at)
        ticket = actions.make(ticket, "reopen", {"text": "The customer asks again."}, by=people.clerk, at=at)
    assert len(told(people.supervisor, "taken up again")) == heard
