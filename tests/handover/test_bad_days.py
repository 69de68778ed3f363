"""Two at one moment, a connection that is lost between the signatures, a process that is killed: nothing lost, nothing moved
twice."""

import random
import signal
import subprocess
import sys
import time as wall
from functools import partial

import pytest

from portal.core import db, time
from portal.core.errors import Refused
from portal.handover import record
from portal.handover.actions import handovers, items
from portal.handover.models import Handover, Item
from portal.handover.queries.handovers import standing
from portal.settings import PROJECT
from portal.signing.models import Document
from portal.tickets.models import Assignment, Entry, Ticket
from tests import make
from tests.core import apart
from tests.handover.signer import FIRST, accept, frozen
from tests.operations.homes import environment
from tests.signing.test_bad_days import Desk
from tests.tickets.test_claim_race import at_once

pytestmark = pytest.mark.rule("DM-H3", "DM-H4")
KILLS, TICKETS = 5, 3


class ShiftDesk(Desk):
    """A home with two shifts, three tickets of the early one's clerk, and who signs there."""

    def settle(self):
        super().settle()
        self.giver, self.taker = self.cast.clerk, self.cast.colleague
        self.shift = make.shift(people=[self.giver])
        make.shift(starts="14:00", ends="18:00", people=[self.taker], name="晚班")
        self.tickets = [make.enquiry(by=self.giver, title=f"Pumpe {number}") for number in range(TICKETS)]

    def handed(self) -> Handover:
        """Frozen, signed by the outgoing clerk, accepted by the incoming one."""
        made = frozen(self.shift, 0, self.giver, self.taker, self.store)
        self.sign(made.document, 0, self.giver)
        accept(made, self.taker)
        return Handover.get_by_id(made.id)

    def assert_moved_once(self, taker):
        assert {Ticket.get_by_id(one.id).owner_id for one in self.tickets} == {taker.id}
        for told in (Entry.select().where(Entry.kind == "handed"), Assignment.select().where(Assignment.how == "handed")):
            assert told.count() == TICKETS
        self.assert_whole()

    def assert_nothing_moved(self):
        assert {Ticket.get_by_id(one.id).owner_id for one in self.tickets} == {self.giver.id}
        assert Entry.select().where(Entry.kind == "handed").count() == 0
        assert Item.select().where(Item.moved_at.is_null(False)).count() == 0
        self.assert_whole()


@pytest.fixture(params=["sqlcipher", "postgresql"])
def desk(request, tmp_path, app):
    desk = ShiftDesk(tmp_path, request.param)
    with apart.pointed_at(desk.settings):
        desk.settle()
        yield desk


def attempt(doing):
    try:
        doing()
    except Refused:
        return "refused"
    return "done"


@pytest.mark.once("runs on two kinds of database the first time")
def test_the_incoming_clerk_signs_in_three_windows_at_one_moment(desk):
    handover = desk.handed()
    said = at_once([1, 2, 3], lambda _window: attempt(lambda: desk.sign(handover.document, 1, desk.taker)))
    assert sorted(said) == ["done", "refused", "refused"]
    desk.assert_moved_once(desk.taker)


@pytest.mark.once("runs on two kinds of database the first time")
def test_both_sign_at_one_moment(desk):
    made = frozen(desk.shift, 0, desk.giver, desk.taker, desk.store)
    accept(made, desk.taker)
    at_once([(0, desk.giver), (1, desk.taker)], lambda who: attempt(lambda: desk.sign(made.document, *who)))
    if Document.get_by_id(made.document_id).state != "done":  # the incoming clerk came too early and tries again
        desk.assert_nothing_moved()
        desk.sign(made.document, 1, desk.taker)
    desk.assert_moved_once(desk.taker)


@pytest.mark.once("runs on two kinds of database the first time")
def test_taken_back_at_the_moment_of_the_second_signature(desk):
    handover = desk.handed()

    def withdraw():
        handovers.withdraw(standing(Handover.get_by_id(handover.id)), "Doch anders.", by=desk.giver, at=time.now())

    doings = [withdraw, lambda: desk.sign(handover.document, 1, desk.taker)]
    said = at_once(doings, attempt)
    assert sorted(said) == ["done", "refused"]
    if Document.get_by_id(handover.document_id).state == "done":
        desk.assert_moved_once(desk.taker)
    else:
        desk.assert_nothing_moved()


