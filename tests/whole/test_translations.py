"""Every page in Chinese and in English, and none in both."""

from __future__ import annotations

import re

import pytest

from portal.access.models import Staff
from portal.core.i18n import LANGUAGES
from scripts.lib import translations
from tests import make
from tests.whole import world as worlds

HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")
ENGLISH = re.compile(r"[A-Za-z][a-z]{2,}")
SPOKEN = ("placeholder", "title", "aria-label", "alt", "aria-description")
NO_PAGES = {
    "static_files.send", "home.healthz", "metrics.show", "tickets.download", "messages.bell", "archive.suggestions",
    "access.sign_in",
    "journal.key",  # a key as text
    "signing.file", "signing.copy", "signing.root_file",  # files
}  # fmt: skip
# What stands in the address or is data, not words of the portal; each with its reason.
DATA = (
    "[lang]:not(html)",  # says of itself that it is in another language
    "option[value*='/'], datalist",  # IANA names of zones
    ".id, .zone, code, kbd, time",
    "textarea, .prose, .entry__body",
)
# Where a calendar's days come from; what opens a file; programs that operations names; a standard (OpenID Connect).
SAME_IN_CHINESE = {"chinesecalendar", "Excel", "Python", "Flask", "peewee", "Lite", "Postgre", "Pango", "Harf", "Buzz"}
SAME_IN_CHINESE |= {"Open", "Connect", "Adobe", "Acrobat", "Windows"}


@pytest.fixture(scope="module")
def template():
    return translations.said()


def test_the_catalogue_says_everything_and_nothing_else(template):
    assert list(translations.faults(template, translations.known())) == []


def test_what_is_said_is_found_in_code_and_in_templates(template):
    for text in ("Today", "Write this on one line.", "Sign in", ("%(num)d minute", "%(num)d minutes")):
        assert template.get(text), text
    assert len(template) > 400


def test_placeholders_are_compared_without_their_order():
    assert translations.placeholders("%(b)s of %(a)s, 100 %%") == translations.placeholders("%(a)s 之 %(b)s")
    assert translations.placeholders("%(a)s") != translations.placeholders("%(a)d")


def test_faults_are_named():
    template, catalogue = translations.Catalog(locale="zh_Hans_CN"), translations.Catalog(locale="zh_Hans_CN")
    for text in ("new", "%(n)d of %(m)d", "doubtful"):
        template.add(text)
    catalogue.add("%(n)d of %(m)d", "%(n)d")
    catalogue.add("old", "旧")
    catalogue.add("doubtful", "存疑", flags=["fuzzy"])
    found = list(translations.faults(template, catalogue))
    assert found == [
        "not translated: new",
        "other placeholders: %(n)d of %(m)d = %(n)d",
        "said nowhere any more: old",
        "fuzzy: doubtful",
    ]


def test_an_update_keeps_adds_and_drops():
    template, catalogue = translations.Catalog(locale="zh_Hans_CN"), translations.Catalog(locale="zh_Hans_CN")
    for text in ("kept", "new = x", ("%(n)d day", "%(n)d days")):
        template.add(text)
    catalogue.add("kept", "保留")
    catalogue.add("old", "旧")
    pairs = translations.pairs_of(["new = x = 新", "%(n)d day = %(n)d 天", "", "no pair"])
    fresh = translations.updated(template, catalogue, pairs)
    assert list(translations.faults(template, fresh)) == []
    assert (fresh.get("kept").string, fresh.get("new = x").string) == ("保留", "新")


def shown(reply) -> list[str]:
    """Every piece of text a person reads or hears on a page, without data."""
    soup = reply.soup
    for tag in soup.select(", ".join(DATA)):
        tag.decompose()
    texts = [text.strip() for text in soup.find_all(string=True) if text.strip() and text.parent.name != "script"]
    texts += [tag[name] for name in SPOKEN for tag in soup.select(f"[{name}]")]
    texts += [tag["value"] for tag in soup.select("input[type=submit][value]")]
    return [text for text in texts if text not in {"html", *LANGUAGES.values()}]


def pages(app, world) -> list[str]:
    rules = [rule for rule in worlds.routes(app, "GET") if rule.endpoint not in NO_PAGES]
    return [world.url(app, rule) for rule in rules] + ["/tickets?state=closed", "/tickets?state=late", "/nowhere", "/login"]


def test_an_english_page_has_no_chinese_in_it(app, browse, database):
    Staff.update(name="Somebody").execute()
    world = worlds.build(app, make.cast())
    Staff.update(name="Somebody").execute()
    found = strange_words(browse(world.everything, language="en"), pages(app, world), HAN)
    assert found == {}


def test_a_chinese_page_has_no_english_in_it(app, browse, cast):
    world = worlds.build(app, cast, title="水泵交货期", customer="米勒机械", words="客户想知道水泵什么时候交货，请查生产计划。")
    found = strange_words(browse(world.everything, language="zh"), pages(app, world), ENGLISH)
    assert found == {}


def strange_words(browser, urls: list[str], pattern: re.Pattern) -> dict[str, list[str]]:
    """What of a pattern stands on each page that is shown, but for data."""
    data = SAME_IN_CHINESE | {person.username for person in Staff.select()}
    found = {}
    for url in urls:
        reply = browser.get(url)
        words = {word for text in shown(reply) for word in pattern.findall(_without_names(text))} - data
        if words and reply.status != 303:
            found[url] = sorted(words)
    return found


def _without_names(text: str) -> str:
    """E-mail addresses, user names, zones and file names are data wherever they stand."""
    return re.sub(r"\S+@\S+|\b[\w-]+/[\w/-]+|\b\w+\.\w+\b", "", text)


def test_messages_of_forms_come_in_the_reader_s_language(browse, cast):
    chinese = browse(cast.clerk, language="zh").post("/enquiries", title="", level="x", received_at="soon", waited_s="many")
    english = browse(cast.clerk, language="en").post("/enquiries", title="", level="x", received_at="soon", waited_s="many")
    for reply, strange in ((chinese, ENGLISH), (english, HAN)):
        assert reply.status == 422
        faults = " ".join(tag.text for tag in reply.soup.select(".field__error, .errors__title"))
        assert faults and strange.findall(faults) == []
