"""/knowledge/answers: the handbook, who keeps it, and its texts in the box of a reply."""

import pytest

from portal.audit.models import JournalRow
from portal.core import time
from portal.core.errors import Refused
from portal.enquiries import actions as enquiries
from portal.knowledge.actions import answers as actions
from portal.knowledge.models import CannedAnswer
from portal.tickets.models import Entry
from tests import make

PAGE = "/knowledge/answers"
TEXT = "Guten Tag {customer}, die Ware zu {number} ist heute ({today}) an Sie verschickt worden. Antwort bis {promised}."
GIVEN = {"scenario": "progress", "language": "de", "title": "Ware unterwegs", "text": TEXT}
ENGLISH = "The pump has arrived and will be sent to you on Monday by the usual carrier."
pytestmark = pytest.mark.rule("TM-4.3")


@pytest.fixture
def trainer(cast):
    return make.staff("trainer", roles=["trainer"], region="hq")


@pytest.fixture
def compliance(cast):
    return make.staff("compliance", roles=["compliance"], region="hq")


def told(row) -> list[str]:
    return [entry.what for entry in JournalRow.select().where(JournalRow.subject == str(row)).order_by(JournalRow.id)]


def test_a_clerk_finds_by_words_scenario_and_language(browse, cast):
    browser = browse(cast.clerk)
    assert "已收到，约定答复时间" in browser.get(PAGE).text_of("#answers")
    found = browser.get(f"{PAGE}?q=APOLOGISE&scenario=delay&language=en").soup.select("#answers tbody tr")
    assert len(found) == 1 and not browser.get(PAGE).has(".page-head__actions")
    assert browser.get(f"{PAGE}?q=nirgendwo").has(".empty") and browser.get(f"{PAGE}?language=xx").has("#answers table")
    assert browser.get("/knowledge/answers/1").has(".canned mark"), "variables are marked"


@pytest.mark.rule("TM-10")
def test_it_is_added_reviewed_replaced_and_retired(browse, trainer, compliance):
    writer, reviewer = browse(trainer), browse(compliance)
    assert writer.post(PAGE, **GIVEN).status == 303
    row = CannedAnswer.get(CannedAnswer.title == GIVEN["title"])
    assert row.reviewed_at is None and "To be reviewed" in writer.get(f"{PAGE}/{row.id}").text_of(".page-head")
    assert writer.post(f"{PAGE}/{row.id}/review").status == 403
    assert reviewer.post(f"{PAGE}/{row.id}/review").status == 303
    assert writer.post(f"{PAGE}/{row.id}", **GIVEN).status == 409, "nothing is new"
    assert writer.post(f"{PAGE}/{row.id}", **GIVEN | {"title": "Ware ist unterwegs"}).status == 303
    new = CannedAnswer.get(CannedAnswer.title == "Ware ist unterwegs")
    assert (new.series, new.version, new.reviewed_at) == (row.series, 2, None), "a new version is read anew"
    assert writer.get(f"{PAGE}/{row.id}").status == 404 and writer.post(f"{PAGE}/{row.id}", **GIVEN).status == 404
    assert writer.post(f"{PAGE}/{new.id}/retirement").status == 303
    assert told(row) == ["canned.added", "canned.reviewed", "canned.replaced", "canned.retired"]


@pytest.mark.parametrize("part", ["clerk", "engineer", "supervisor"])
def test_nobody_else_keeps_it(browse, cast, part):
    browser = browse(getattr(cast, part))
    for url in (PAGE, f"{PAGE}/1", f"{PAGE}/1/review", f"{PAGE}/1/retirement"):
        assert browser.post(url, **GIVEN).status == 403
    assert browser.get(f"{PAGE}/new").status == 403 and browse(cast.admin).get(PAGE).status == 403


@pytest.mark.parametrize(
    ("field", "value", "status"),
    [
        ("text", "", 422),
        ("title", "x" * 81, 422),
        ("scenario", "weather", 422),
        ("language", "xx", 422),
        ("text", "Hallo {kunde}", 409),
        ("text", "Das ist risikofrei.", 409),
        ("text", "Wir garantieren das.", 409),
        ("title", "risikofrei", 409),
        ("text", ENGLISH, 409),
    ],
)
def test_what_may_not_be_said_is_not_taken(browse, trainer, field, value, status):
    before = CannedAnswer.select().count()
    reply = browse(trainer).post(PAGE, **GIVEN | {field: value})
    assert reply.status == status and reply.has(".errors, .message[data-kind=refused]")
    assert CannedAnswer.select().count() == before