@pytest.mark.once("runs on two kinds of database the first time")
def test_a_question_asked_at_the_moment_of_the_second_signature(desk):
    """Asking takes the acceptance back: then there is no signature; or it is signed, and nothing can be asked any more."""
    handover = desk.handed()
    item = Item.select().where(Item.handover == handover).get()

    def ask():
        items.query(standing(Handover.get_by_id(handover.id)), item.id, "Welche?", by=desk.taker, at=time.now())

    said = at_once([ask, lambda: desk.sign(handover.document, 1, desk.taker)], attempt)
    assert sorted(said) == ["done", "refused"]
    if Document.get_by_id(handover.document_id).state == "done":
        desk.assert_moved_once(desk.taker)
        assert Item.get_by_id(item.id).query == ""
    else:
        desk.assert_nothing_moved()


@pytest.mark.once("runs on two kinds of database the first time")
def test_a_connection_that_is_lost_in_the_middle_of_the_second_signature(desk, monkeypatch):
    """The first ticket has moved when the server goes away: all of it is taken back, and signing again moves all once."""
    handover, moved = desk.handed(), []
    whole = record.hand_over

    def lost(*given, **more):
        if moved:
            if db.is_postgresql():
                db.select("SELECT pg_terminate_backend(pg_backend_pid())")
            raise ConnectionError("the network is gone")
        moved.append(whole(*given, **more))
        return moved[-1]

    with monkeypatch.context() as patched:
        patched.setattr(record, "hand_over", lost)
        with pytest.raises(Exception, match=r"network is gone|terminat|closed|connection"):
            desk.sign(handover.document, 1, desk.taker)
    assert moved == [True]
    db.ready()
    desk.assert_nothing_moved()
    assert Document.get_by_id(handover.document_id).state == "signing"
    desk.sign(handover.document, 1, desk.taker)
    desk.assert_moved_once(desk.taker)


@pytest.mark.once("runs on two kinds of database the first time")
def test_a_disk_that_is_full_at_the_freeze(desk, monkeypatch):
    def full(*_given, **_more):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("portal.core.disk.write_new", full)
        with pytest.raises(OSError, match="No space"):
            frozen(desk.shift, 0, desk.giver, desk.taker, desk.store)
    made = Handover.get()
    assert standing(made).state == "preparing", "it can be changed and frozen again"
    again = frozen(desk.shift, 0, desk.giver, desk.taker, desk.store)
    assert (again.id, again.document_id, standing(again).state) == (made.id, made.document_id, "signing")
    desk.sign(again.document, 0, desk.giver)
    accept(again, desk.taker)
    desk.sign(again.document, 1, desk.taker)
    desk.assert_moved_once(desk.taker)


@pytest.mark.once("the file's writing and the row's are the same on every database")
@pytest.mark.timeout(240)
def test_killed_at_random_moments(tmp_path, app):
    """`kill -9` while shifts are handed over to and fro: whatever is signed has moved everything, whatever is not nothing."""
    desk, choice = ShiftDesk(tmp_path), random.Random(7)
    with apart.pointed_at(desk.settings):
        desk.settle()
    confirmed = []
    for _ in range(KILLS):
        command = [sys.executable, "-m", "tests.handover.signer", str(tmp_path)]
        child = subprocess.Popen(command, cwd=PROJECT, env=environment(tmp_path), stdout=subprocess.PIPE, text=True)
        seen = [child.stdout.readline() for _record in range(choice.randint(1, 2))]
        wall.sleep(choice.uniform(0.0, 0.9))
        child.send_signal(signal.SIGKILL)
        confirmed += [line.strip() for line in [*seen, *child.stdout.read().splitlines()] if line.strip()]
        child.wait()
        with apart.pointed_at(desk.settings):
            clear_the_table(desk)
    with apart.pointed_at(desk.settings):
        desk.assert_whole()
        done = {row.document.number for row in Handover.select().where(Handover.done_at.is_null(False))}
        assert set(confirmed) <= done and len(confirmed) >= KILLS
        for handover in Handover.select():
            signed = handover.document_id is not None and handover.document.state == "done"
            assert (handover.done_at is not None) is signed
            rows = Item.select().where(Item.handover == handover)
            assert {item.moved_at is not None for item in rows} <= {signed}
        entries = Entry.select().where(Entry.kind == "handed")
        assert entries.count() == TICKETS * len(done), "each signed record moved each ticket once"
        assert {entry.facts["paper"] for entry in entries} == done


def clear_the_table(desk: ShiftDesk) -> None:
    """What was cut off is finished by the two, as they would the next morning."""
    for handover in Handover.select().where(Handover.done_at.is_null()):
        giver, taker = handover.outgoing, desk.giver if handover.outgoing_id == desk.taker.id else desk.taker
        if standing(handover).state == "preparing":
            frozen(desk.shift, (handover.change_at.date() - FIRST.date()).days, giver, taker, desk.store)
        for place, person in ((0, giver), (1, taker)):
            accept(handover, taker)
            attempt(partial(desk.sign, Handover.get_by_id(handover.id).document, place, person))
