"""Settings of the sources: what makes no sense stops the portal with a sentence that names the variable."""

import pytest

from portal.access.sources import Source
from portal.access.sources import read as sources
from portal.settings import Nonsense, read

GOOD = {"PORTAL_LDAP_URL": "ldaps://ldap.example.com", "PORTAL_LDAP_BASE": "ou=people,dc=example,dc=com"}


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"PORTAL_LDAP_URL": "ldaps://ldap.example.com:1636/"},
        {"PORTAL_LDAP_URL": "ldap://ldap.example.com", "PORTAL_LDAP_STARTTLS": "yes"},
        {"PORTAL_LDAP_URL": "ldap://127.0.0.1:389"},
        {"PORTAL_LDAP_URL": "ldaps://[2001:db8::1]"},
        {"PORTAL_LDAP_BIND_DN": "cn=portal", "PORTAL_LDAP_BIND_PASSWORD": "x"},
        {"PORTAL_LDAP_USER_FILTER": "(&(objectClass=person)(sAMAccountName={name}))"},
        {"PORTAL_LDAP_GROUP_ROLES": "cn=a,dc=x -> clerk; cn=b,dc=x -> supervisor;"},
    ],
)
def test_what_can_be_set(more):
    assert sources(read(GOOD | more)).there() == (Source.LOCAL, Source.LDAP)


@pytest.mark.parametrize(
    ("variable", "more"),
    [
        ("PORTAL_LDAP_URL", {"PORTAL_LDAP_URL": "ldap.example.com"}),
        ("PORTAL_LDAP_URL", {"PORTAL_LDAP_URL": "https://ldap.example.com"}),
        ("PORTAL_LDAP_URL", {"PORTAL_LDAP_URL": "ldaps://"}),
        ("PORTAL_LDAP_URL", {"PORTAL_LDAP_URL": "ldaps://h:70000"}),
        ("PORTAL_LDAP_URL", {"PORTAL_LDAP_URL": "ldaps://[h"}),
        ("PORTAL_LDAP_URL", {"PORTAL_LDAP_URL": "ldaps://user:secret@h"}),
        ("PORTAL_LDAP_URL", {"PORTAL_LDAP_URL": "ldaps://h/dc=x?uid"}),
        ("PORTAL_LDAP_URL", {"PORTAL_LDAP_URL": "ldap://ldap.example.com"}),
        ("PORTAL_LDAP_STARTTLS", {"PORTAL_LDAP_STARTTLS": "yes"}),
        ("PORTAL_LDAP_STARTTLS", {"PORTAL_LDAP_STARTTLS": "perhaps"}),
        ("PORTAL_LDAP_BASE", {"PORTAL_LDAP_BASE": " "}),
        ("PORTAL_LDAP_BIND_PASSWORD", {"PORTAL_LDAP_BIND_DN": "cn=portal"}),
        ("PORTAL_LDAP_BIND_DN", {"PORTAL_LDAP_BIND_PASSWORD": "x"}),
        ("PORTAL_LDAP_USER_FILTER", {"PORTAL_LDAP_USER_FILTER": "uid={name}"}),
        ("PORTAL_LDAP_USER_FILTER", {"PORTAL_LDAP_USER_FILTER": "(uid=agent)"}),
        ("PORTAL_LDAP_USER_FILTER", {"PORTAL_LDAP_USER_FILTER": "((uid={name})"}),
        ("PORTAL_LDAP_CA_FILE", {"PORTAL_LDAP_CA_FILE": "/nowhere/ca.pem"}),
        ("PORTAL_LDAP_GROUP_ROLES", {"PORTAL_LDAP_GROUP_ROLES": "cn=a,dc=x = clerk"}),
        ("PORTAL_LDAP_GROUP_ROLES", {"PORTAL_LDAP_GROUP_ROLES": "cn=a,dc=x -> boss"}),
        ("PORTAL_LDAP_PASSWORD_PAGE", {"PORTAL_LDAP_PASSWORD_PAGE": "javascript:alert(1)"}),
        ("PORTAL_ADDRESS", {"PORTAL_ADDRESS": "http://portal.example.com"}),
        ("PORTAL_ADDRESS", {"PORTAL_ADDRESS": "https://portal.example.com/portal"}),
    ],
)
def test_nonsense_names_its_variable(variable, more):
    with pytest.raises(Nonsense, match=variable):
        sources(read(GOOD | more))


PROVIDER = {
    "PORTAL_OIDC_ISSUER": "https://id.example.com/realms/company",
    "PORTAL_OIDC_CLIENT_ID": "portal",
    "PORTAL_ADDRESS": "https://portal.example.com",
}


def test_a_provider_can_be_set():
    there = sources(read(PROVIDER))
    assert there.there() == (Source.LOCAL, Source.OIDC)
    assert there.provider.redirect == "https://portal.example.com/login/provider/back"


@pytest.mark.parametrize(
    ("variable", "more"),
    [
        ("PORTAL_OIDC_ISSUER", {"PORTAL_OIDC_ISSUER": "http://id.example.com"}),
        ("PORTAL_OIDC_ISSUER", {"PORTAL_OIDC_ISSUER": "id.example.com"}),
        ("PORTAL_OIDC_ISSUER", {"PORTAL_OIDC_ISSUER": "https://id.example.com/?a=b"}),
        ("PORTAL_OIDC_ISSUER", {"PORTAL_OIDC_ISSUER": "https://user@id.example.com"}),
        ("PORTAL_OIDC_CLIENT_ID", {"PORTAL_OIDC_CLIENT_ID": " "}),
        ("PORTAL_OIDC_CLAIM", {"PORTAL_OIDC_CLAIM": ""}),
        ("PORTAL_OIDC_NAME_EN", {"PORTAL_OIDC_NAME_EN": " "}),
        ("PORTAL_OIDC_CA_FILE", {"PORTAL_OIDC_CA_FILE": "/nowhere/ca.pem"}),
        ("PORTAL_OIDC_SECOND_FACTOR", {"PORTAL_OIDC_SECOND_FACTOR": "sometimes"}),
        ("PORTAL_ADDRESS", {"PORTAL_ADDRESS": ""}),
        ("PORTAL_ADDRESS", {"PORTAL_ADDRESS": "https://portal.example.com/portal"}),
    ],
)
def test_nonsense_of_a_provider_names_its_variable(variable, more):
    with pytest.raises(Nonsense, match=variable):
        read(PROVIDER | more)


def test_the_provider_s_secret_may_come_from_a_file_and_is_in_no_text(tmp_path):
    (tmp_path / "secret").write_text("hidden horse\n", "utf-8")
    settings = read(PROVIDER | {"PORTAL_OIDC_CLIENT_SECRET_FILE": str(tmp_path / "secret")})
    assert sources(settings).provider.client_secret == "hidden horse"
    assert "hidden" not in repr(settings) + repr(sources(settings))


def test_nothing_set_is_no_directory():
    assert sources(read({})).there() == (Source.LOCAL,)


def test_a_secret_may_come_from_a_file_and_is_in_no_text(tmp_path):
    (tmp_path / "secret").write_text("hidden horse\n", "utf-8")
    settings = read(GOOD | {"PORTAL_LDAP_BIND_DN": "cn=p", "PORTAL_LDAP_BIND_PASSWORD_FILE": str(tmp_path / "secret")})
    assert settings.ldap_bind_password == "hidden horse"
    assert "hidden" not in repr(settings) + repr(sources(settings))
