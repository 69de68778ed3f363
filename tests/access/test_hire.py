"""POST /admin/staff: an account is opened and its one-time password shown once."""

from datetime import timedelta

import pytest

from portal.access.models import Staff
from tests import make


def form(**changes) -> dict:
    filled = {
        "username": "new.eu",
        "name": "周晓彤",
        "name_en": "Zhou Xiaotong",
        "email": "new.eu@portal.example",
        "roles": ["clerk"],
        "region": "eu",
        "department": "service",
        "languages": ["de", "zh"],
        "clearance": "1",
        "language": "zh",
        "zone": "Europe/Berlin",
    }
    return filled | changes


def test_the_form_is_there(browse, cast):
    page = browse(cast.admin).get("/admin/staff/new")
    assert page.status == 200
    assert page.value_of("zone") == "Asia/Shanghai"


def test_an_account_is_opened_and_its_password_shown_once(browse, cast, door, journal):
    reply = browse(cast.admin).post("/admin/staff", **form())
    assert reply.status == 200
    password = reply.text_of("#one-time-password")
    person = Staff.get(Staff.username == "new.eu")
    assert (person.name, person.roles, person.languages, person.clearance) == ("周晓彤", ["clerk"], ["de", "zh"], 1)
    assert person.must_change_password
    assert person.one_time_until == person.created_at + timedelta(hours=72)
    assert password not in person.password_hash
    browser = door()
    assert browser.sign_in("new.eu", password).status == 303
    assert browser.get("/").place == "/me/password"
    (row,) = journal("staff.hired")
    assert (row.who, row.subject) == ("admin", "new.eu")
    assert row.changes["roles"] == [None, ["clerk"]]
    assert password not in str(row.changes)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"username": ""}, "username"),
        ({"username": "李娜"}, "username"),
        ({"username": "agent.eu"}, "username"),
        ({"username": "AGENT.eu"}, "username"),
        ({"username": "a\x00b"}, "username"),
        ({"name": ""}, "name"),
        ({"name": "李\x07娜"}, "name"),
        ({"name": "娜" * 61}, "name"),
        ({"name": "娜\u202e李"}, "name"),
        ({"name_en": "x" * 400_000}, "name_en"),
        ({"email": "nobody"}, "email"),
        ({"roles": []}, "roles"),
        ({"roles": ["wizard"]}, "roles"),
        ({"region": "atlantis"}, "region"),
        ({"department": "magic"}, "department"),
        ({"languages": ["tlh"]}, "languages"),
        ({"clearance": "4"}, "clearance"),
        ({"clearance": "high"}, "clearance"),
        ({"language": "fr"}, "language"),
        ({"zone": "Mars/Base"}, "zone"),
    ],
)
def test_a_wrong_field_says_so_and_the_rest_stays(browse, cast, change, field):
    before = Staff.select().count()
    reply = browse(cast.admin).post("/admin/staff", **form(**change))
    assert reply.status == 422
    assert reply.text_of(f"#{field}-error")
    assert reply.has(f".errors a[href='#{field}']")
    kept = next(name for name in ("name_en", "zone") if name != field)
    assert reply.value_of(kept) == form()[kept]
    assert Staff.select().count() == before


def test_a_name_may_hold_an_emoji_and_right_to_left_writing(browse, cast):
    browse(cast.admin).post("/admin/staff", **form(name="خالد 😀"))
    assert Staff.get(Staff.username == "new.eu").name == "خالد 😀"


def test_fields_that_are_missing_are_named(browse, cast):
    reply = browse(cast.admin).post("/admin/staff")
    assert reply.status == 422
    assert {link["href"] for link in reply.soup.select(".errors a")} >= {"#username", "#name", "#roles", "#zone"}


def test_a_stale_token_brings_the_form_back_filled(browse, cast):
    reply = browse(cast.admin).post("/admin/staff", token="stale", **form())
    assert reply.status == 422
    assert reply.value_of("username") == "new.eu"


@pytest.mark.parametrize("part", ["clerk", "supervisor", "manager", "auditor"])
def test_only_administrators_open_accounts(browse, cast, part):
    browser = browse(getattr(cast, part))
    assert browser.get("/admin/staff/new").status == 403
    assert browser.post("/admin/staff", **form()).status == 403


def test_the_roles_say_the_clearance_unless_it_is_given(database):
    assert make.staff("a1", roles=["manager"]).clearance == 3
    assert make.staff("a2", roles=["manager"], clearance=1).clearance == 1
