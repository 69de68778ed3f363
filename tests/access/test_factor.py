"""/me/factor: a phone set up, its recovery codes, and its end."""

import base64
import re
import subprocess
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from portal.access import queries
from portal.access.models import RecoveryCode, SecondFactor
from portal.core import time
from tests import make
from tests.access.phone import Phone

MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def morning():
    with time.frozen(MORNING):
        yield


@pytest.fixture
def browser(browse, cast):
    return browse(cast.clerk)


@pytest.fixture
def begun(browser):
    """A phone that has the secret and has not shown a code yet."""
    assert browser.post("/me/factor").place == "/me/factor"
    return Phone(browser.get("/me/factor").text_of("#factor-secret"))


def test_a_first_code_makes_it_count_and_is_in_the_journal(browser, begun, cast, journal):
    assert queries.factor_of(cast.clerk) is None
    reply = browser.post("/me/factor/confirmation", code=begun.code())
    assert reply.status == 200
    assert reply.headers["Cache-Control"] == "no-store"
    paper = [tag.text for tag in reply.soup.select("#recovery-codes code")]
    assert len(set(paper)) == 10
    assert queries.factor_of(cast.clerk).confirmed_at == MORNING
    assert [(row.who, row.subject) for row in journal("factor.set_up")] == [("agent.eu", "agent.eu")]
    page = browser.get("/me/factor").text
    assert "Your phone is set up" in page
    assert not any(code in page for code in paper)
    assert "Since 2026-11-23" in browser.get("/me").text_of(".facts")


def test_opening_the_page_changes_nothing(browser):
    assert browser.get("/me/factor").status == 200
    assert SecondFactor.select().count() == 0


def test_the_picture_says_what_stands_beside_it_and_needs_no_style(browser, begun):
    page = browser.get("/me/factor")
    svg = page.soup.select_one("svg.qr")
    assert "style" not in str(svg)
    assert page.soup.select_one(".qr-frame")["aria-label"]
    assert begun.secret == Phone(page.text_of("#factor-secret")).secret


