"""/enquiries/<number>/answers: a box for each language, who gets which, sending, what is refused, sending again."""

from datetime import timedelta

import pytest

from portal.core import time
from portal.knowledge.actions import wording
from portal.knowledge.models import CannedAnswer
from portal.tickets.actions import linking
from portal.tickets.models import Entry
from tests import make
from tests.make import TUESDAY

PROMISED = "2026-11-27T12:00"
GERMAN = "Guten Tag, wir haben die Störung gefunden und beheben sie bis Freitag."
ENGLISH = "Hello, we have found the fault and will have it mended by Friday."


@pytest.fixture(autouse=True)
def tuesday():
    with time.frozen(TUESDAY + timedelta(minutes=20)):
        yield


@pytest.fixture
def family(cast):
    parent, german, english = (
        make.enquiry(by=cast.clerk, at=TUESDAY, customer=make.customer(name), language=code)
        for name, code in (("Müller GmbH", "de"), ("Schmidt AG", "de"), ("Jones Ltd", "en"))
    )
    for child in (german, english):
        linking.link(child, parent, by=cast.clerk)
    return parent, german, english


def url(ticket):
    return f"/enquiries/{ticket.number}/answers"


def fields(page, **typed):
    return {"token_": page.value_of("token"), "seen": page.value_of("seen"), "key": "reply", "promised_at": PROMISED} | typed


def sent(ticket):
    return [entry.text for entry in Entry.select().where(Entry.ticket == ticket, Entry.kind == "reply")]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_language_has_its_box_and_says_who_gets_it(browse, cast, family, language):
    browser = browse(cast.clerk, language=language)
    assert browser.get(f"/enquiries/{family[0].number}").has(f"a[href='{url(family[0])}']")
    page = browser.get(url(family[0]))
    assert page.status == 200 and page.has("[name=text_de]") and page.has("[name=text_en]")
    assert [len(who.select("li")) for who in page.soup.select(".joint__who")] == [2, 1]
    assert "Jones Ltd" in page.soup.select(".joint__who")[1].text


def test_sent_by_plain_form_to_all_in_their_language(browse, cast, family):
    browser = browse(cast.clerk)
    typed = fields(browser.get(url(family[0])), text_de=GERMAN + " {customer}", text_en=ENGLISH)
    reply = browser.post(url(family[0]), **typed)
    assert (reply.status, reply.place) == (303, f"/enquiries/{family[0].number}")
    assert [sent(each) for each in family] == [[f"{GERMAN} Müller GmbH"], [f"{GERMAN} Schmidt AG"], [ENGLISH]]
    assert browser.post(url(family[0]), **typed).status == 303
    assert [len(sent(each)) for each in family] == [1, 1, 1]


@pytest.mark.rule("CP-15.3")
def test_another_language_is_refused_for_those_alone_and_sent_with_a_reason(browse, cast, family):
    browser = browse(cast.clerk)
    typed = fields(browser.get(url(family[0])), text_de=GERMAN, text_en=GERMAN)
    reply = browser.post(url(family[0]), **typed)
    assert reply.status == 409 and "CP-15.3" in reply.soup.select(".joint__who")[1].text
    assert reply.value_of("text_en") == GERMAN and [len(sent(each)) for each in family] == [1, 1, 0]
    again = fields(reply, text_de=GERMAN, text_en=GERMAN, why_en="Am Telefon vereinbart")
    assert browser.post(url(family[0]), **again).status == 303
    assert [len(sent(each)) for each in family] == [1, 1, 1]


@pytest.mark.rule("TM-4.3")
def test_a_warning_is_looked_at_and_then_sent(browse, cast, family):
    wording.add("mended", language="en", severity="warn", kind="promise", reason="?", by=cast.manager, at=TUESDAY)
    browser = browse(cast.clerk)
    typed = fields(browser.get(url(family[0])), text_de=GERMAN, text_en=ENGLISH)
    reply = browser.post(url(family[0]), **typed)
    assert reply.status == 409 and "TM-4.3" in reply.soup.select(".joint__who")[1].text and reply.has("mark")
    looked = reply.soup.select_one("[name=wording]")["value"]
    assert browser.post(url(family[0]), **fields(reply, text_de=GERMAN, text_en=ENGLISH, wording=looked)).status == 303
    assert [len(sent(each)) for each in family] == [1, 1, 1]


def test_an_empty_box_is_refused_and_nothing_else_is_held_back(browse, cast, family):
    browser = browse(cast.clerk)
    reply = browser.post(url(family[0]), **fields(browser.get(url(family[0])), text_de=GERMAN, text_en=""))
    assert reply.status == 409 and [len(sent(each)) for each in family] == [1, 1, 0]


def test_a_canned_answer_comes_below_what_was_typed_and_sends_nothing(browse, cast, family):
    browser = browse(cast.clerk)
    canned = CannedAnswer.select().where(CannedAnswer.language == "de", CannedAnswer.retired_at.is_null()).first()
    typed = fields(browser.get(url(family[0])), text_de="Zuerst dies.", canned_de=str(canned.id))
    page = browser.post(f"{url(family[0])}/canned", **typed)
    assert page.status == 200 and page.value_of("token") == typed["token_"]
    assert page.value_of("text_de").startswith("Zuerst dies.") and canned.text[:20] in page.value_of("text_de")
    assert [sent(each) for each in family] == [[], [], []]


def test_what_a_form_may_not_say(browse, cast, family):
    browser = browse(cast.clerk)
    page = browser.get(url(family[0]))
    for wrong in ({"key": "note"}, {"token_": "x"}, {"promised_at": "morgen"}):
        reply = browser.post(url(family[0]), **fields(page, text_de=GERMAN, text_en=ENGLISH) | wrong)
        assert reply.status == 422 and reply.has(".errors") and reply.value_of("text_de") == GERMAN
    assert [sent(each) for each in family] == [[], [], []]


def test_a_ticket_without_children_says_what_to_do(browse, cast):
    ticket = make.enquiry(by=cast.clerk)
    page = browse(cast.clerk).get(url(ticket))
    assert page.status == 200 and page.has(".message") and not page.has("textarea")


@pytest.mark.parametrize(("part", "status"), [("stranger", 404), ("admin", 403), ("auditor", 403)])
def test_who_may_not(browse, cast, family, part, status):
    browser = browse(getattr(cast, part))
    assert browser.get(url(family[0])).status == status
    assert browser.post(url(family[0]), text_de=GERMAN).status == status
