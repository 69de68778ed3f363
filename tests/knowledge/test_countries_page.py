"""/knowledge/countries: notes on countries, who keeps them, and where they stand."""

from datetime import datetime

import pytest

from portal.audit.models import JournalRow
from portal.clocks import queries as clocks
from portal.knowledge.models import CountryNote
from portal.knowledge.rules.hour import hour
from tests import make

PAGE = "/knowledge/countries"
GIVEN = {"topic": "greeting", "zh": "先问好。", "en": "Greet first."}
pytestmark = pytest.mark.rule("CR-4.2")


def test_a_clerk_reads_and_does_not_keep(browse, cast):
    browser = browse(cast.clerk, language="en")
    assert "Germany" in browser.get(PAGE).text_of("main")
    page = browser.get(f"{PAGE}/DE")
    assert "punctual" in page.text_of("#notes").lower() and not page.has("[name=zh]")
    assert browser.get(f"{PAGE}/FI").has(".empty")
    assert browser.post(f"{PAGE}/DE", **GIVEN).status == 403
    assert browser.post(f"{PAGE}/notes/1/retirement").status == 403
    assert browser.get(f"{PAGE}/XX").status == 404 and browser.get(f"{PAGE}/de").status == 404


def test_the_supervisor_writes_a_note_in_the_place_of_the_old_one(browse, cast):
    browser = browse(cast.supervisor, language="en")
    assert browser.post(f"{PAGE}/DE", **GIVEN).status == 303
    of_greeting = (CountryNote.country == "DE") & (CountryNote.topic == "greeting")
    [note] = CountryNote.select().where(of_greeting, CountryNote.retired_at.is_null())
    assert (note.text_en, note.written_by) == ("Greet first.", "supervisor.eu")
    page = browser.get(f"{PAGE}/DE")
    assert "Greet first." in page.text_of("#notes") and "Earlier notes" in page.text_of("main")
    assert browser.post(f"{PAGE}/DE", **GIVEN).status == 409, "it says so already"
    assert browser.post(f"{PAGE}/notes/{note.id}/retirement").status == 303
    assert browser.post(f"{PAGE}/notes/{note.id}/retirement").status == 404
    rows = JournalRow.select().where(JournalRow.subject == "country-note:DE/greeting").order_by(JournalRow.id)
    assert [row.what for row in rows] == ["country-note.written", "country-note.retired"]


@pytest.mark.parametrize(
    ("field", "value"), [("topic", "weather"), ("zh", ""), ("en", ""), ("en", "x" * 601), ("zh", "\u202eabc")]
)
def test_what_is_no_note_comes_back(browse, cast, field, value):
    assert browse(cast.supervisor).post(f"{PAGE}/DE", **GIVEN | {field: value}).status == 422
    assert browse(cast.supervisor).post(f"{PAGE}/XX", **GIVEN).status == 404


@pytest.mark.parametrize("do", ["reply", "answer"])
def test_the_notes_stand_before_the_box(browse, cast, do):
    ticket = make.enquiry(by=cast.clerk)
    page = browse(cast.clerk, language="en").get(f"/enquiries/{ticket.number}?do={do}")
    assert "German" in page.text_of(".beside__line") and "Herr" in page.text_of(".beside__notes")
    assert page.text.index("beside__notes") < page.text.index('name="text"'), "read before anyone replies"
    assert not browse(cast.clerk).get(f"/enquiries/{ticket.number}?do=note").has(".beside")


@pytest.mark.parametrize(
    ("moment", "country", "state"),
    [
        ("2026-11-24T10:00", "DE", "open"),
        ("2026-11-24T20:00", "DE", "closed"),
        ("2026-11-24T23:00", "DE", "night"),
        ("2026-11-24T06:59", "DE", "night"),
        ("2026-11-28T10:00", "DE", "rest"),  # a Saturday
        ("2026-12-25T10:00", "DE", "holiday"),
        ("2026-11-27T10:00", "SA", "rest"),  # a Friday
        ("2026-11-29T10:00", "SA", "open"),  # a Sunday
        ("2026-11-24T10:00", "PE", "day"),  # no calendar of its own
        ("2026-11-24T03:00", "PE", "night"),
    ],
)
def test_what_hour_it_is_there(database, moment, country, state):
    assert hour(datetime.fromisoformat(moment), clocks.calendar_of_country(country)).state == state
