"""PORTAL_TRUSTED_PROXIES: whose word counts for the address of a request."""

from dataclasses import replace

import pytest

import portal
from portal.access.models import Session, SignInAttempt
from portal.core import time
from tests.access.conftest import Door
from tests.access.test_sign_in import MORNING

PROXY, OUTER, CLIENT, LIE = "10.0.0.2", "10.0.0.1", "198.51.100.77", "203.0.113.200"


@pytest.fixture
def behind(app, cast, monkeypatch):
    """`behind(n)`: a browser whose requests come through the proxy, to a portal that trusts n of them."""
    monkeypatch.setattr(portal.db, "open_database", lambda _settings, _master: None)

    def start(proxies: int) -> Door:
        settings = replace(app.extensions["settings"], trusted_proxies=proxies)
        return Door(portal.create_app(settings), address=PROXY)

    return start


def sign_in(browser, forwarded: str | None, password: str = "portal-demo"):
    return browser.sign_in("agent.eu", password, headers={"X-Forwarded-For": forwarded} if forwarded else {})


@pytest.mark.parametrize(
    ("proxies", "forwarded", "seen"),
    [
        (0, None, PROXY),
        (0, CLIENT, PROXY),
        (0, f"{LIE}, {CLIENT}", PROXY),
        (1, None, PROXY),
        (1, CLIENT, CLIENT),
        (1, f"{LIE}, {CLIENT}", CLIENT),
        (2, f"{LIE}, {CLIENT}, {OUTER}", CLIENT),
        (2, LIE, PROXY),
    ],
)
def test_session_attempt_and_journal_see_the_same_address(behind, journal, proxies, forwarded, seen):
    assert sign_in(behind(proxies), forwarded).status == 303
    assert Session.select().order_by(Session.id.desc()).get().address == seen
    assert SignInAttempt.get().address == seen
    assert [row.origin for row in journal("staff.signed_in")] == [seen]


def test_without_the_setting_another_header_gives_nobody_another_try(behind):
    browser = behind(0)
    with time.frozen(MORNING):
        replies = [sign_in(browser, f"198.51.100.{number}", "wrong").status for number in range(6)]
    assert replies == [422] * 5 + [429]


def test_behind_a_proxy_one_client_does_not_hold_up_another(behind):
    browser = behind(1)
    with time.frozen(MORNING):
        replies = [sign_in(browser, f"{LIE}, {CLIENT}", "wrong").status for _ in range(6)]
        assert replies == [422] * 5 + [429]
        assert sign_in(browser, "198.51.100.78").status == 303


@pytest.mark.parametrize("header", ["X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Prefix", "Forwarded"])
def test_nothing_else_is_taken_from_a_header(behind, header):
    reply = behind(1).get("/me", headers={header: "evil.example"})
    assert reply.place == "/login?next=/me"
