"""/knowledge/wording: the list, who keeps it, a text to try; and what it does to an answer."""

import pytest

from portal.audit.models import JournalRow
from portal.core import time
from portal.core.errors import Missing, Refused
from portal.enquiries import actions as enquiries
from portal.knowledge.actions import wording as actions
from portal.knowledge.models import Phrase
from portal.knowledge.queries import wording as queries
from portal.knowledge.rules import wording as rules
from portal.tickets.models import Entry
from tests import make

PAGE = "/knowledge/wording"
REASON = "Sagen, wie lange es dauert."
GIVEN = {"words": "kinderleicht", "severity": "block", "kind": "exaggerated", "language": "de", "reason": REASON}
pytestmark = pytest.mark.rule("TM-4.3")


@pytest.fixture
def compliance(cast):
    return make.staff("compliance", roles=["compliance"], region="hq")


def test_what_comes_with_the_portal_is_folded_as_texts_are(cast):
    """The migration folds by itself: it must stay as it is when `rules.folded` changes, and then this says so."""
    assert Phrase.select().count() >= 20
    assert {row.words: row.folded for row in queries.listed()} == {row.words: rules.folded(row.words) for row in queries.listed()}


def phrase(words="kinderleicht", severity="block", *, by, at=None):
    facts = {"language": "de", "kind": "exaggerated", "reason": REASON}
    return actions.add(words, severity=severity, by=by, at=at or time.now(), **facts)


@pytest.mark.parametrize(
    ("language", "heading", "reason"), [("en", "Wording", "Promise no return"), ("zh", "用语清单", "不得承诺收益")]
)
def test_it_shows_the_list_that_comes_with_the_portal(browse, cast, language, heading, reason):
    reply = browse(cast.clerk, language=language).get(PAGE)
    assert reply.status == 200 and reply.text_of("h1") == heading
    assert "保证收益" in reply.text_of("#phrases") and "risk-free" in reply.text_of("#phrases")
    assert reason in reply.text_of("#phrases") and "TM-4.3" in reply.text_of(".page-head__meta")
    assert not reply.has("[name=words]"), "a clerk reads the list and does not keep it"


@pytest.mark.parametrize(("part", "status"), [("clerk", 200), ("engineer", 200), ("manager", 200), ("admin", 403)])
def test_who_reads_it(browse, cast, part, status):
    assert browse(getattr(cast, part)).get(PAGE).status == status


def test_compliance_puts_words_on_it_and_takes_them_off(browse, compliance):
    browser = browse(compliance)
    assert browser.post(PAGE, **GIVEN).status == 303
    row = Phrase.get(Phrase.folded == "kinderleicht")
    assert (row.severity, row.added_by, row.reason_zh) == ("block", "compliance", GIVEN["reason"])
    assert "kinderleicht" in browser.get(PAGE).text_of("#phrases")
    assert browser.post(f"{PAGE}/{row.id}/retirement").status == 303
    shown = browser.get(PAGE)
    assert "kinderleicht" not in shown.text_of("#phrases") and "kinderleicht" in shown.text_of("main")
    told = [entry.what for entry in JournalRow.select().where(JournalRow.subject == str(row))]
    assert told == ["wording.added", "wording.retired"]
    assert browser.post(f"{PAGE}/{row.id}/retirement").status == 404, "once is enough"


@pytest.mark.parametrize("part", ["clerk", "engineer", "supervisor"])
def test_nobody_else_keeps_it(browse, cast, part):
    browser, before = browse(getattr(cast, part)), Phrase.select().count()
    assert browser.post(PAGE, **GIVEN).status == 403
    assert browser.post(f"{PAGE}/1/retirement").status == 403
    assert Phrase.select().where(Phrase.retired_at.is_null()).count() == before


@pytest.mark.parametrize(
    ("field", "value", "status"),
    [
        ("words", "", 422),
        ("words", "x" * 101, 422),
        ("words", "zwei\nZeilen", 422),
        ("words", "\u202eabc", 422),
        ("words", "- . -", 409),
        ("words", "Risk  Free", 409),  # stands there as "risk-free"
        ("severity", "kill", 422),
        ("kind", "", 422),
        ("language", "xx", 422),
        ("reason", "", 422),
    ],
)
def test_what_is_no_phrase_comes_back_with_a_word(browse, compliance, field, value, status):
    before = Phrase.select().count()
    reply = browse(compliance).post(PAGE, **GIVEN | {field: value})
    assert reply.status == status and reply.has(".errors, .field__error")
    assert Phrase.select().count() == before


