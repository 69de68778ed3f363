"""Re-basing open stopwatches: looked at first, carried out whole and once, undone whole."""

from datetime import date, timedelta

import pytest

from portal.audit.models import JournalRow
from portal.clocks import actions as clocks
from portal.clocks import queries as calendars
from portal.clocks.actions import edits
from portal.clocks.actions import rebases as runs
from portal.clocks.calendar import OFF, Day
from portal.clocks.models import Miss, RebaseMove, RebaseRun, Stopwatch
from portal.core.errors import Refused
from portal.enquiries import actions as enquiries
from portal.policy import actions as policies
from portal.policy import in_force
from portal.tickets import jobs
from portal.tickets.actions import rebases
from portal.tickets.models import Ticket
from tests import make
from tests.make import TUESDAY

HOUR = timedelta(hours=1)
CLOSED = edits.setting_a_day(date(2026, 11, 24), Day(OFF, (), "停电", "Power cut"), "no power")


def level(amount, unit="h"):
    """TM-4.5b gives 24 h for what is common (level 2)."""
    return {"TM-4.5b": {"amount": amount, "unit": unit, "bound": False, "calendar": "region" if unit == "wd" else None}}


@pytest.fixture
def people(cast):
    cast.director = make.staff("director", roles=["operations"], region="hq")
    return cast


@pytest.fixture
def ticket(people):
    """An e-mail of Tuesday 10:00 in Berlin: first answer due 11:00, solution due Wednesday 10:00 (24 h)."""
    return make.enquiry(by=people.clerk, at=TUESDAY)


def version(people, wanted, *, at=TUESDAY, approve=True):
    made = policies.propose(wanted, effective=in_force.day_of(at), reason="winter", by=people.manager, at=at)
    return policies.approve(made, by=people.director, at=at) if approve else made


def looked(people, made, *, at=TUESDAY):
    run = rebases.look_at_version(made, by=people.director, at=at)
    rebases.carry_on(run.id, now=at, seconds=30)
    return RebaseRun.get_by_id(run.id)


def done(people, run, *, at=TUESDAY):
    rebases.confirm(run, rebase=True, by=people.director, at=at)
    rebases.carry_on(run.id, now=at, seconds=30)
    return RebaseRun.get_by_id(run.id)


def undone(people, run, *, at=TUESDAY):
    runs.undo(run, reason="wrong figure", by=people.director, at=at)
    rebases.carry_on(run.id, now=at, seconds=30)
    return RebaseRun.get_by_id(run.id)


def clock(ticket, key="level"):
    return calendars.running(ticket, key)


def everything(model=Stopwatch):
    return list(model.select().order_by(model.id).dicts())


def test_what_runs_keeps_its_figure_and_what_starts_takes_the_new_one(people, ticket):
    made = version(people, level(48))
    later = make.enquiry(by=people.clerk, at=TUESDAY)
    assert (clock(ticket).due, clock(ticket).policy_version) == (TUESDAY + 24 * HOUR, 1)
    assert (clock(later).due, clock(later).policy_version) == (TUESDAY + 48 * HOUR, made.number)


def test_a_preview_changes_nothing_and_says_from_when_to_when(people, ticket):
    before = everything()
    run = looked(people, version(people, level(48)))
    assert everything() == before
    assert (run.state, run.total, run.moved, run.late) == ("ready", 1, 1, 0)
    move = RebaseMove.get()
    assert (move.due_was, move.due_becomes, move.rule) == (TUESDAY + 24 * HOUR, TUESDAY + 48 * HOUR, "TM-4.5b")


def test_a_preview_says_what_would_be_late_at_once(people, ticket):
    now = TUESDAY + 3 * HOUR
    run = looked(people, version(people, level(2), at=now), at=now)
    assert (run.moved, run.late) == (1, 1)


def test_it_is_done_with_a_journal_entry_that_says_reason_and_versions(people, ticket):
    made = version(people, level(48))
    run = done(people, looked(people, made))
    assert (run.state, run.done, run.left_out) == ("done", 1, 0)
    assert (clock(ticket).due, clock(ticket).policy_version) == (TUESDAY + 48 * HOUR, made.number)
    assert Ticket.get_by_id(ticket.id).next_due == TUESDAY + HOUR, "the first answer is still the next"
    row = JournalRow.get(JournalRow.what == "rebase.done")
    assert (row.reason, row.who, row.changes["policy"]) == ("winter", "director", [1, made.number])
    assert row.changes["moved"] == [None, 1]


