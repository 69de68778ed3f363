"""Whatever is merged, split and undone in whatever order: every entry and file is shown once, and found exactly where it is
shown."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.clocks.models import Stopwatch
from portal.core import db
from portal.core.errors import Refused
from portal.enquiries import actions as enquiries
from portal.tickets.actions import merging, splitting
from portal.tickets.models import Attachment, Entry, Regrouping, Ticket
from portal.tickets.queries import finding, one
from tests import make
from tests.make import TUESDAY

pytestmark = pytest.mark.usefixtures("database")
WORDS = ("alpha", "bravo", "charlie", "delta")
SAID = ("echo", "foxtrot", "golf", "hotel", "india", "juliett", "kilo", "lima")
MINUTE = timedelta(minutes=1)
UNDOING = {Regrouping.MERGE: merging.undo, Regrouping.SPLIT: splitting.undo}
GIVEN = {"title": "Teil", "kind": "business", "subject": "order", "level": 2, "urgency": "normal"}
numbers = st.integers(0, 9)
merges = st.tuples(st.just("merge"), numbers, numbers)
splits = st.tuples(st.just("split"), numbers, st.sets(st.integers(0, 15), min_size=1, max_size=4))
undone = st.tuples(st.just("undo"), numbers, st.just(0))


def state(tickets):
    rows = [Ticket.get_by_id(ticket.id) for ticket in tickets]
    running = sorted((clock.subject, clock.key, clock.due) for clock in Stopwatch.select().where(Stopwatch.stopped.is_null()))
    return [(row.stage, row.next_due, row.closed_at, row.promised_at) for row in rows], running


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.one_of(merges, splits, undone), max_size=9))
def test_every_entry_and_file_is_kept_exactly_once(cast, steps):
    with db.atomic() as transaction:
        try:
            _play(cast, steps)
        finally:
            transaction.rollback()


def _play(cast, steps):
    tickets = _begun(cast)
    written, files = {entry.id for entry in Entry.select()}, {file.id: file.entry_id for file in Attachment.select()}
    begun, now = state(tickets), TUESDAY + 10 * MINUTE
    for what, number, other in steps:
        now += MINUTE
        try:
            _do(cast, what, number, other, at=now)
        except Refused:
            continue
        _hold(cast, written, files)
    while made := Regrouping.select().where(Regrouping.undone_at.is_null()).order_by(Regrouping.id.desc()).first():
        UNDOING[made.kind](made, by=cast.clerk, at=now)
        _hold(cast, written, files)
    assert state(tickets) == begun
    assert all(entry.origin_id is None for entry in Entry.select() if entry.id in written)


def _begun(cast):
    """Four tickets of one customer, each with two words more, of which one has a file."""
    buyer = make.customer()
    tickets = [
        make.enquiry(by=cast.clerk, at=TUESDAY + place * MINUTE, customer=buyer, title="Pumpe", text=word, level=level)
        for place, (word, level) in enumerate(zip(WORDS, (3, 2, 3, 1), strict=True))
    ]
    for place, text in enumerate(SAID):
        ticket, kind = tickets[place // 2], "incoming" if place % 2 else "note"
        enquiries.make(ticket, kind, {"text": text}, by=cast.clerk, at=TUESDAY + (5 + place % 2) * MINUTE)
        if place % 2:
            entry = Entry.get(Entry.text == text)
            facts = {"size": 4, "sha256": "0", "media_type": "text/plain", "place": text}
            Attachment.create(ticket=ticket, entry=entry, name=f"{text}.txt", **facts)
    return tickets


def _do(cast, what, number, other, *, at):
    tickets, made = list(Ticket.select().order_by(Ticket.id)), list(Regrouping.select().order_by(Regrouping.id))
    ticket = tickets[number % len(tickets)]
    if what == "merge":
        merging.merge(ticket, tickets[other % len(tickets)], by=cast.clerk, at=at)
    elif what == "split":
        shown = [entry.id for entry in one.timeline(ticket)]
        splitting.split(ticket, {shown[place % len(shown)] for place in other if shown}, GIVEN, by=cast.clerk, at=at)
    elif made:
        chosen = made[number % len(made)]
        UNDOING[chosen.kind](chosen, by=cast.clerk, at=at)


def _hold(cast, written, files):
    shown = [entry.id for ticket in Ticket.select() for entry in one.timeline(ticket)]
    assert len(shown) == len(set(shown)) and written <= set(shown)
    listed = [
        (file.id, number) for ticket in Ticket.select() for number, found in one.files(ticket).items() for file in found
    ]
    assert dict(listed) == files and len(listed) == len(files)
    assert all(file.ticket_id == file.entry.ticket_id for file in Attachment.select())
    for text in (*WORDS, *SAID):
        (entry,) = Entry.select().where(Entry.text == text)
        assert [line.id for line in finding.found_page(cast.clerk, text, None).rows] == [entry.ticket_id]
    due = [(clock.subject, clock.key) for clock in Stopwatch.select().where(Stopwatch.stopped.is_null())]
    assert len(due) == len(set(due))
    over = {str(ticket) for ticket in Ticket.select().where(Ticket.stage == "merged")}
    assert not over & {subject for subject, _key in due}
