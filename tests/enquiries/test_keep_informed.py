"""A customer whose matter is grave hears of it every working day (TM-4.5d, the portal's default)."""

from datetime import timedelta

import pytest

from portal import policy
from portal.clocks.models import Miss, Stopwatch
from portal.enquiries import actions
from portal.messages.models import Notice
from portal.tickets import jobs
from portal.tickets.models import Ticket
from portal.tickets.queries import one
from tests import make
from tests.make import TUESDAY

HOUR, MINUTE, DAY = timedelta(hours=1), timedelta(minutes=1), timedelta(days=1)
CLOSE = TUESDAY + 8 * HOUR  # Tuesday 18:00 in Berlin
WEDNESDAY, THURSDAY, FRIDAY, MONDAY = (CLOSE + number * DAY for number in (1, 2, 3, 6))

pytestmark = pytest.mark.rule("TM-4.5d")


@pytest.fixture
def ticket(cast):
    return make.enquiry(by=cast.clerk, at=TUESDAY, level=4, deadline_at=TUESDAY + 30 * DAY)


def play(ticket, key, person, at, **given):
    return actions.make(ticket, key, {"text": "What happened."} | given, by=person, at=at)


def rounds(ticket):
    found = Stopwatch.select().where(Stopwatch.subject == str(ticket), Stopwatch.key == "informed").order_by(Stopwatch.id)
    return [(clock.started, clock.due, clock.outcome) for clock in found]


def reply(ticket, cast, at):
    return play(ticket, "reply", cast.clerk, at, promised_at=None if ticket.promised_at else at + 20 * DAY)


def test_the_figure_is_the_portals_default_and_says_so():
    figure = policy.figure("TM-4.5d", "informed")
    assert (figure.amount, figure.unit, figure.sense) == (1, "wd", "every")
    assert "默认" in figure.label.zh and "default" in figure.label.en


def test_a_grave_matter_begins_the_first_round_as_it_is_taken_in(ticket):
    assert rounds(ticket) == [(TUESDAY, WEDNESDAY, None)]


@pytest.mark.parametrize("level", [1, 2, 3])
def test_others_have_no_rounds(cast, level):
    assert rounds(make.enquiry(by=cast.clerk, at=TUESDAY, level=level)) == []


def test_a_word_to_the_customer_begins_a_new_round(cast, ticket):
    ticket = reply(ticket, cast, TUESDAY + HOUR)
    reply(ticket, cast, TUESDAY + 25 * HOUR)
    assert rounds(ticket) == [
        (TUESDAY, WEDNESDAY, "met"),
        (TUESDAY + HOUR, WEDNESDAY, "met"),
        (TUESDAY + 25 * HOUR, THURSDAY, None),
    ]


def test_a_note_for_colleagues_is_no_word_to_the_customer(cast, ticket):
    play(ticket, "note", cast.clerk, TUESDAY + HOUR)
    play(ticket, "incoming", cast.clerk, TUESDAY + 2 * HOUR)
    assert rounds(ticket) == [(TUESDAY, WEDNESDAY, None)]


def test_each_missed_round_is_a_miss_told_to_those_above(cast, ticket):
    assert jobs.mark_misses(now=TUESDAY + 2 * HOUR) == 1, "the first answer"
    for close in (WEDNESDAY, THURSDAY, FRIDAY, MONDAY):
        assert jobs.mark_misses(now=close) == 0
        assert jobs.mark_misses(now=close + MINUTE) == 1
    misses = [miss.due for miss in Miss.select().order_by(Miss.id) if miss.stopwatch.key == "informed"]
    assert misses == [WEDNESDAY, THURSDAY, FRIDAY, MONDAY]
    late = Notice.select().where(Notice.staff == cast.clerk, Notice.text_en.contains("informed is late"))
    assert late.count() == 4


def test_a_scheduler_that_stood_still_finds_every_round(cast, ticket):
    jobs.mark_misses(now=MONDAY + MINUTE)
    assert sum(miss.stopwatch.key == "informed" for miss in Miss.select()) == 4


def test_what_nobody_noticed_is_marked_as_the_customer_is_told(cast, ticket):
    ticket = reply(ticket, cast, TUESDAY + HOUR / 2)
    reply(ticket, cast, THURSDAY + HOUR)
    late = [(miss.due, miss.seconds_late) for miss in Miss.select().order_by(Miss.id)]
    assert late == [(WEDNESDAY, 25 * 3600), (THURSDAY, 3600)]
    assert rounds(ticket)[-1] == (THURSDAY + HOUR, FRIDAY, None)


def test_the_ticket_is_late_since_the_first_missed_round_until_the_customer_is_told(cast, ticket):
    ticket = reply(ticket, cast, TUESDAY + HOUR / 2)
    jobs.mark_misses(now=THURSDAY + MINUTE)
    assert Ticket.get_by_id(ticket.id).next_due == WEDNESDAY
    ticket = reply(ticket, cast, THURSDAY + HOUR)
    assert ticket.next_due == FRIDAY


def test_the_final_answer_ends_the_rounds(cast, ticket):
    ticket = play(ticket, "group", cast.clerk, TUESDAY, members=[cast.clerk.id, cast.engineer.id])
    play(ticket, "answer", cast.clerk, TUESDAY + HOUR)
    assert [outcome for _start, _due, outcome in rounds(ticket)] == ["met"]
    assert jobs.mark_misses(now=MONDAY) == 0


def test_waiting_for_the_customer_does_not_hold_the_rounds(cast, ticket):
    play(ticket, "wait", cast.clerk, TUESDAY + HOUR, reason="customer")
    assert rounds(ticket) == [(TUESDAY, WEDNESDAY, None)]


def test_another_subject_matter_leaves_the_round_and_a_lower_level_ends_it(cast, ticket):
    later = {"deadline_at": TUESDAY + 30 * DAY}
    ticket = play(ticket, "classify", cast.clerk, TUESDAY + HOUR, level=4, subject="order", **later)
    assert rounds(ticket) == [(TUESDAY, WEDNESDAY, None)], "saying what it is about is no word to the customer"
    ticket = play(ticket, "classify", cast.clerk, TUESDAY + 2 * HOUR, level=3, subject="order")
    assert [outcome for _start, _due, outcome in rounds(ticket)] == ["superseded"]


def test_the_ledger_explains_a_round_like_any_other(browse, cast, ticket):
    clock = Stopwatch.get(Stopwatch.subject == str(ticket), Stopwatch.key == "informed")
    page = browse(cast.clerk, language="en").get(f"/enquiries/{ticket.number}/clocks/{clock.id}")
    assert "TM-4.5d gives 1 working day after 2026-11-24" in page.text


def test_the_page_shows_missed_rounds_and_the_running_one(browse, cast, ticket):
    ticket = reply(ticket, cast, TUESDAY + HOUR / 2)
    jobs.mark_misses(now=THURSDAY + MINUTE)
    page = browse(cast.clerk, language="en").get(f"/enquiries/{ticket.number}")
    assert page.text.count("Keeping the customer informed</span>") == 3, "one runs, two were missed, the kept one is not shown"
    assert [entry.kind for entry in one.timeline(ticket)].count("missed") == 2