def test_undoing_is_the_identity_on_every_column(people, ticket):
    for number in range(5):
        make.enquiry(by=people.clerk, at=TUESDAY + number * HOUR, level=2 + number % 2)
    before, tickets = everything(), everything(Ticket)
    run = done(people, looked(people, version(people, level(3, "wd"))))
    assert everything() != before
    run = undone(people, run)
    assert (run.state, run.done) == ("undone", 0)
    assert everything() == before
    assert everything(Ticket) == tickets
    assert JournalRow.get(JournalRow.what == "rebase.undoing_begun").reason == "wrong figure"


def test_there_and_back_by_a_counter_version_gives_the_same_due_moments(people, ticket):
    before = [(row["due"], row["warn_at"]) for row in everything()]
    done(people, looked(people, version(people, level(3, "wd"))))
    tomorrow = TUESDAY + 24 * HOUR
    made = policies.propose(level(24), effective=date(2026, 11, 25), reason="back", by=people.manager, at=TUESDAY)
    policies.approve(made, by=people.director, at=TUESDAY)
    done(people, looked(people, made, at=tomorrow), at=tomorrow)
    assert [(row["due"], row["warn_at"]) for row in everything()] == before


def test_pauses_are_kept(people, ticket):
    enquiries.make(ticket, "wait", {"reason": "customer", "text": "?"}, by=people.clerk, at=TUESDAY + HOUR)
    enquiries.make(ticket, "resume", {"text": "!"}, by=people.clerk, at=TUESDAY + 3 * HOUR)
    assert clock(ticket).due == TUESDAY + 26 * HOUR
    done(people, looked(people, version(people, level(48))))
    assert clock(ticket).due == TUESDAY + 50 * HOUR


def test_what_stands_still_has_no_due_moment_before_and_after(people, ticket):
    enquiries.make(ticket, "wait", {"reason": "customer", "text": "?"}, by=people.clerk, at=TUESDAY + HOUR)
    made = version(people, level(48))
    run = done(people, looked(people, made))
    assert (run.moved, run.concerned, clock(ticket).due) == (0, 1, None)
    enquiries.make(ticket, "resume", {"text": "!"}, by=people.clerk, at=TUESDAY + 3 * HOUR)
    assert (clock(ticket).due, clock(ticket).policy_version) == (TUESDAY + 50 * HOUR, made.number)


def test_a_wait_alone_does_not_move_a_clock_to_the_new_calendar(people):
    ticket = make.enquiry(by=people.clerk, at=TUESDAY)
    made = version(people, level(3, "wd"))
    done(people, looked(people, made))
    kept = clock(ticket).calendar_version
    clocks.set_day("de", date(2026, 11, 26), Day(OFF, (), "停电", "Power cut"), by=people.admin, at=TUESDAY)
    enquiries.make(ticket, "wait", {"reason": "customer", "text": "?"}, by=people.clerk, at=TUESDAY + HOUR)
    enquiries.make(ticket, "resume", {"text": "!"}, by=people.clerk, at=TUESDAY + 2 * HOUR)
    assert clock(ticket).calendar_version == kept


def test_a_late_one_stays_late_and_its_miss_stays(people, ticket):
    late = TUESDAY + 25 * HOUR
    jobs.mark_misses(now=late)
    run = looked(people, version(people, level(48), at=late), at=late)
    assert run.total == 0
    assert Miss.select().count() == 2
    assert clock(ticket).due == TUESDAY + 24 * HOUR


