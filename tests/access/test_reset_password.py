"""POST /admin/staff/<username>/password, and the sessions of a person as an administrator sees them."""

from datetime import UTC, datetime, timedelta

from portal.access.models import Session, SignInAttempt, Staff
from portal.core import time
from tests import make

MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def test_a_one_time_password_is_shown_and_signs_out_everywhere(browse, door, cast, journal):
    clerk = browse(cast.clerk)
    reply = browse(cast.admin).post("/admin/staff/agent.eu/password")
    assert reply.status == 200
    assert reply.headers["Cache-Control"] == "no-store"
    password = reply.text_of("#one-time-password")
    assert clerk.get("/me").status == 303
    assert door().sign_in("agent.eu", make.PASSWORD).status == 422
    assert door().sign_in("agent.eu", password).status == 303
    (row,) = journal("staff.password_reset")
    assert (row.who, row.subject) == ("admin", "agent.eu")
    assert password not in str(row.changes)
    assert Staff.get_by_id(cast.clerk.id).must_change_password


def test_it_works_for_three_days_and_the_page_says_so(browse, door, cast, journal):
    with time.frozen(MORNING):
        reply = browse(cast.admin).post("/admin/staff/agent.eu/password")
        password = reply.text_of("#one-time-password")
        assert "2026-11-26 16:00" in reply.text_of("main")  # in the administrator's zone, eight hours ahead
    with time.frozen(MORNING + timedelta(hours=71, minutes=59)):
        assert door().sign_in("agent.eu", password).status == 303
    with time.frozen(MORNING + timedelta(hours=72)):
        late = door().sign_in("agent.eu", password)
        wrong = door().sign_in("agent.eu", "wrong")
    assert late.status == wrong.status == 422
    assert "has expired" in late.text_of("[role=alert]")
    assert "has expired" not in wrong.text_of("[role=alert]")
    assert [row.reason for row in journal("staff.sign_in_failed")] == ["expired", ""]
    assert SignInAttempt.select().where(~SignInAttempt.ok).order_by(SignInAttempt.id).first().stopped == "expired"


def test_how_long_is_a_setting(browse, door, cast, set_up_as):
    set_up_as(one_time_hours=1)
    with time.frozen(MORNING):
        password = browse(cast.admin).post("/admin/staff/agent.eu/password").text_of("#one-time-password")
    with time.frozen(MORNING + timedelta(minutes=61)):
        assert door().sign_in("agent.eu", password).status == 422


def test_a_password_of_one_s_own_does_not_expire(browse, door, cast):
    with time.frozen(MORNING):
        password = browse(cast.admin).post("/admin/staff/agent.eu/password").text_of("#one-time-password")
        browser = door()
        browser.sign_in("agent.eu", password)
        new = {"new_password": "seven green kites", "again_password": "seven green kites"}
        assert browser.post("/me/password", old_password=password, **new).status == 303
    assert Staff.get_by_id(cast.clerk.id).one_time_until is None
    with time.frozen(MORNING + timedelta(days=20)):
        assert door().sign_in("agent.eu", "seven green kites").status == 303


def test_the_person_is_told(browse, door, cast):
    password = browse(cast.admin).post("/admin/staff/agent.eu/password").text_of("#one-time-password")
    browser = door()
    browser.sign_in("agent.eu", password)
    new = {"new_password": "seven green kites", "again_password": "seven green kites"}
    browser.post("/me/password", old_password=password, **new)
    assert "管理员重置了您的密码" in browser.get("/notices").text


def test_an_administrator_ends_one_browser_of_a_person(browse, cast, journal):
    clerk = browse(cast.clerk)
    admin = browse(cast.admin)
    action = admin.get("/admin/staff/agent.eu").soup.select_one("#sessions form")["action"]
    assert admin.post(action).place == "/admin/staff/agent.eu"
    assert clerk.get("/me").status == 303
    assert [(row.who, row.subject) for row in journal("session.revoked")] == [("admin", "agent.eu")]


def test_a_session_of_somebody_else_is_not_found_under_this_name(browse, cast):
    browse(cast.colleague)
    theirs = Session.get(Session.staff == cast.colleague)
    assert browse(cast.admin).post(f"/admin/staff/agent.eu/sessions/{theirs.id}/revocation").status == 404


def test_browsers_are_named_as_people_name_them(browse, door, cast):
    door().sign_in("agent.eu")
    assert "Firefox · Windows" in browse(cast.admin).get("/admin/staff/agent.eu").text_of("#sessions")