def test_words_that_were_taken_off_may_come_back(compliance):
    first = phrase(by=compliance)
    actions.retire(first.id, by=compliance, at=time.now())
    assert phrase(by=compliance).id != first.id
    with pytest.raises(Missing):
        actions.retire(first.id, by=compliance, at=time.now())


def test_a_text_is_tried_and_not_kept(browse, cast):
    reply = browse(cast.clerk).post(f"{PAGE}/trial", trial="Das ist RISIKOFREI & <b>gut</b>, we promise.")
    assert reply.status == 200
    assert [mark.get_text() for mark in reply.soup.select("mark")] == ["RISIKOFREI", "we promise"]
    assert reply.soup.select_one("mark")["data-severity"] == "block" and "<b>gut" not in reply.text
    assert not reply.has("#try .wording input"), "there is nothing to confirm"
    assert "Nothing of this" in browse(cast.clerk).post(f"{PAGE}/trial", trial="Guten Tag").text_of("#try")
    assert browse(cast.clerk).post(f"{PAGE}/trial", trial="").status == 422


@pytest.mark.parametrize("key", ["reply", "answer"])
@pytest.mark.parametrize("htmx", [False, True])
def test_what_is_blocked_does_not_leave(browse, cast, key, htmx):
    ticket = make.enquiry(by=cast.clerk)
    given = {"text": "Das Geschäft ist risikofrei.", "promised_at": "2027-01-05T10:00"}
    reply = browse(cast.clerk).post(f"/enquiries/{ticket.number}/moves/{key}", **given, htmx=htmx)
    assert reply.status == 409 and "TM-4.3" in reply.text_of(f"#move-{key} .message")
    assert reply.text_of(".wording mark") == "risikofrei" and not reply.has(".wording input")
    assert reply.value_of("text") == given["text"], "nothing typed is lost"
    assert not Entry.select().where(Entry.ticket == ticket, Entry.kind == key).exists()


def test_a_warning_is_looked_at_and_then_leaves_and_is_remembered(browse, cast):
    ticket, browser = make.enquiry(by=cast.clerk), browse(cast.clerk)
    url, given = f"/enquiries/{ticket.number}/moves/answer", {"text": "Wir garantieren es Ihnen für zwei Jahre (§ 4)."}
    first = browser.post(url, **given)
    assert first.status == 409 and first.text_of("mark") == "Wir garantieren"
    sure = first.soup.select_one("input[type=checkbox][name=wording]")["value"]
    assert browser.post(url, text="Wir garantieren es Ihnen, we promise.", wording=sure).status == 409, "another warning"
    assert browser.post(url, **given | {"wording": sure}).status == 303
    [entry] = Entry.select().where(Entry.ticket == ticket, Entry.kind == "answer")
    assert entry.facts["wording"] == ["wir garantieren"]
    assert "wir garantieren" in browser.get(f"/enquiries/{ticket.number}").text_of(f"#entry-{entry.id} p.muted")


def test_a_note_for_colleagues_says_what_it_likes(cast):
    ticket = make.enquiry(by=cast.clerk)
    enquiries.make(ticket, "note", {"text": "Kunde fragt, ob es risikofrei ist."}, by=cast.clerk)
    assert Entry.select().where(Entry.ticket == ticket, Entry.kind == "note").exists()


def test_a_phrase_holds_from_the_moment_it_is_on_the_list(cast, compliance):
    ticket = make.enquiry(by=cast.clerk)
    row = phrase(by=compliance)
    with pytest.raises(Refused, match="kinderleicht") as no:
        enquiries.make(ticket, "answer", {"text": "Kinderleicht!"}, by=cast.clerk)
    assert no.value.rule == "TM-4.3"
    actions.retire(row.id, by=compliance, at=time.now())
    assert queries.said_in("Kinderleicht!") == []
    enquiries.make(ticket, "answer", {"text": "Kinderleicht!"}, by=cast.clerk)