def test_what_has_changed_since_is_not_put_back_and_says_why(people):
    stopped, late, waited, same = (make.enquiry(by=people.clerk, at=TUESDAY) for _ in range(4))
    run = done(people, looked(people, version(people, level(30))))
    enquiries.make(waited, "wait", {"reason": "customer", "text": "?"}, by=people.clerk, at=TUESDAY + HOUR)
    enquiries.make(stopped, "answer", {"text": "Ab Lager."}, by=people.clerk, at=TUESDAY + HOUR)
    Stopwatch.update(breached=TUESDAY + 31 * HOUR).where(Stopwatch.id == clock(late).id).execute()
    run = undone(people, run, at=TUESDAY + 2 * HOUR)
    why = {move.subject: (move.state, move.because) for move in RebaseMove.select()}
    assert why == {
        str(stopped): ("kept", "stopped"),
        str(late): ("kept", "late"),
        str(waited): ("kept", "changed"),
        str(same): ("undone", ""),
    }
    assert clock(same).due == TUESDAY + 24 * HOUR
    assert clock(late).due == TUESDAY + 30 * HOUR
    assert run.done == 3


def test_a_warning_given_since_does_not_keep_it_and_is_not_given_twice(people, ticket):
    run = done(people, looked(people, version(people, level(20))))
    jobs.warn(now=TUESDAY + 19 * HOUR)  # 75 % of 24 h are over after 18 h
    given = clock(ticket).warned
    undone(people, run, at=TUESDAY + 19 * HOUR)
    assert (clock(ticket).due, clock(ticket).warned) == (TUESDAY + 24 * HOUR, given)


def test_what_was_stopped_after_the_preview_is_left_out_and_listed(people, ticket):
    run = looked(people, version(people, level(48)))
    enquiries.make(ticket, "answer", {"text": "Ab Lager."}, by=people.clerk, at=TUESDAY + HOUR)
    run = done(people, run)
    assert (run.done, run.left_out) == (0, 1)
    assert (RebaseMove.get().state, RebaseMove.get().because) == ("left", "stopped")


def test_a_version_can_be_looked_at_before_it_is_approved_but_not_carried_out(people, ticket):
    made = version(people, level(48), approve=False)
    run = looked(people, made)
    assert (run.state, run.moved) == ("ready", 1)
    with pytest.raises(Refused, match="once it is in force"):
        rebases.confirm(run, rebase=True, by=people.director, at=TUESDAY)
    assert clock(ticket).policy_version == 1


def test_which_of_two_rivals_applies_moves_open_clocks_too(people, ticket):
    """By e-mail CS-3.1a gives an hour of service and TM-4.2c 24 h: the stricter won, then TM-4.2c is chosen, then not."""
    assert (clock(ticket, "first-response").rule, clock(ticket, "first-response").due) == ("CS-3.1a", TUESDAY + HOUR)
    made = version(people, {"CS-3.1a+TM-4.2c": {"applies": "TM-4.2c"}})
    run = done(people, looked(people, made))
    first = clock(ticket, "first-response")
    assert (first.rule, first.due, first.rivals) == ("TM-4.2c", TUESDAY + 24 * HOUR, [])
    undone(people, run)
    first = clock(ticket, "first-response")
    assert (first.rule, [rival["rule"] for rival in first.rivals]) == ("CS-3.1a", ["TM-4.2c"])


def test_a_moment_that_a_person_set_is_moved_by_no_figure(people):
    ticket = make.enquiry(by=people.clerk, at=TUESDAY)
    given = {"text": "Wir prüfen.", "promised_at": TUESDAY + 5 * HOUR}
    enquiries.make(ticket, "reply", given, by=people.clerk, at=TUESDAY)
    made = version(people, {"CS-3.1a": {"amount": 2, "unit": "h", "bound": True, "calendar": "region"}})
    run = done(people, looked(people, made))
    assert clock(ticket, "promised").due == TUESDAY + 5 * HOUR
    assert run.moved == 0


def test_a_figure_on_no_ticket_s_clock_has_nothing_to_re_base(people):
    made = version(people, {"CP-13b": {"amount": 20_000, "unit": "CNY", "bound": False, "calendar": None}})
    with pytest.raises(Refused, match="No clock of a ticket"):
        rebases.look_at_version(made, by=people.director, at=TUESDAY)


