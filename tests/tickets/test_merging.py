"""Merging tickets and undoing it: entries, files, stopwatches, waits, search, reports."""

from datetime import timedelta

import pytest

from portal.audit.models import JournalRow
from portal.clocks import queries as clocks
from portal.clocks.models import Miss
from portal.core.errors import Missing, Refused
from portal.enquiries import actions as enquiries
from portal.messages.models import Notice
from portal.tickets import jobs, kinship
from portal.tickets.actions import attachments, merging
from portal.tickets.actions.offering import NothingToClaim, claim_next
from portal.tickets.models import Entry, Ticket
from portal.tickets.queries import finding, kin, one
from tests import make
from tests.make import TUESDAY

pytestmark = pytest.mark.usefixtures("database")
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def buyer(cast):
    return make.customer()


@pytest.fixture
def older(cast, buyer):
    return make.enquiry(by=cast.clerk, at=TUESDAY, customer=buyer, title="Pumpe", text="Wann kommt die Pumpe?")


@pytest.fixture
def newer(cast, buyer):
    at = TUESDAY + 10 * MINUTE
    return make.enquiry(by=cast.colleague, at=at, customer=buyer, title="Nachfrage", text="Bitte um Antwort zur Dichtung.")


def fresh(ticket):
    return Ticket.get_by_id(ticket.id)


def texts(ticket):
    return [entry.text for entry in one.timeline(fresh(ticket)) if entry.text]


def found(cast, word):
    return [line.number for line in finding.found_page(cast.clerk, word, None).rows]


@pytest.mark.parametrize(("start", "into", "end"), [(1, {}, 1), (1, {1: 2}, 2), (1, {1: 2, 2: 3}, 3), (2, {1: 2}, 2)])
def test_a_number_leads_to_the_end_of_its_chain(start, into, end):
    assert kinship.destination(start, into) == end


@pytest.mark.parametrize("into", [{1: 1}, {1: 2, 2: 1}, {1: 2, 2: 3, 3: 2}])
def test_a_chain_without_an_end_is_an_error(into):
    with pytest.raises(ValueError, match="returns"):
        kinship.destination(1, into)


def test_a_merge_shows_every_entry_once_in_time_order(cast, older, newer):
    enquiries.make(older, "note", {"text": "Lager gefragt"}, by=cast.clerk, at=TUESDAY + 20 * MINUTE)
    merging.merge(newer, older, by=cast.clerk, at=TUESDAY + 30 * MINUTE)
    assert texts(older) == ["Wann kommt die Pumpe?", "Bitte um Antwort zur Dichtung.", "Lager gefragt"]
    assert texts(newer) == []
    merged = fresh(newer)
    assert merged.stage == "merged" and merged.closed_at == TUESDAY + 30 * MINUTE
    assert not [clock for clock in clocks.stopwatches_of(merged) if clock.is_running]
    assert {clock.outcome for clock in clocks.stopwatches_of(merged)} == {"superseded"}
    assert kin.leads_to(merged).id == older.id
    assert Notice.select().where(Notice.staff == cast.colleague).count() == 1
    assert JournalRow.select().where(JournalRow.what == "ticket.merged").count() == 2


def test_search_finds_words_where_they_are_shown(cast, older, newer):
    made = merging.merge(newer, older, by=cast.clerk, at=TUESDAY + 30 * MINUTE)
    assert found(cast, "Dichtung") == [older.number]
    merging.undo(made, by=cast.clerk, at=TUESDAY + HOUR)
    assert found(cast, "Dichtung") == [newer.number] and found(cast, "Pumpe") == [older.number]


