"""Changes of many tickets: the preview says what happens, gates hold, nothing twice, nothing overwritten, undoing."""

from datetime import timedelta

import pytest

from portal.audit.models import JournalRow
from portal.clocks import queries as clocks
from portal.core import time
from portal.core.errors import Missing, Refused
from portal.enquiries import actions
from portal.tickets import bulk
from portal.tickets.actions import merging, runs
from portal.tickets.models import URGENT, Assignment, BulkChange, BulkRun, Entry, Ticket, Wait
from tests import make
from tests.make import TUESDAY

HANDOVER = "Asked for the delivery date; the stock list was checked; production has to answer."
LATER = TUESDAY + timedelta(minutes=5)


@pytest.fixture(autouse=True)
def tuesday():
    with time.frozen(TUESDAY):
        yield


@pytest.fixture
def tickets(cast):
    """Three of level 2 and one of level 1, taken in an hour ago."""
    levels = (2, 2, 2, 1)
    return [make.enquiry(by=cast.clerk, at=TUESDAY - timedelta(hours=1), level=level) for level in levels]


def preview(tickets, by, **wish):
    return runs.preview(tickets, bulk.steps_of(wish), by=by, at=TUESDAY)


def states(run):
    rows = BulkChange.select().where(BulkChange.run == run).order_by(BulkChange.ticket)
    return [row.state for row in rows]


def now(ticket):
    return Ticket.get_by_id(ticket.id)


def whole(ticket):
    """Every column, and the stopwatches that run with their due moments."""
    running = {clock.key: (clock.id, clock.due) for clock in clocks.history_of(ticket) if clock.is_running}
    return {**now(ticket).__data__, "updated_at": None, "clocks": running}


WISHES = [
    {"level": 3},
    {"rank": URGENT},
    {"subject": "order", "text": "It is about an order."},
    {"kind": "proposal", "language": "fr"},
    {"owner": "colleague", "text": HANDOVER},
    {"offered": True},
    {"waiting": "customer", "text": "the drawing"},
    {"level": 3, "rank": URGENT, "owner": "colleague", "text": HANDOVER},
    {"note": True, "text": "The strike is over."},
]


@pytest.mark.parametrize("wish", WISHES, ids="+".join)
def test_the_preview_changes_nothing_and_says_what_happens_and_undoing_returns_it(cast, tickets, wish):
    wish = wish | ({"owner": cast.colleague.id} if "owner" in wish else {})
    before = [whole(ticket) for ticket in tickets]
    entries, journal = Entry.select().count(), JournalRow.select().count()
    run = preview(tickets, cast.supervisor, **wish)
    assert [whole(ticket) for ticket in tickets] == before
    assert (Entry.select().count(), JournalRow.select().count()) == (entries, journal)
    said = {row.ticket_id: (row.state, row.before, row.after) for row in BulkChange.select()}
    done = runs.confirm(run, by=cast.supervisor, at=TUESDAY)
    for row in BulkChange.select():
        state, was, becomes = said[row.ticket_id]
        assert row.state == {"ready": "done", "refused": "refused"}[state]
        for name in set(was or {}) - {"clocks"}:
            assert (row.before[name], row.after[name]) == (was[name], becomes[name]), name
    assert any(whole(ticket) != one for ticket, one in zip(tickets, before, strict=True)) or wish.get("note")
    runs.undo(done, by=cast.supervisor, at=LATER)
    assert [whole(ticket) for ticket in tickets] == before
    assert set(states(run)) <= {"undone", "refused"}


@pytest.mark.rule("CS-3.1b", "CR-8")
def test_every_gate_holds_as_for_one_ticket(cast, tickets):
    run = preview(tickets, cast.supervisor, owner=cast.colleague.id, text=HANDOVER)
    assert states(run) == ["ready", "ready", "ready", "refused"]
    refused = BulkChange.get(BulkChange.state == "refused")
    assert refused.rule == "CS-3.1b" and "level 1" in refused.because_en and "一级" in refused.because_zh
    short = preview(tickets, cast.supervisor, owner=cast.colleague.id, text="please")
    assert states(short) == ["refused"] * 4
    assert {row.rule for row in BulkChange.select().where(BulkChange.run == short)} == {"CR-8", "CS-3.1b"}
    runs.confirm(run, by=cast.supervisor)
    assert [now(ticket).owner_id == cast.colleague.id for ticket in tickets] == [True, True, True, False]