def test_a_reader_of_qr_codes_reads_the_secret(browser, begun, tmp_path):
    """`zbarimg`, which knows nothing of the portal, is given the dark squares that the page draws."""
    svg = browser.get("/me/factor").soup.select_one("svg.qr")
    width = int(svg["viewbox"].split()[-1])
    dark = {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", svg.select_one("path")["d"])}
    rows = ["".join("1" if (x // 4, y // 4) in dark else "0" for x in range(width * 4)) for y in range(width * 4)]
    (tmp_path / "code.pbm").write_text(f"P1 {width * 4} {width * 4}\n" + "\n".join(rows))
    read = subprocess.run(["zbarimg", "-q", "--raw", tmp_path / "code.pbm"], capture_output=True, text=True, check=True).stdout
    asked = parse_qs(urlsplit(read.strip()).query)
    assert read.startswith("otpauth://totp/")
    assert asked["secret"] == [base64.b32encode(begun.secret).decode().rstrip("=")]


def test_secret_and_codes_are_not_in_the_database(browser, begun):
    reply = browser.post("/me/factor/confirmation", code=begun.code())
    kept = str(list(SecondFactor.select().dicts())) + str(list(RecoveryCode.select().dicts()))
    assert repr(begun.secret)[2:-1] not in kept
    assert not any(tag.text in kept for tag in reply.soup.select("#recovery-codes code"))


def test_the_code_that_confirmed_it_does_not_sign_in(browser, begun, door):
    browser.post("/me/factor/confirmation", code=begun.code())
    other = door()
    other.sign_in("agent.eu")
    assert other.post("/login/code", code=begun.code()).status == 422
    assert other.post("/login/code", code=begun.code(1)).status == 303


@pytest.mark.parametrize("code", ["", "12345", "abcdef", "1" * 50])
def test_what_does_not_fit_comes_back_with_a_word_and_the_same_picture(browser, begun, cast, code):
    reply = browser.post("/me/factor/confirmation", code=code)
    assert reply.status == 422
    assert reply.text_of("#code-error")
    assert Phone(reply.text_of("#factor-secret")).secret == begun.secret
    assert queries.factor_of(cast.clerk) is None


def test_an_unfinished_phone_is_not_asked_for_at_the_door(begun, door):
    assert door().sign_in("agent.eu").place == "/"


def test_a_set_up_that_was_left_for_an_hour_begins_again(browser, begun):
    with time.frozen(MORNING + timedelta(hours=1)):
        assert browser.post("/me/factor/confirmation", code=begun.code()).status == 422
        assert not browser.get("/me/factor").has("#factor-secret")


def test_making_another_picture_forgets_the_first(browser, begun):
    browser.post("/me/factor")
    assert browser.post("/me/factor/confirmation", code=begun.code()).status == 422


def test_a_second_phone_cannot_replace_the_first_without_proof(browser, begun, cast):
    browser.post("/me/factor/confirmation", code=begun.code())
    before = queries.factor_of(cast.clerk).sealed
    reply = browser.post("/me/factor")
    assert reply.status == 409
    assert "already" in reply.text_of("main")
    assert browser.post("/me/factor/confirmation", code=begun.code(1)).status == 422
    assert queries.factor_of(cast.clerk).sealed == before


@pytest.fixture
def set_up(browser, begun):
    """A phone that counts; its codes are those from the next half minute on."""
    assert browser.post("/me/factor/confirmation", code=begun.code(-1)).status == 200
    return begun


def proof(password=make.PASSWORD, code=""):
    return {"password": password, "code": code}


def test_new_recovery_codes_replace_the_old(browser, set_up, cast, journal):
    before = {row.code_hash for row in RecoveryCode.select()}
    reply = browser.post("/me/factor/recovery-codes", **proof(code=set_up.code()))
    assert reply.status == 200
    assert len(reply.soup.select("#recovery-codes code")) == 10
    after = {row.code_hash for row in RecoveryCode.select()}
    assert len(after) == 10 and not after & before
    assert [(row.who, row.changes) for row in journal("factor.recovery_codes_renewed")] == [("agent.eu", {"left": [10, 10]})]


def test_password_and_code_remove_it_and_the_person_is_told(browser, set_up, cast, door, journal):
    reply = browser.post("/me/factor/removal", **proof(code=set_up.code()))
    assert (reply.status, reply.place) == (303, "/me/factor")
    assert queries.factor_of(cast.clerk) is None
    assert RecoveryCode.select().count() == 0
    assert [row.subject for row in journal("factor.removed")] == ["agent.eu"]
    assert "second factor was removed" in browser.get("/notices").text
    assert door().sign_in("agent.eu").place == "/"


@pytest.mark.parametrize("url", ["/me/factor/recovery-codes", "/me/factor/removal"])
def test_neither_goes_without_both(browser, set_up, cast, url):
    before = {row.code_hash for row in RecoveryCode.select()}
    for given, field in (
        (proof("wrong", set_up.code()), "password"),
        (proof(make.PASSWORD, set_up.wrong()), "code"),
        (proof(make.PASSWORD, ""), "code"),
        (proof("", set_up.code()), "password"),
    ):
        reply = browser.post(url, **given)
        assert reply.status == 422
        assert reply.text_of(f"#{field}-error")
        assert reply.value_of("password") == ""
    assert queries.factor_of(cast.clerk) is not None
    assert {row.code_hash for row in RecoveryCode.select()} == before


def test_a_wrong_password_does_not_use_the_code_up(browser, set_up):
    browser.post("/me/factor/removal", **proof("wrong", set_up.code()))
    assert browser.post("/me/factor/removal", **proof(code=set_up.code())).status == 303


def test_an_open_browser_is_no_place_to_guess(browser, set_up):
    for _ in range(5):
        assert browser.post("/me/factor/removal", **proof(code=set_up.wrong())).status == 422
    reply = browser.post("/me/factor/removal", **proof(code=set_up.code()))
    assert (reply.status, reply.headers["Retry-After"]) == (429, "15")
    with time.frozen(MORNING + timedelta(seconds=15)):
        assert browser.post("/me/factor/removal", **proof(code=set_up.code())).status == 303


@pytest.mark.parametrize("path", ["confirmation", "recovery-codes", "removal"])
def test_a_stale_token_changes_nothing(browser, set_up, cast, path):
    assert browser.post(f"/me/factor/{path}", token="stale", **proof(code=set_up.code())).status == 422
    assert queries.factor_of(cast.clerk) is not None


def test_few_codes_left_are_said(browser, set_up, cast):
    assert not browser.get("/me/factor").has("#factor-there .message")
    RecoveryCode.update(used_at=MORNING).where(RecoveryCode.id.in_([row.id for row in RecoveryCode.select().limit(8)])).execute()
    assert "Few recovery codes" in browser.get("/me/factor").text_of("#factor-there .message")


def test_nobody_signed_in_is_asked_to(browse):
    assert browse().get("/me/factor").place == "/login?next=/me/factor"
