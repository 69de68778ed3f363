"""The six answers of a view, on htmx and on a plain browser."""

from __future__ import annotations

import pytest


def test_a_read_is_a_page_or_its_piece(probing):
    page, piece = probing().get("/probe/read?word=中"), probing().get("/probe/read?word=中", htmx=True)
    assert (page.status, piece.status) == (200, 200)
    assert page.has("html") and page.text_of("#piece") == "中"
    assert piece.text.strip() == '<section id="piece">中</section>'


@pytest.mark.parametrize("header", ["HX-Boosted", "HX-History-Restore-Request"])
def test_a_boosted_link_and_a_restored_page_get_all_of_it(probing, header):
    assert probing().get("/probe/read", htmx=True, headers={header: "true"}).has("html")


@pytest.mark.parametrize("value", ["false", "1", "", "TRUE "])
def test_only_the_word_true_makes_it_htmx(probing, value):
    assert probing().get("/probe/read", headers={"HX-Request": value}).has("html")


def test_after_a_write_a_plain_browser_is_sent_on(probing):
    browser = probing()
    reply = browser.post("/probe/write")
    assert (reply.status, reply.headers["Location"]) == (303, "/probe/read")
    assert browser.get(reply.place).text_of("#flashes") == "Done It is written."
    assert browser.get(reply.place).text_of("#flashes") == ""


def test_after_a_write_htmx_gets_the_piece_and_the_flash(probing):
    reply = probing().post("/probe/write", htmx=True)
    assert reply.status == 200 and not reply.has("html")
    assert reply.text_of("#piece") == "written"
    assert reply.soup.select_one("#flashes")["hx-swap-oob"] == "innerHTML"
    assert "It is written." in reply.text_of("#flashes")


def test_a_polled_piece_leaves_the_flash_to_the_page(probing):
    browser = probing()
    browser.post("/probe/write")
    assert not browser.get("/probe/polled", htmx=True).has("#flashes")
    assert "It is written." in browser.get("/probe/read").text_of("#flashes")


def test_a_wrong_form_comes_back_with_422(probing):
    reply = probing().post("/probe/form", title="", words="kept")
    assert reply.status == 422
    assert reply.has(".errors a[href='#title']")
    assert reply.value_of("words") == "kept"


def test_a_rule_says_no_with_409(probing):
    page, piece = probing().post("/probe/rule"), probing().post("/probe/rule", htmx=True)
    assert (page.status, piece.status) == (409, 409)
    assert "The stamp is missing." in page.text_of("main")
    assert piece.headers["HX-Reswap"] == "none"
    assert "The stamp is missing." in piece.text_of("#flashes")


def test_leaving_is_a_redirect_either_way(probing):
    plain, htmx = probing().get("/probe/leave"), probing().get("/probe/leave", htmx=True)
    assert plain.status == 303
    assert plain.headers["Location"].startswith("/probe/read?word=%E4%B8%AD")
    assert (htmx.status, htmx.text) == (204, "")
    assert htmx.headers["HX-Redirect"] == "/probe/read?word=%E4%B8%AD%20%E6%96%87"


@pytest.mark.parametrize(("url", "status"), [("/probe/missing", 404), ("/probe/stop/403", 403), ("/nowhere", 404)])
def test_not_there_and_not_allowed_are_short_for_htmx(probing, url, status):
    page, piece = probing().get(url), probing().get(url, htmx=True)
    assert (page.status, piece.status) == (status, status)
    assert page.text_of(".fault__code") == str(status)
    assert piece.soup.select_one("#fault")["role"] == "alert" and not piece.has("html")


def test_every_answer_may_differ_with_htmx(probing):
    browser = probing()
    for url in ("/probe/read", "/probe/polled", "/probe/leave", "/probe/missing", "/nowhere", "/probe/broken/x"):
        for htmx in (False, True):
            assert "HX-Request" in browser.get(url, htmx=htmx).headers["Vary"], url
    for htmx in (False, True):
        assert "HX-Request" in browser.post("/probe/rule", htmx=htmx).headers["Vary"]


def test_what_has_not_changed_is_not_sent_again(probing):
    browser = probing()
    tag = browser.get("/probe/polled").headers["ETag"]
    again = browser.get("/probe/polled", headers={"If-None-Match": tag})
    assert (again.status, again.text, again.headers["ETag"]) == (304, "", tag)
    assert browser.get("/probe/polled", headers={"If-None-Match": 'W/"other"'}).status == 200


def test_a_polled_answer_is_asked_for_again_each_time(probing):
    assert probing().get("/probe/polled").headers["Cache-Control"] == "private, no-cache"
    assert probing().get("/probe/read").headers["Cache-Control"] == "no-store"
