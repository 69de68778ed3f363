"""/login: the right password, the wrong one, too many, and where it leads."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.access import actions
from portal.access.models import Session, SignInAttempt
from portal.core import time
from tests import make

MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture
def gone(cast):
    person = make.staff("gone", region="us")
    actions.deactivate(person, by=cast.admin, reason="moved away")
    return person


def test_the_page_has_one_form_and_the_focus_in_the_first_field(door):
    page = door().get("/login")
    assert page.status == 200
    assert page.text_of("h1")
    assert [field["name"] for field in page.soup.select("[autofocus]")] == ["username"]
    assert page.soup.select_one("form.language") is not None


def test_a_known_name_is_filled_in_and_the_password_has_the_focus(door):
    page = door().get("/login?as=agent.eu")
    assert page.value_of("username") == "agent.eu"
    assert [field["name"] for field in page.soup.select("[autofocus]")] == ["password"]


def test_the_right_password_signs_in_and_is_in_the_journal(door, cast, journal):
    browser = door()
    reply = browser.sign_in(cast.clerk, next="/me")
    assert (reply.status, reply.place) == (303, "/me")
    assert browser.get("/me").status == 200
    (row,) = journal("staff.signed_in")
    assert (row.who, row.subject, row.origin) == ("agent.eu", "agent.eu", "203.0.113.7")


def test_case_and_blanks_in_the_name_do_not_matter(door):
    assert door().sign_in("  Agent.EU ").status == 303


def test_the_cookie_is_for_this_site_and_no_script(door):
    reply = door().sign_in("agent.eu")
    (cookie,) = [text for text in reply.headers.getlist("Set-Cookie") if text.startswith("portal=")]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_the_table_keeps_no_token(door):
    browser = door()
    browser.sign_in("agent.eu")
    token = browser.cookie()["_user_id"]
    assert len(token) >= 43
    assert token not in str(list(Session.select().dicts()))


def test_signing_in_takes_a_new_cookie(door):
    browser = door()
    with browser.client.session_transaction() as cookie:
        cookie["planted"] = "by somebody else"
    browser.post("/login", username="agent.eu", password="portal-demo")
    assert "_user_id" in browser.cookie()
    assert "planted" not in browser.cookie()
    assert browser.cookie().get("csrf_token") != "of-the-tests"


def test_every_sign_in_has_a_token_of_its_own(door):
    browser = door()
    browser.sign_in("agent.eu")
    first = browser.cookie()["_user_id"]
    browser.post("/logout")
    browser.keep_token()
    browser.sign_in("agent.eu")
    assert browser.cookie()["_user_id"] != first


@pytest.mark.parametrize("name", ["agent.eu", "nobody", "gone", "李娜", "😀"])
def test_what_is_wrong_stays_unsaid(door, gone, name):
    reply = door().sign_in(name, "wrong")
    assert reply.status == 422
    assert "do not belong together" in reply.text_of("[role=alert]")
    assert reply.value_of("username") == name
    assert reply.value_of("password") == ""


def test_somebody_who_left_cannot_come_in(door, gone):
    assert door().sign_in("gone").status == 422


@pytest.mark.parametrize("name", ["nobody", "agent.eu"])
def test_the_journal_and_the_attempts_never_learn_what_was_typed(door, journal, name):
    door().sign_in(name, "hunter2-hunter2")
    (row,) = journal("staff.sign_in_failed")
    assert row.who == "somebody"
    assert row.subject == {"agent.eu": "agent.eu", "nobody": "no such account"}[name]
    kept = str(list(SignInAttempt.select().dicts())) + str(row.changes) + row.reason
    assert name not in kept
    assert "hunter2" not in kept


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"username": "", "password": "x"}, "username"),
        ({"username": "agent.eu", "password": ""}, "password"),
        ({"username": "agent\x00eu", "password": "x"}, "username"),
        ({"username": "a" * 201, "password": "x"}, "username"),
        ({"username": "agent.eu", "password": "x" * 100_000}, "password"),
        ({}, "username"),
    ],
)
def test_a_form_that_makes_no_sense_says_where(door, form, field):
    reply = door().post("/login", **form)
    assert reply.status == 422
    assert reply.text_of(f"#{field}-error")
    assert SignInAttempt.select().count() == 0


def test_a_stale_token_brings_the_form_back_filled(door):
    reply = door().post("/login", token="stale", username="agent.eu", password="portal-demo")
    assert reply.status == 422
    assert reply.value_of("username") == "agent.eu"


@pytest.mark.parametrize("bad", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_nobody_is_led_away(door, bad):
    assert door().sign_in("agent.eu", next=bad).place == "/"


def test_whoever_is_signed_in_goes_on(browse, cast):
    reply = browse(cast.clerk).get("/login?next=/me")
    assert (reply.status, reply.place) == (303, "/me")


def test_too_many_wrong_passwords_have_to_wait_and_the_form_stays(door):
    with time.frozen(MORNING):
        browser = door()
        for _ in range(5):
            assert browser.sign_in("agent.eu", "wrong").status == 422
        reply = browser.sign_in("agent.eu")
        assert reply.status == 429
        assert reply.headers["Retry-After"] == "15"
        assert "15 " in reply.text_of("[role=alert]")
        assert reply.value_of("username") == "agent.eu"
    with time.frozen(MORNING + timedelta(seconds=15)):
        assert browser.sign_in("agent.eu").status == 303


def test_an_account_that_does_not_exist_waits_just_the_same(door):
    with time.frozen(MORNING):
        browser = door()
        replies = [browser.sign_in("nobody", "wrong").status for _ in range(6)]
    assert replies == [422] * 5 + [429]


def test_a_stranger_cannot_lock_out_somebody_who_signs_in_from_the_own_desk(door):
    with time.frozen(MORNING):
        assert door().sign_in("agent.eu").status == 303
    with time.frozen(MORNING + timedelta(days=1)):
        for number in range(1, 60):
            door(address=f"198.51.100.{number}").sign_in("agent.eu", "wrong")
        assert door(address="198.51.100.200").sign_in("agent.eu").status == 429
        assert door().sign_in("agent.eu").status == 303


def test_success_at_the_own_desk_is_remembered_for_thirty_days_only(door):
    with time.frozen(MORNING):
        door().sign_in("agent.eu")
    with time.frozen(MORNING + timedelta(days=30, minutes=1)):
        for number in range(1, 40):
            door(address=f"198.51.100.{number}").sign_in("agent.eu", "wrong")
        assert door().sign_in("agent.eu").status == 429


def test_one_address_cannot_try_many_names(door):
    with time.frozen(MORNING):
        browser = door()
        replies = [browser.sign_in(f"name{number}", "wrong").status for number in range(52)]
    assert replies[:50] == [422] * 50
    assert replies[50:] == [429, 429]


def test_a_right_password_forgets_the_wrong_ones(door):
    with time.frozen(MORNING):
        browser = door()
        for _ in range(4):
            browser.sign_in("agent.eu", "wrong")
        assert browser.sign_in("agent.eu").status == 303
        other = door()
        assert [other.sign_in("agent.eu", "wrong").status for _ in range(5)] == [422] * 5


def test_demo_accounts_are_shown_by_department(door, set_up_as, gone):
    set_up_as(demo=True)
    page = door().get("/login")
    shown = page.text_of("#demo-accounts")
    assert "portal-demo" in shown
    assert "agent.eu" in shown
    assert "gone" not in shown
    assert page.soup.select_one("#demo-accounts a")["href"].startswith("/login?as=")


def test_outside_of_demo_mode_no_account_is_shown(door):
    assert door().get("/login").soup.select_one("#demo-accounts") is None
