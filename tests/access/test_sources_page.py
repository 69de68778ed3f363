"""/admin/sources: what is set, no secret of it, and whether it answers; `portal doctor` says the same."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portal.access.sources import Directory, Sources
from portal.operations.checks import BAD, GOOD
from portal.operations.checks.sources import sources as doctor
from portal.settings import read
from tests import slapd

DIRECTORY = Directory(
    "ldap://127.0.0.1:1", slapd.PEOPLE, slapd.PORTAL, "a secret of the portal", group_roles={"cn=desk": "clerk"}
)


@pytest.fixture
def set_to(app, monkeypatch):
    def change(directory):
        monkeypatch.setitem(app.extensions, "sources", Sources(directory))

    return change


@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_set_says_what_to_do(browse, cast, language):
    page = browse(cast.admin, language=language).get("/admin/sources")
    assert "PORTAL_LDAP_URL" in page.text_of(".empty")
    assert "admin" in page.text_of("#local-administrators")


def test_what_is_set_is_shown_without_its_secret(browse, cast, set_to):
    set_to(DIRECTORY)
    page = browse(cast.admin).get("/admin/sources")
    facts = page.text_of("#ldap")
    assert DIRECTORY.url in facts and slapd.PEOPLE in facts and slapd.PORTAL in facts
    assert "Service clerk" in page.text_of("#group-roles")
    assert DIRECTORY.bind_password not in page.text


def test_a_source_that_is_down_is_told_in_a_sentence(browse, cast, set_to):
    set_to(DIRECTORY)
    reply = browse(cast.admin).post("/admin/sources/ldap/test")
    assert reply.status == 200
    assert "does not answer" in reply.text_of("#result") and DIRECTORY.bind_password not in reply.text


@pytest.mark.skipif(not slapd.is_installed(), reason="slapd is not installed")
def test_a_source_that_works_says_so(browse, cast, set_to, tmp_path):
    with slapd.server(tmp_path / "slapd") as there:
        good = Directory(there.ldaps, slapd.PEOPLE, slapd.PORTAL, slapd.PORTAL_PASSWORD, ca_file=there.ca)
        set_to(good)
        assert "It answers" in browse(cast.admin).post("/admin/sources/ldap/test").text_of("#result")
        set_to(replace(good, ca_file=""))
        assert "certificate" in browse(cast.admin).post("/admin/sources/ldap/test").text_of("#result")
        given = {"PORTAL_LDAP_URL": there.ldaps, "PORTAL_LDAP_BASE": slapd.PEOPLE, "PORTAL_LDAP_CA_FILE": there.ca}
        given |= {"PORTAL_LDAP_BIND_DN": slapd.PORTAL, "PORTAL_LDAP_BIND_PASSWORD": slapd.PORTAL_PASSWORD}
        assert doctor(read(given)).mark == GOOD
        finding = doctor(read(given | {"PORTAL_LDAP_BIND_PASSWORD": "wrong one"}))
        assert finding.mark == BAD and "PORTAL_LDAP_BIND_PASSWORD" in finding.text and "wrong one" not in finding.text


def test_the_doctor_is_content_without_any(database):
    assert doctor(read({})).mark == GOOD


def test_the_doctor_names_a_role_that_is_none(database):
    given = {"PORTAL_LDAP_URL": "ldaps://h", "PORTAL_LDAP_BASE": "dc=x", "PORTAL_LDAP_GROUP_ROLES": "cn=a,dc=x -> boss"}
    assert "PORTAL_LDAP_GROUP_ROLES" in doctor(read(given)).text


@pytest.mark.parametrize("source", ["ldap", "local", "oidc", "..", "x" * 300])
def test_a_source_that_is_not_set_is_not_there(browse, cast, source):
    assert browse(cast.admin).post(f"/admin/sources/{source}/test").status == 404


@pytest.mark.parametrize("part", ["clerk", "manager", "auditor"])
def test_only_administrators_see_it(browse, cast, part):
    assert browse(getattr(cast, part)).get("/admin/sources").status == 403
    assert browse(getattr(cast, part)).post("/admin/sources/ldap/test").status == 403
    assert browse().get("/admin/sources").place.startswith("/login")
