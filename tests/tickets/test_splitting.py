"""Splitting entries off into a new ticket, and undoing it: entries, files, limits, who may, search, journal."""

from datetime import timedelta

import pytest

from portal.audit.models import JournalRow
from portal.clocks import queries as clocks
from portal.core.errors import Missing, Refused
from portal.enquiries import actions as enquiries
from portal.tickets import kinship
from portal.tickets.actions import attachments, merging, splitting
from portal.tickets.models import Entry, Ticket
from portal.tickets.queries import finding, kin, one
from tests import make
from tests.make import TUESDAY

pytestmark = pytest.mark.usefixtures("database")
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def ticket(cast):
    return make.enquiry(by=cast.clerk, at=TUESDAY, title="Pumpe", text="Wann kommt die Pumpe?")


@pytest.fixture
def word(cast, ticket):
    """What the customer writes of another matter, twenty minutes later."""
    return written(ticket, "incoming", "Und die Rechnung stimmt nicht.", by=cast.clerk, at=TUESDAY + 20 * MINUTE)


def written(ticket, kind, text, *, by, at, **more):
    enquiries.make(ticket, kind, {"text": text, **more}, by=by, at=at)
    return Entry.select().where(Entry.ticket == ticket, Entry.kind == kind).order_by(Entry.id.desc()).get()


def given(**changes):
    return {"title": "Rechnung", "kind": "business", "subject": "order", "level": 2, "urgency": "normal"} | changes


def fresh(ticket):
    return Ticket.get_by_id(ticket.id)


def texts(ticket):
    return [entry.text for entry in one.timeline(fresh(ticket)) if entry.text]


def test_the_words_go_into_a_ticket_of_the_same_customer(cast, ticket, word):
    made = splitting.split(ticket, [word.id], given(reason="eigene Sache"), by=cast.colleague, at=TUESDAY + HOUR)
    new = fresh(made.target)
    assert texts(new) == ["Und die Rechnung stimmt nicht."]
    assert texts(ticket) == ["Wann kommt die Pumpe?", "eigene Sache"]
    assert (new.customer, new.region, new.desk, new.language, new.channel) == (
        ticket.customer, ticket.region, ticket.desk, ticket.language, ticket.channel,
    )  # fmt: skip
    assert (new.stage, new.title, new.subject, new.owner) == ("taken", "Rechnung", "order", cast.colleague)
    told = {(entry.ticket_id, entry.kind): entry.facts for entry in Entry.select().where(Entry.kind == "split")}
    assert told == {(ticket.id, "split"): {"into": new.number}, (new.id, "split"): {"from": ticket.number}}
    assert sorted(row.subject for row in JournalRow.select().where(JournalRow.what == "ticket.split")) == sorted(
        [ticket.number, new.number]
    )


@pytest.mark.rule("CS-3.1a")
def test_limits_count_from_the_customers_word_and_not_from_the_split(cast, ticket, word):
    """The word came at 10:20; its first answer is due at 11:20, whenever it is split off."""
    made = splitting.split(ticket, [word.id], given(), by=cast.clerk, at=TUESDAY + 50 * MINUTE)
    new = fresh(made.target)
    assert new.received_at == word.at == TUESDAY + 20 * MINUTE
    assert clocks.running(new, "first-response").due == TUESDAY + 80 * MINUTE
    assert new.next_due == TUESDAY + 80 * MINUTE
    assert clocks.running(ticket, "first-response").due == TUESDAY + 60 * MINUTE


@pytest.mark.rule("TM-4.5a", "TM-4.5b")
def test_the_old_tickets_limits_stay_as_they_are(cast, ticket, word):
    before = {clock.id: (clock.due, clock.outcome) for clock in clocks.stopwatches_of(ticket)}
    splitting.split(ticket, [word.id], given(level=1), by=cast.clerk, at=TUESDAY + HOUR)
    assert {clock.id: (clock.due, clock.outcome) for clock in clocks.stopwatches_of(ticket)} == before