def test_an_edit_of_a_calendar_is_looked_at_before_anything_is_saved(people):
    ticket = make.enquiry(by=people.clerk, at=TUESDAY, channel="online")
    before = calendars.calendar_for("de").version
    run = runs.look_at_edit("de", CLOSED, by=people.manager, at=TUESDAY)
    rebases.carry_on(run.id, now=TUESDAY, seconds=30)
    run = RebaseRun.get_by_id(run.id)
    assert calendars.calendar_for("de").version == before
    assert clock(ticket, "first-response").due == TUESDAY + HOUR
    assert (run.from_version, run.to_version, run.moved) == (before, before + 1, 1)
    assert not JournalRow.select().where(JournalRow.what == "calendar.corrected").exists()
    run = done(people, run)
    assert calendars.calendar_for("de").version == before + 1
    assert clock(ticket, "first-response").due == TUESDAY + 24 * HOUR
    assert (JournalRow.get(JournalRow.what == "rebase.done").changes["calendar:de"]) == [before, before + 1]
    undone(people, run)
    assert clock(ticket, "first-response").due == TUESDAY + HOUR


def test_a_calendar_that_was_changed_since_the_preview_is_not_saved_over(people):
    run = runs.look_at_edit("de", CLOSED, by=people.manager, at=TUESDAY)
    clocks.set_day("de", date(2026, 12, 1), Day(OFF, (), "停电", "Power cut"), by=people.admin, at=TUESDAY)
    before = calendars.calendar_for("de").version
    rebases.carry_on(run.id, now=TUESDAY, seconds=30)
    with pytest.raises(Refused, match="changed since this preview"):
        rebases.confirm(RebaseRun.get_by_id(run.id), rebase=True, by=people.manager, at=TUESDAY)
    assert calendars.calendar_for("de").version == before


def test_of_two_who_decide_the_second_is_refused(people, ticket):
    run = looked(people, version(people, level(48)))
    stale = RebaseRun.get_by_id(run.id)
    done(people, run)
    for decide in (
        lambda: rebases.confirm(stale, rebase=True, by=people.manager, at=TUESDAY),
        lambda: runs.discard(stale, by=people.manager, at=TUESDAY),
    ):
        with pytest.raises(Refused, match="decided meanwhile"):
            decide()
    undone(people, stale)
    with pytest.raises(Refused, match="Only a finished"):
        runs.undo(stale, reason="x", by=people.manager, at=TUESDAY)


def test_it_is_worked_off_in_slices_by_the_scheduler(people, monkeypatch):
    monkeypatch.setattr(rebases, "LOOKED_AT", 2)
    monkeypatch.setattr(rebases, "CARRIED_OUT", 2)
    for _ in range(5):
        make.enquiry(by=people.clerk, at=TUESDAY)
    run = rebases.look_at_version(version(people, level(48)), by=people.director, at=TUESDAY)
    assert rebases.carry_on(run.id, now=TUESDAY, seconds=0) == 2
    assert RebaseRun.get_by_id(run.id).seen == 2
    assert jobs.rebase(now=TUESDAY) == 3
    run = RebaseRun.get_by_id(run.id)
    assert (run.state, run.seen, run.moved) == ("ready", 5, 5)
    assert jobs.rebase(now=TUESDAY) == 0, "what waits for a person is not touched"
    rebases.confirm(run, rebase=True, by=people.director, at=TUESDAY)
    assert jobs.rebase(now=TUESDAY) == 5
    assert RebaseRun.get_by_id(run.id).state == "done"
    assert {row["due"] for row in everything() if row["key"] == "level"} == {TUESDAY + 48 * HOUR}


def test_a_slice_that_fails_leaves_nothing_half_done(people, monkeypatch):
    monkeypatch.setattr(rebases, "CARRIED_OUT", 2)
    for _ in range(4):
        make.enquiry(by=people.clerk, at=TUESDAY)
    run = looked(people, version(people, level(48)))
    rebases.confirm(run, rebase=True, by=people.director, at=TUESDAY)
    rebases.carry_on(run.id, now=TUESDAY, seconds=0)
    with monkeypatch.context() as broken:
        broken.setattr(runs, "advance", lambda *_args, **_more: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            rebases.carry_on(run.id, now=TUESDAY, seconds=0)
    moved = {row["due"] for row in everything() if row["key"] == "level"}
    assert moved == {TUESDAY + 24 * HOUR, TUESDAY + 48 * HOUR}
    assert RebaseMove.select().where(RebaseMove.state == "applied").count() == 2
    jobs.rebase(now=TUESDAY)
    assert RebaseRun.get_by_id(run.id).done == 4


