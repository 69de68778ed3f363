"""Signing in by an OpenID Connect provider (a process of its own): out with state, nonce and PKCE, back with a code, and
what must not be believed."""

from __future__ import annotations

import time as clock
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from portal.access import actions, passwords, provider
from portal.access.models import Session, SignInAttempt, Staff
from portal.access.sources import WAY_BACK, Provider, Source, Sources
from tests import make
from tests import provider as providers

ADDRESS = "http://localhost"
NAMED = {"preferred_username": "agent.eu"}


@pytest.fixture(scope="module")
def running():
    with providers.server() as there:
        yield there


@pytest.fixture
def set_to(app, monkeypatch):
    """`set_to(provider)`: the application with this provider for one test."""

    def change(there):
        monkeypatch.setitem(app.extensions, "sources", Sources(provider=there))
        return there

    return change


@pytest.fixture
def there(running, set_to):
    """The provider as the portal knows it; it names agent.eu."""
    provider._told.clear()
    running.order(claims=NAMED)
    return set_to(Provider(running.issuer, providers.CLIENT, ADDRESS + WAY_BACK, providers.SECRET))


@pytest.fixture
def clerk(cast):
    """agent.eu, who signs in by the provider."""
    Staff.update(source=Source.OIDC, password_hash=passwords.NONE, language="en").where(Staff.id == cast.clerk.id).execute()
    return Staff.get_by_id(cast.clerk.id)


@pytest.fixture
def way_back(running, door):
    """`way_back()`: a browser that went to the provider, and the address it was sent back to."""

    def go(then="/me"):
        browser = door()
        out = browser.get(f"/login/provider?next={then}")
        assert out.status == 303
        return browser, running.answer(out.place)

    return go


def come_back(way_back, **options):
    browser, address = way_back(**options)
    reply = browser.get(address.removeprefix(ADDRESS))
    return browser, reply


def is_outside(browser) -> bool:
    return browser.get("/me").place.startswith("/login") and Session.select().count() == 0


# ---- the way in ----


def test_the_button_is_on_the_door_only_when_a_provider_is_set(door, there, set_to):
    link = door().get("/login?next=/me").soup.select_one("a[href='/login/provider?next=/me']")
    assert link is not None and link.text == "Company sign-in"
    set_to(None)
    assert not door().get("/login").has("a[href^='/login/provider']")
    for path in ("/login/provider", WAY_BACK):
        assert door().get(path).place == "/login"


def test_the_provider_s_word_opens_a_session(way_back, there, clerk, journal):
    browser, reply = come_back(way_back)
    assert (reply.status, reply.place) == (303, "/me")
    page = browser.get("/me")
    assert page.status == 200 and "by single sign-on" in page.text_of("main")
    (row,) = journal("staff.signed_in")
    assert (row.who, row.origin) == ("agent.eu", "203.0.113.7")


def test_what_goes_out_is_bound_to_this_browser_and_holds_no_secret(door, there, clerk):
    browser = door()
    out = browser.get("/login/provider")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(out.place).query).items()}
    kept = dict(zip(("state", "nonce", "verifier"), browser.cookie()["departure"]["kept"], strict=True))
    assert (asked["state"], asked["nonce"]) == (kept["state"], kept["nonce"])
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert asked["redirect_uri"] == ADDRESS + WAY_BACK
    assert kept["verifier"] not in out.place and providers.SECRET.replace(" ", "+") not in out.place
    assert len(set(kept.values())) == 3 and min(map(len, kept.values())) >= 43
    again = door().get("/login/provider").place
    assert parse_qs(urlsplit(again).query)["state"] != [kept["state"]]


def test_forms_still_go_nowhere_but_here(door, there):
    assert "form-action 'self';" in door().get("/login").headers["Content-Security-Policy"]


