"""Web workers and schedulers killed at random moments under load: what was confirmed is there, nothing is there twice, and
nothing is half done. `PORTAL_TEST_KILLS=200` kills for longer; `PORTAL_TEST_SEED` repeats the choice of a run."""

from __future__ import annotations

import os
import random
import signal
import time as wall
from collections import Counter
from datetime import timedelta

import pytest

from portal.access.models import Staff
from portal.archive import actions as archive
from portal.audit import queries as journal
from portal.audit.models import JournalRow
from portal.clocks.models import Stopwatch
from portal.core import db, time
from portal.enquiries import actions
from portal.messages.models import Notice
from portal.tickets.models import NEVER, Entry, Ticket
from tests.operations.homes import PATIENCE, opened, serving, until
from tests.operations.test_killed_scheduler import assert_told_whole, message, misses_of
from tests.operations.writers import MARK, Writer, integrity

KILLS = int(os.environ.get("PORTAL_TEST_KILLS", "20"))
SEED = int(os.environ.get("PORTAL_TEST_SEED", wall.time_ns() % 100_000))
PAUSES = (0.2, 0.9)  # seconds between two kills
LATE_PER_KILL = 4
HOUR = timedelta(hours=1)
pytestmark = [pytest.mark.xdist_group("ports"), pytest.mark.timeout(120 + KILLS * 6)]


@pytest.mark.rule("CS-3.1a")
def test_nothing_confirmed_is_lost_and_nothing_is_half_done(demo_home):
    with opened(demo_home):
        late = due_one_after_the_other(KILLS * LATE_PER_KILL, within=KILLS * sum(PAUSES) / 2)
    with serving(demo_home, PORTAL_LEASE_SECONDS="1") as served:
        writers = [Writer(served, name) for name in ("agent.eu", "agent2.eu", "senior.eu")]
        for writer in writers:
            writer.start()
        killed = kill_at_random(served, random.Random(SEED))
        until(lambda: len(served.workers()) == 2)
        with opened(demo_home):
            until(lambda: misses_of(late) == len(late), patience=PATIENCE + KILLS)
        for writer in writers:
            writer.stop()
    print(f"seed {SEED}: {dict(killed)}, {sum(len(writer.confirmed) for writer in writers)} writes confirmed")  # noqa: T201
    with opened(demo_home):
        assert_kept_once(writers)
        assert_told_whole(late)
        assert_not_half_done()


def due_one_after_the_other(count: int, *, within: float) -> list[str]:
    """Enquiries whose hour for the first answer ends one by one within so many seconds from now; their subjects."""
    now = time.now()
    received = [now - HOUR + timedelta(seconds=within * number / count) for number in range(count)]
    with db.atomic():
        clerk = Staff.get(Staff.username == "agent.eu")
        customer = archive.register(name="Späte Antwort GmbH", country="DE", by=clerk)
        return [str(actions.take(message(customer, at) | {"received_at": at}, by=clerk, at=at)) for at in received]


def kill_at_random(served, choice: random.Random) -> Counter:
    """Kill a worker or the scheduler after a random pause, over and over; how many of each."""
    killed = Counter()
    while killed.total() < KILLS:
        wall.sleep(choice.uniform(*PAUSES))
        victim = choice.choice(["worker", "worker", "scheduler"])
        pids = [served.child("portal scheduler")] if victim == "scheduler" else served.workers()
        if pids and (pid := choice.choice(pids)):
            os.kill(pid, signal.SIGKILL)
            killed[victim] += 1
    return killed


def assert_kept_once(writers: list[Writer]) -> None:
    """Every confirmed note is there; each that is there was sent, is there once, and has its row in the journal."""
    confirmed = {text for writer in writers for text in writer.confirmed}
    sent = {text for writer in writers for text in writer.sent}
    kept = [entry.text for entry in Entry.select().where(Entry.text.startswith(MARK))]
    told = JournalRow.select().where(JournalRow.what == "enquiry.note", JournalRow.origin == "127.0.0.1").count()
    assert confirmed <= set(kept) <= sent
    assert len(kept) == len(set(kept)) == told
    assert len(confirmed) > KILLS


def assert_not_half_done() -> None:
    """Journal and files are whole, nobody was told the same twice, and each ticket is listed by its next due moment."""
    assert journal.verify().broken is None
    assert integrity() == "ok"
    assert not [row for row, count in Counter(Notice.select(Notice.staff, Notice.occasion).tuples()).items() if count > 1]
    running = {}
    for watch in Stopwatch.select().where(Stopwatch.stopped.is_null(), Stopwatch.due.is_null(False)):
        running[watch.subject] = min(watch.late_since or watch.due, running.get(watch.subject, NEVER))
    assert {str(ticket): ticket.next_due for ticket in Ticket.select()} == {
        str(ticket): running.get(str(ticket), NEVER) for ticket in Ticket.select()
    }
