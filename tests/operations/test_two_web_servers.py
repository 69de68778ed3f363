"""Two web servers on one database, as two machines of a department would run them: one company, one scheduler."""

from __future__ import annotations

import threading
import time as wall

import pytest
from bs4 import BeautifulSoup

from portal.access.models import Staff
from portal.archive import actions as archive
from portal.audit import queries as journal
from portal.audit.models import JournalRow
from portal.core import time
from portal.enquiries import actions
from portal.tickets.models import Entry, Ticket
from tests.operations.homes import Visitor, copied, demo, opened, serving, until
from tests.operations.test_killed_scheduler import message
from tests.operations.test_one_scheduler import holder
from tests.operations.writers import MARK, Writer

pytestmark = [pytest.mark.xdist_group("ports"), pytest.mark.timeout(240)]
TERM = {"PORTAL_LEASE_SECONDS": "2"}
ROUNDS = 8


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return copied(demo(), tmp_path_factory.mktemp("two") / "home")


@pytest.fixture(scope="module")
def servers(home):
    with serving(home, **TERM) as one, serving(home, **TERM) as other:
        yield one, other


def test_who_signed_in_at_one_is_signed_in_at_the_other_and_out_of_both(servers):
    one, other = servers
    clerk = Visitor(one)
    clerk.sign_in("agent.eu")
    clerk.address = other.address
    assert clerk.ask("/tickets").status == 200
    assert clerk.ask("/logout", {"csrf_token": clerk.token("/me")}).status == 303
    clerk.address = one.address
    assert clerk.ask("/tickets").status == 303


def test_what_one_says_is_read_at_the_other_at_once(servers):
    one, other = servers
    writer, reader = Writer(one, "agent.eu"), Visitor(other)
    reader.sign_in("senior.eu")
    for number in range(ROUNDS):
        text = f"{MARK} both {number}"
        assert writer.visitor.ask(writer.path, writer.fields | {"text": text}).status == 303
        assert text in reader.ask(f"/enquiries/{writer.number}").text


@pytest.mark.rule("CS-3.1a")
def test_people_at_both_write_into_the_same_tickets_and_nothing_is_lost_or_twice(servers, home):
    with opened(home):
        before = notes_told()
    writers = [
        Writer(server, name, mark=f"{MARK} {place}")
        for place, server in enumerate(servers)
        for name in ("agent.eu", "agent2.eu", "senior.eu")
    ]
    for writer in writers:
        writer.start()
    wall.sleep(4)
    for writer in writers:
        writer.stop()
    with opened(home):
        said = {text for writer in writers for text in writer.sent}
        kept = [entry.text for entry in Entry.select() if entry.text in said]
        told = notes_told()
        assert all(writer.confirmed == writer.sent for writer in writers), "nobody was refused, nobody was locked out"
        assert sorted(kept) == sorted(text for writer in writers for text in writer.confirmed)
        assert told == len(kept) + before
        assert len(kept) > len(writers)
        assert journal.verify().broken is None


def notes_told() -> int:
    """How many notes the journal has of people at a browser."""
    return JournalRow.select().where(JournalRow.what == "enquiry.note", JournalRow.origin == "127.0.0.1").count()


@pytest.mark.rule("CS-3.1e")
def test_two_who_answer_the_same_ticket_at_the_same_moment_answer_it_once(servers, home):
    """One at each server: one is taken, the other is told that somebody was before."""
    with opened(home):
        clerk, at = Staff.get(Staff.username == "agent.eu"), time.now()
        customer = archive.register(name="Zweimal GmbH", country="DE", by=clerk)
        ticket = actions.take(message(customer, at), by=clerk, at=at)
    people = [Visitor(server) for server in servers]
    for visitor in people:
        visitor.sign_in("agent.eu")
    page, place = f"/enquiries/{ticket.number}?move=answer", f"/enquiries/{ticket.number}/moves/answer"
    fields = [{"csrf_token": visitor.token(page), "seen": seen(visitor, page)} for visitor in people]
    answered = together(
        lambda number: people[number].ask(place, fields[number] | {"text": f"{MARK} answer {number}"}).status
    )
    assert sorted(answered) == [303, 409]
    with opened(home):
        assert Entry.select().where(Entry.ticket == ticket, Entry.text.startswith(MARK)).count() == 1
        assert Ticket.get_by_id(ticket.id).stage == "answered"


def seen(visitor: Visitor, page: str) -> str:
    return BeautifulSoup(visitor.ask(page).text, "html.parser").select_one("[name=seen]")["value"]


def together(press) -> list[int]:
    """What two threads that start at the same moment are answered."""
    gate, answers = threading.Barrier(2), {}

    def one(number: int) -> None:
        gate.wait()
        answers[number] = press(number)

    threads = [threading.Thread(target=one, args=(number,)) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return list(answers.values())


def test_one_scheduler_acts_for_both_and_the_other_takes_over_when_its_server_dies(demo_home):
    with serving(demo_home, **TERM) as one, serving(demo_home, **TERM) as other, opened(demo_home):
        until(lambda: holder() in schedulers(one, other))
        first = holder()
        [left] = [server for server in (one, other) if server.child("portal scheduler") != first]
        gone = one if left is other else other
        gone.process.terminate()
        gone.process.wait(30)
        until(lambda: holder() == left.child("portal scheduler"))
        assert left.is_up()


def schedulers(*servers) -> list[int]:
    return [found for server in servers if (found := server.child("portal scheduler"))]