@pytest.mark.parametrize("then", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_nobody_is_led_elsewhere_after_it(way_back, there, clerk, then):
    assert come_back(way_back, then=then)[1].place == "/"


def test_a_claim_can_be_chosen(way_back, running, there, set_to, clerk):
    set_to(replace(there, claim="upn"))
    running.order(claims={"upn": "Agent.EU"})
    assert come_back(way_back)[1].place == "/me"


# ---- what is not believed ----


def wrong_claims():
    at = int(clock.time())
    return {
        "another nonce": {"claims": {"nonce": "another browser's"}},
        "no nonce": {"without": ["nonce"]},
        "another audience": {"claims": {"aud": "another client"}},
        "among others without a party": {"claims": {"aud": ["portal", "another client"]}},
        "another party": {"claims": {"aud": ["portal", "other"], "azp": "other"}},
        "no audience": {"without": ["aud"]},
        "another issuer": {"claims": {"iss": "http://127.0.0.1:1"}},
        "expired": {"claims": {"iat": at - 400, "exp": at - 100}},
        "no end": {"without": ["exp"]},
        "an end that is text": {"claims": {"exp": str(at + 300)}},
        "from the future": {"claims": {"iat": at + 600}},
        "old": {"claims": {"iat": at - 3600}},
        "about nobody": {"without": ["sub"]},
        "unverified mail": {"claims": {"email": "agent.eu", "email_verified": False}, "without": ["preferred_username"]},
        "no name": {"without": ["preferred_username"]},
        "no text as name": {"claims": {"preferred_username": ["agent.eu"]}},
    }


@pytest.mark.parametrize("kind", wrong_claims())
def test_a_token_that_says_something_wrong_opens_nothing(way_back, running, there, clerk, kind):
    order = wrong_claims()[kind]
    running.order(**order | {"claims": NAMED | order.get("claims", {})})
    browser, reply = come_back(way_back)
    assert reply.status == 422
    assert "does not prove who you are" in reply.text_of("[role=alert]")
    assert is_outside(browser)


@pytest.mark.parametrize("signing", ["stranger", "none", "hmac", "public key", "tampered", "nothing"])
def test_a_token_that_is_not_signed_by_the_provider_opens_nothing(way_back, running, there, clerk, signing):
    running.order(claims=NAMED, signing=signing)
    browser, reply = come_back(way_back)
    assert reply.status == 422
    assert "does not prove who you are" in reply.text_of("[role=alert]")
    assert is_outside(browser)


def test_a_way_back_is_good_once(way_back, there, clerk):
    browser, address = way_back()
    before = browser.cookie()["departure"]
    path = address.removeprefix(ADDRESS)
    assert browser.get(path).place == "/me"
    browser.keep_token()
    browser.post("/logout")
    assert "does not belong" in browser.get(path).text_of("[role=alert]")
    with browser.client.session_transaction() as cookie:  # whoever kept the cookie of before, too
        cookie["departure"] = before
    assert "does not prove" in browser.get(path).text_of("[role=alert]")
    assert browser.get("/me").place.startswith("/login")


@pytest.mark.parametrize("change", [{"state": "another"}, {"state": ""}, {"iss": "http://127.0.0.1:1"}])
def test_a_way_back_with_another_state_or_issuer_is_refused_unasked(way_back, running, there, clerk, change):
    browser, address = way_back()
    given = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()} | change
    reply = browser.client.get(WAY_BACK, query_string=given)
    assert reply.status_code == 422 and "does not belong" in reply.text
    assert "/token" not in running.asked()
    assert is_outside(browser)


def test_a_stranger_s_way_back_signs_nobody_in(way_back, door, there, clerk):
    _browser, address = way_back()
    victim = door()
    assert "does not belong" in victim.get(address.removeprefix(ADDRESS)).text_of("[role=alert]")
    assert is_outside(victim)


def test_a_way_back_is_not_good_for_long(way_back, there, clerk):
    browser, address = way_back()
    with browser.client.session_transaction() as cookie:
        cookie["departure"] = cookie["departure"] | {"at": cookie["departure"]["at"] - 11 * 60 * 1000}
    assert "does not belong" in browser.get(address.removeprefix(ADDRESS)).text_of("[role=alert]")


def test_another_s_verifier_gets_no_token(way_back, there, clerk):
    browser, address = way_back()
    with browser.client.session_transaction() as cookie:
        state, nonce, _verifier = cookie["departure"]["kept"]
        cookie["departure"] = cookie["departure"] | {"kept": [state, nonce, "x" * 43]}
    assert "does not prove" in browser.get(address.removeprefix(ADDRESS)).text_of("[role=alert]")


def test_who_is_turned_away_there_may_try_again(way_back, running, there, clerk):
    running.order(error="access_denied")
    _browser, reply = come_back(way_back)
    assert reply.status == 422 and "did not sign you in" in reply.text_of("[role=alert]")
    assert reply.soup.select_one("main [name=next]")["value"] == "/me"


# ---- who comes in ----


@pytest.mark.parametrize("name", ["stranger", "agent2.eu", "admin"])
def test_who_has_no_account_by_it_is_told_so_and_none_is_made(way_back, running, there, clerk, journal, name):
    before = Staff.select().count()
    running.order(claims={"preferred_username": name})
    browser, reply = come_back(way_back)
    assert reply.status == 422
    told = reply.text_of("[role=alert]")
    assert name in told and "Ask the administrator" in told
    assert Staff.select().count() == before and is_outside(browser)
    assert len(journal("staff.sign_in_failed")) == 1


def test_who_has_left_here_does_not_come_in(way_back, there, clerk, cast):
    actions.deactivate(clerk, by=cast.admin, reason="left")
    browser, reply = come_back(way_back)
    assert reply.status == 422 and is_outside(browser)


@pytest.mark.parametrize("password", [make.PASSWORD, "", "!"])
def test_no_password_opens_such_an_account(door, there, clerk, password):
    assert door().sign_in("agent.eu", password).status == 422