@pytest.mark.rule("TM-4.5c")
def test_a_level_has_its_own_limit_from_the_first_start(cast, tickets):
    first = clocks.running(tickets[0], "level")
    run = runs.confirm(preview(tickets[:1], cast.supervisor, level=3), by=cast.supervisor)
    second = clocks.running(tickets[0], "level")
    assert second.rule == "TM-4.5c" and second.started == first.started and second.id != first.id
    runs.undo(run, by=cast.supervisor)
    back = clocks.running(tickets[0], "level")
    assert (back.id, back.due, back.rule) == (first.id, first.due, first.rule)


@pytest.mark.rule("CR-4.1")
def test_closing_follows_the_loop(cast, tickets):
    done = actions.make(tickets[0], "answer", {"text": "Friday."}, by=cast.clerk)
    actions.make(done, "follow", {"score": 5}, by=cast.clerk)
    run = preview(tickets, cast.supervisor, close=True, cause="Not on the website.", text="Sent the plan.")
    assert states(run) == ["ready", "refused", "refused", "refused"]
    run = runs.confirm(run, by=cast.supervisor)
    assert now(tickets[0]).stage == "archived" and now(tickets[0]).closed_at
    runs.undo(run, by=cast.supervisor)
    assert now(tickets[0]).stage == "followed" and now(tickets[0]).closed_at is None


def test_an_ended_wait_goes_on_after_undoing(cast, tickets):
    waits = actions.make(tickets[0], "wait", {"reason": "customer"}, by=cast.clerk, at=TUESDAY - timedelta(minutes=30))
    before = whole(waits)
    run = runs.confirm(preview(tickets[:2], cast.supervisor, waiting="resume"), by=cast.supervisor, at=TUESDAY)
    assert states(run) == ["done", "refused"] and now(waits).waiting is None
    runs.undo(run, by=cast.supervisor, at=LATER)
    assert whole(waits) == before and Wait.select().where(Wait.until.is_null()).count() == 1


def test_what_changed_since_the_preview_is_left_and_shown_again(cast, tickets):
    run = preview(tickets[:2], cast.supervisor, level=3)
    actions.make(tickets[0], "note", {"text": "He called."}, by=cast.clerk, at=LATER)
    run = runs.confirm(run, by=cast.supervisor, at=LATER)
    assert states(run) == ["stale", "done"] and now(tickets[0]).level == 2
    again = runs.look_again(run, by=cast.supervisor, at=LATER)
    assert states(again) == ["ready"]
    runs.confirm(again, by=cast.supervisor, at=LATER)
    assert now(tickets[0]).level == 3


def test_sent_twice_each_ticket_is_changed_once(cast, tickets):
    run = preview(tickets, cast.supervisor, note=True, text="The strike is over.")
    runs.confirm(run, by=cast.supervisor)
    runs.confirm(run, by=cast.supervisor)
    assert Entry.select().where(Entry.kind == "note").count() == 4
    assert JournalRow.select().where(JournalRow.what == "ticket.bulk_done").count() == 1
    assert JournalRow.select().where(JournalRow.what == "enquiry.note").count() == 4


def test_an_interrupted_run_goes_on_where_it_stopped(cast, tickets, monkeypatch):
    monkeypatch.setattr(runs, "CHUNK", 2)
    run, made = preview(tickets, cast.supervisor, note=True, text="The strike is over."), []
    chunk = runs._confirm_chunk

    def stops(*args, **kwargs):
        made.append(args)
        if len(made) == 2:
            raise OSError("the server was stopped")
        chunk(*args, **kwargs)

    monkeypatch.setattr(runs, "_confirm_chunk", stops)
    with pytest.raises(OSError, match="stopped"):
        runs.confirm(run, by=cast.supervisor)
    assert BulkRun.get_by_id(run.id).state == "doing" and sorted(states(run)) == ["done", "done", "ready", "ready"]
    monkeypatch.setattr(runs, "_confirm_chunk", chunk)
    assert runs.confirm(BulkRun.get_by_id(run.id), by=cast.supervisor).state == "done"
    assert Entry.select().where(Entry.kind == "note").count() == 4