def test_undoing_gives_back_stage_wait_and_clocks(cast, older, newer):
    at = TUESDAY + 20 * MINUTE
    enquiries.make(newer, "wait", {"reason": "customer", "text": "?"}, by=cast.colleague, at=at)
    before = {clock.key: (clock.due, clock.outcome) for clock in clocks.stopwatches_of(newer)}
    asked = fresh(newer).ask_at
    made = merging.merge(newer, older, by=cast.clerk, at=at + MINUTE)
    assert fresh(newer).waiting is None and one.current_wait(newer) is None
    enquiries.make(older, "note", {"text": "Danach"}, by=cast.clerk, at=at + 2 * MINUTE)
    merging.undo(made, by=cast.clerk, at=at + 3 * MINUTE)
    again = fresh(newer)
    assert (again.stage, again.closed_at, again.waiting, again.owner) == ("taken", None, "customer", cast.colleague)
    assert again.ask_at == asked and one.current_wait(again).since == at
    assert {clock.key: (clock.due, clock.outcome) for clock in clocks.stopwatches_of(newer)} == before
    assert texts(newer) == ["Bitte um Antwort zur Dichtung.", "?"] and "Danach" in texts(older)


def test_a_limit_that_passed_meanwhile_is_late(cast, older, newer):
    given = {"text": "Wir sehen nach", "promised_at": TUESDAY + 90 * HOUR}
    enquiries.make(older, "reply", given, by=cast.clerk, at=TUESDAY + 11 * MINUTE)
    made = merging.merge(newer, older, by=cast.clerk, at=TUESDAY + 30 * MINUTE)
    merging.undo(made, by=cast.clerk, at=TUESDAY + 3 * HOUR)
    jobs.mark_misses(now=TUESDAY + 3 * HOUR)
    assert Miss.select().count() == 1 and clocks.running(newer, "first-response").breached


@pytest.mark.rule("CS-3.1a")
def test_an_unanswered_first_response_lives_on(cast, older, newer):
    """The older one is answered; the newer one's hour (10:10 to 11:10) must still be kept there."""
    given = {"text": "Wir sehen nach", "promised_at": TUESDAY + 90 * HOUR}
    enquiries.make(older, "reply", given, by=cast.clerk, at=TUESDAY + 11 * MINUTE)
    made = merging.merge(newer, older, by=cast.clerk, at=TUESDAY + 30 * MINUTE)
    running = clocks.running(older, "first-response")
    assert running.due == TUESDAY + 70 * MINUTE and fresh(older).next_due == running.due
    enquiries.make(older, "reply", {"text": "Auch zur Dichtung"}, by=cast.clerk, at=TUESDAY + 40 * MINUTE)
    assert clocks.running(older, "first-response") is None
    merging.undo(made, by=cast.clerk, at=TUESDAY + HOUR)
    assert clocks.running(newer, "first-response").due == TUESDAY + 70 * MINUTE
    outcomes = [clock.outcome for clock in clocks.stopwatches_of(older) if clock.key == "first-response"]
    assert outcomes == ["met", "superseded"]


def test_of_two_first_responses_the_earlier_holds(cast, older, newer):
    enquiries.make(older, "note", {"text": "x"}, by=cast.clerk, at=TUESDAY + 11 * MINUTE)
    merging.merge(newer, older, by=cast.clerk, at=TUESDAY + 30 * MINUTE)
    assert clocks.running(older, "first-response").due == TUESDAY + HOUR


def test_a_miss_stays_one(cast, older, newer):
    given = {"text": "Wir sehen nach", "promised_at": TUESDAY + 90 * HOUR}
    enquiries.make(older, "reply", given, by=cast.clerk, at=TUESDAY + 11 * MINUTE)
    made = merging.merge(newer, older, by=cast.clerk, at=TUESDAY + 2 * HOUR)
    assert Miss.get().stopwatch == clocks.running(older, "first-response")
    merging.undo(made, by=cast.clerk, at=TUESDAY + 3 * HOUR)
    assert Miss.get().stopwatch == clocks.running(newer, "first-response")


def test_a_chain_leads_to_its_end_and_is_undone_from_there(cast, buyer, older, newer):
    third = make.enquiry(by=cast.clerk, at=TUESDAY + 15 * MINUTE, customer=buyer, text="Drittes")
    first = merging.merge(third, newer, by=cast.clerk, at=TUESDAY + 20 * MINUTE)
    second = merging.merge(newer, older, by=cast.clerk, at=TUESDAY + 30 * MINUTE)
    assert kin.leads_to(fresh(third)).id == older.id and "Drittes" in texts(older)
    with pytest.raises(Refused):
        merging.undo(first, by=cast.clerk, at=TUESDAY + 31 * MINUTE)
    merging.undo(second, by=cast.clerk, at=TUESDAY + 32 * MINUTE)
    merging.undo(first, by=cast.clerk, at=TUESDAY + 33 * MINUTE)
    assert texts(third) == ["Drittes"] and Entry.select().where(Entry.origin.is_null(False)).count() == 0


