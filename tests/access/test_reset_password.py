"""POST /admin/staff/<username>/password, and the sessions of a person as an administrator sees them."""

from portal.access.models import Session, Staff
from tests import make


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
