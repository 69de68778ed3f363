"""Our own static files: hashed, compressed, kept for ever, and nothing else of the disk."""

from __future__ import annotations

import gzip
import hashlib

import pytest

from portal.core.static import Assets


@pytest.fixture
def folder(tmp_path):
    for name, text in {"css/20-b.css": "b{}", "css/10-a.css": "a{}", "css/README.md": "no", "img/x.svg": "<svg/>"}.items():
        path = tmp_path / "static" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (tmp_path / "static" / "secret.txt").write_text("secret")
    return tmp_path / "static"


def test_style_sheets_are_one_file_in_the_order_of_their_names(folder):
    assets = Assets(folder)
    assert assets.files["portal.css"].plain == b"a{}\nb{}"
    assert set(assets.files) == {"portal.css", "portal.js", "img/x.svg"}


def test_an_address_is_the_hash_of_the_content(folder):
    before = Assets(folder).url("portal.css")
    assert before == f"/static/{hashlib.sha256(b'a{}' + bytes([10]) + b'b{}').hexdigest()[:12]}/portal.css"
    (folder / "css" / "10-a.css").write_text("a{color:red}")
    assert Assets(folder).url("portal.css") != before


def test_a_file_that_is_not_there_says_how_to_get_it(folder):
    with pytest.raises(KeyError, match="scripts/start"):
        Assets(folder).url("vendor/htmx.min.js")


def test_a_page_s_files_are_there_and_kept_for_ever(browse):
    browser = browse()
    soup = browser.get("/login").soup
    urls = [tag["href"] for tag in soup.select("link[rel=stylesheet]")] + [tag["src"] for tag in soup.select("script")]
    assert urls
    for url in urls:
        reply = browser.get(url)
        assert reply.status == 200
        assert reply.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_css_is_sent_compressed_to_who_can_read_it(browse, app):
    url = app.extensions["assets"].url("portal.css")
    client = browse().client
    packed, plain = (client.get(url, headers={"Accept-Encoding": coding}) for coding in ("br, gzip", "identity"))
    assert (packed.headers["Content-Encoding"], plain.headers.get("Content-Encoding")) == ("gzip", None)
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) == int(packed.headers["Content-Length"]) < len(plain.data) / 2
    assert "Accept-Encoding" in packed.headers["Vary"] and "Accept-Encoding" in plain.headers["Vary"]
    assert packed.headers["Content-Type"].startswith("text/css")


def test_an_old_hash_gets_the_file_of_today_which_is_not_kept(browse, app):
    old = browse().get("/static/0123456789ab/portal.css")
    assert old.status == 200
    assert old.headers["Cache-Control"] == "no-cache"
    assert old.data == app.extensions["assets"].files["portal.css"].plain


@pytest.mark.parametrize(
    "name",
    ["../portal/settings.py", "..%2f..%2fpyproject.toml", "%2e%2e/pyproject.toml", "css/10-base.css", "package.json",
     "vendor/../package.json", "/etc/passwd", "portal.css/", "portal.css%00", "PORTAL.CSS", "img/", "img/..", "."],
)  # fmt: skip
def test_nothing_else_of_the_disk_is_sent(browse, name):
    reply = browse().get(f"/static/0123456789ab/{name}", check=False)
    assert reply.status in (404, 308)
    if reply.status == 308:
        assert browse().get(reply.headers["Location"], check=False).status == 404


def test_files_are_open_to_strangers_and_cookies_are_not_touched(browse, app):
    reply = browse().get(app.extensions["assets"].url("portal.css"))
    assert "Set-Cookie" not in reply.headers
    assert "Cookie" not in reply.headers["Vary"]
