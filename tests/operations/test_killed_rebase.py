"""A scheduler killed in the middle of a re-base: the next one goes on; every clock is moved once, and told once."""

import subprocess

from portal.access.models import Staff
from portal.audit import queries as journal
from portal.audit.models import JournalRow
from portal.clocks import resetting
from portal.clocks.models import RebaseMove, RebaseRun, Stopwatch
from portal.core import time
from portal.enquiries.seed import seed
from portal.policy import actions as policies
from portal.policy import in_force, look_again
from portal.tickets.actions import rebases
from tests.operations.homes import opened, portal, started, until

HOURS = {"unit": "h", "bound": False, "calendar": None}


def test_a_killed_re_base_is_gone_on_with(demo_home):
    with opened(demo_home):
        seed(6_000)
        run = confirmed()
    scheduler = started("scheduler", home=demo_home, said=subprocess.DEVNULL)
    with opened(demo_home):
        until(lambda: moves_of(run, RebaseMove.APPLIED) > 0)
        scheduler.kill()
        scheduler.communicate()
        done, waiting = moves_of(run, RebaseMove.APPLIED), moves_of(run, RebaseMove.SEEN)
        assert done and waiting, "it was killed in the middle"
        assert done == RebaseRun.get_by_id(run.id).done, "what is counted is what is done"
    assert portal("tick", home=demo_home).returncode == 0
    with opened(demo_home):
        rebases.carry_on(run.id, now=time.now(), seconds=60)
        fresh = RebaseRun.get_by_id(run.id)
        assert (fresh.state, fresh.done + fresh.left_out) == ("done", fresh.concerned)
        assert moves_of(run, RebaseMove.SEEN) == 0
        everyone_has_what_the_move_says(run)
        assert JournalRow.select().where(JournalRow.what == "rebase.done", JournalRow.subject == str(run)).count() == 1
        assert journal.verify().broken is None


def confirmed() -> RebaseRun:
    """A version that gives level 2 more time, in force and confirmed, with nothing carried out yet."""
    look_again()
    now, manager, director = time.now(), Staff.get(username="manager"), Staff.get(username="operations")
    wanted = {"TM-4.5b": HOURS | {"amount": 300}}
    made = policies.propose(wanted, effective=in_force.day_of(now), reason="load", by=manager, at=now)
    policies.approve(made, by=director, at=now)
    run = rebases.look_at_version(made, by=director, at=now)
    rebases.carry_on(run.id, now=now, seconds=60)
    run = RebaseRun.get_by_id(run.id)
    rebases.confirm(run, rebase=True, by=director, at=now)
    return run


def moves_of(run: RebaseRun, state: str) -> int:
    return RebaseMove.select().where(RebaseMove.run == run, RebaseMove.state == state).count()


def everyone_has_what_the_move_says(run: RebaseRun) -> None:
    for move in RebaseMove.select(RebaseMove, Stopwatch).join(Stopwatch).where(RebaseMove.run == run):
        if move.state == RebaseMove.APPLIED and not move.stopwatch.breached:
            now = dict(resetting.standing(move.stopwatch)) | {"warned": None}
            assert now == dict(move.becomes) | {"warned": None}
