"""Whatever is merged and undone in whatever order: every entry is shown once, and found exactly where it is shown."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.clocks.models import Stopwatch
from portal.core import db
from portal.core.errors import Refused
from portal.tickets.actions import merging
from portal.tickets.models import Attachment, Entry, Regrouping, Ticket
from portal.tickets.queries import lists
from tests import make
from tests.make import TUESDAY

pytestmark = pytest.mark.usefixtures("database")
WORDS = ("alpha", "bravo", "charlie", "delta")
MINUTE = timedelta(minutes=1)
merges = st.tuples(st.just("merge"), st.integers(0, 3), st.integers(0, 3))
undone = st.tuples(st.just("undo"), st.integers(0, 9), st.just(0))


def state(tickets):
    rows = [Ticket.get_by_id(ticket.id) for ticket in tickets]
    running = sorted((clock.subject, clock.key, clock.due) for clock in Stopwatch.select().where(Stopwatch.stopped.is_null()))
    return [(row.stage, row.next_due, row.closed_at, row.promised_at) for row in rows], running


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.one_of(merges, undone), max_size=9))
def test_every_entry_is_kept_exactly_once(cast, steps):
    with db.atomic() as transaction:
        try:
            _play(cast, steps)
        finally:
            transaction.rollback()


def _play(cast, steps):
    buyer = make.customer()
    tickets = [
        make.enquiry(by=cast.clerk, at=TUESDAY + place * MINUTE, customer=buyer, title="Pumpe", text=word, level=level)
        for place, (word, level) in enumerate(zip(WORDS, (3, 2, 3, 1), strict=True))
    ]
    written, begun, now = {entry.id for entry in Entry.select()}, state(tickets), TUESDAY + 10 * MINUTE
    for what, one, other in steps:
        now += MINUTE
        made = list(Regrouping.select().order_by(Regrouping.id))
        try:
            if what == "merge":
                merging.merge(tickets[one], tickets[other], by=cast.clerk, at=now)
            elif made:
                merging.undo(made[one % len(made)], by=cast.clerk, at=now)
        except Refused:
            continue
        _hold(cast, tickets, written)
    while made := Regrouping.select().where(Regrouping.undone_at.is_null()).order_by(Regrouping.id.desc()).first():
        merging.undo(made, by=cast.clerk, at=now)
    assert state(tickets) == begun
    assert all(entry.origin_id is None for entry in Entry.select() if entry.id in written)


def _hold(cast, tickets, written):
    assert written <= {entry.id for entry in Entry.select()}
    for attachment in Attachment.select():
        assert attachment.ticket_id == attachment.entry.ticket_id
    for word in WORDS:
        (shown,) = Entry.select().where(Entry.text == word)
        assert [line.id for line in lists.found_page(cast.clerk, word, None).rows] == [shown.ticket_id]
    due = [(clock.subject, clock.key) for clock in Stopwatch.select().where(Stopwatch.stopped.is_null())]
    assert len(due) == len(set(due))
