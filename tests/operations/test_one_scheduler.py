"""Several schedulers on one database, as real processes: one acts, the others stand by, and nothing is done twice."""

from __future__ import annotations

import os
import signal
import time as wall
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from portal.audit import queries as journal
from portal.clocks.queries.stopwatches import BATCH
from portal.core import db, lease, time
from portal.core.lease import SCHEDULER
from portal.operations.models import JobRun
from tests.core.apart import database_of
from tests.operations.homes import end, opened, portal, started, until
from tests.operations.test_killed_scheduler import assert_told_whole, misses_of, unanswered

LATE = 60
MANY = BATCH + 20  # more than one run of the job takes, which rests before the next
TERM = {"PORTAL_LEASE_SECONDS": "3"}
IDLE_IN_TRANSACTION = (
    "SELECT 1 FROM pg_stat_activity "
    "WHERE state LIKE 'idle in transaction%' AND datname = current_database() AND pid <> pg_backend_pid()"
)


@pytest.fixture(params=["this database", "sqlite"])
def company(request, tmp_path, demo_home):
    """A demo company on the database of this run, and one in a plain file: its settings beside its home."""
    if request.param == "this database":
        return demo_home, {}
    home = tmp_path / "plain"
    kind = {"PORTAL_DATABASE": database_of(home, "sqlite")}
    assert portal("init", "--demo", home=home, **kind).returncode == 0
    return home, kind


@contextmanager
def schedulers(count: int, home, **variables) -> Iterator[list]:
    with ExitStack() as stack:
        processes = [started("scheduler", home=home, **TERM, **variables) for _ in range(count)]
        for process in processes:
            stack.callback(end, process)
            stack.callback(process.send_signal, signal.SIGCONT)
        yield processes


def holder() -> int | None:
    """The number of the process that is the active scheduler now."""
    found = lease.state(SCHEDULER)
    return int(found.holder.rpartition(":")[2]) if found and found.is_alive else None


def test_two_that_start_together_do_everything_once(company):
    home, kind = company
    with opened(home, **kind):
        late = unanswered(LATE)
    with schedulers(2, home, **kind) as pair, opened(home, **kind):
        until(lambda: misses_of(late) == LATE)
        assert holder() in [process.pid for process in pair]
        assert_told_whole(late)
        assert lease.state(SCHEDULER).epoch == 2, "the first was that of `portal init`"
        assert journal.verify().broken is None


def test_a_killed_one_is_replaced_by_the_one_that_stood_by(demo_home):
    with schedulers(2, demo_home) as pair, opened(demo_home):
        first = until(holder)
        [other] = [process.pid for process in pair if process.pid != first]
        os.kill(first, signal.SIGKILL)
        killed = wall.monotonic()
        until(lambda: holder() == other)
        term_and_looks = 3 + 1 + 3
        assert wall.monotonic() - killed < term_and_looks
        pair[:] = [process for process in pair if process.pid == other]


def test_one_that_ends_in_good_order_lets_the_next_begin_at_once(demo_home):
    with schedulers(1, demo_home), opened(demo_home):
        until(holder)
    with opened(demo_home):
        assert holder() is None


def test_one_that_stood_still_writes_nothing_after_another_took_over(demo_home):
    """Stopped at work, replaced, then let on: what it was about to do has been done, and it stands by."""
    with opened(demo_home):
        late = unanswered(MANY)
    with schedulers(1, demo_home) as [old], opened(demo_home):
        until(lambda: misses_of(late) >= BATCH)
        stop_between_writes(old.pid)
        assert misses_of(late) == BATCH
        with schedulers(1, demo_home) as [new]:
            until(lambda: holder() == alive(new).pid)
            until(lambda: misses_of(late) == MANY)
            os.kill(old.pid, signal.SIGCONT)
            assert any("another scheduler has taken over" in line for line in old.stderr)
            assert holder() == new.pid
            assert_told_whole(late)


def alive(process):
    """The process itself, as long as it runs; what it said last otherwise."""
    assert process.poll() is None, process.stderr.read()
    return process


def stop_between_writes(pid: int) -> None:
    """Stop a process that holds no lock, so that others can go on: SQLite's one writer would hold up everybody."""
    for _try in range(200):
        os.kill(pid, signal.SIGSTOP)
        until(lambda: all(state == "T" for state in states(pid)))
        if is_free():
            return
        os.kill(pid, signal.SIGCONT)
        wall.sleep(0.003)
    raise AssertionError("it was never seen between two writes")


def states(pid: int) -> list[str]:
    """What each thread of a process does: R runs, S sleeps, T is stopped."""
    return [task.read_text("ascii").rpartition(")")[2].split()[0] for task in Path(f"/proc/{pid}/task").glob("*/stat")]


def is_free() -> bool:
    """Whether somebody else can write now."""
    if db.is_postgresql():
        return not db.select(IDLE_IN_TRANSACTION)
    db.database.execute_sql("PRAGMA busy_timeout = 20")
    try:
        with db.atomic():
            return True
    except db.peewee.OperationalError:
        return False
    finally:
        db.database.execute_sql("PRAGMA busy_timeout = 10000")


def test_tick_by_hand_is_refused_while_a_scheduler_is_at_work_and_runs_when_it_is_gone(demo_home):
    with schedulers(1, demo_home) as [process], opened(demo_home):
        until(holder)
        answer = portal("tick", home=demo_home, **TERM)
        assert (answer.returncode, answer.stdout) == (1, "")
        assert f":{process.pid} is at work" in answer.stderr
        process.kill()
        process.wait()
    assert portal("tick", home=demo_home, **TERM).returncode == 0
    with opened(demo_home):
        assert holder() is None
        assert JobRun.select().where(JobRun.at > time.now() - timedelta(seconds=30)).exists()
