"""A count of the figures killed in the middle: the next run goes on, and nothing is lost or doubled."""

from datetime import UTC, datetime

import pytest

from portal.core import db, time
from portal.reports import jobs
from portal.reports.queries import standing
from tests.operations.homes import opened, portal, started
from tests.reports.test_exact import kept

TAKEN = """SELECT COUNT(*) FROM ticket WHERE id NOT IN (
    SELECT target_id FROM ticket_regrouping WHERE kind = 'split' AND undone_at IS NOT NULL)"""  # those were never taken in


@pytest.mark.parametrize("slices", [1, 4])
def test_a_rebuild_that_is_killed_is_gone_on_with(demo_home, slices):
    assert portal("seed", "--tickets", "1400", home=demo_home).returncode == 0
    counting = started("facts", "rebuild", home=demo_home)
    for _slice in range(slices):
        assert "tickets to be read" in counting.stderr.readline()
    counting.kill()
    counting.communicate()
    with opened(demo_home):
        assert standing.anything_stale()
        while standing.anything_stale():
            jobs.keep(now=time.now())
        gone_on = kept()
        db.run("DELETE FROM fact")
        db.run("DELETE FROM fact_cell")
        jobs.rebuild(None, now=time.now())
        assert kept() == gone_on
        assert len(set(gone_on[0])) == len(gone_on[0])
        assert db.select("SELECT COUNT(*) FROM fact WHERE kind = 'taken'") == db.select(TAKEN)


def test_the_command(demo_home):
    done = portal("facts", "rebuild", "--from", "2026-01-01", home=demo_home)
    assert (done.returncode, done.stdout) == (0, "The figures from 2026-01-01 on are counted anew.\n")
    wrong = portal("facts", "rebuild", "--from", "yesterday", home=demo_home)
    assert wrong.returncode == 1
    assert wrong.stderr == "yesterday is no day; write it as 2026-11-24.\n"
    with opened(demo_home):
        assert standing.standing().at > datetime(2026, 1, 1, tzinfo=UTC)
