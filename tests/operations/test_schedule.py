"""When it is a job's turn again."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.schedule import SCHEDULE, Job, due

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
JOB = Job("count", lambda now: 0, timedelta(minutes=10))

SUNDAY = NOW - timedelta(days=2)


@pytest.mark.parametrize(
    ("last", "turn"),
    [
        (None, True),
        (NOW - timedelta(minutes=10), True),
        (NOW - timedelta(minutes=9, seconds=59), False),
        (NOW - timedelta(days=30), True),
        (NOW, False),
        (NOW + timedelta(days=1), True),
    ],
    ids=["never ran", "just in time", "a second early", "after a month off", "just ran", "the clock was set back"],
)
def test_a_job_is_due(last, turn):
    assert due(last, JOB, NOW) is turn


def test_every_job_has_a_name_of_its_own_and_looks_often_enough():
    assert len({job.name for job in SCHEDULE}) == len(SCHEDULE)
    assert all(timedelta() < job.every <= timedelta(days=1) for job in SCHEDULE)


@pytest.mark.parametrize("job", SCHEDULE, ids=lambda job: job.name)
def test_every_job_runs_on_an_idle_portal_and_does_nothing(database, job):
    """On a Sunday: where a desk opens, its unchecked morning is something to tell."""
    assert job.run(now=SUNDAY) == 0
