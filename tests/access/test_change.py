"""POST /admin/staff/<username>: what an administrator decides about a person, with before and after in the journal."""

import pytest

from portal.access import actions
from portal.access.models import Staff
from portal.core.errors import Refused

FORM = {
    "name": "王芳",
    "name_en": "",
    "email": "",
    "roles": ["clerk"],
    "region": "eu",
    "department": "service",
    "languages": [],
    "clearance": "1",
    "language": "en",
    "zone": "Europe/Berlin",
}


def form(person, **changes) -> dict:
    return FORM | {"version": str(person.version)} | changes


def test_the_page_shows_the_person_and_an_empty_reason(browse, cast):
    page = browse(cast.admin).get("/admin/staff/agent.eu")
    assert page.status == 200
    assert page.value_of("name") == "王芳"
    assert page.value_of("reason").strip() == ""
    assert page.soup.select_one("[name=roles][value=clerk]").has_attr("checked")


def test_a_change_is_saved_and_told_with_before_and_after(browse, cast, journal):
    browser = browse(cast.admin)
    Staff.update(language="en").where(Staff.id == cast.clerk.id).execute()
    reply = browser.post("/admin/staff/agent.eu", **form(cast.clerk, clearance="2", roles=["clerk", "senior"]))
    assert (reply.status, reply.place) == (303, "/admin/staff/agent.eu")
    (row,) = journal("staff.changed")
    assert (row.who, row.subject) == ("admin", "agent.eu")
    assert row.changes == {"clearance": [1, 2], "roles": [["clerk"], ["clerk", "senior"]]}
    assert Staff.get_by_id(cast.clerk.id).clearance == 2


def test_saving_without_a_change_is_no_event(browse, cast, journal):
    Staff.update(language="en").where(Staff.id == cast.clerk.id).execute()
    assert browse(cast.admin).post("/admin/staff/agent.eu", **form(cast.clerk)).status == 303
    assert journal("staff.changed") == []
    assert Staff.get_by_id(cast.clerk.id).version == cast.clerk.version


def test_rights_hold_from_the_next_request_on(browse, cast):
    clerk = browse(cast.clerk)
    assert clerk.get("/admin/staff/new").status == 403
    actions.change(cast.clerk, opened_version=cast.clerk.version, by=cast.admin, roles=["admin"])
    assert clerk.get("/admin/staff/new").status == 200


def test_a_form_opened_before_another_was_saved_is_refused_and_keeps_what_was_typed(browse, cast, journal):
    actions.change(cast.clerk, opened_version=cast.clerk.version, by=cast.manager, name="王小芳", clearance=2)
    reply = browse(cast.admin).post("/admin/staff/agent.eu", **form(cast.clerk, name="王大芳"))
    assert reply.status == 409
    assert "Somebody else changed this account" in reply.text_of("[role=alert]")
    assert "Now: 王小芳" in reply.text_of("#moved-on")
    assert "Now: Confidential" in reply.text_of("#moved-on")
    assert reply.value_of("name") == "王大芳"
    assert Staff.get_by_id(cast.clerk.id).name == "王小芳"

    again = browse(cast.admin).post(
        "/admin/staff/agent.eu", **form(cast.clerk, name="王大芳", version=reply.value_of("version"))
    )
    assert again.status == 303
    assert Staff.get_by_id(cast.clerk.id).name == "王大芳"


@pytest.mark.parametrize("version", ["", "-1", "x", "９", "99999999999999999999"])
def test_a_version_that_was_tampered_with_is_refused(browse, cast, version):
    reply = browse(cast.admin).post("/admin/staff/agent.eu", **form(cast.clerk, name="Mallory", version=version))
    assert reply.status == 409
    assert Staff.get_by_id(cast.clerk.id).name == "王芳"


@pytest.mark.parametrize(
    ("change", "field"), [({"name": ""}, "name"), ({"roles": ["wizard"]}, "roles"), ({"zone": "Mars/Base"}, "zone")]
)
def test_a_wrong_field_says_so_and_the_rest_stays(browse, cast, change, field):
    reply = browse(cast.admin).post("/admin/staff/agent.eu", **form(cast.clerk, email="w@portal.example", **change))
    assert reply.status == 422
    assert reply.text_of(f"#{field}-error")
    assert reply.value_of("email") == "w@portal.example"


def test_the_last_administrator_stays_one(browse, cast):
    form_of_admin = form(cast.admin, name="吴管", roles=["clerk"], region="hq", department="it", clearance="0")
    reply = browse(cast.admin).post("/admin/staff/admin", **form_of_admin)
    assert reply.status == 409
    assert "last administrator" in reply.text_of("[role=alert]")
    assert Staff.get_by_id(cast.admin.id).roles == ["admin"]


def test_with_a_deputy_an_administrator_may_stop_being_one(cast, deputy):
    actions.change(cast.admin, opened_version=cast.admin.version, by=deputy, roles=["hr"])
    assert Staff.get_by_id(cast.admin.id).roles == ["hr"]
    with pytest.raises(Refused, match="last administrator"):
        actions.change(deputy, opened_version=deputy.version, by=cast.admin, roles=["hr"])


@pytest.mark.parametrize("wish", [{"roles": ["admin", "manager"]}, {"clearance": "3"}])
def test_nobody_gives_themselves_more_to_see(browse, cast, deputy, wish):
    own = form(cast.admin, name="吴管", roles=["admin"], region="hq", department="it", clearance="0")
    reply = browse(cast.admin).post("/admin/staff/admin", **own | wish)
    assert reply.status == 409
    assert "changed by another administrator" in reply.text_of("[role=alert]")
    row = Staff.get_by_id(cast.admin.id)
    assert (row.roles, row.clearance, row.version) == (["admin"], 0, cast.admin.version)
    reply = browse(deputy).post("/admin/staff/admin", **own | wish)
    assert reply.status == 303


def test_the_other_own_fields_stay_editable(browse, cast):
    own = form(cast.admin, name="吴管", roles=["admin"], region="hq", department="it", clearance="0")
    assert browse(cast.admin).post("/admin/staff/admin", **own | {"email": "wu@portal.example"}).status == 303
    assert Staff.get_by_id(cast.admin.id).email == "wu@portal.example"


@pytest.mark.parametrize("username", ["nobody", "a", "%00", "李娜", "x" * 300])
def test_somebody_who_is_not_there(browse, cast, username):
    browser = browse(cast.admin)
    assert browser.get(f"/admin/staff/{username}").status == 404
    assert browser.post(f"/admin/staff/{username}", **form(cast.clerk)).status == 404


@pytest.mark.parametrize("part", ["clerk", "supervisor", "manager", "auditor"])
def test_only_administrators_change_accounts(browse, cast, part):
    browser = browse(getattr(cast, part))
    assert browser.get("/admin/staff/agent.eu").status == 403
    assert browser.post("/admin/staff/agent.eu", **form(cast.clerk)).status == 403
