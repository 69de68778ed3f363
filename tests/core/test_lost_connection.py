"""A PostgreSQL that drops a connection: what ran fails, what comes next has another one."""

from __future__ import annotations

from datetime import timedelta

import peewee
import pytest

from portal.core import db, time
from portal.operations.models import JobRun
from portal.operations.ticking import tick
from portal.schedule import Job
from tests import postgres
from tests.core import apart

pytestmark = pytest.mark.skipif(not postgres.is_installed(), reason="no PostgreSQL is installed")

LOSE_IT = "SELECT pg_terminate_backend(pg_backend_pid())"


@pytest.fixture(scope="module")
def address():
    address = postgres.new_database()
    yield address
    postgres.drop(address)


@pytest.fixture
def connected(address, tmp_path):
    """Every model on a PostgreSQL of this file."""
    with apart.pointed_at(apart.home_at(tmp_path, address)):
        yield


def lose_it() -> None:
    with pytest.raises(peewee.OperationalError):
        db.select(LOSE_IT)


def test_the_next_request_has_another_connection(connected):
    lose_it()
    with pytest.raises(peewee.OperationalError):
        db.select("SELECT 1")
    db.ready()
    assert db.select("SELECT 1") == [(1,)]


def test_a_transaction_that_lost_it_is_over(connected):
    with pytest.raises(peewee.OperationalError):
        _write_and_lose_it()
    assert not db.database.in_transaction()
    db.ready()
    assert not JobRun.select().where(JobRun.name == "half").exists()


def _write_and_lose_it() -> None:
    with db.atomic():
        JobRun.create(name="half", at=time.now(), done=0)
        db.select(LOSE_IT)


def test_a_connection_that_holds_is_kept(connected):
    before = db.select("SELECT pg_backend_pid()")
    db.ready()
    assert db.select("SELECT pg_backend_pid()") == before


def test_the_round_of_the_scheduler_goes_on(connected):
    bad = Job("bad", lambda *, now: db.select(LOSE_IT), timedelta(minutes=1))
    good = Job("good", lambda *, now: db.select("SELECT 7")[0][0], timedelta(minutes=1))
    ran = tick([bad, good])
    assert [(job, done) for job, done, _error in ran] == [("bad", 0), ("good", 7)]
    assert {run.name: bool(run.error) for run in JobRun.select()} == {"bad": True, "good": False}
