"""What every answer carries, and what every unsafe request must bring."""

from __future__ import annotations

import re

import pytest

from portal.core.security import HEADERS

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
ANSWERS = {
    "a page": ("get", "/probe/read"),
    "a redirect": ("get", "/probe/leave"),
    "nothing new": ("get", "/probe/polled"),
    "a refusal": ("post", "/probe/rule"),
    "a wrong form": ("post", "/probe/form"),
    "not there": ("get", "/nowhere"),
    "not allowed": ("get", "/probe/stop/403"),
    "the wrong method": ("get", "/probe/write"),
    "an unforeseen error": ("get", "/probe/broken/x"),
    "a full disk": ("get", "/probe/disk"),
    "a file of ours": ("get", "/static/0/portal.css"),
    "a file that is not there": ("get", "/static/0/nothing.css"),
    "the sign of life": ("get", "/healthz"),
    "the sign-in page": ("get", "/login"),
}


@pytest.mark.parametrize(("method", "url"), ANSWERS.values(), ids=ANSWERS)
@pytest.mark.parametrize("htmx", [False, True], ids=["plain", "htmx"])
def test_every_answer_carries_the_headers(probing, method, url, htmx):
    reply = getattr(probing(), method)(url, htmx=htmx)
    policy = dict(part.split(" ", 1) for part in reply.headers["Content-Security-Policy"].split("; "))
    assert policy == POLICY
    for name in HEADERS:
        assert name in reply.headers
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    assert reply.headers["Referrer-Policy"] == "same-origin"
    assert "Cache-Control" in reply.headers
    assert "X-Request-Id" in reply.headers


def test_pages_are_kept_by_no_cache(probing):
    for url in ("/probe/read", "/nowhere", "/probe/broken/x", "/login"):
        assert probing().get(url).headers["Cache-Control"] == "no-store"


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(probing):
    browser = probing()
    browser.client.delete_cookie("portal")
    cookie = browser.get("/login").headers["Set-Cookie"]
    assert re.match(r"portal=", cookie)
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie


@pytest.mark.parametrize("token", ["", "wrong", "of-the-tests", "IiI.x.y"])
def test_without_a_good_token_no_view_is_reached(probing, token):
    reply = probing().post("/probe/write", token=token)
    assert reply.status == 422
    assert reply.text_of("h1") == "This page had expired"


TYPED = {"title": "Müller 😀", "words": "<b>\n2", "password": "geheim", "seen": "4711", "tag": ["a", "b"]}


def test_the_expired_page_holds_what_was_typed_and_sends_it_on(probing):
    browser = probing()
    reply = browser.post("/probe/write?x=1", token="old", headers={"Origin": "http://localhost"}, **TYPED)
    form = reply.soup.select_one("main form")
    assert (form["action"], form["method"]) == ("/probe/write?x=1", "post")
    (_, token), *sent = [(field["name"], field["value"]) for field in form.select("input[type=hidden]")]
    assert sent == [("title", "Müller 😀"), ("words", "<b>\n2"), ("seen", "4711"), ("tag", "a"), ("tag", "b")]
    assert "geheim" not in reply.text
    assert "Müller 😀" in reply.text_of(".typed")
    assert "4711" not in reply.text_of(".typed"), "nobody typed that; it is sent again and not shown"
    assert browser.post(form["action"], token=token).status == 303


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", "http://[", ""])
def test_what_another_site_posts_is_not_offered_for_sending(probing, origin):
    reply = probing().post("/probe/write", token="old", headers={"Origin": origin}, **TYPED)
    assert reply.status == 422
    assert "Müller" not in reply.text


def test_htmx_is_told_in_a_sentence(probing):
    reply = probing().post("/probe/write", token="old", htmx=True)
    assert reply.status == 422
    assert "had expired" in reply.text_of("#fault")


def test_a_view_that_takes_a_form_refills_it(probing):
    reply = probing().post("/probe/form", token="old", title="Müller", words="kept")
    assert reply.status == 422
    assert (reply.value_of("title"), reply.value_of("words")) == ("Müller", "kept")
    assert "open too long" in reply.text_of(".errors")


def test_the_token_of_the_refilled_form_is_good(probing):
    browser = probing()
    fresh = browser.post("/probe/form", token="old", title="Müller").value_of("csrf_token")
    assert browser.post("/probe/form", token=fresh, title="Müller").status == 200


def test_htmx_brings_the_token_in_a_header(probing):
    browser = probing()
    assert browser.post("/probe/write", token="", htmx=True, headers={"X-CSRFToken": browser.token}).status == 200
    assert browser.post("/probe/write", token="", htmx=True, headers={"X-CSRFToken": "wrong"}).status == 422


def test_the_token_of_another_browser_is_no_good(probing):
    browser = probing()
    with browser.client.session_transaction() as cookie:
        cookie["csrf_token"] = "of-somebody-else"
    assert browser.post("/probe/write").status == 422


def test_the_page_gives_htmx_its_token(probing):
    assert "X-CSRFToken" in probing().get("/probe/read").soup.body["hx-headers"]