def test_it_comes_below_what_was_typed_with_the_customers_day(browse, cast, compliance):
    row = actions.add(GIVEN, by=compliance, at=time.now())
    ticket, browser = make.enquiry(by=cast.clerk), browse(cast.clerk)
    page = browser.get(f"/enquiries/{ticket.number}?do=reply")
    assert "Ware unterwegs" in page.text_of("#canned") and "已收到" not in page.text_of("#canned"), "the ticket's language"
    url = f"/enquiries/{ticket.number}/moves/reply/canned"
    box = browser.post(url, canned=str(row.id), text="Getippt.", htmx=True)
    text = box.value_of("text")
    assert text.startswith("Getippt.\n\nGuten Tag Müller Maschinenbau GmbH") and ticket.number in text
    assert "{promised}" in text and box.text_of("#box mark") == "{promised}", "it has no value yet"
    filled = browser.post(url, canned=str(row.id), text="", promised_at="2027-01-05T10:00", htmx=True).value_of("text")
    assert "5. Januar 2027 10:00" in filled, "the moment in the customer's language, both in Berlin"
    assert "Guten Tag" in browser.get(f"/enquiries/{ticket.number}?do=reply&canned={row.id}").value_of("text")
    assert browser.post(url, canned="999999", text="x").status == 404 and browser.post(url, canned="x", text="x").status == 404
    assert browse(cast.stranger).post(url, canned=str(row.id)).status == 404
    assert browse(cast.auditor).post(url, canned=str(row.id)).status == 403


def test_what_nobody_reviewed_is_not_offered(browse, cast, trainer):
    row = actions.add(GIVEN, by=trainer, at=time.now())
    ticket = make.enquiry(by=cast.clerk)
    assert "Ware unterwegs" not in browse(cast.clerk).get(f"/enquiries/{ticket.number}?do=reply").text_of("#canned")
    assert browse(cast.clerk).get(f"/enquiries/{ticket.number}?do=reply&canned={row.id}").status == 404


def test_a_variable_without_a_value_does_not_leave(cast):
    ticket = make.enquiry(by=cast.clerk)
    with pytest.raises(Refused, match="promised") as no:
        enquiries.make(ticket, "answer", {"text": "Antwort bis {promised}."}, by=cast.clerk)
    assert no.value.rule == "TM-4.3"


@pytest.mark.rule("CP-15.3")
@pytest.mark.parametrize("key", ["reply", "answer"])
def test_another_language_leaves_with_a_reason_alone(browse, cast, key):
    ticket, browser = make.enquiry(by=cast.clerk), browse(cast.clerk, language="en")
    url, given = f"/enquiries/{ticket.number}/moves/{key}", {"text": ENGLISH, "promised_at": "2027-01-05T10:00"}
    assert not browser.get(f"/enquiries/{ticket.number}?do={key}").has("[name=in_language]"), "asked only when it matters"
    no = browser.post(url, **given)
    assert no.status == 409 and "CP-15.3" in no.text_of(".message") and no.value_of("text") == ENGLISH
    assert "English" in no.text_of(".message") and "German" in no.text_of(".message") and no.has("[name=in_language]")
    assert browser.post(url, **given | {"in_language": "am Telefon vereinbart"}).status == 303
    [entry] = Entry.select().where(Entry.ticket == ticket, Entry.kind == key)
    assert (entry.facts["spoken"], entry.facts["in_language"]) == ("en", "am Telefon vereinbart")
    [row] = JournalRow.select().where(JournalRow.what == "enquiry.language_left")
    assert row.reason == "am Telefon vereinbart" and row.subject == ticket.number
    assert "am Telefon vereinbart" in browser.get(f"/enquiries/{ticket.number}").text


@pytest.mark.rule("CP-15.3")
def test_the_warning_that_was_looked_at_stays_beside_the_reason(browse, cast):
    ticket, browser = make.enquiry(by=cast.clerk), browse(cast.clerk)
    url, text = f"/enquiries/{ticket.number}/moves/answer", f"{ENGLISH} We promise that it works."
    warned = browser.post(url, text=text, in_language="vereinbart")
    sure = warned.soup.select_one("input[name=wording]")["value"]
    assert warned.value_of("in_language") == "vereinbart"
    again = browser.post(url, text=text, wording=sure)
    assert again.status == 409 and again.soup.select_one("[name=wording]")["value"] == sure
    assert browser.post(url, text=text, wording=sure, in_language="vereinbart").status == 303
