"""/admin/second-factor: which roles need one, who is concerned, and what opens until it is set up."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.access import queries
from portal.access.models import Staff
from portal.core import time
from portal.messages.models import Notice
from tests import make
from tests.access.phone import Phone

MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
LATER = MORNING + timedelta(minutes=10)


@pytest.fixture
def demanded(browse, cast):
    """Since this morning clerks need a second factor."""
    with time.frozen(MORNING):
        assert browse(cast.admin).post("/admin/second-factor", roles=["clerk"]).place == "/admin/second-factor"
    with time.frozen(LATER):
        yield


def test_the_page_names_who_would_have_to_set_one_up(browse, cast, factor_of):
    factor_of(cast.colleague)
    page = browse(cast.admin).get("/admin/second-factor")
    row = page.soup.select_one("[value=clerk]").find_parent("tr").text
    assert "王芳" in row and "孙丽" in row and "李娜" not in row


def test_a_demand_is_in_the_journal_and_tells_those_it_concerns(browse, cast, journal, factor_of):
    factor_of(cast.colleague)
    admin = browse(cast.admin)
    assert admin.post("/admin/second-factor", roles=["clerk"]).status == 303
    page = admin.get("/admin/second-factor")
    assert "2 people have to set one up: 王芳, 孙丽." in page.text_of("#flashes")
    assert page.soup.select_one("[value=clerk]").has_attr("checked")
    (row,) = journal("factor.demanded")
    changes = {"roles": [[], ["clerk"]], "must_set_one_up": [None, ["agent.eu", "agent.us"]]}
    assert (row.who, row.changes) == ("admin", changes)
    told = Notice.select().where(Notice.occasion.startswith("factor-demanded"))
    assert {notice.staff.username for notice in told} == {"agent.eu", "agent.us"}


def test_what_was_saved_already_is_no_change(browse, cast, journal, demanded):
    browse(cast.admin).post("/admin/second-factor", roles=["clerk"])
    assert len(journal("factor.demanded")) == 1


def test_a_demand_is_taken_back(browse, cast, door, demanded):
    browse(cast.admin).post("/admin/second-factor")
    assert queries.demanding_roles() == []
    browser = door()
    browser.sign_in("agent.eu")
    assert browser.get("/me").status == 200


def test_who_has_none_must_set_one_up_at_the_next_sign_in(door, demanded):
    browser = door()
    assert browser.sign_in("agent.eu").status == 303
    for url in ("/", "/me", "/enquiries", "/notices", "/admin/staff"):
        assert browser.get(url).place == "/me/factor", url
    for url in ("/me/interface", "/me/alarm", "/me/factor/removal"):
        assert browser.post(url, language="zh", zone="Asia/Tokyo").place == "/me/factor", url
    assert "您的角色必须使用两步验证" in browser.get("/me/factor").text_of("[data-kind=note]")
    browser.post("/me/factor")
    phone = Phone(browser.get("/me/factor").text_of("#factor-secret"))
    assert browser.post("/me/factor/confirmation", code=phone.code()).status == 200
    assert browser.get("/me").status == 200


def test_the_one_time_password_comes_first(door, demanded):
    make.staff("newcomer", password_hash=None, password="one-time-pass")
    Staff.update(must_change_password=True).where(Staff.username == "newcomer").execute()
    browser = door()
    browser.sign_in("newcomer", "one-time-pass")
    for url in ("/", "/me/factor"):
        assert browser.get(url).place == "/me/password"
    new = {"new_password": "seven green kites", "again_password": "seven green kites"}
    assert browser.post("/me/password", old_password="one-time-pass", **new).status == 303
    assert browser.get("/").place == "/me/factor"


def test_signing_out_stays_open(door, demanded):
    browser = door()
    browser.sign_in("agent.eu")
    assert browser.post("/logout").place == "/login"


def test_nobody_is_interrupted_in_the_middle(browse, cast):
    with time.frozen(MORNING):
        before = browse(cast.clerk)
    with time.frozen(MORNING + timedelta(minutes=1)):
        browse(cast.admin).post("/admin/second-factor", roles=["clerk"])
        assert before.get("/me").status == 200
        assert browse(cast.clerk).get("/me").place == "/me/factor"


def test_other_roles_and_those_who_have_one_go_on(door, cast, factor_of, demanded):
    phone, _paper = factor_of(cast.colleague)
    other, has_one = door(), door()
    other.sign_in("tech.eu")
    assert other.get("/me").status == 200
    has_one.sign_in("agent2.eu")
    has_one.post("/login/code", code=phone.code())
    assert has_one.get("/me").status == 200


@pytest.mark.parametrize("roles", [["king"], ["clerk", "x' OR '1'='1"], ["%"]])
def test_a_role_that_does_not_exist_is_refused(browse, cast, roles):
    assert browse(cast.admin).post("/admin/second-factor", roles=roles).status == 422
    assert queries.demanding_roles() == []


def test_the_wrong_role_is_refused(browse, cast):
    for person in (cast.clerk, cast.manager, cast.auditor):
        assert browse(person).get("/admin/second-factor").status == 403
        assert browse(person).post("/admin/second-factor", roles=["clerk"]).status == 403
    assert queries.demanding_roles() == []


def test_a_stale_token_changes_nothing(browse, cast):
    assert browse(cast.admin).post("/admin/second-factor", token="stale", roles=["clerk"]).status == 422
    assert queries.demanding_roles() == []