@pytest.mark.parametrize(("days", "possible"), [(30, True), (31, False)])
def test_undoing_has_its_time(cast, older, newer, days, possible):
    made = merging.merge(newer, older, by=cast.clerk, at=TUESDAY + 30 * MINUTE)
    at = TUESDAY + 30 * MINUTE + timedelta(days=days)
    if possible:
        merging.undo(made, by=cast.clerk, at=at)
        with pytest.raises(Refused):
            merging.undo(made, by=cast.clerk, at=at)
    else:
        with pytest.raises(Refused):
            merging.undo(made, by=cast.clerk, at=at)


def test_what_would_loosen_a_limit_is_refused(cast, older, newer):
    with pytest.raises(Refused):
        merging.merge(older, newer, by=cast.clerk, at=TUESDAY + 30 * MINUTE)
    with pytest.raises(Refused):
        merging.merge(older, older, by=cast.clerk, at=TUESDAY + 30 * MINUTE)


def test_the_second_of_two_merges_is_refused(cast, older, newer):
    merging.merge(newer, older, by=cast.clerk, at=TUESDAY + 30 * MINUTE)
    for source, target in ((newer, older), (older, newer)):
        with pytest.raises(Refused):
            merging.merge(source, target, by=cast.colleague, at=TUESDAY + 31 * MINUTE)


def test_who_may_not(cast, older, newer):
    with pytest.raises(Missing):
        merging.merge(newer, older, by=cast.stranger, at=TUESDAY + 30 * MINUTE)
    with pytest.raises(Refused):
        merging.merge(newer, older, by=cast.engineer, at=TUESDAY + 30 * MINUTE)


def test_another_customer_needs_a_reason(cast, older):
    other = make.enquiry(by=cast.clerk, at=TUESDAY + 10 * MINUTE, customer=make.customer("Tochter GmbH"))
    with pytest.raises(Refused):
        merging.merge(other, older, by=cast.clerk, at=TUESDAY + 30 * MINUTE)
    merging.merge(other, older, by=cast.clerk, at=TUESDAY + 30 * MINUTE, reason="Tochter desselben Hauses")


def test_a_file_still_opens(app, cast, older):
    other = make.enquiry(by=cast.clerk, at=TUESDAY + 10 * MINUTE, customer=make.customer("Tochter GmbH"))
    store = app.extensions["store"]
    given = {"text": "Anlage", "files": [("plan.txt", b"text")], "store": store}
    enquiries.make(other, "note", given, by=cast.clerk, at=TUESDAY + 11 * MINUTE)
    merging.merge(other, older, by=cast.clerk, at=TUESDAY + 30 * MINUTE, reason="Tochter")
    ((file,),) = one.files(older).values()
    assert attachments.content(file, store=store) == b"text"


def test_an_offer_ends_with_a_merge_and_is_made_anew_when_that_is_undone(cast, older, newer):
    enquiries.make(newer, "offer", {"text": ""}, by=cast.colleague, at=TUESDAY + 15 * MINUTE)
    made = merging.merge(newer, older, by=cast.clerk, at=TUESDAY + 30 * MINUTE)
    assert fresh(newer).offered_at is None
    with pytest.raises(NothingToClaim):
        claim_next(cast.senior, at=TUESDAY + 31 * MINUTE)
    merging.undo(made, by=cast.clerk, at=TUESDAY + 50 * MINUTE)
    assert fresh(newer).offered_at == TUESDAY + 50 * MINUTE and fresh(newer).owner == cast.colleague


def test_what_was_not_on_offer_is_not_offered_by_undoing(cast, older, newer):
    made = merging.merge(newer, older, by=cast.clerk, at=TUESDAY + 30 * MINUTE)
    merging.undo(made, by=cast.clerk, at=TUESDAY + 50 * MINUTE)
    assert fresh(newer).offered_at is None
