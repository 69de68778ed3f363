"""The lease: one holder under one number, whatever the clock does, and nothing written by who holds it no more."""

from __future__ import annotations

import threading
import time as wall
from datetime import timedelta

import pytest

from portal.core import db, lease
from portal.core.guarded import beginning_with
from portal.core.lease import Lost
from portal.operations.models import JobRun
from tests.core import apart

pytestmark = pytest.mark.once("runs on all three databases the first time")

LONG, SHORT = timedelta(seconds=30), timedelta(milliseconds=200)
HOUR_MS = 3_600_000
CONTENDERS = 8


@pytest.fixture(params=["sqlite", "sqlcipher", "postgresql"])
def alone(request, tmp_path):
    with apart.pointed_at(apart.home_at(tmp_path, request.param)):
        yield request.param


def take(holder: str = "a", term: timedelta = LONG):
    return lease.take("work", holder=holder, term=term)


def shift(ms: int) -> None:
    """As if the database's clock had been set on by so much: ends that were written before it lie that much nearer."""
    db.run("UPDATE lease SET expires = expires - ?", ms)


def elsewhere(work) -> list:
    """What `work()` answers in another thread, with a connection of its own."""
    said = []

    def run():
        db.ready()
        try:
            said.append(work())
        finally:
            db.database.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return said


def test_a_free_lease_is_taken_and_a_held_one_is_not(alone):
    assert lease.state("work") is None
    held = take("a")
    assert (held.name, held.epoch) == ("work", 1)
    assert take("b") is None
    assert take("a") is None, "the same holder is another process with the same name"
    assert (lease.state("work").holder, lease.state("work").is_alive) == ("a", True)


def test_other_leases_are_other_leases(alone):
    assert take().epoch == lease.take("rest", holder="b", term=LONG).epoch == 1


def test_a_released_lease_is_free_at_once_under_the_next_number(alone):
    take("a").release()
    assert not lease.state("work").is_alive
    assert take("b").epoch == 2


def test_who_gives_no_sign_of_life_for_a_term_is_replaced_and_who_does_is_not(alone):
    held = take("a", SHORT)
    for _part in range(4):
        wall.sleep(SHORT.total_seconds() / 2)
        held.renew()
        assert take("b") is None
    wall.sleep(SHORT.total_seconds() * 1.5)
    assert take("b").epoch == 2
    with pytest.raises(Lost):
        held.renew()


def test_who_is_late_but_was_not_replaced_goes_on(alone):
    held = take("a", SHORT)
    wall.sleep(SHORT.total_seconds() * 2)
    held.renew()
    assert take("b") is None


def test_the_old_holder_takes_nothing_with_it_when_it_goes(alone):
    old = take("a")
    shift(HOUR_MS)
    new = take("b")
    old.release()
    assert lease.state("work").is_alive
    new.renew()


@pytest.mark.parametrize("jump", [HOUR_MS, 24 * HOUR_MS, -5_000, -HOUR_MS, -365 * 24 * HOUR_MS])
def test_a_clock_that_jumps_may_move_the_lease_and_never_doubles_it(alone, jump):
    old = take("a")
    shift(jump)
    new = take("b")
    assert new.epoch == old.epoch + 1
    assert take("c") is None
    new.renew()
    with pytest.raises(Lost), beginning_with(old.renew):
        JobRun.insert(name="stale", at=0).execute()
    assert not JobRun.select().exists()


def test_of_many_who_ask_at_once_one_gets_it(alone):
    barrier, won = threading.Barrier(CONTENDERS), []

    def contend(name: str) -> None:
        db.ready()
        barrier.wait()
        if held := take(name):
            won.append((name, held.epoch))
        db.database.close()

    for epoch in (1, 2, 3):
        barrier.reset()
        won.clear()
        threads = [threading.Thread(target=contend, args=(f"{number}",)) for number in range(CONTENDERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [taken for _name, taken in won] == [epoch]
        assert lease.state("work").holder == won[0][0]
        shift(HOUR_MS)


def test_it_is_not_taken_in_the_middle_of_a_holder_s_transaction(alone):
    """A holder whose term runs out while its transaction goes on is waited for, and what it commits counts."""
    held, taken = take("a", SHORT), []
    contender = threading.Thread(target=lambda: taken.extend(elsewhere(take)))
    with beginning_with(held.renew), db.atomic():
        JobRun.insert(name="whole", at=0).execute()
        contender.start()
        end = wall.monotonic() + 3 * SHORT.total_seconds()
        while wall.monotonic() < end:
            assert db.select("SELECT name FROM job_run")
        assert taken == []
    contender.join()
    assert taken[0].epoch == 2
    assert JobRun.select().count() == 1


def test_a_holder_that_stands_still_inside_a_transaction_is_cut_off_by_the_server(alone):
    """On PostgreSQL; with SQLite everybody waits for the one writer."""
    if alone != "postgresql":
        return
    held, over = take("a", timedelta(seconds=1)), threading.Event()
    failed = []

    def stand_still() -> None:
        db.ready()
        try:
            with beginning_with(held.renew), db.atomic():
                JobRun.insert(name="stale", at=0).execute()
                over.wait(20)
        except Exception as error:  # noqa: BLE001  (whatever the driver calls it)
            failed.append(error)
        db.database.close()

    thread = threading.Thread(target=stand_still)
    thread.start()
    began = wall.monotonic()
    while not (new := take("b", timedelta(seconds=1))):
        assert wall.monotonic() - began < 15
        wall.sleep(0.1)
    over.set()
    thread.join()
    assert new.epoch == 2
    assert len(failed) == 1
    assert not JobRun.select().exists()


def test_a_heartbeat_keeps_it_through_work_without_a_write(alone):
    held = take("a", timedelta(seconds=1))
    with lease.kept_alive(held):
        wall.sleep(1.6)
        assert take("b") is None


def test_the_heart_stops_when_the_lease_is_lost_and_says_so(alone, caplog):
    held = take("a", timedelta(milliseconds=400))
    with lease.kept_alive(held):
        db.run("UPDATE lease SET epoch = epoch + 1")
        wall.sleep(0.3)
    assert "lease lost" in caplog.text