def test_it_has_no_password_here_to_change_or_to_hand_over(browse, cast, there, clerk):
    page = browse(clerk).get("/me/password")
    assert "Single sign-on" in page.text_of("main") and not page.has("[name=new_password]")
    new = {"old_password": "x", "new_password": "brand new horse", "again_password": "brand new horse"}
    assert browse(clerk).post("/me/password", **new).status == 409
    assert browse(cast.admin).post("/admin/staff/agent.eu/password").status == 409


# ---- the second factor ----


def test_the_portal_s_second_factor_is_asked_for(way_back, there, clerk, factor_of):
    phone, _codes = factor_of(clerk)
    Session.delete().execute()
    browser, reply = come_back(way_back)
    assert (reply.status, reply.place) == (303, "/login/code?next=/me")
    assert is_outside(browser)
    browser.keep_token()
    assert browser.post("/login/code", code=phone.code(), next="/me").place == "/me"


@pytest.mark.parametrize(
    ("setting", "methods", "asked"),
    [
        ("never", ["pwd", "mfa"], True), ("told", ["pwd", "otp"], False), ("told", ["pwd"], True), ("told", None, True),
        ("told", "mfa", True), ("always", None, False),
    ],
)  # fmt: skip
def test_the_provider_s_own_counts_by_the_setting(way_back, running, there, set_to, clerk, factor_of, setting, methods, asked):
    factor_of(clerk)
    set_to(replace(there, second_factor=setting))
    running.order(claims=NAMED | ({} if methods is None else {"amr": methods}))
    _browser, reply = come_back(way_back)
    assert reply.place == ("/login/code?next=/me" if asked else "/me")


def test_who_owes_a_second_factor_gave_it_there(way_back, there, set_to, clerk, cast):
    actions.demand_factor(["clerk"], by=cast.admin)
    assert come_back(way_back)[0].get("/me").place == "/me/factor"
    set_to(replace(there, second_factor="always"))
    assert come_back(way_back)[0].get("/me").status == 200


def test_one_s_own_second_factor_goes_by_a_code_alone(browse, there, clerk, factor_of):
    phone, _codes = factor_of(clerk)
    browser = browse(clerk)
    assert not browser.get("/me/factor").has("[name=password]")
    assert browser.post("/me/factor/removal", code="000000").status == 422
    assert browser.post("/me/factor/removal", code=phone.code()).place == "/me/factor"


# ---- when it is down ----


def test_a_provider_that_is_down_says_so_and_lets_local_accounts_in(door, set_to, clerk):
    set_to(Provider("http://127.0.0.1:1", "portal", ADDRESS + WAY_BACK))
    reply = door().get("/login/provider?next=/me")
    assert reply.status == 503
    assert "does not answer" in reply.text_of("[role=alert]")
    assert reply.soup.select_one("main [name=next]")["value"] == "/me"
    assert door().sign_in("admin").status == 303


@pytest.mark.parametrize(
    "order",
    [
        {"about": {"issuer": "http://127.0.0.1:1"}},
        {"about": {"token_endpoint": "http://elsewhere.example/token"}},
        {"about": {"jwks_uri": None}},
        {"status": 500},
        {"status": 302},
    ],
)
def test_a_provider_that_answers_strangely_is_not_followed(door, running, there, clerk, order):
    running.order(**order)
    assert door().get("/login/provider").status == 503


def test_new_keys_are_asked_for_when_they_are_needed(way_back, running, there, clerk, monkeypatch):
    assert come_back(way_back)[1].place == "/me"
    running.order(claims=NAMED, renew="two")
    assert come_back(way_back)[1].status == 422  # its keys were asked for less than a minute ago
    monkeypatch.setattr(provider, "ASKED_AGAIN_AFTER", 0)
    assert come_back(way_back)[1].place == "/me"
    running.order(claims=NAMED, renew="one")
    assert come_back(way_back)[1].place == "/me"


def test_attempts_are_kept_and_tokens_are_not(way_back, there, clerk, journal, caplog):
    browser, address = way_back()
    code = parse_qs(urlsplit(address).query)["code"][0]
    browser.get(address.removeprefix(ADDRESS))
    (attempt,) = SignInAttempt.select()
    assert (attempt.ok, attempt.way) == (True, "provider")
    rows = str(list(Session.select().dicts())) + str([row.changes for row in journal("staff.signed_in")])
    for secret in (code, providers.SECRET, "eyJ"):
        assert secret not in rows + caplog.text + str(browser.cookie())


def test_its_page_shows_it_without_its_secret_and_tests_it(browse, cast, running, there):
    browser = browse(cast.admin)
    page = browser.get("/admin/sources")
    assert running.issuer in page.text_of("#oidc") and ADDRESS + WAY_BACK in page.text_of("#oidc")
    assert providers.SECRET not in page.text
    assert "It answers" in browser.post("/admin/sources/oidc/test").text_of("#result")
    running.order(status=500)
    assert "PORTAL_OIDC_ISSUER" in browser.post("/admin/sources/oidc/test").text_of("#result")