def test_only_our_own_words_count_from_the_beginning(cast, ticket):
    note = written(ticket, "note", "Buchhaltung gefragt", by=cast.clerk, at=TUESDAY + 30 * MINUTE)
    made = splitting.split(ticket, [note.id], given(), by=cast.clerk, at=TUESDAY + HOUR)
    assert fresh(made.target).received_at == TUESDAY


def test_a_reply_that_goes_along_was_the_first_answer(cast, ticket, word):
    at = TUESDAY + 40 * MINUTE
    reply = written(ticket, "reply", "Wir prüfen die Rechnung.", by=cast.clerk, at=at, promised_at=TUESDAY + 90 * HOUR)
    made = splitting.split(ticket, [word.id, reply.id], given(), by=cast.clerk, at=TUESDAY + 3 * HOUR)
    new = fresh(made.target)
    assert new.first_answer_at == at and clocks.running(new, "first-response") is None
    outcomes = [clock.outcome for clock in clocks.stopwatches_of(new) if clock.key == "first-response"]
    assert outcomes == ["met"]


def test_files_go_with_their_entry_and_still_open(app, cast, ticket, word):
    store = app.extensions["store"]
    note = written(
        ticket, "note", "Anlage", by=cast.clerk, at=TUESDAY + 30 * MINUTE, files=[("plan.txt", b"text")], store=store
    )
    made = splitting.split(ticket, [note.id], given(), by=cast.clerk, at=TUESDAY + HOUR)
    assert one.files(ticket) == {}
    ((file,),) = one.files(made.target).values()
    assert attachments.content(file, store=store) == b"text"
    splitting.undo(made, by=cast.clerk, at=TUESDAY + 2 * HOUR)
    assert list(one.files(ticket)) == [note.id]


def test_search_finds_words_where_they_are_shown(cast, ticket, word):
    def found(text):
        return [line.number for line in finding.found_page(cast.clerk, text, None).rows]

    made = splitting.split(ticket, [word.id], given(), by=cast.clerk, at=TUESDAY + HOUR)
    assert found("Rechnung") == [made.target.number]
    splitting.undo(made, by=cast.clerk, at=TUESDAY + 2 * HOUR)
    assert ticket.number in found("stimmt nicht") and made.target.number not in found("stimmt nicht")


def test_undone_as_if_it_had_never_been(cast, ticket, word):
    made = splitting.split(ticket, [word.id], given(), by=cast.clerk, at=TUESDAY + 30 * MINUTE)
    enquiries.make(made.target, "note", {"text": "Notiz dort"}, by=cast.clerk, at=TUESDAY + 40 * MINUTE)
    splitting.undo(made, by=cast.clerk, at=TUESDAY + HOUR)
    new = fresh(made.target)
    assert texts(ticket) == ["Wann kommt die Pumpe?", "Und die Rechnung stimmt nicht."] and texts(new) == ["Notiz dort"]
    assert (new.stage, new.closed_at, kin.leads_to(new).id) == ("merged", TUESDAY + HOUR, ticket.id)
    assert {clock.outcome for clock in clocks.stopwatches_of(new)} == {"superseded"}
    assert Entry.get_by_id(word.id).origin_id is None
    with pytest.raises(Refused):
        splitting.undo(made, by=cast.clerk, at=TUESDAY + HOUR)


@pytest.mark.parametrize("kind", ["reply", "answer", "incoming"])
def test_what_passed_with_the_customer_is_not_undone(cast, ticket, word, kind):
    made = splitting.split(ticket, [word.id], given(), by=cast.clerk, at=TUESDAY + 30 * MINUTE)
    said = {"text": "Die Rechnung wird korrigiert.", "promised_at": TUESDAY + 90 * HOUR}
    enquiries.make(made.target, kind, said, by=cast.clerk, at=TUESDAY + 40 * MINUTE)
    with pytest.raises(Refused):
        splitting.undo(made, by=cast.clerk, at=TUESDAY + HOUR)
    assert Entry.get_by_id(word.id).ticket_id == made.target_id


