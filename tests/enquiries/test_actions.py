"""The enquiry procedure played through: due moments by hand, people told, waits, levels, journal."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.access.actions import deactivate
from portal.audit.models import JournalRow
from portal.clocks import queries as clocks
from portal.clocks.models import Miss
from portal.core.errors import Missing, Refused
from portal.enquiries import actions
from portal.enquiries.views.offers import colleagues
from portal.messages.models import Notice
from portal.tickets import jobs
from portal.tickets.models import NEVER, Entry, Ticket
from portal.tickets.queries import one
from tests import make
from tests.make import TUESDAY

FRIDAY_EVENING = datetime(2026, 11, 27, 16, 30, tzinfo=UTC)  # 17:30 in Berlin
HOUR = timedelta(hours=1)


def running(ticket, key):
    return clocks.running(ticket, key)


def latest(ticket, key):
    return [clock for clock in clocks.stopwatches_of(ticket) if clock.key == key][-1]


def play(ticket, key, by, at, **given):
    return actions.make(ticket, key, given, by=by, at=at)


def told(person):
    return [notice.text_en for notice in Notice.select().where(Notice.staff == person).order_by(Notice.id)]


@pytest.mark.rule("CR-3")
@pytest.mark.parametrize("channel", ["phone", "chat", "email", "social", "online", "video", "visit"])
@pytest.mark.parametrize("kind", ["business", "cooperation", "proposal", "after-sales"])
def test_every_channel_and_kind_is_taken_in(cast, channel, kind):
    ticket = make.enquiry(by=cast.clerk, at=TUESDAY, channel=channel, kind=kind)
    assert (ticket.channel, ticket.kind, ticket.stage, ticket.region) == (channel, kind, "taken", "eu")


def test_numbers_follow_one_another_in_the_year_of_headquarters(cast):
    new_year_in_shanghai = datetime(2026, 12, 31, 16, 30, tzinfo=UTC)
    numbers = [make.enquiry(by=cast.clerk, at=at).number for at in (TUESDAY, TUESDAY, new_year_in_shanghai)]
    assert numbers == ["E26-00001", "E26-00002", "E27-00001"]


@pytest.mark.rule("CS-3.1a")
def test_an_email_in_the_morning_is_answered_within_an_hour_of_service(cast):
    ticket = make.enquiry(by=cast.clerk, at=TUESDAY)
    clock = running(ticket, "first-response")
    assert (clock.rule, clock.due) == ("CS-3.1a", datetime(2026, 11, 24, 10, tzinfo=UTC))
    assert [rival["rule"] for rival in clock.rivals] == ["TM-4.2c"]
    assert (ticket.next_due, ticket.next_stopwatch) == (clock.due, "first-response")


@pytest.mark.rule("TM-4.2c", "CR-10")
def test_on_friday_evening_the_24_hours_are_the_stricter(cast):
    clock = running(make.enquiry(by=cast.clerk, at=FRIDAY_EVENING), "first-response")
    assert (clock.rule, clock.due) == ("TM-4.2c", FRIDAY_EVENING + timedelta(hours=24))
    assert clock.rivals[0]["due"] == "2026-11-30T08:30:00+00:00"  # Monday 09:30 in Berlin


@pytest.mark.parametrize(
    ("channel", "rule", "limit"),
    [
        pytest.param("phone", "TM-4.2a", timedelta(seconds=30), marks=pytest.mark.rule("TM-4.2a")),
        pytest.param("chat", "TM-4.2b", timedelta(minutes=5), marks=pytest.mark.rule("TM-4.2b")),
        pytest.param("social", "TM-4.2d", timedelta(hours=1), marks=pytest.mark.rule("TM-4.2d")),
    ],
)
def test_quick_channels_have_quick_limits(cast, channel, rule, limit):
    clock = running(make.enquiry(by=cast.clerk, at=TUESDAY, channel=channel), "first-response")
    assert (clock.rule, clock.due) == (rule, TUESDAY + limit)


@pytest.mark.rule("TM-4.2a")
@pytest.mark.parametrize(("waited", "outcome"), [(12, "met"), (30, "met"), (31, "missed")])
def test_a_call_is_measured_by_how_long_the_caller_waited(cast, waited, outcome):
    ticket = make.enquiry(by=cast.clerk, at=TUESDAY, channel="phone", waited_s=waited)
    assert latest(ticket, "first-response").outcome == outcome
    assert ticket.first_answer_at == TUESDAY + timedelta(seconds=waited)


@pytest.mark.parametrize(
    ("level", "rule", "hours"),
    [
        pytest.param(1, "TM-4.5a", 1, marks=pytest.mark.rule("TM-4.5a")),
        pytest.param(2, "TM-4.5b", 24, marks=pytest.mark.rule("TM-4.5b")),
        pytest.param(3, "TM-4.5c", 72, marks=pytest.mark.rule("TM-4.5c")),
    ],
)
def test_the_level_sets_the_time_for_the_solution(cast, level, rule, hours):
    clock = running(make.enquiry(by=cast.clerk, at=TUESDAY, level=level), "level")
    assert (clock.rule, clock.due) == (rule, TUESDAY + timedelta(hours=hours))


@pytest.mark.rule("TM-4.5d")
def test_level_4_has_the_deadline_a_person_set(cast):
    deadline = TUESDAY + timedelta(days=5)
    ticket = make.enquiry(by=cast.clerk, at=TUESDAY, level=4, deadline_at=deadline)
    assert (running(ticket, "level").rule, running(ticket, "level").due) == ("TM-4.5d", deadline)
    with pytest.raises(Refused) as no:
        make.enquiry(by=cast.clerk, at=TUESDAY, level=4)
    assert no.value.rule == "TM-4.5d"


@pytest.mark.rule("TM-4.5c", "TM-4.5d")
def test_grave_matters_get_their_lead_who_is_told(cast):
    three = make.enquiry(by=cast.clerk, at=TUESDAY, level=3)
    four = make.enquiry(by=cast.clerk, at=TUESDAY, level=4, deadline_at=TUESDAY + HOUR)
    assert (three.lead, four.lead) == (cast.supervisor, cast.manager)
    assert told(cast.supervisor) == [f"{three.number} is level 3; you lead it"]


def test_a_refused_enquiry_leaves_nothing_behind(cast):
    with pytest.raises(Refused):
        make.enquiry(by=cast.clerk, at=TUESDAY, level=4, customer=make.customer())
    assert not Ticket.select().exists() and not Entry.select().exists()
    assert make.enquiry(by=cast.clerk, at=TUESDAY).number == "E26-00001"


@pytest.mark.rule("CS-3.1a", "CR-4.1")
def test_the_first_reply_stops_the_first_limit_and_starts_the_promise(cast):
    ticket = make.enquiry(by=cast.clerk, at=TUESDAY)
    promised = TUESDAY + 5 * HOUR
    ticket = play(ticket, "reply", cast.clerk, TUESDAY + HOUR, text="We look into it.", promised_at=promised)
    assert latest(ticket, "first-response").outcome == "met"
    assert running(ticket, "promised").due == promised
    assert (ticket.stage, ticket.next_due, ticket.next_stopwatch) == ("treating", promised, "promised")


def test_a_first_reply_one_millisecond_late_is_a_miss(cast):
    ticket = make.enquiry(by=cast.clerk, at=TUESDAY)
    late = TUESDAY + HOUR + timedelta(milliseconds=1)
    play(ticket, "reply", cast.clerk, late, text="Sorry.", promised_at=late + HOUR)
    assert latest(ticket, "first-response").outcome == "missed"


@pytest.mark.rule("CR-8", "CS-3.1c")
def test_a_transfer_goes_to_the_engineer_with_a_handover_and_24_hours(cast):
    ticket = make.enquiry(by=cast.clerk, at=TUESDAY)
    ticket = play(ticket, "transfer", cast.clerk, TUESDAY + HOUR, to=cast.engineer.id, text="Needs the production plan.")
    assert (ticket.owner, ticket.clerk, ticket.stage) == (cast.engineer, cast.clerk, "treating")
    assert running(ticket, "progress").due == TUESDAY + 25 * HOUR
    assert told(cast.engineer) == [f"{ticket.number} was handed to you"]
    assert told(cast.manager) == [f"{ticket.number} went to 陈工"]


@pytest.mark.rule("CS-3.1c")
def test_the_solution_stops_the_24_hours_and_goes_back_to_the_clerk(cast):
    ticket = make.enquiry(by=cast.clerk, at=TUESDAY)
    ticket = play(ticket, "transfer", cast.clerk, TUESDAY, to=cast.engineer.id, text="Needs the production plan.")
    ticket = play(ticket, "solve", cast.engineer, TUESDAY + 24 * HOUR, text="From 15 December.")
    assert latest(ticket, "progress").outcome == "met"
    assert ticket.owner == cast.clerk
    assert told(cast.clerk) == [f"{ticket.number} has a solution; answer the customer"]


@pytest.mark.rule("CS-3.1c")
def test_a_progress_note_of_the_person_responsible_counts_as_well(cast):
    ticket = make.enquiry(by=cast.clerk, at=TUESDAY)
    ticket = play(ticket, "transfer", cast.clerk, TUESDAY, to=cast.engineer.id, text="Needs the production plan.")
    play(ticket, "note", cast.clerk, TUESDAY + HOUR, text="The customer called again.")
    assert running(ticket, "progress"), "a note of somebody else is no progress"
    play(ticket, "note", cast.engineer, TUESDAY + 2 * HOUR, text="Plan asked for, answer tomorrow.")
    assert latest(ticket, "progress").outcome == "met"


def test_only_the_owner_gives_the_solution(cast):
    ticket = make.enquiry(by=cast.clerk, at=TUESDAY)
    ticket = play(ticket, "transfer", cast.clerk, TUESDAY, to=cast.engineer.id, text="Needs the production plan.")
    with pytest.raises(Refused):
        play(ticket, "solve", cast.clerk, TUESDAY, text="I know it anyway.")


@pytest.mark.rule("CS-3.1e", "TM-4.6", "CR-4.1")
def test_from_the_answer_to_the_archive(cast):
    ticket = make.enquiry(by=cast.clerk, at=TUESDAY)
    ticket = play(ticket, "answer", cast.clerk, TUESDAY + HOUR, text="From 15 December.")
    assert {clock.outcome for clock in clocks.stopwatches_of(ticket)} == {"met"}
    assert (ticket.stage, ticket.next_due, ticket.closed_at) == ("answered", NEVER, None)
    with pytest.raises(Refused) as no:
        play(ticket, "archive", cast.clerk, TUESDAY + HOUR, cause="Plan", text="Answered")
    assert no.value.rule == "CR-4.1"
    ticket = play(ticket, "follow", cast.clerk, TUESDAY + 2 * HOUR, score=5, text="")
    ticket = play(ticket, "archive", cast.clerk, TUESDAY + 3 * HOUR, cause="No date on the website", text="Sent it")
    assert (ticket.stage, ticket.satisfaction, ticket.closed_at) == ("archived", 5, TUESDAY + 3 * HOUR)


@pytest.mark.rule("CR-6.1")
def test_a_complex_enquiry_is_answered_after_a_group_of_two_departments_was_formed(cast):
    ticket = make.enquiry(by=cast.clerk, at=TUESDAY, level=3)
    with pytest.raises(Refused) as no:
        play(ticket, "answer", cast.clerk, TUESDAY, text="Here it is.")
    assert no.value.rule == "CR-6.1"
    with pytest.raises(Refused):
        play(ticket, "group", cast.clerk, TUESDAY, members=[cast.clerk.id, cast.senior.id])
    play(ticket, "group", cast.clerk, TUESDAY, members=[cast.clerk.id, cast.engineer.id])
    assert [person.username for person in one.members(ticket)] == ["agent.eu", "tech.eu"]
    assert play(ticket, "answer", cast.clerk, TUESDAY, text="Here it is.").stage == "answered"


@pytest.mark.rule("CS-3.1d")
def test_a_coordination_meeting_is_minuted_by_who_may_convene_it(cast):
    ticket = make.enquiry(by=cast.clerk, at=TUESDAY)
    with pytest.raises(Refused):
        play(ticket, "meeting", cast.clerk, TUESDAY, present="Li, Chen", text="Agreed.")
    play(ticket, "meeting", cast.manager, TUESDAY, present="Li, Chen", text="Agreed: plan by Friday.")
    entry = one.timeline(ticket)[-1]
    assert (entry.kind, entry.text, entry.facts) == ("meeting", "Agreed: plan by Friday.", {"present": "Li, Chen"})


def test_waiting_for_the_customer_stops_the_solution_and_gives_the_time_back(cast):
    ticket = make.enquiry(by=cast.clerk, at=TUESDAY)
    play(ticket, "reply", cast.clerk, TUESDAY, text="Which serial number?", promised_at=TUESDAY + 99 * HOUR)
    ticket = play(ticket, "wait", cast.clerk, TUESDAY + HOUR, reason="customer", text="Serial number")
    assert running(ticket, "level").due is None and running(ticket, "promised").due
    ticket = play(ticket, "resume", cast.clerk, TUESDAY + 4 * HOUR, text="SN 4711")
    assert running(ticket, "level").due == TUESDAY + 27 * HOUR
    assert one.timeline(ticket)[-1].kind == "incoming"


def test_waiting_for_a_colleague_stops_nothing(cast):
    ticket = make.enquiry(by=cast.clerk, at=TUESDAY)
    play(ticket, "wait", cast.clerk, TUESDAY + HOUR, reason="colleague", text="")
    assert running(ticket, "level").due == TUESDAY + 24 * HOUR


def test_a_change_of_level_keeps_beginning_and_pauses(cast):
    ticket = make.enquiry(by=cast.clerk, at=TUESDAY)
    play(ticket, "wait", cast.clerk, TUESDAY + HOUR, reason="customer", text="")
    play(ticket, "resume", cast.clerk, TUESDAY + 3 * HOUR, text="")
    ticket = play(ticket, "classify", cast.clerk, TUESDAY + 5 * HOUR, level=3, subject="technical", text="")
    assert (running(ticket, "level").rule, running(ticket, "level").due) == ("TM-4.5c", TUESDAY + 74 * HOUR)
    assert [c.outcome for c in clocks.stopwatches_of(ticket) if c.key == "level"] == ["superseded", None]


def test_a_reopened_enquiry_runs_again_from_there(cast):
    ticket = make.enquiry(by=cast.clerk, at=TUESDAY)
    play(ticket, "answer", cast.clerk, TUESDAY, text="From 15 December.")
    ticket = play(ticket, "reopen", cast.clerk, TUESDAY + 30 * HOUR, text="The customer has another question.")
    assert (ticket.stage, ticket.satisfaction, ticket.closed_at) == ("treating", None, None)
    assert running(ticket, "level").due == TUESDAY + 54 * HOUR


def test_who_may_not_see_a_ticket_cannot_move_it(cast):
    ticket = make.enquiry(by=cast.clerk, at=TUESDAY)
    with pytest.raises(Missing):
        play(ticket, "note", cast.stranger, TUESDAY, text="Hello")


@pytest.mark.rule("TM-4.4")
def test_every_step_is_on_the_timeline_and_in_the_journal(cast):
    ticket = make.enquiry(by=cast.clerk, at=TUESDAY)
    play(ticket, "note", cast.clerk, TUESDAY, text="Called the warehouse.")
    play(ticket, "answer", cast.clerk, TUESDAY + HOUR, text="From 15 December.")
    assert [entry.kind for entry in one.timeline(ticket)] == ["taken", "note", "answer"]
    rows = list(JournalRow.select().where(JournalRow.subject == ticket.number).order_by(JournalRow.id))
    assert [row.what for row in rows] == ["enquiry.taken", "enquiry.note", "enquiry.answer"]
    assert rows[-1].who == "agent.eu" and rows[-1].changes["stage"] == ["taken", "answered"]


def test_a_step_that_fails_half_way_leaves_nothing(cast, monkeypatch):
    ticket = make.enquiry(by=cast.clerk, at=TUESDAY)
    monkeypatch.setattr("portal.tickets.actions.steps.audit.record", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        play(ticket, "answer", cast.clerk, TUESDAY, text="From 15 December.")
    assert Ticket.get_by_id(ticket.id).stage == "taken"
    assert [entry.kind for entry in one.timeline(ticket)] == ["taken"]
    assert running(ticket, "first-response")


@pytest.mark.rule("CS-3.1a")
def test_a_call_that_was_picked_up_still_owes_the_promise(cast):
    ticket = make.enquiry(by=cast.clerk, at=TUESDAY, channel="phone", waited_s=5)
    with pytest.raises(Refused) as no:
        play(ticket, "reply", cast.clerk, TUESDAY + HOUR, text="We look into it.")
    assert no.value.rule == "CS-3.1a"


@pytest.mark.parametrize("key", ["reply", "classify"])
def test_a_moment_far_ahead_is_refused(cast, key):
    ticket = make.enquiry(by=cast.clerk, at=TUESDAY)
    far = TUESDAY + timedelta(days=20_000)
    with pytest.raises(Refused):
        play(ticket, key, cast.clerk, TUESDAY, text="x", promised_at=far, deadline_at=far, level=4, subject="order")


@pytest.mark.rule("TM-4.5d")
def test_a_deadline_set_by_hand_is_not_moved_by_earlier_waits(cast):
    ticket = make.enquiry(by=cast.clerk, at=TUESDAY)
    play(ticket, "wait", cast.clerk, TUESDAY + HOUR, reason="customer", text="")
    play(ticket, "resume", cast.clerk, TUESDAY + 6 * HOUR, text="")
    deadline = TUESDAY + 10 * HOUR
    given = {"level": 4, "subject": "order", "deadline_at": deadline, "text": ""}
    ticket = play(ticket, "classify", cast.clerk, TUESDAY + 7 * HOUR, **given)
    assert running(ticket, "level").due == deadline


def test_a_promise_is_due_at_the_very_moment_that_was_named(cast):
    odd = TUESDAY + timedelta(milliseconds=700)
    ticket = make.enquiry(by=cast.clerk, at=odd)
    ticket = play(ticket, "reply", cast.clerk, odd, text="Soon.", promised_at=TUESDAY + HOUR)
    assert TUESDAY + HOUR <= running(ticket, "promised").due < TUESDAY + HOUR + timedelta(seconds=1)


@pytest.mark.rule("CS-3.1c")
def test_whoever_takes_over_after_a_miss_has_24_hours_of_their_own(cast):
    ticket = make.enquiry(by=cast.clerk, at=TUESDAY)
    ticket = play(ticket, "transfer", cast.clerk, TUESDAY, to=cast.engineer.id, text="Needs the production plan.")
    jobs.mark_misses(now=TUESDAY + 25 * HOUR)
    again = TUESDAY + 26 * HOUR
    ticket = play(ticket, "transfer", cast.engineer, again, to=cast.senior.id, text="Not ours: ask the planners.")
    assert running(ticket, "progress").due == again + 24 * HOUR
    assert [miss.rule for miss in Miss.select()].count("CS-3.1c") == 1


def test_one_miss_of_the_solution_is_not_counted_again(cast):
    ticket = make.enquiry(by=cast.clerk, at=TUESDAY)
    late = TUESDAY + 25 * HOUR
    jobs.mark_misses(now=late)
    play(ticket, "classify", cast.clerk, late, level=2, subject="order", text="It is about the order.")
    jobs.mark_misses(now=late + HOUR)
    assert [miss.rule for miss in Miss.select()].count("TM-4.5b") == 1


def test_a_miss_that_no_round_has_seen_is_told_when_the_answer_comes(cast):
    ticket = make.enquiry(by=cast.clerk, at=TUESDAY)
    play(ticket, "answer", cast.clerk, TUESDAY + 2 * HOUR, text="From 15 December.")
    assert "missed" in [entry.kind for entry in one.timeline(ticket)]
    assert told(cast.supervisor) == [f"{ticket.number}: First answer is late (CS-3.1a), owner 王芳"]
    assert jobs.mark_misses(now=TUESDAY + 3 * HOUR) == 0


@pytest.mark.rule("CR-8", "CR-6.1")
def test_legal_is_handed_a_matter_and_then_sees_just_that_one(cast):
    lawyer = make.staff("legal", name="郑法", roles=["legal"], region="hq", department="legal")
    ticket, other = make.enquiry(by=cast.clerk, at=TUESDAY), make.enquiry(by=cast.clerk, at=TUESDAY)
    assert lawyer.id in [number for number, _name in colleagues(ticket)]
    play(ticket, "transfer", cast.clerk, TUESDAY, to=lawyer.id, text="The customer threatens to sue.")
    assert one.numbered(lawyer, ticket.number) == ticket
    with pytest.raises(Missing):
        one.numbered(lawyer, other.number)


def test_what_belongs_to_nobody_here_any_more_goes_to_the_next_person_up(cast):
    ticket = make.enquiry(by=cast.colleague, at=TUESDAY)
    ticket = play(ticket, "transfer", cast.colleague, TUESDAY, to=cast.engineer.id, text="Needs the production plan.")
    deactivate(cast.colleague, by=cast.admin, reason="left")
    ticket = play(ticket, "solve", cast.engineer, TUESDAY + HOUR, text="From 15 December.")
    assert ticket.owner == cast.supervisor


def test_the_next_people_up_are_those_of_the_region(cast):
    elsewhere = make.staff("supervisor.us", name="高", roles=["supervisor"], region="us")
    ticket = make.enquiry(by=cast.clerk, at=TUESDAY)
    jobs.mark_misses(now=TUESDAY + 2 * HOUR)
    assert told(cast.supervisor) and not told(elsewhere) and ticket.region == "eu"


def test_who_is_taken_out_of_the_group_loses_sight_of_the_ticket(cast):
    ticket = make.enquiry(by=cast.clerk, at=TUESDAY)
    play(ticket, "group", cast.clerk, TUESDAY, members=[cast.stranger.id, cast.engineer.id])
    play(ticket, "group", cast.clerk, TUESDAY, members=[cast.clerk.id, cast.engineer.id])
    assert {person.username for person in one.members(ticket)} == {"agent.eu", "tech.eu"}
    with pytest.raises(Missing):
        one.numbered(cast.stranger, ticket.number)


@pytest.mark.rule("TM-4.4")
def test_what_the_customer_writes_meanwhile_has_its_place(cast):
    ticket = make.enquiry(by=cast.clerk, at=TUESDAY)
    ticket = play(ticket, "incoming", cast.clerk, TUESDAY, text="Und was kostet sie?")
    assert (one.timeline(ticket)[-1].kind, ticket.stage) == ("incoming", "taken")


def test_the_final_answer_keeps_the_promise(cast):
    ticket = make.enquiry(by=cast.clerk, at=TUESDAY)
    play(ticket, "reply", cast.clerk, TUESDAY, text="Soon.", promised_at=TUESDAY + 5 * HOUR)
    ticket = play(ticket, "answer", cast.clerk, TUESDAY + HOUR, text="Here it is.")
    assert latest(ticket, "promised").outcome == "met"
