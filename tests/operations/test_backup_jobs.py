"""Backups by the clock: asked for at night, rehearsed weekly, carried out by a process of their own, failures told once."""

from datetime import timedelta

import pytest

from portal.audit import SYSTEM
from portal.audit.models import JournalRow
from portal.core import db, time
from portal.core.errors import Refused
from portal.messages.models import Notice
from portal.operations import actions, errands, jobs, queries
from portal.operations.backups.shelf import Shelf
from portal.operations.models import BACKUP, REHEARSAL, Errand, JobRun
from portal.operations.ticking import tick
from portal.schedule import Job
from tests.operations import companies
from tests.operations.homes import opened, portal, until

pytestmark = pytest.mark.once("each kind of database has its backups tested in test_backup")
DAY = timedelta(days=1)


@pytest.fixture
def started(database, monkeypatch, tmp_path):
    """What the scheduler would have started; the home of the tests has a shelf of its own."""
    from dataclasses import replace

    monkeypatch.setattr(db.database.obj, "portal_settings", replace(db.settings(), backups=str(tmp_path / "shelf")))
    begun = []
    monkeypatch.setattr(errands, "start", begun.append)
    return begun


@pytest.fixture
def night():
    """The first 03:00 in Shanghai after the home was made."""
    from portal.core.i18n import HEADQUARTERS
    from portal.operations.rules import night_before

    return night_before(queries.home_made() + DAY, HEADQUARTERS, 3)


def look(at) -> int:
    with time.frozen(at):
        return jobs.look_after_backups(now=at)


def test_a_backup_is_asked_for_once_a_night_and_started(started, night):
    assert look(night - timedelta(seconds=1)) == 0
    assert look(night) == 2
    assert look(night + timedelta(minutes=1)) == 1  # it waits still, and is started again
    (errand,) = Errand.select()
    assert (errand.kind, errand.by) == (BACKUP, "system")
    assert len(started) == 2
    actions.begin(errand, at=night)
    actions.end(errand, at=night + timedelta(minutes=1), name="portal-x.backup", size=1, facts={})
    assert [row.kind for row in Errand.select().where(Errand.ended_at.is_null())] == []
    assert look(night + timedelta(minutes=2)) == 2  # the first rehearsal, as there is a backup now
    rehearsal = Errand.get(Errand.kind == REHEARSAL)
    actions.end(rehearsal, at=night + timedelta(minutes=3), name="", size=0, facts={})
    assert look(night + timedelta(minutes=4)) == 0
    assert look(night + DAY) == 2
    assert [errand.kind for errand in Errand.select().order_by(Errand.id)] == [BACKUP, REHEARSAL, BACKUP]


def test_while_one_is_at_work_no_other_is_started(started, night):
    with Shelf(db.settings().backup_folder).taken():
        assert look(night) == 1
    assert started == []
    assert look(night) == 1


def test_what_died_on_the_way_is_ended_and_told_once(started, cast):
    errand = actions.ask(BACKUP, by=cast.admin, at=time.now())
    actions.begin(errand, at=time.now())
    assert look(time.now()) == 0
    later = time.now() + timedelta(minutes=1)
    assert look(later) == 1
    assert look(later) == 0
    assert Errand.get_by_id(errand.id).error == jobs.INTERRUPTED
    told = Notice.select().where(Notice.occasion == f"{errand}:failed")
    assert [notice.staff_id for notice in told] == [cast.admin.id]
    assert told[0].url == "/admin"
    assert [row.what for row in JournalRow.select().where(JournalRow.subject == str(errand))] == ["backup.asked", "backup.failed"]


def test_one_of_a_kind_at_a_time(started, cast):
    actions.ask(BACKUP, by=cast.admin, at=time.now())
    with pytest.raises(Refused):
        actions.ask(BACKUP, by=cast.admin, at=time.now())
    actions.ask(REHEARSAL, by=cast.admin, at=time.now())


def test_an_errand_is_taken_on_once(started, cast):
    errand = actions.ask(BACKUP, by=cast.admin, at=time.now())
    assert actions.begin(errand, at=time.now())
    assert not actions.begin(errand, at=time.now())


def test_a_job_that_keeps_failing_is_told_of_once_each_time_it_begins_to(started, cast):
    broken = [True]

    def run(*, now):
        if broken:
            raise LookupError("nothing on the shelf")
        return 0

    job = Job("stack the shelf", run, timedelta(minutes=1))
    told = Notice.select().where(Notice.staff == cast.admin, Notice.occasion.startswith("job:"))
    for minute in range(3):
        with time.frozen(time.now() + timedelta(minutes=minute)):
            tick([job])
            jobs.tell_of_failing_jobs(now=time.now())
    assert told.count() == 1
    assert (JobRun.get(JobRun.name == job.name).failures, queries.failing_jobs()[0].name) == (3, job.name)
    broken.clear()
    with time.frozen(time.now() + timedelta(minutes=4)):
        tick([job])
    assert queries.failing_jobs() == []
    broken.append(True)
    with time.frozen(time.now() + timedelta(minutes=6)):
        tick([job])
        jobs.tell_of_failing_jobs(now=time.now())
    assert told.count() == 2


def test_the_scheduler_has_it_made_in_a_process_of_its_own(tmp_path):
    settings = companies.made(tmp_path / "home", "sqlcipher")
    with opened(settings.home):
        actions.ask(BACKUP, by=SYSTEM, at=time.now())
    assert portal("tick", home=settings.home).returncode == 0
    with opened(settings.home):
        until(lambda: queries.newest_good(BACKUP))
    assert len(Shelf(settings.backup_folder).backups()) == 1


def test_a_failure_is_a_sentence_in_the_row(tmp_path):
    settings = companies.made(tmp_path / "home", "sqlcipher")
    answer = portal("rehearse", home=settings.home)
    assert answer.returncode == 1
    assert answer.stderr == f"There is no backup in {settings.backup_folder}.\n"
    with opened(settings.home):
        assert Errand.get().error == f"There is no backup in {settings.backup_folder}."