@pytest.mark.parametrize(("days", "possible"), [(30, True), (31, False)])
def test_undoing_has_its_time(cast, ticket, word, days, possible):
    made = splitting.split(ticket, [word.id], given(), by=cast.clerk, at=TUESDAY + HOUR)
    at = TUESDAY + HOUR + timedelta(days=days)
    if possible:
        splitting.undo(made, by=cast.clerk, at=at)
    else:
        with pytest.raises(Refused):
            splitting.undo(made, by=cast.clerk, at=at)


def test_the_new_ticket_can_be_merged_back_and_that_undone(cast, ticket, word):
    made = splitting.split(ticket, [word.id], given(), by=cast.clerk, at=TUESDAY + 30 * MINUTE)
    merge = merging.merge(fresh(made.target), fresh(ticket), by=cast.clerk, at=TUESDAY + 40 * MINUTE)
    with pytest.raises(Refused):
        splitting.undo(made, by=cast.clerk, at=TUESDAY + 41 * MINUTE)
    merging.undo(merge, by=cast.clerk, at=TUESDAY + 42 * MINUTE)
    splitting.undo(made, by=cast.clerk, at=TUESDAY + 43 * MINUTE)
    assert "Und die Rechnung stimmt nicht." in texts(ticket)


def test_what_a_merge_brought_can_be_split_off_from_its_beginning(cast, ticket):
    buyer = make.customer("Tochter GmbH")
    other = make.enquiry(by=cast.clerk, at=TUESDAY + 5 * MINUTE, customer=buyer, text="Ganz anderes")
    merge = merging.merge(other, ticket, by=cast.clerk, at=TUESDAY + 10 * MINUTE, reason="Tochter")
    (brought,) = Entry.select().where(Entry.text == "Ganz anderes")
    splitting.split(ticket, [brought.id], given(), by=cast.clerk, at=TUESDAY + 30 * MINUTE)
    with pytest.raises(Refused):
        merging.undo(merge, by=cast.clerk, at=TUESDAY + 40 * MINUTE)


def test_what_cannot_go(cast, ticket, word):
    first = Entry.get(Entry.ticket == ticket, Entry.kind == "taken")
    for wanted in ([], [first.id], [first.id, word.id], [word.id, 999_999]):
        with pytest.raises(Refused):
            splitting.split(ticket, wanted, given(), by=cast.clerk, at=TUESDAY + HOUR)
    assert Ticket.select().count() == 1


@pytest.mark.rule("TM-4.5d")
def test_the_gates_of_taking_in_are_asked(cast, ticket, word):
    with pytest.raises(Refused) as no:
        splitting.split(ticket, [word.id], given(level=4), by=cast.clerk, at=TUESDAY + HOUR)
    assert no.value.rule == "TM-4.5d" and Ticket.select().count() == 1


def test_who_may_not(cast, ticket, word):
    with pytest.raises(Missing):
        splitting.split(ticket, [word.id], given(), by=cast.stranger, at=TUESDAY + HOUR)
    with pytest.raises(Refused):
        splitting.split(ticket, [word.id], given(), by=cast.engineer, at=TUESDAY + HOUR)


def test_a_call_was_picked_up_as_quickly_as_the_ticket_says(cast):
    call = make.enquiry(by=cast.clerk, at=TUESDAY, channel="phone", waited_s=12)
    word = written(call, "incoming", "Noch etwas", by=cast.clerk, at=TUESDAY + 2 * MINUTE)
    made = splitting.split(call, [word.id], given(), by=cast.clerk, at=TUESDAY + HOUR)
    assert fresh(made.target).first_answer_at == TUESDAY + 2 * MINUTE + timedelta(seconds=12)


@pytest.mark.parametrize(
    ("kind", "own", "may"),
    [("incoming", True, True), ("note", False, True), ("taken", True, False), ("taken", False, True), ("transfer", True, False),
     ("answer", True, False), ("merged", True, False)],
)  # fmt: skip
def test_words_go_and_steps_stay(kind, own, may):
    assert kinship.may_go(kind, own=own) is may
