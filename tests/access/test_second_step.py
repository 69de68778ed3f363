"""/login/code: after the right password, before anything else opens."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from portal.access import actions, queries
from portal.access.models import HalfSignIn, SecondFactor, Session, SignInAttempt
from portal.access.rules import Way
from portal.core import time
from tests import make

MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture
def morning():
    with time.frozen(MORNING):
        yield


@pytest.fixture
def phone(cast, factor_of, morning):
    return factor_of(cast.clerk)[0]


@pytest.fixture
def half(door, phone):
    """A browser in which the password was given, and nothing more."""
    browser = door()
    reply = browser.sign_in("agent.eu")
    assert (reply.status, reply.place) == (303, "/login/code")
    return browser


def sessions() -> int:
    return Session.select().where(Session.revoked_at.is_null(), Session.address == "203.0.113.7").count()


def test_the_right_code_signs_in_and_is_in_the_journal(half, phone, journal):
    page = half.get("/login/code")
    assert page.status == 200
    assert "agent.eu" in page.text_of("main form")
    assert [field["name"] for field in page.soup.select("[autofocus]")] == ["code"]
    reply = half.post("/login/code", code=phone.code(), next="/me")
    assert (reply.status, reply.place) == (303, "/me")
    assert half.get("/me").status == 200
    assert [(row.who, row.origin, row.changes) for row in journal("staff.signed_in")] == [
        ("agent.eu", "203.0.113.7", {"second_factor": [None, "code"]})
    ]


def test_half_a_sign_in_is_no_session(half, app):
    assert sessions() == 0
    assert "_user_id" not in half.cookie()
    for url in ("/", "/me", "/enquiries", "/me/factor", "/me/password"):
        assert half.get(url).place in ("/login", f"/login?next={url}"), url
    half.keep_token()
    for url in ("/me/interface", "/me/factor", "/me/factor/confirmation", "/me/factor/removal", "/logout"):
        assert half.post(url).place.startswith("/login"), url


def test_where_the_person_was_going_survives_both_steps(door, phone):
    browser = door()
    there = browser.sign_in("agent.eu", next="/enquiries?state=closed").place
    assert there.startswith("/login/code?next=/enquiries")
    then = browser.get(there).value_of("next")
    assert browser.post("/login/code", code=phone.code(), next=then).place == "/enquiries?state=closed"


@pytest.mark.parametrize("bad", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_nobody_is_led_away(half, phone, bad):
    assert half.post("/login/code", code=phone.code(), next=bad).place == "/"


def test_what_was_typed_before_the_session_ended_survives_both_steps(door, phone):
    browser = door()
    kept = browser.post("/me/interface", language="en", zone="Europe/Paris")
    fields = {field["name"]: field["value"] for field in kept.soup.select("main form input[type=hidden]")}
    del fields["csrf_token"]
    second = browser.post("/login", username="agent.eu", password=make.PASSWORD, **fields)
    assert second.status == 200
    assert "What you typed is kept" in second.text_of("[role=alert]")
    browser.keep_token()
    wrong = browser.post("/login/code", code=phone.wrong(), **carried(second))
    assert (wrong.status, wrong.value_of("kept-zone")) == (422, "Europe/Paris")
    again = browser.post("/login/code", code=phone.code(), **carried(wrong))
    assert again.status == 200
    form = again.soup.select_one("main form")
    sent = {field["name"]: field["value"] for field in form.select("input[type=hidden]")}
    assert browser.post(form["action"], token=sent.pop("csrf_token"), **sent).place == "/me"
    assert browser.get("/me").value_of("zone") == "Europe/Paris"


def carried(reply) -> dict:
    fields = {field["name"]: field["value"] for field in reply.soup.select("main form input[type=hidden]")}
    return {name: value for name, value in fields.items() if name != "csrf_token"}


def test_a_wrong_code_is_refused_and_not_sent_back(half, phone, journal):
    reply = half.post("/login/code", code=phone.wrong())
    assert reply.status == 422
    assert "wrong or was used already" in reply.text_of("[role=alert]")
    assert reply.value_of("code") == ""
    assert phone.wrong() not in reply.text
    assert [(row.who, row.subject, row.reason) for row in journal("staff.sign_in_failed")] == [("somebody", "agent.eu", "code")]
    assert sessions() == 0


@pytest.mark.parametrize("away", [-2, 2])
def test_a_code_of_another_time_is_refused(half, phone, away):
    assert half.post("/login/code", code=phone.code(away)).status == 422


def test_a_clock_that_is_half_a_minute_fast_is_forgiven(half, phone):
    assert half.post("/login/code", code=phone.code(1)).status == 303


def test_a_code_that_was_used_is_refused_again(door, phone):
    first, second = door(), door()
    first.sign_in("agent.eu"), second.sign_in("agent.eu")
    code = phone.code()
    assert first.post("/login/code", code=code).status == 303
    assert second.post("/login/code", code=code).status == 422
    assert sessions() == 1


def test_of_two_requests_at_one_moment_one_wins(app, cast, phone, monkeypatch):
    """Both have read the row before either has written: the condition of the update decides."""
    read = SecondFactor.get(SecondFactor.staff == cast.clerk)
    monkeypatch.setattr(queries, "factor_of", lambda _person: read)
    key, code = app.extensions["factor_key"], phone.code()
    assert [actions.factors.claim(cast.clerk, code, way=Way.CODE, key=key) for _ in range(2)] == [True, False]


def test_after_five_minutes_it_begins_again(half, phone):
    with time.frozen(MORNING + timedelta(minutes=4, seconds=59)):
        assert half.get("/login/code").status == 200
    with time.frozen(MORNING + timedelta(minutes=5)):
        assert half.get("/login/code?next=/me").place == "/login?next=/me"
        reply = half.post("/login/code", code=phone.code(), next="/me")
        assert reply.status == 422
        assert "Begin again" in reply.text_of("[role=alert]")
        assert reply.soup.select_one("main form #next")["value"] == "/me"
    assert sessions() == 0


def test_after_five_wrong_codes_the_password_is_asked_for_again(door, phone):
    """At an address that is known the throttle lets ten pass; half a sign-in does not."""
    browser = door()
    browser.sign_in("agent.eu")
    browser.post("/login/code", code=phone.code())
    browser.keep_token()
    browser.post("/logout")
    browser.keep_token()
    browser.sign_in("agent.eu")
    replies = [browser.post("/login/code", code=phone.wrong()) for _ in range(5)]
    assert ["Begin again with" in reply.text for reply in replies] == [False] * 5
    assert "Begin again with" in browser.post("/login/code", code=phone.code(1)).text_of("[role=alert]")


def test_codes_are_throttled_like_passwords_and_the_password_alone_forgives_nothing(half, door, phone):
    for _ in range(4):  # with the password that was right, five
        assert half.post("/login/code", code=phone.wrong()).status == 422
    reply = half.post("/login/code", code=phone.code())
    assert (reply.status, reply.headers["Retry-After"]) == (429, "15")
    assert "15 " in reply.text_of("[role=alert]")
    assert door().sign_in("agent.eu").status == 429
    with time.frozen(MORNING + timedelta(seconds=15)):
        assert half.post("/login/code", code=phone.code()).status == 303


def test_a_whole_sign_in_forgives_what_was_wrong_before(door, phone):
    browser = door()
    for _ in range(3):
        browser.sign_in("agent.eu", "wrong")
    browser.sign_in("agent.eu")
    assert browser.post("/login/code", code=phone.code()).status == 303
    other = door()
    assert [other.sign_in("agent.eu", "wrong").status for _ in range(5)] == [422] * 5


def test_half_a_sign_in_ends_with_the_password_the_factor_and_the_account(door, cast, deputy, phone):
    endings = (
        lambda: actions.reset_password(cast.clerk, by=cast.admin, works_for=timedelta(hours=72)),
        lambda: actions.remove_for(cast.clerk, by=cast.admin, reason="phone lost"),
        lambda: actions.deactivate(cast.clerk, by=cast.admin, reason="left"),
    )
    for end in endings:
        browser, token = door(), actions.second_step.begin_half(cast.clerk, SimpleNamespace(id=0)).token
        with browser.client.session_transaction() as cookie:
            cookie["half"] = token
        assert browser.get("/login/code").status == 200
        end()
        assert browser.get("/login/code").place == "/login"


def test_the_table_keeps_no_token(half):
    token = half.cookie()["half"]
    assert len(token) >= 43
    assert token not in str(list(HalfSignIn.select().dicts()))


def test_the_token_works_once(half, phone, app):
    token = half.cookie()["half"]
    assert half.post("/login/code", code=phone.code()).status == 303
    half.keep_token()
    half.post("/logout")
    half.keep_token()
    with half.client.session_transaction() as cookie:
        cookie["half"] = token
    assert half.get("/login/code").place == "/login"


def test_signing_in_takes_a_new_cookie_at_each_step(door, phone):
    browser = door()
    with browser.client.session_transaction() as cookie:
        cookie["planted"] = "by somebody else"
    browser.sign_in("agent.eu")
    assert "planted" not in browser.cookie()
    browser.post("/login/code", code=phone.code())
    assert "half" not in browser.cookie()


@pytest.mark.parametrize(("code", "recovery"), [("", ""), ("  ", ""), ("1" * 41, ""), ("12\x003456", "")])
def test_a_form_that_makes_no_sense_says_where_and_is_no_attempt(half, code, recovery):
    before = SignInAttempt.select().count()
    reply = half.post("/login/code", code=code, recovery_code=recovery)
    assert reply.status == 422
    assert reply.text_of("#code-error")
    assert SignInAttempt.select().count() == before


def test_a_stale_token_asks_again(half, phone):
    assert half.post("/login/code", token="stale", code=phone.code()).status == 422
    assert sessions() == 0


@pytest.mark.parametrize("text", ["", "x", "0" * 5_000])
def test_a_made_up_token_is_nobody_s(door, text):
    browser = door()
    with browser.client.session_transaction() as cookie:
        cookie["half"] = text
    assert browser.get("/login/code").place == "/login"
    assert browser.post("/login/code", code="123456").status == 422


def test_whoever_is_signed_in_goes_on(browse, cast):
    assert browse(cast.clerk).get("/login/code?next=/me").place == "/me"


def test_a_recovery_code_opens_once_and_its_owner_is_told(door, browse, cast, factor_of, morning):
    _phone, paper = factor_of(cast.clerk)
    browser = door()
    browser.sign_in("agent.eu")
    assert browser.post("/login/code", recovery_code=paper[3].upper().replace("-", " ")).status == 303
    assert "9 are left" in browser.get("/notices").text
    other = door()
    other.sign_in("agent.eu")
    reply = other.post("/login/code", recovery_code=paper[3])
    assert reply.status == 422
    assert "was used already" in reply.text_of("[role=alert]")
    assert reply.soup.select_one("details").has_attr("open")
    assert other.post("/login/code", recovery_code=paper[4]).status == 303


def test_the_recovery_code_of_somebody_else_opens_nothing(door, cast, factor_of, morning):
    factor_of(cast.clerk)
    _phone, paper = factor_of(cast.colleague)
    browser = door()
    browser.sign_in("agent.eu")
    assert browser.post("/login/code", recovery_code=paper[0]).status == 422


def test_the_page_speaks_the_person_s_language(half, cast):
    type(cast.clerk).update(language="zh").where(type(cast.clerk).id == cast.clerk.id).execute()
    assert half.get("/login/code").soup.html["lang"] == "zh-Hans"


def test_whoever_has_no_factor_signs_in_as_ever(door, phone):
    assert door().sign_in("agent2.eu").place == "/"


def test_the_code_is_in_no_journal_and_no_attempt(half, phone, journal):
    code = phone.code()
    half.post("/login/code", code=phone.wrong())
    half.post("/login/code", code=code)
    kept = str([row.__data__ for what in ("staff.signed_in", "staff.sign_in_failed", "factor.set_up") for row in journal(what)])
    kept += str(list(SignInAttempt.select().dicts()))
    assert code not in kept
    assert phone.secret.hex() not in kept
