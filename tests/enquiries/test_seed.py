"""Synthetic load: what a benchmark measures must look like what people work on."""

from portal.archive.models import Customer
from portal.audit import queries as journal
from portal.audit.models import JournalRow
from portal.clocks.models import Stopwatch
from portal.core import time
from portal.enquiries import seed
from portal.tickets.models import NEVER, Entry, Ticket
from portal.tickets.queries import finding
from tests.make import TUESDAY


def test_it_loads_what_lists_boards_and_searches_show(cast):
    told = []
    with time.frozen(TUESDAY):
        seed.seed(300, progress=told.append)
    tickets = list(Ticket.select())
    assert len(tickets) == 300 and told == [300]
    assert 0.7 < sum(ticket.closed_at is not None for ticket in tickets) / 300 < 0.9
    assert {ticket.region for ticket in tickets} == {"eu", "us", "sea", "me", "jk"}
    assert 0.35 < sum(not ticket.title.isascii() for ticket in tickets) / 300 < 0.65
    assert Customer.select().count() == 30
    due = [ticket.next_due for ticket in tickets if ticket.next_due != NEVER]
    assert min(due) < TUESDAY < max(due)
    assert {Entry.select().where(Entry.ticket == ticket).count() for ticket in tickets} == {1, 2, 5, 10}


def test_each_open_ticket_is_due_by_its_own_stopwatches(cast):
    with time.frozen(TUESDAY):
        seed.seed(100)
    for ticket in Ticket.select():
        running = [clock.due for clock in Stopwatch.select().where(Stopwatch.subject == str(ticket))]
        assert ticket.next_due == min(running, default=NEVER)
        assert bool(running) == (ticket.stage in ("taken", "treating"))


def test_what_was_loaded_is_found_and_told_once(cast):
    seed.seed(200)
    written = [ticket.id for ticket in Ticket.select() if "退款" in ticket.title]
    found = [line.id for line in finding.found_page(cast.manager, "退款", None).rows]
    assert set(written[-20:]) <= set(found)
    assert JournalRow.select().where(JournalRow.what == "enquiries.seeded").count() == 1
    assert journal.verify().broken is None
