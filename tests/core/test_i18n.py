"""Languages and local times."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from portal.core import i18n

MOMENT = datetime(2026, 11, 24, 23, 5, 9, tzinfo=UTC)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_cookie_chooses_the_language_of_a_stranger(browse, language):
    page = browse(language=language).get("/login")
    assert page.soup.html["lang"] == {"zh": "zh-Hans", "en": "en"}[language]
    assert ("User name" in page.text) is (language == "en")


@pytest.mark.parametrize("nonsense", ["", "fr", "zh_Hans_CN", "EN", "../../etc/passwd", "<script>", "x" * 4_000, "en; zh"])
def test_a_nonsense_cookie_is_chinese(browse, nonsense):
    browser = browse()
    browser.client.set_cookie("portal-language", nonsense)
    page = browser.get("/login")
    assert page.status == 200
    assert page.soup.html["lang"] == "zh-Hans"


def test_who_is_signed_in_reads_their_own_language_whatever_the_cookie(browse, cast):
    browser = browse(cast.clerk, language="en")
    browser.client.set_cookie("portal-language", "zh")
    assert browser.get("/me").soup.html["lang"] == "en"


def test_what_is_put_into_a_message_is_escaped_on_a_page(app):
    script = "<script>alert(1)</script>"
    shown = app.jinja_env.from_string("{{ one }} {{ [two] | join(' ') }} {{ _('%(name)s is saved.', name=script) }}")
    with app.test_request_context():
        i18n.use(language="en", zone="Asia/Shanghai")
        html = shown.render(one=i18n.lazy("%(a)s", a=script), two=i18n.lazy("%(a)s", a=script), script=script)
    assert html.count("&lt;script&gt;") == 3
    assert "<script" not in html


def test_another_language_for_a_while_even_when_something_fails(app):
    with app.test_request_context():
        i18n.use(language="zh", zone="Asia/Shanghai")
        with pytest.raises(ZeroDivisionError), i18n.in_language("en"):
            assert 1 / (i18n.both("中", "E") != "E")
        assert i18n.both("中", "E") == "中"


def test_outside_of_a_request_it_is_chinese_and_headquarters():
    assert (i18n.language(), i18n.zone(), i18n.both("中", "E")) == ("zh", "Asia/Shanghai", "中")


def test_from_here_on_the_request_speaks_the_reader_s_language(app):
    with app.test_request_context():
        assert i18n.both("中", "E") == "中"
        i18n.use(language="en", zone="Europe/Berlin")
        assert (i18n.both("中", "E"), i18n.zone()) == ("E", "Europe/Berlin")


@pytest.mark.parametrize(
    ("style", "text"),
    [
        ("full", "2026-11-25 00:05"),
        ("day", "2026-11-25"),
        ("short", "11-25 00:05"),
        ("time", "00:05"),
        ("second", "2026-11-25 00:05:09"),
    ],
)
def test_a_moment_is_shown_in_a_zone(style, text):
    assert i18n.local(MOMENT, "Europe/Berlin", style) == text


def test_a_moment_is_shown_in_the_reader_s_zone_unless_told_otherwise(app):
    assert i18n.local(MOMENT) == "2026-11-25 07:05"
    assert i18n.local(None) == ""
    with app.test_request_context():
        i18n.use(language="en", zone="America/New_York")
        assert i18n.local(MOMENT) == "2026-11-24 18:05"


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0 B"), (999, "999 B"), (1_000, "1 kB"), (20_000_000, "20 MB"),
     (12_345, "12.3 kB"), (999_999, "1000 kB"), (3_400_000, "3.4 MB")],
)
def test_a_size_reads_the_same_in_every_language(number, text):
    assert i18n.size(number) == text


def test_catalogues_are_compiled_when_their_text_is_newer(tmp_path, monkeypatch):
    source = tmp_path / "zh_Hans_CN" / "LC_MESSAGES" / "messages.po"
    source.parent.mkdir(parents=True)
    catalogue = Catalog(locale="zh_Hans_CN")
    catalogue.add("Portal", "客服门户")
    with source.open("wb") as file:
        write_po(file, catalogue)
    monkeypatch.setattr(i18n, "CATALOGUES", Path(tmp_path))
    assert i18n.compile_catalogues() == [source.with_suffix(".mo")]
    assert i18n.compile_catalogues() == []
    assert "客服门户".encode() in source.with_suffix(".mo").read_bytes()
