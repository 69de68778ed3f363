"""POST /admin/staff/<username>/second-factor/removal, and the operator's way in: `portal access rescue`."""

from types import SimpleNamespace

import pytest

from portal.access import queries
from portal.access.models import RecoveryCode, Staff
from portal.core.errors import Refused
from portal.operations.access import rescue
from portal.settings import Settings
from tests import make

URL = "/admin/staff/{}/second-factor/removal"


def test_the_factor_goes_every_session_ends_and_the_person_is_told(browse, door, cast, factor_of, journal):
    factor_of(cast.clerk)
    clerk, admin = browse(cast.clerk), browse(cast.admin)
    assert "Phone lost?" in admin.get("/admin/staff/agent.eu").text
    reply = admin.post(URL.format("agent.eu"), lost_reason="Fell into the Rhine")
    assert (reply.status, reply.place) == (303, "/admin/staff/agent.eu")
    assert clerk.get("/me").status == 303
    assert (queries.factor_of(cast.clerk), RecoveryCode.select().count()) == (None, 0)
    (row,) = journal("factor.removed")
    assert (row.who, row.subject, row.reason, row.changes) == (
        "admin", "agent.eu", "Fell into the Rhine", {"sessions_ended": [None, 2]},
    )  # fmt: skip
    browser = door()
    assert browser.sign_in("agent.eu").place == "/"
    assert "removed your second factor" in browser.get("/notices").text
    assert "Phone lost?" not in admin.get("/admin/staff/agent.eu").text


def test_nobody_removes_the_own_one_that_way(browse, cast, factor_of):
    factor_of(cast.admin)
    admin = browse(cast.admin)
    assert "Phone lost?" not in admin.get("/admin/staff/admin").text
    reply = admin.post(URL.format("admin"), lost_reason="tired of it")
    assert reply.status == 409
    assert queries.factor_of(cast.admin) is not None


def test_where_there_is_none_nothing_can_be_removed(browse, cast, journal):
    clerk = browse(cast.clerk)
    assert browse(cast.admin).post(URL.format("agent.eu"), lost_reason="x").status == 409
    assert clerk.get("/me").status == 200
    assert journal("factor.removed") == []


def test_a_reason_is_asked_for(browse, cast, factor_of):
    factor_of(cast.clerk)
    reply = browse(cast.admin).post(URL.format("agent.eu"))
    assert reply.status == 422
    assert reply.text_of("#lost_reason-error")
    assert queries.factor_of(cast.clerk) is not None


def test_the_wrong_role_is_refused_and_a_stranger_is_not_there(browse, cast, factor_of):
    factor_of(cast.clerk)
    for person in (cast.clerk, cast.manager, cast.auditor):
        assert browse(person).post(URL.format("agent.eu"), lost_reason="x").status == 403
    assert browse(cast.admin).post(URL.format("nobody"), lost_reason="x").status == 404
    assert queries.factor_of(cast.clerk) is not None


def test_the_operator_lets_the_last_administrator_in_again(browse, door, cast, factor_of, journal, capsys):
    factor_of(cast.admin)
    before = browse(cast.admin)
    assert rescue(SimpleNamespace(username="admin"), Settings()) == 0
    said = capsys.readouterr().out
    password = said.split("shown only now): ")[1].split()[0]
    assert "72 hours" in said
    assert before.get("/me").status == 303
    assert door().sign_in("admin", make.PASSWORD).status == 422
    browser = door()
    assert browser.sign_in("admin", password).place == "/"
    assert browser.get("/").place == "/me/password"
    assert [(row.who, row.subject) for row in journal("factor.removed")] == [("system", "admin")]
    assert [(row.who, row.subject) for row in journal("staff.password_reset")] == [("system", "admin")]
    assert password not in str([row.__data__ for row in journal("staff.password_reset")])


@pytest.mark.parametrize("username", ["nobody", "gone", ""])
def test_nobody_else_is_rescued(cast, username):
    make.staff("gone")
    Staff.update(active=False, left_at=0).where(Staff.username == "gone").execute()
    with pytest.raises(Refused):
        rescue(SimpleNamespace(username=username), Settings())
