"""/me: how signing in to one's own account went, and "that was not me"."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.access.models import SignInAttempt
from portal.access.queries import digest
from portal.core import time
from tests import make

MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def told(browser) -> list[str]:
    """The rows of the list, newest first, as text."""
    rows = browser.get("/me").soup.select("#attempts-table tbody tr")
    return [" ".join(cell.get_text(" ", strip=True) for cell in row.select("th, td")) for row in rows]


def test_each_attempt_says_when_from_where_with_what_and_how_it_went(browse, door, cast):
    with time.frozen(MORNING):
        door("198.51.100.9").sign_in("agent.eu", "wrong")
    with time.frozen(MORNING + timedelta(hours=1)):
        browser = door()
        browser.sign_in("Agent.EU ")
        assert told(browser) == [
            "2026-11-23 10:00 成功 凭密码 203.0.113.7 Firefox · Windows",
            "2026-11-23 09:00 失败 密码错误 198.51.100.9 Firefox · Windows",
        ]


def test_the_second_step_is_told_apart(browse, door, cast, factor_of):
    with time.frozen(MORNING):
        phone, paper = factor_of(cast.clerk)
        door("198.51.100.1").sign_in("agent.eu")
        wrong, right, other = door("198.51.100.2"), door("198.51.100.3"), door("198.51.100.4")
        wrong.sign_in("agent.eu"), right.sign_in("agent.eu"), other.sign_in("agent.eu")
        wrong.post("/login/code", code=phone.wrong())
        right.post("/login/code", code=phone.code())
        other.post("/login/code", recovery_code=paper[0])
        rows = [row.split(" ", 2)[2] for row in told(right)]
    assert rows == [
        "Succeeded with password and recovery code 198.51.100.4 Firefox · Windows",
        "Succeeded with password and code 198.51.100.3 Firefox · Windows",
        "Failed Right password, wrong code 198.51.100.2 Firefox · Windows",
        "Failed Right password, no code given 198.51.100.2 Firefox · Windows",
        "Failed Right password, no code given 198.51.100.1 Firefox · Windows",
    ]


def test_only_those_of_the_own_account_are_shown(browse, door, cast):
    door("198.51.100.9").sign_in("agent2.eu", "wrong")
    door("198.51.100.9").sign_in("hunter2", "wrong")
    assert "198.51.100.9" not in browse(cast.clerk).get("/me").text
    assert "198.51.100.9" in browse(cast.colleague).get("/me").text


def test_ten_are_shown_and_none_says_so(browse, cast, door):
    browser = browse(cast.clerk)
    assert "Nobody has tried" in browser.get("/me").text_of("#attempts")
    for number in range(12):
        door(f"198.51.100.{number}").sign_in("agent.eu", "wrong")
    assert len(told(browser)) == 10


def test_an_attempt_of_before_this_was_kept_is_shown_plainly(browse, cast):
    SignInAttempt.create(account=digest("agent.eu"), address="198.51.100.9", at=MORNING, ok=True)
    assert told(browse(cast.clerk)) == ["2026-11-23 09:00 Succeeded 198.51.100.9 Unnamed browser"]


def test_a_long_name_of_a_browser_is_cut(door, cast):
    browser = door()
    browser.client.environ_base["HTTP_USER_AGENT"] = "x" * 5_000
    assert browser.sign_in("agent.eu").status == 303
    assert len(SignInAttempt.get().agent) == 200


def test_that_was_not_me_signs_out_everybody_else_tells_the_administrator_and_asks_for_a_password(browse, cast, journal):
    here, there = browse(cast.clerk), browse(cast.clerk)
    form = here.get("/me").soup.select_one("#attempts form")
    reply = here.post(form["action"])
    assert (reply.status, reply.place) == (303, "/me/password")
    assert "administrator is told" in here.get("/me/password").text_of("#flashes")
    assert there.get("/me").status == 303
    assert here.get("/me").status == 200
    (row,) = journal("staff.alarm_raised")
    assert (row.who, row.subject, row.changes) == ("agent.eu", "agent.eu", {"sessions_ended": [None, 1]})
    assert "agent.eu) reports a sign-in by somebody else" in browse(cast.admin).get("/notices").text
    assert "reports a sign-in" not in browse(cast.colleague).get("/notices").text


def test_an_alarm_needs_a_token(browse, cast):
    here, there = browse(cast.clerk), browse(cast.clerk)
    assert here.post("/me/alarm", token="stale").status == 422
    assert there.get("/me").status == 200


@pytest.mark.parametrize("wrong", [1, 4])
def test_asking_again_inside_a_session_leaves_no_row_when_it_is_right(browse, cast, wrong):
    browser = browse(cast.clerk)
    new = {"new_password": "seven green kites", "again_password": "seven green kites"}
    for _ in range(wrong):
        assert browser.post("/me/password", old_password="wrong", **new).status == 422
    assert browser.post("/me/password", old_password=make.PASSWORD, **new).status == 303
    assert len(told(browser)) == wrong
    assert all("when asked again" in row for row in told(browser))


def test_an_open_browser_is_no_place_to_guess_the_password(browse, cast):
    new = {"new_password": "seven green kites", "again_password": "seven green kites"}
    with time.frozen(MORNING):
        browser = browse(cast.clerk)
        for _ in range(5):
            browser.post("/me/password", old_password="wrong", **new)
        reply = browser.post("/me/password", old_password=make.PASSWORD, **new)
        assert (reply.status, reply.headers["Retry-After"]) == (429, "15")
