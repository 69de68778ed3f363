"""One round of the scheduler: what is due runs, what fails is remembered and holds nobody up."""

import logging
from datetime import timedelta

import pytest

from portal.audit.actions import origin
from portal.core import time
from portal.operations.models import JobRun
from portal.operations.ticking import Ran, tick
from portal.schedule import Job
from tests.make import TUESDAY

MINUTE = timedelta(minutes=1)


@pytest.fixture
def ran(database):
    """The names of the jobs that ran, in order."""
    return []


@pytest.fixture
def job(ran):
    """`job("a")` notes that it ran; `job("b", fails=True)` then fails."""

    def make(name: str, *, fails: bool = False) -> Job:
        def run(*, now):
            ran.append((name, now, origin.get()))
            if fails:
                raise LookupError("nothing on the shelf")
            return len(ran)

        return Job(name, run, MINUTE)

    return make


def test_what_is_due_runs_in_the_order_of_the_table_and_is_told_the_moment(ran, job):
    with time.frozen(TUESDAY):
        assert tick([job("first"), job("second")]) == [Ran("first", 1, ""), Ran("second", 2, "")]
    assert ran == [("first", TUESDAY, "job: first"), ("second", TUESDAY, "job: second")]


def test_what_ran_is_remembered_and_waits_for_its_turn(ran, job):
    jobs = [job("only")]
    for seconds, times in ((0, 1), (59, 1), (60, 2), (61, 2)):
        with time.frozen(TUESDAY + timedelta(seconds=seconds)):
            tick(jobs)
        assert len(ran) == times
    assert JobRun.get(JobRun.name == "only").at == TUESDAY + MINUTE


def test_everything_runs_when_asked_for(ran, job):
    jobs = [job("a"), job("b")]
    with time.frozen(TUESDAY):
        tick(jobs)
        tick(jobs, all_of_them=True)
    assert [name for name, *_rest in ran] == ["a", "b", "a", "b"]


def test_a_job_that_fails_is_remembered_and_logged_and_the_others_run(ran, job, caplog, monkeypatch):
    monkeypatch.setattr(logging.getLogger("portal"), "propagate", True)
    with time.frozen(TUESDAY):
        results = tick([job("bad", fails=True), job("good")])
    assert results == [Ran("bad", 0, "LookupError: nothing on the shelf"), Ran("good", 2, "")]
    assert JobRun.get(JobRun.name == "bad").error == "LookupError: nothing on the shelf"
    assert "job failed: bad" in caplog.text


def test_a_job_that_failed_gets_its_next_turn_and_the_error_is_forgotten(ran, job):
    with time.frozen(TUESDAY):
        tick([job("moody", fails=True)])
    with time.frozen(TUESDAY + MINUTE):
        tick([job("moody")])
    run = JobRun.get(JobRun.name == "moody")
    assert (run.error, run.done, run.at) == ("", 2, TUESDAY + MINUTE)


def test_nothing_of_a_failed_job_is_told_as_the_next_ones_origin(ran, job):
    before = origin.get()
    with time.frozen(TUESDAY):
        tick([job("bad", fails=True), job("good")])
    assert ran[1][2] == "job: good"
    assert origin.get() == before
