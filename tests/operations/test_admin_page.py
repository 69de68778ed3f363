"""`/admin`: what is wrong comes first, then jobs, backups, health; a job run at once, a backup asked for and watched."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.audit.models import JournalRow
from portal.core import time
from portal.operations import actions, ticking
from portal.operations.models import BACKUP, REHEARSAL, Errand, JobRun
from portal.schedule import SCHEDULE
from tests.make import TUESDAY

JOB = SCHEDULE[0].name
SECRET = "Herr Müller, +49 30 1234567"


@pytest.fixture
def admin(browse, cast):
    return browse(cast.admin)


def verbs() -> list[str]:
    return [row.what for row in JournalRow.select().order_by(JournalRow.id)]


def asked(kind: str = BACKUP, *, cast, at=TUESDAY) -> Errand:
    return actions.ask(kind, by=cast.admin, at=at)


def ended(errand: Errand, **outcome) -> Errand:
    actions.begin(errand, at=TUESDAY)
    actions.end(errand, at=TUESDAY, **outcome)
    return errand


def test_a_scheduler_that_does_not_run_and_a_missing_backup_are_said_first(browse, cast):
    with time.frozen(time.now() + timedelta(days=9)):
        page = browse(cast.admin).get("/admin")
    said = [message.text for message in page.soup.select("main .message[data-kind=failed]")]
    assert "The scheduler does not run: nothing is warned of, marked or backed up. Start it." in said
    assert "There is no backup yet. Back up now." in said


def test_every_job_is_there_with_its_last_run_and_the_next(admin):
    JobRun.create(name=JOB, at=time.now(), done=7, ms=12)
    rows = admin.get("/admin").soup.select("#jobs tbody tr")
    assert [row.th.text for row in rows] == [job.name for job in SCHEDULE]
    assert "Good 12 ms" in " ".join(rows[0].text.split())
    assert rows[1].select_one("[data-label='Last run']").text.strip() == "not yet"


def test_a_job_that_fails_is_named_without_what_its_error_quotes(admin):
    JobRun.create(name=JOB, at=time.now(), error=f"ValueError: {SECRET}", failures=3, failing_since=TUESDAY)
    page = admin.get("/admin")
    assert f"The job “{JOB}” fails; its error is in the table below." in page.soup.select_one("main").text
    assert "ValueError" in page.text_of("#jobs")
    assert SECRET not in page.text


def test_run_now_makes_a_job_due_and_the_next_round_takes_it(admin, cast):
    JobRun.create(name=JOB, at=time.now())
    assert JOB not in due()
    reply = admin.post("/admin/jobs/run", job=JOB)
    assert (reply.status, reply.place) == (303, "/admin")
    assert JOB in due()
    row = JournalRow.select().order_by(JournalRow.id.desc()).first()
    assert (row.what, row.subject, row.who) == ("job.asked", f"job:{JOB}", "admin")


def due() -> list[str]:
    return [job.name for job, *_when in ticking._due_now(SCHEDULE, all_of_them=False)]


@pytest.mark.parametrize("name", ["", "a job of yesterday", "\x00"])
def test_a_job_that_is_not_there_is_missing(admin, name):
    JobRun.create(name="a job of yesterday", at=TUESDAY)
    assert admin.post("/admin/jobs/run", job=name).status == 404
    assert JobRun.get().at == TUESDAY


@pytest.mark.parametrize(("path", "kind"), [("backups", BACKUP), ("rehearsals", REHEARSAL)])
def test_one_is_asked_for_watched_and_not_asked_for_twice(admin, path, kind):
    reply = admin.post(f"/admin/{path}")
    errand = Errand.get(Errand.kind == kind)
    assert (reply.status, reply.place) == (303, f"/admin/errands/{errand.id}")
    assert verbs()[-1] == f"{kind}.asked"
    page = admin.get(reply.place)
    assert page.soup.select_one("#errand")["hx-get"] == reply.place
    assert "Waiting for the scheduler" in page.text_of("#errand")
    again = admin.post(f"/admin/{path}")
    assert again.status == 409
    assert "One is waiting or at work already." in again.text
    assert Errand.select().where(Errand.kind == kind).count() == 1


def test_how_far_it_is_comes_as_a_fragment_and_ends_with_286(admin, cast):
    errand = asked(cast=cast)
    actions.begin(errand, at=TUESDAY)
    actions.say_how_far(errand, "sealing", 30, 40)
    reply = admin.get(f"/admin/errands/{errand.id}", htmx=True)
    assert (reply.status, reply.soup.progress["value"]) == (200, "75")
    actions.end(errand, at=TUESDAY, name="20260120.backup", size=1_500_000, facts={"rows": 9, "files": 4, "new_files": 1})
    reply = admin.get(f"/admin/errands/{errand.id}", htmx=True)
    assert reply.status == 286
    assert not reply.has("[hx-get]")
    assert "1.5 MB" in reply.text
    assert "4 (1 new)" in " ".join(reply.text.split())


def test_what_failed_says_why_and_stands_among_the_troubles(admin, cast):
    errand = asked(cast=cast)
    actions.fail(errand, "The disk: No space left on device.", at=TUESDAY)
    assert "No space left on device" in admin.get(f"/admin/errands/{errand.id}").text_of("#errand")
    page = admin.get("/admin")
    assert "The last backup failed on" in page.soup.select_one("main").text
    assert "No space left on device" in page.text_of("#errands")
    assert verbs()[-1] == "backup.failed"


def test_nobody_taking_it_up_for_a_minute_is_said(admin, cast):
    errand = asked(cast=cast, at=time.now() - timedelta(minutes=2))
    assert "has not taken it up for a minute" in admin.get(f"/admin/errands/{errand.id}").text


def test_what_went_well_takes_the_troubles_away(admin, cast):
    now = time.now()
    for job in SCHEDULE:
        JobRun.create(name=job.name, at=now)
    errand = asked(cast=cast)
    actions.begin(errand, at=now)
    actions.end(errand, at=now, name="20260120.backup")
    said = admin.get("/admin").soup.select_one("main").text
    assert "There is no backup yet. Back" not in said
    assert "The scheduler does not run" not in said


def test_the_figures_count_signed_in_browsers(admin, browse, cast):
    before = int(figure(admin))
    browse(cast.clerk)
    assert int(figure(admin)) == before + 1


def figure(admin) -> str:
    return admin.get("/admin").soup.select(".figures dd")[-1].text


def test_the_ways_to_other_places_are_those_one_may_go(admin, browse, cast):
    assert [a["href"] for a in admin.get("/admin").soup.select("#places-title ~ ul a")][:2] == ["/admin/staff", "/calendars"]


def test_who_only_looks_gets_no_buttons_and_is_refused(browse, cast):
    manager = browse(cast.manager)
    page = manager.get("/admin")
    assert page.status == 200
    assert not page.has("main form")
    assert manager.post("/admin/backups").status == 403
    assert manager.post("/admin/jobs/run", job=JOB).status == 403
    assert Errand.select().count() == 0


@pytest.mark.parametrize("who", ["clerk", "auditor", "engineer"])
def test_others_do_not_see_it(browse, cast, who):
    assert browse(getattr(cast, who)).get("/admin").status == 403


def test_an_errand_that_is_not_there(admin):
    assert admin.get("/admin/errands/99").status == 404
