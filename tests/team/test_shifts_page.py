"""The table of shifts: read by everybody of the region, kept by its leaders."""

from datetime import datetime

import pytest

from portal.access.actions import staff as people
from portal.audit.models import JournalRow
from portal.core import time
from portal.team.models import Member, Shift
from tests import make

GIVEN = {"region": "eu", "name_zh": "早班", "name_en": "Early shift", "starts": "09:00", "ends": "14:00"}


def test_a_leader_makes_changes_and_ends_a_shift(browse, cast):
    browser = browse(cast.supervisor)
    assert browser.post("/team/shifts", **GIVEN, people=[str(cast.clerk.id)]).status == 303
    shift = Shift.get()
    assert (shift.starts, shift.ends) == (540, 840)
    page = browser.get(f"/team/shifts/{shift.id}")
    assert (page.value_of("starts"), page.value_of("name_en")) == ("09:00", "Early shift")
    assert page.has(f"input[name=people][value='{cast.clerk.id}'][checked]")
    changed = {"name_zh": "早班", "name_en": "Early shift", "starts": "08:30", "ends": "14:00"}
    assert browser.post(f"/team/shifts/{shift.id}", **changed, people=[str(cast.colleague.id)]).status == 303
    assert [row.staff.username for row in Member.select()] == ["agent2.eu"]
    told = JournalRow.select().where(JournalRow.what == "shift.changed").get().changes
    assert told == {"starts": [540, 510], "people": [["agent.eu"], ["agent2.eu"]]}
    assert browser.post(f"/team/shifts/{shift.id}/end").status == 303
    assert browser.post(f"/team/shifts/{shift.id}/end").status == 409
    assert browser.get(f"/team/shifts/{shift.id}").status == 404
    assert not browser.get("/team").has("table")


@pytest.mark.parametrize(
    "wrong", [{"starts": ""}, {"starts": "25:00"}, {"ends": "abc"}, {"name_zh": ""}, {"region": "xx"}, {"people": ["99999"]}]
)
def test_what_makes_no_sense_comes_back_filled(browse, cast, wrong):
    reply = browse(cast.manager).post("/team/shifts", **GIVEN | wrong)
    assert reply.status == 422 and reply.has(".errors") and Shift.select().count() == 0


def test_a_shift_without_length_is_refused(browse, cast):
    reply = browse(cast.manager).post("/team/shifts", **GIVEN | {"ends": "09:00"})
    assert reply.status == 409 and "cannot end at the minute" in reply.text_of(".message")


def test_people_of_elsewhere_are_not_put_on_it(browse, cast):
    reply = browse(cast.manager).post("/team/shifts", **GIVEN, people=[str(cast.stranger.id)])
    assert reply.status == 409 and "work in the region" in reply.text_of(".message")


def test_everybody_of_the_region_reads_it_in_their_own_time(browse, cast):
    make.shift(people=[cast.clerk])
    make.shift("us", people=[cast.stranger])
    with time.frozen(datetime.fromisoformat("2026-11-26T10:00+01:00")):
        page = browse(cast.colleague).get("/team")
        assert len(page.soup.select("table")) == 1, "the region's own"
        assert "09:00–14:00" in page.text and "until 11-26 14:00" in page.text_of("tbody tr")
        assert len(browse(cast.manager).get("/team").soup.select("table")) == 2


def test_who_may_not(browse, cast):
    shift = make.shift(people=[cast.clerk])
    for person, status in ((cast.clerk, 403), (cast.admin, 403)):
        assert browse(person).get(f"/team/shifts/{shift.id}").status == status
        assert browse(person).post("/team/shifts", **GIVEN).status == status
    other = make.staff("supervisor.us", roles=["supervisor"], region="us")
    assert browse(other).get(f"/team/shifts/{shift.id}").status == 404
    assert browse(other).post(f"/team/shifts/{shift.id}/end").status == 404


def test_whoever_leaves_works_no_shift(cast):
    make.shift(people=[cast.clerk, cast.colleague])
    people.deactivate(cast.clerk, by=cast.admin, reason="Kündigung")
    assert [row.staff.username for row in Member.select()] == ["agent2.eu"]
