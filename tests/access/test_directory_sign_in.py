"""Signing in with the password of the company's directory (a real slapd): the same throttle, journal and session."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from portal.access import actions, passwords, queries
from portal.access.models import Session, SignInAttempt, Staff
from portal.access.sources import Directory, Source, Sources
from portal.core import time
from portal.core.errors import Refused
from tests import make, slapd

pytestmark = pytest.mark.skipif(not slapd.is_installed(), reason="slapd is not installed")
PASSWORD = "right horse battery"
MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
DESK, LEADS = f"cn=desk,{slapd.BASE}", f"cn=leads,{slapd.BASE}"


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    entries = (slapd.person("agent.eu", PASSWORD), slapd.person("stranger", PASSWORD), slapd.group("desk", "agent.eu"))
    with slapd.server(tmp_path_factory.mktemp("slapd"), *entries, slapd.group("leads", "stranger")) as there:
        yield there


@pytest.fixture
def set_to(app, monkeypatch):
    """`set_to(directory)`: the application with this directory for one test."""

    def change(directory):
        monkeypatch.setitem(app.extensions, "sources", Sources(directory))

    return change


@pytest.fixture
def directory(running, set_to):
    there = Directory(running.ldaps, slapd.PEOPLE, slapd.PORTAL, slapd.PORTAL_PASSWORD, ca_file=running.ca)
    set_to(there)
    return there


@pytest.fixture
def clerk(cast):
    """agent.eu, whose password the directory keeps."""
    Staff.update(source=Source.LDAP, password_hash=passwords.NONE).where(Staff.id == cast.clerk.id).execute()
    return Staff.get_by_id(cast.clerk.id)


def test_the_password_of_the_directory_opens_a_session_of_the_portal(door, directory, clerk, journal):
    browser = door()
    reply = browser.sign_in("Agent.EU", PASSWORD, next="/me")
    assert (reply.status, reply.place) == (303, "/me")
    assert browser.get("/me").status == 200
    (row,) = journal("staff.signed_in")
    assert (row.who, row.origin) == ("agent.eu", "203.0.113.7")
    assert Staff.get_by_id(clerk.id).roles == ["clerk"]
    kept = str(list(Staff.select().dicts())) + str(list(Session.select().dicts())) + str(row.changes)
    assert PASSWORD not in kept


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("agent.eu", "wrong"),
        ("agent.eu", make.PASSWORD),  # the portal's own of before
        ("*)(uid=*", PASSWORD),
        ("agent.eu)(uid=*", PASSWORD),
        ("agent2.eu", PASSWORD),  # a local account of that name
        ("stranger", PASSWORD),  # of the directory, without an account here
    ],
)
def test_what_does_not_belong_together_stays_outside(door, directory, clerk, journal, name, password):
    reply = door().sign_in(name, password)
    assert reply.status == 422
    assert "do not belong together" in reply.text_of("[role=alert]")
    assert len(journal("staff.sign_in_failed")) == 1


def test_an_empty_password_is_no_password(door, directory, clerk):
    assert door().sign_in("agent.eu", "").status == 422


def test_who_has_left_here_does_not_come_in_by_the_directory(door, directory, clerk, cast):
    actions.deactivate(clerk, by=cast.admin, reason="left")
    assert door().sign_in("agent.eu", PASSWORD).status == 422


def test_too_many_wrong_passwords_wait_before_the_directory_is_asked(door, directory, clerk):
    with time.frozen(MORNING):
        browser = door()
        assert [browser.sign_in("agent.eu", "wrong").status for _ in range(6)] == [422] * 5 + [429]
        assert browser.sign_in("agent.eu", PASSWORD).status == 429


def test_a_local_account_signs_in_beside_it(door, directory, clerk):
    assert door().sign_in("admin").status == 303


def down() -> Directory:
    return Directory("ldap://127.0.0.1:1", slapd.PEOPLE)


@pytest.mark.parametrize("there", [down(), None], ids=["down", "not set"])
def test_a_directory_that_is_down_says_so_counts_nothing_and_lets_local_accounts_in(door, set_to, clerk, journal, there):
    set_to(there)
    for _ in range(7):
        reply = door().sign_in("agent.eu", PASSWORD)
        assert reply.status == 503
        assert "does not answer" in reply.text_of("[role=alert]")
        assert reply.value_of("username") == "agent.eu" and PASSWORD not in reply.text
    assert SignInAttempt.select().count() == 0
    assert journal("staff.sign_in_failed") == []
    assert door().sign_in("admin").status == 303


def test_a_second_factor_is_asked_for_after_the_password_of_the_directory(door, directory, clerk, factor_of):
    factor_of(clerk)
    browser = door()
    reply = browser.sign_in("agent.eu", PASSWORD)
    assert (reply.status, reply.place) == (303, "/login/code")
    assert browser.get("/me").place.startswith("/login")


GROUPS = {DESK: "clerk", LEADS: "supervisor"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (["clerk"], ["clerk"]),
        (["supervisor"], ["clerk"]),
        (["expert"], ["clerk", "expert"]),
        (["clerk", "supervisor"], ["clerk"]),
    ],
)
def test_groups_decide_only_the_roles_that_groups_give(door, directory, set_to, clerk, journal, before, after):
    set_to(replace(directory, group_roles=GROUPS))
    Staff.update(roles=before).where(Staff.id == clerk.id).execute()
    assert door().sign_in("agent.eu", PASSWORD).status == 303
    assert Staff.get_by_id(clerk.id).roles == after
    changed = [(row.who, row.changes) for row in journal("staff.changed")]
    assert changed == ([] if before == after else [("directory", {"roles": [before, after]})])


def test_a_wrong_password_changes_no_role(door, directory, set_to, clerk):
    set_to(replace(directory, group_roles=GROUPS))
    Staff.update(roles=["supervisor"]).where(Staff.id == clerk.id).execute()
    door().sign_in("agent.eu", "wrong")
    assert Staff.get_by_id(clerk.id).roles == ["supervisor"]


def test_the_password_page_says_where_the_password_is(browse, set_to, clerk, directory):
    set_to(replace(directory, password_page="https://passwords.example.com/"))
    page = browse(clerk).get("/me/password")
    assert "Company directory" in page.text_of("main") and not page.has("[name=new_password]")
    assert page.soup.select_one("main a[href='https://passwords.example.com/']")
    set_to(directory)
    assert "your administrator knows" in browse(clerk).get("/me/password").text_of("main")
    new = {"new_password": "brand new horse", "again_password": "brand new horse"}
    reply = browse(clerk).post("/me/password", old_password=PASSWORD, **new)
    assert reply.status == 409


def test_no_one_time_password_is_handed_over_for_it(browse, cast, clerk, directory):
    browser = browse(cast.admin)
    assert browser.post("/admin/staff/agent.eu/password").status == 409
    assert "no password here" in browser.get("/admin/staff/agent.eu").text_of("#account-actions")
    actions.deactivate(clerk, by=cast.admin, reason="left")
    assert browser.post("/admin/staff/agent.eu/reinstatement").place == "/admin/staff/agent.eu"
    assert Staff.get_by_id(clerk.id).password_hash == passwords.NONE


def test_an_account_is_opened_for_somebody_of_the_directory(browse, door, cast, directory):
    form = {"username": "stranger", "name": "某人", "name_en": "", "email": "", "roles": ["clerk"], "region": "eu"}
    form |= {"department": "service", "languages": [], "clearance": "1", "language": "en", "zone": "Europe/Berlin"}
    reply = browse(cast.admin).post("/admin/staff", **form, source="ldap")
    assert (reply.status, reply.place) == (303, "/admin/staff/stranger")
    assert door().sign_in("stranger", PASSWORD).status == 303


def change(person, cast, **fields):
    row = Staff.get_by_id(person.id)
    return actions.change(row, opened_version=row.version, by=cast.admin, **fields)


def test_who_moves_to_the_directory_loses_the_password_of_before_and_every_session(browse, door, cast, directory, journal):
    browser = browse(cast.clerk)
    assert change(cast.clerk, cast, source="ldap") == {"source": ["local", "ldap"]}
    assert browser.get("/me").place.startswith("/login")
    assert door().sign_in("agent.eu", make.PASSWORD).status == 422
    change(cast.clerk, cast, source="local")
    for password in (make.PASSWORD, PASSWORD, "", "!"):
        assert door(address="198.51.100.9").sign_in("agent.eu", password).status == 422
    assert [row.changes["source"] for row in journal("staff.changed")] == [["local", "ldap"], ["ldap", "local"]]


def test_the_last_administrator_with_a_password_of_the_portal_stays_one(cast, deputy):
    change(deputy, cast, source="ldap")
    assert list(queries.local_administrators()) == [cast.admin]
    row = Staff.get_by_id(cast.admin.id)
    for fields in ({"source": "ldap"}, {"roles": ["hr"]}):
        with pytest.raises(Refused, match="last administrator"):
            actions.change(row, opened_version=row.version, by=deputy, **fields)
    with pytest.raises(Refused, match="last administrator"):
        actions.deactivate(cast.admin, by=deputy, reason="gone")
