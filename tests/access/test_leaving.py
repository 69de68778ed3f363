"""Deactivation and reinstatement: an account closes at once, and never the last one that opens others."""

import pytest

from portal.access import actions, queries
from portal.access.models import Session, Staff
from tests import make

PLACE = "/admin/staff/agent.eu/deactivation"


def test_a_deactivated_person_is_out_at_once_and_stays_out(browse, door, cast, journal):
    clerk = browse(cast.clerk)
    reply = browse(cast.admin).post(PLACE, reason="Moved to another company")
    assert (reply.status, reply.place) == (303, "/admin/staff/agent.eu")
    assert clerk.get("/me").status == 303
    assert door().sign_in("agent.eu").status == 422
    assert not Session.select().where(Session.staff == cast.clerk, Session.revoked_at.is_null()).exists()
    (row,) = journal("staff.deactivated")
    assert (row.who, row.subject, row.reason) == ("admin", "agent.eu", "Moved to another company")
    assert row.changes == {"active": [True, False], "sessions_ended": [None, 1]}


def test_an_inactive_account_opens_nothing_even_with_a_session_left(browse, cast):
    clerk = browse(cast.clerk)
    actions.deactivate(cast.clerk, by=cast.admin, reason="left")
    Session.update(revoked_at=None, revoked_by=None).where(Session.staff == cast.clerk).execute()
    assert clerk.get("/me").status == 303


def test_a_reason_is_asked_for(browse, cast):
    reply = browse(cast.admin).post(PLACE, reason="")
    assert reply.status == 422
    assert reply.text_of("#reason-error")
    assert Staff.get_by_id(cast.clerk.id).active


def test_a_stale_token_keeps_the_reason(browse, cast):
    reply = browse(cast.admin).post(PLACE, token="stale", reason="Moved away")
    assert reply.status == 422
    assert reply.value_of("reason").strip() == "Moved away"


def test_nobody_closes_the_own_account(browse, cast, deputy):
    reply = browse(cast.admin).post("/admin/staff/admin/deactivation", reason="tired")
    assert reply.status == 409
    assert "your own account" in reply.text
    assert not browse(cast.admin).get("/admin/staff/admin").has("[name=reason]")


def test_the_last_administrator_cannot_be_closed(cast, deputy):
    actions.deactivate(cast.admin, by=deputy, reason="left")
    assert queries.is_last_administrator(Staff.get_by_id(deputy.id))


def test_closing_twice_is_refused(browse, cast):
    browser = browse(cast.admin)
    browser.post(PLACE, reason="left")
    assert browser.post(PLACE, reason="left again").status == 409


def test_somebody_who_comes_back_has_the_rights_of_before_and_a_new_password(browse, door, cast, journal):
    actions.deactivate(cast.clerk, by=cast.admin, reason="left")
    reply = browse(cast.admin).post("/admin/staff/agent.eu/reinstatement")
    assert reply.status == 200
    assert door().sign_in("agent.eu", make.PASSWORD).status == 422
    assert door().sign_in("agent.eu", reply.text_of("#one-time-password")).status == 303
    person = Staff.get_by_id(cast.clerk.id)
    assert (person.active, person.left_at, person.roles, person.must_change_password) == (True, None, ["clerk"], True)
    assert [row.changes for row in journal("staff.reinstated")] == [{"active": [False, True]}]


def test_an_active_account_cannot_be_reinstated(browse, cast):
    assert browse(cast.admin).post("/admin/staff/agent.eu/reinstatement").status == 409


@pytest.mark.parametrize("verb", ["deactivation", "reinstatement", "password", "sessions/1/revocation"])
def test_only_administrators_and_only_people_who_exist(browse, cast, verb):
    assert browse(cast.manager).post(f"/admin/staff/agent.eu/{verb}", reason="x").status == 403
    assert browse(cast.admin).post(f"/admin/staff/nobody/{verb}", reason="x").status == 404
    assert browse().post(f"/admin/staff/agent.eu/{verb}").place.startswith("/login")
