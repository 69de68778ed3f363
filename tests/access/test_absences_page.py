"""/me/absences and /admin/staff/<username>/absences: enter, change, end; who may; what is shown where people are chosen."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.access import actions
from portal.access.models import Absence
from portal.core import time
from tests import make

NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
OWN = "/me/absences"
OF = "/admin/staff/agent.eu/absences"


@pytest.fixture(autouse=True)
def tuesday():
    with time.frozen(NOON):
        yield


def typed(deputy=None, **changes) -> dict:
    form = {"first_day": "2026-12-01", "last_day": "2026-12-04", "deputy": str(deputy.id if deputy else 0), "reason": "Urlaub"}
    return form | changes


@pytest.fixture
def absence(cast):
    return actions.enter_absence(
        cast.clerk, first_day=TODAY, last_day=TODAY + timedelta(days=3), deputy=cast.colleague, reason="Urlaub", by=cast.clerk
    )


@pytest.mark.parametrize(("part", "url"), [("clerk", OWN), ("supervisor", OF), ("manager", OF), ("admin", OF)])
def test_it_is_entered_changed_and_ended(browse, cast, journal, part, url):
    browser = browse(getattr(cast, part))
    assert "No absence is entered" in browser.get(url).text_of("main")
    reply = browser.post(url, **typed(cast.colleague))
    assert (reply.status, reply.place) == (303, url)
    page = browser.get(url)
    row = page.text_of("#coming tbody")
    assert "2026-12-01" in row and "2026-12-04" in row and "李娜" in row and "Urlaub" in row
    one = page.soup.select_one("#coming a")["href"]
    form = browser.get(one)
    kept = {name: form.value_of(name) for name in typed()}
    assert kept == typed(cast.colleague)
    assert browser.post(one, **typed(last_day="2026-12-09")).place == url
    assert browser.post(f"{one}/end").place == url
    assert "No absence is entered" in browser.get(url).text_of("main")
    rows = [*journal("absence.entered"), *journal("absence.changed"), *journal("absence.ended")]
    assert [(row.who, row.subject) for row in rows] == [(str(getattr(cast, part)), "agent.eu")] * 3


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_shows_what_is_over_and_where_one_stands_in(browse, cast, absence, language):
    with time.frozen(NOON + timedelta(days=7)):
        page = browse(cast.clerk, language=language).get(OWN)
        assert "2026-11-24" in page.text_of("#over") and not page.has("#coming")
        one = browse(cast.clerk, language=language).get(f"{OWN}/{absence.id}")
        assert not one.has("[name=first_day]") and "Urlaub" in one.text_of("main")
    shown = browse(cast.colleague, language=language).get(OWN)
    assert "王芳" in shown.text_of("#standing-in") and "Urlaub" not in shown.text


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"first_day": ""}, "first_day", "fill this in"),
        ({"first_day": "2026-02-30"}, "first_day", ""),
        ({"last_day": "tomorrow"}, "last_day", ""),
        ({"last_day": "2026-11-30"}, "first_day", "before the first"),
        ({"first_day": "2026-11-27"}, "first_day", "Another absence"),
        ({"first_day": "2030-11-27", "last_day": "2030-11-28"}, "first_day", "two years ahead"),
        ({"deputy": "999999"}, "deputy", ""),
        ({"reason": "x" * 201}, "reason", "too long"),
    ],
)
def test_a_fault_stands_beside_its_field_and_what_was_typed_stays(browse, cast, absence, changes, field, words):
    reply = browse(cast.clerk).post(OWN, **typed() | changes)
    assert reply.status == 422
    assert words in reply.text_of(f"#{field}-error")
    assert reply.value_of("first_day") == (typed() | changes)["first_day"]
    assert Absence.select().count() == 1


def test_a_deputy_who_is_away_all_the_time_is_refused_beside_the_field(browse, cast, absence):
    reply = browse(cast.senior).post(OWN, **typed(cast.clerk, first_day="2026-11-25", last_day="2026-11-26"))
    assert reply.status == 422 and reply.has("#deputy-error")
    own = browse(cast.engineer).post(OWN, **typed(cast.clerk, first_day="2026-11-25", last_day="2026-11-26"))
    assert "away all that time" in own.text_of("#deputy-error")


def test_only_fit_colleagues_are_offered_the_absent_last_with_the_word(browse, cast, absence):
    options = [tag.text for tag in browse(cast.engineer).get(OWN).soup.select("[name=deputy] option")]
    assert options[0] == "Nobody" and "孙丽 · agent.us" not in options
    assert options[-1] == "王芳 · agent.eu · away until 2026-11-27, 李娜 stands in"


def test_an_absence_that_is_over_is_not_changed(browse, cast, absence):
    with time.frozen(NOON + timedelta(days=7)):
        browser = browse(cast.clerk)
        assert browser.post(f"{OWN}/{absence.id}", **typed()).status == 409
        assert browser.post(f"{OWN}/{absence.id}/end").status == 409


def test_nobody_else_s_absence_is_found(browse, cast, absence):
    assert browse(cast.colleague).get(f"{OWN}/{absence.id}").status == 404
    assert browse(cast.colleague).post(f"{OWN}/{absence.id}/end").status == 404
    assert browse(cast.supervisor).get(f"/admin/staff/agent2.eu/absences/{absence.id}").status == 404


@pytest.mark.parametrize("part", ["clerk", "senior", "engineer", "auditor"])
def test_who_arranges_nothing_is_refused(browse, cast, absence, part):
    browser = browse(getattr(cast, part))
    assert browser.get(OF).status == 403
    assert browser.post(OF, **typed()).status == 403
    assert browser.post(f"{OF}/{absence.id}/end").status == 403


def test_a_supervisor_arranges_nothing_in_another_region(browse, cast):
    assert browse(cast.supervisor).get("/admin/staff/agent.us/absences").status == 404
    assert browse(cast.supervisor).post("/admin/staff/agent.us/absences", **typed()).status == 404
    assert browse(cast.supervisor).get("/admin/staff/nobody/absences").status == 404
    assert browse().get(OWN).place.startswith("/login")


def test_the_staff_list_says_who_is_away_and_leads_the_supervisor_to_it(browse, cast, absence):
    page = browse(cast.supervisor).get("/admin/staff")
    row = page.soup.select_one(f"#person-{cast.clerk.id}").find_parent("tr")
    assert "away until 2026-11-27, 李娜 stands in" in row.text
    assert row.select_one("a")["href"] == OF
    assert not any(link["href"].startswith("/admin/staff/agent.us") for link in page.soup.select("#people a"))


def test_a_transfer_offers_the_absent_last_with_the_word(browse, cast, absence):
    ticket = make.enquiry(by=cast.senior)
    page = browse(cast.senior).get(f"/enquiries/{ticket.number}?do=transfer")
    options = [tag.text.strip() for tag in page.soup.select("#to option")]
    assert options[-1] == "王芳 · Overseas Customer Service · away until 2026-11-27, 李娜 stands in"
    assert not any("away" in option for option in options[:-1])


def test_back_again_the_word_is_gone(browse, cast, absence):
    browse(cast.clerk).post(f"{OWN}/{absence.id}/end")
    assert "away until" not in browse(cast.supervisor).get("/admin/staff").text
