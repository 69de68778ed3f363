"""The guard on writing: each transaction begins with the check, single statements too; reading is free."""

from __future__ import annotations

import threading

import pytest

from portal.core import db
from portal.core.guarded import beginning_with
from portal.operations.models import JobRun
from tests.core import apart

pytestmark = pytest.mark.once("runs on all three databases the first time")


class Stopped(Exception):
    """What the check says."""


@pytest.fixture(params=["sqlite", "sqlcipher", "postgresql"])
def alone(request, tmp_path):
    with apart.pointed_at(apart.home_at(tmp_path, request.param)):
        yield


def stop():
    raise Stopped


def write(name: str = "a") -> None:
    JobRun.insert(name=name, at=0).execute()


def names() -> list[str]:
    return [name for (name,) in db.select("SELECT name FROM job_run ORDER BY name")]


def test_a_transaction_that_fails_its_check_writes_nothing_and_leaves_nothing_open(alone):
    with beginning_with(stop), pytest.raises(Stopped), db.atomic():
        raise AssertionError("the block is not reached")
    with beginning_with(stop), pytest.raises(Stopped):
        write()
    assert not db.database.in_transaction()
    write("after")
    assert names() == ["after"]


@pytest.mark.parametrize(
    "statement",
    [
        lambda: JobRun.update(done=1).execute(),
        lambda: JobRun.delete().execute(),
        lambda: JobRun.create(name="b", at=0),
        lambda: db.run("DELETE FROM job_run"),
    ],
    ids=["update", "delete", "create", "text"],
)
def test_every_single_statement_that_writes_is_checked(alone, statement):
    write()
    with beginning_with(stop), pytest.raises(Stopped):
        statement()
    assert names() == ["a"]
    assert JobRun.get().done == 0


def test_reading_needs_no_check(alone):
    write()
    with beginning_with(stop):
        assert names() == ["a"]
        assert JobRun.get().name == "a"


def test_the_check_is_asked_once_for_an_outermost_transaction_and_lives_or_dies_with_it(alone):
    asked = []

    def check():
        asked.append(db.database.in_transaction())
        write(f"check {len(asked)}")

    with beginning_with(check):
        with db.atomic(), db.atomic():
            write("kept")
        with pytest.raises(ZeroDivisionError), db.atomic():
            _fail()
        JobRun.update(done=5).execute()
    write("unchecked")
    assert len(asked) == 3
    assert names() == ["check 1", "check 3", "kept", "unchecked"]


def _fail() -> None:
    write("lost")
    raise ZeroDivisionError


def test_another_thread_is_not_bound_by_it(alone):
    def elsewhere():
        db.ready()
        write("elsewhere")
        db.database.close()

    with beginning_with(stop):
        thread = threading.Thread(target=elsewhere)
        thread.start()
        thread.join()
    assert names() == ["elsewhere"]
