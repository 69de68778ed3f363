"""Small decisions: addresses that stay here, passwords, user names, refusals."""

import pytest

from portal.access import rules


@pytest.mark.parametrize("address", ["/", "/enquiries?after=x", "/enquiries/EQ-1#entry-2", "/查询"])
def test_a_path_of_the_portal_is_local(address):
    assert rules.is_local_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "enquiries",
        "https://evil.example/",
        "//evil.example/",
        "///evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "javascript:alert(1)",
        "//[",
        " /enquiries",
    ],
)
def test_everything_else_is_not(address):
    assert not rules.is_local_address(address)


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("http://localhost/enquiries?stage=x", "/enquiries?stage=x"),
        ("/me", "/me"),
        ("http://[", "/"),
        ("http://localhost//evil.example", "/"),
        ("", "/"),
        ("nonsense", "/"),
    ],
)
def test_the_page_behind_a_header_stays_here(url, page):
    assert rules.page_of(url) == page


@pytest.mark.parametrize("password", ["123456789a", "correct horse", "密码密码一二三四五六七", "🙂🙂🙂abcdefgh"])
def test_a_password_of_ten_characters_will_do(password):
    assert rules.fault_of_password(password, "agent.eu") is None


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("123456789", "at least 10"),
        ("x" * 201, "at most 200"),
        ("supervisor.eu", "user name"),
        ("Supervisor.EU", "user name"),
        ("aaaaaaaaaaab", "four different"),
    ],
)
def test_a_bad_password_says_what_is_wrong(password, why):
    assert why in str(rules.fault_of_password(password, "supervisor.eu"))


@pytest.mark.parametrize("name", ["agent.eu", "li-na_2", "a1"])
def test_a_user_name_of_small_letters_will_do(name):
    assert rules.fault_of_username(name) is None


@pytest.mark.parametrize("name", ["", "a", ".agent", "li na", "李娜", "a" * 33, "agent\x00", "a/b", "😀😀"])
def test_other_user_names_are_refused(name):
    assert rules.fault_of_username(name) is not None


@pytest.mark.parametrize(("typed", "meant"), [(" Agent.EU ", "agent.eu"), ("ＡＧＥＮＴ.eu", "agent.eu")])
def test_a_user_name_is_read_without_case(typed, meant):
    assert rules.account_named(typed) == meant


@pytest.mark.parametrize(
    ("oneself", "active", "last_administrator", "why"),
    [
        (False, True, False, None),
        (True, True, False, "your own"),
        (False, False, False, "not active"),
        (False, True, True, "last administrator"),
    ],
)
def test_who_may_be_deactivated(oneself, active, last_administrator, why):
    refusal = rules.refusal_to_deactivate(oneself=oneself, active=active, last_administrator=last_administrator)
    assert (refusal is None) if why is None else (why in str(refusal))


def test_an_edit_of_an_old_version_is_refused():
    assert rules.refusal_to_change(opened_version=3, version=3) is None
    assert "while the form was open" in str(rules.refusal_to_change(opened_version=3, version=4))


@pytest.mark.parametrize("zone", ["Mars/Base", "", "../etc/passwd", "europe/berlin", "UTC+3"])
def test_a_zone_that_does_not_exist(zone):
    assert not rules.is_zone(zone)
    assert rules.is_zone("Europe/Berlin")
