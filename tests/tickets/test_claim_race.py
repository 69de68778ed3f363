"""Many who claim at once, on each database, with real connections: every ticket goes to one of them, once."""

import threading
from collections import Counter

import pytest

from portal.core import db
from portal.core.errors import Refused
from portal.tickets import bulk
from portal.tickets.actions import runs
from portal.tickets.actions.offering import NothingToClaim, claim_next, claim_this
from portal.tickets.models import Assignment, BulkChange, Entry, Ticket
from tests import make
from tests.core import apart

pytestmark = pytest.mark.once("runs on all three databases the first time")
CLAIMERS, TICKETS = 8, 18  # fewer than one person may hold


@pytest.fixture(params=["sqlite", "sqlcipher", "postgresql"])
def home(request, tmp_path, app):
    with apart.pointed_at(apart.home_at(tmp_path, request.param)):
        make.ground()
        yield request.param


def at_once(people, work):
    """What `work(person)` says in a thread of each person, all let go at the same moment."""
    said, gate = [], threading.Barrier(len(people))

    def run(person):
        db.ready()
        try:
            gate.wait(30)
            said.append(work(person))
        finally:
            db.database.close()

    threads = [threading.Thread(target=run, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(100)
    assert len(said) == len(people)
    return said


def all_there_is(person):
    claimed = []
    try:
        while True:
            claimed.append(claim_next(person).id)
    except NothingToClaim:
        return claimed


@pytest.mark.rule("TM-4.2e")
def test_each_ticket_is_claimed_once(home):
    cast, buyer = make.cast(), make.customer()
    for _ in range(TICKETS):
        make.enquiry(by=cast.clerk, customer=buyer, offered=True)
    people = [make.staff(f"claimer{number}.eu", name=f"领{number}") for number in range(CLAIMERS)]
    claimed = at_once(people, all_there_is)
    times = Counter(number for one in claimed for number in one)
    assert set(times.values()) == {1} and len(times) == TICKETS
    assert Assignment.select().count() == Entry.select().where(Entry.kind == "claimed").count() == TICKETS
    owners = {ticket.id: ticket.owner_id for ticket in Ticket.select()}
    assert {row.ticket_id: row.staff_id for row in Assignment.select()} == owners


def test_one_ticket_wanted_by_all_goes_to_one(home):
    cast = make.cast()
    ticket = make.enquiry(by=cast.clerk, offered=True)
    people = [make.staff(f"claimer{number}.eu", name=f"领{number}") for number in range(CLAIMERS)]

    def this_one(person):
        try:
            return claim_this(ticket, by=person).owner_id
        except Refused:
            return None

    won = [number for number in at_once(people, this_one) if number]
    assert won == [Ticket.get_by_id(ticket.id).owner_id]


def test_of_two_changes_of_many_at_once_each_ticket_gets_one_and_none_both(home):
    """Each run sent twice at once, both over the same tickets: what one has changed is stale for the other."""
    cast, buyer = make.cast(), make.customer()
    tickets = [make.enquiry(by=cast.clerk, customer=buyer) for _ in range(30)]
    wishes = {cast.supervisor: {"level": 3}, cast.manager: {"kind": "proposal"}}
    made = {person: runs.preview(tickets, bulk.steps_of(wish), by=person) for person, wish in wishes.items()}
    at_once([*wishes, *wishes], lambda person: runs.confirm(made[person], by=person).state)
    told = {person: [row.state for row in run.changes.order_by(BulkChange.ticket)] for person, run in made.items()}
    for pair in zip(*told.values(), strict=True):
        assert sorted(pair) == ["done", "stale"]
    for entry in ("level", "corrected"):
        wanted = told[cast.supervisor if entry == "level" else cast.manager].count("done")
        assert Entry.select().where(Entry.kind == entry).count() == wanted
