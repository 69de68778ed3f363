"""Verifying on demand: a run in slices that anybody may go on with, its page, its verdict, and who is told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.audit import SYSTEM, actions, queries
from portal.audit.actions import record
from portal.audit.models import Check, JournalRow
from portal.audit.queries import verifying
from portal.core import db, time
from portal.journal import jobs
from portal.journal.views import checks as views
from portal.messages.models import Notice
from tests.audit.tampering import tamper
from tests.make import TUESDAY


@pytest.fixture
def slices(cast, monkeypatch):
    """A journal of some rows that is checked two at a time."""
    for _ in range(9):
        record("a.b", "x", by=SYSTEM)
    monkeypatch.setattr(verifying, "BATCH", 2)
    monkeypatch.setattr(views, "FIRST_SLICE", 2)
    monkeypatch.setattr(jobs, "ROWS_A_ROUND", 4)


def begun(cast) -> Check:
    return actions.begin(by=cast.auditor, at=TUESDAY)


def test_a_small_journal_is_verified_at_once(browse, cast):
    browser = browse(cast.auditor)
    reply = browser.post("/audit/checks")
    assert (reply.status, reply.place) == (303, "/audit/checks")
    page = browser.get("/audit/checks")
    assert "The journal is whole" in page.text_of("#check")
    assert "begun by 周审 (auditor)" in page.text_of("#check")
    assert not page.has("progress")


def test_a_long_one_shows_how_far_it_is(browse, cast, slices):
    browser = browse(cast.auditor)
    browser.post("/audit/checks")
    check = queries.running()
    assert check.rows == 2
    page = browser.get("/audit/checks")
    assert page.soup.select_one("progress")["value"] == str(200 // check.upto)
    assert page.soup.select_one("#check")["hx-get"] == "/audit/checks/progress"
    assert page.soup.select_one("#check a")["href"] == "/audit/checks", "the way on without JavaScript"
    assert not page.has("#check button"), "no second run beside it"


def test_the_scheduler_goes_on_and_the_asking_ends_with_286(browse, cast, slices):
    browser = browse(cast.auditor)
    browser.post("/audit/checks")
    assert browser.get("/audit/checks/progress", htmx=True).status == 200
    while jobs.go_on_verifying(now=TUESDAY):
        pass
    reply = browser.get("/audit/checks/progress", htmx=True)
    assert reply.status == 286
    assert "The journal is whole" in reply.text_of("#check")
    assert not reply.has("[hx-get]")


def test_what_it_found_is_kept_with_who_and_when_and_journaled(cast, slices):
    check = begun(cast)
    with time.frozen(TUESDAY):
        done = actions.advance(check, most=10_000)
    assert (done.by, done.begun_at, done.ended_at, done.fault) == ("auditor", TUESDAY, TUESDAY, "")
    what = [row.what for row in JournalRow.select().where(JournalRow.subject == str(check)).order_by(JournalRow.id)]
    assert what == ["journal.check_begun", "journal.checked"]
    last = JournalRow.get(JournalRow.what == "journal.checked")
    assert last.changes == {"rows": [None, check.upto], "verdict": [None, "whole"], "place": [None, ""]}


def test_a_run_is_taken_up_where_it_stopped(cast, slices):
    """Whatever worked on it is gone; another process finds the row and nothing else."""
    actions.advance(begun(cast), most=4)
    found = queries.running()
    assert (found.rows, found.digest) == (4, JournalRow.get_by_id(4).digest)
    done = actions.advance(found, most=10_000)
    assert (done.rows, done.fault) == (found.upto, "")


def test_while_one_works_on_it_nobody_else_does_and_a_dead_one_s_claim_runs_out(cast, slices):
    check = begun(cast)
    Check.update(busy_until=time.now() + timedelta(seconds=30)).execute()
    assert actions.advance(check, most=4).rows == 0
    with time.frozen(time.now() + timedelta(seconds=31)):
        assert actions.advance(check, most=4).rows == 4


def test_a_second_beginning_goes_on_with_the_first(cast, slices):
    assert begun(cast).id == begun(cast).id
    assert JournalRow.select().where(JournalRow.what == "journal.check_begun").count() == 1


def test_rows_added_meanwhile_are_the_next_run_s(cast, slices):
    check = begun(cast)
    record("a.b", "later", by=SYSTEM)
    assert actions.advance(check, most=10_000).fault == ""


@pytest.mark.parametrize(("sql", "fault", "place"), [
    ("UPDATE journal SET reason = 'other' WHERE id = 7", "row_changed", "7"),
    ("DELETE FROM journal WHERE id = 7", "row_missing", "7"),
])  # fmt: skip
def test_what_is_wrong_is_named_on_the_page_and_told(browse, cast, slices, sql, fault, place):
    with db.atomic() as transaction:
        tamper(sql)
        browser = browse(cast.auditor)
        browser.post("/audit/checks")
        while jobs.go_on_verifying(now=TUESDAY):
            pass
        ended = queries.last_ended()
        assert (ended.fault, ended.place) == (fault, place)
        assert f"The journal does not hold: row {place}" in browser.get("/audit/checks").text_of("#check")
        assert "something is wrong" in browser.get("/audit").text
        told = {notice.staff.username for notice in Notice.select().where(Notice.occasion == str(ended))}
        assert {"auditor", "manager", "admin"} <= told
        transaction.rollback()


def test_without_a_run_the_job_does_nothing(cast):
    assert jobs.go_on_verifying(now=TUESDAY) == 0


@pytest.mark.parametrize("part", ["clerk", "supervisor", "engineer"])
def test_who_may_not(browse, cast, part):
    browser = browse(getattr(cast, part))
    assert browser.get("/audit/checks").status == 403
    assert browser.get("/audit/checks/progress").status == 403
    assert browser.post("/audit/checks").status == 403
    assert browser.get("/audit/anchors/key").status == 403


def test_before_the_first_anchor_and_run_the_page_says_what_comes(browse, cast, monkeypatch):
    monkeypatch.setattr(views.Place, "lines", lambda self: [])
    monkeypatch.setattr(views.Place, "public_pem", lambda self: "")
    page = browse(cast.admin).get("/audit/checks")
    assert "Not verified here yet" in page.text
    assert "No anchor yet" in page.text
    assert browse(cast.admin).get("/audit/anchors/key").place == "/audit/checks"


def test_the_key_can_be_taken_home(browse, cast):
    views.Place(db.settings()).private_key()
    reply = browse(cast.auditor).get("/audit/anchors/key")
    assert reply.text.startswith("-----BEGIN PUBLIC KEY-----")
    assert "anchor.pub" in reply.headers["Content-Disposition"]