def test_undoing_leaves_what_was_changed_again_and_names_it(cast, tickets):
    run = runs.confirm(preview(tickets[:1], cast.supervisor, level=3, rank=URGENT), by=cast.supervisor, at=TUESDAY)
    given = {"level": 2, "subject": "product", "text": "One product."}
    actions.make(tickets[0], "classify", given, by=cast.clerk, at=LATER)
    runs.undo(run, by=cast.supervisor, at=LATER)
    row = BulkChange.get()
    assert row.state == "kept" and "level" in row.kept and not now(tickets[0]).urgent and now(tickets[0]).level == 2


@pytest.mark.parametrize("wish", [{"level": 3, "rank": URGENT}, {"note": True, "text": "He called."}])
def test_undoing_leaves_what_was_merged_since(cast, wish):
    """Both are changed, then one becomes part of the other: it stays as the merge has left it, and is named as left."""
    buyer, at = make.customer(), TUESDAY - timedelta(minutes=5)
    pair = [make.enquiry(by=cast.clerk, at=at, customer=buyer) for _ in range(2)]
    run = runs.confirm(preview(pair, cast.supervisor, **wish), by=cast.supervisor, at=TUESDAY)
    merging.merge(now(pair[1]), now(pair[0]), by=cast.clerk, at=TUESDAY + timedelta(minutes=1))
    merged, entries = whole(pair[1]), Entry.select().where(Entry.ticket == pair[1]).count()
    runs.undo(run, by=cast.supervisor, at=LATER)
    assert whole(pair[1]) == merged and Entry.select().where(Entry.ticket == pair[1]).count() == entries
    rows = {row.ticket_id: (row.state, row.kept) for row in BulkChange.select()}
    assert rows[pair[0].id][0] == "undone" and rows[pair[1].id][0] == "kept" and rows[pair[1].id][1]


def test_after_ten_minutes_it_stays(cast, tickets):
    run = runs.confirm(preview(tickets[:1], cast.supervisor, level=3), by=cast.supervisor, at=TUESDAY)
    with pytest.raises(Refused, match="time to undo"):
        runs.undo(run, by=cast.supervisor, at=TUESDAY + timedelta(minutes=10, seconds=1))
    assert runs.undo(run, by=cast.supervisor, at=TUESDAY + timedelta(minutes=10)).state == "undone"


@pytest.mark.rule("TM-4.4")
def test_each_ticket_and_the_run_stand_in_the_journal_and_nothing_written_goes(cast, tickets):
    run = runs.confirm(preview(tickets[:2], cast.supervisor, owner=cast.colleague.id, text=HANDOVER), by=cast.supervisor)
    assert Assignment.select().count() == 2
    runs.undo(run, by=cast.supervisor)
    told = [row.what for row in JournalRow.select().order_by(JournalRow.id) if row.who == "supervisor.eu"]
    assert told == ["enquiry.transfer"] * 2 + ["ticket.bulk_done"] + ["ticket.undone"] * 2 + ["ticket.bulk_undone"]
    assert Assignment.select().count() == 0
    kinds = [entry.kind for entry in Entry.select().where(Entry.ticket == tickets[0]).order_by(Entry.id)]
    assert kinds == ["taken", "transfer", "undone"]


def test_of_two_runs_over_the_same_tickets_the_second_finds_them_changed(cast, tickets):
    first, second = preview(tickets, cast.supervisor, level=3), preview(tickets, cast.manager, rank=URGENT)
    runs.confirm(first, by=cast.supervisor, at=LATER)
    runs.confirm(second, by=cast.manager, at=LATER)
    assert states(second) == ["stale"] * 4 and not any(now(ticket).urgent for ticket in tickets)


def test_a_run_is_its_makers_own(cast, tickets):
    run = preview(tickets, cast.supervisor, level=3)
    for act in (runs.confirm, runs.undo, runs.discard, runs.look_again):
        with pytest.raises(Missing):
            act(run, by=cast.clerk)


def test_nothing_and_too_many_are_refused(cast, tickets):
    with pytest.raises(Refused, match="at least one"):
        preview([], cast.supervisor, level=3)
    with pytest.raises(Refused, match="what is to change"):
        preview(tickets, cast.supervisor)
    with pytest.raises(Refused, match="500"):
        preview(tickets * 126, cast.supervisor, level=3)


def test_what_is_so_already_is_said(cast, tickets):
    run = preview(tickets[:1], cast.supervisor, level=2)
    assert states(run) == ["refused"] and "so already" in BulkChange.get().because_en
