"""The register of violations: warning or fine by case (DM-H7); what was decided, answered and withdrawn."""

from datetime import date, timedelta

import pytest

from portal.audit.models import JournalRow
from portal.core import time
from portal.handover import measures
from portal.handover.jobs import note_late_relief
from portal.handover.measures import Decision
from portal.handover.models import Gap, Handover, Violation
from portal.messages.models import Notice
from tests import make
from tests.handover.conftest import BEFORE, CHANGE

pytestmark = pytest.mark.rule("DM-H7")
ALL = "/handovers/violations"
DAY = date(2026, 11, 26)
EARLIER = "[aria-labelledby=earlier-title]"
TYPED = {"kind": "incomplete", "happened_on": "2026-11-26", "text": "Ohne nächsten Schritt.", "measure": "warning"}


def recorded(browser, who, *, about="", **changes):
    return browser.post(f"{ALL}{about}", **(TYPED | {"staff": str(who.id)} | changes))


def told(person) -> list[str]:
    return [row.text_en for row in Notice.select().where(Notice.staff == person).order_by(Notice.id)]


def verbs() -> list[str]:
    found = JournalRow.select().where(JournalRow.what.startswith("violation.")).order_by(JournalRow.id)
    return [row.what for row in found]


@pytest.fixture
def now(cast):
    with time.frozen(CHANGE + timedelta(hours=2)):
        yield time.now()


@pytest.mark.parametrize(
    ("measure", "fine", "day", "fault"),
    [
        ("none", None, DAY, None),
        ("warning", None, DAY, None),
        ("fine", 200, DAY, None),
        ("fine", measures.HIGHEST, DAY, None),
        ("fine", None, DAY, "no_fine"),
        ("fine", 0, DAY, "no_fine"),
        ("fine", -200, DAY, "no_fine"),
        ("fine", measures.HIGHEST + 1, DAY, "no_fine"),
        ("warning", 200, DAY, "not_fined"),
        ("none", 0, DAY, "not_fined"),
        ("warning", None, DAY + timedelta(days=1), "ahead"),
    ],
)
def test_a_fine_has_an_amount_and_nothing_else_has_one(measure, fine, day, fault):
    assert measures.fault(Decision("late", day, "…", measure, fine), DAY) == fault


def test_a_leader_decides_the_person_is_told_and_answers(browse, cast, now):
    leader, clerk = browse(cast.supervisor), browse(cast.clerk)
    reply = recorded(leader, cast.clerk, measure="fine", fine="200")
    found = Violation.get()
    assert (reply.status, reply.place) == (303, f"{ALL}/{found.id}")
    assert (found.staff, found.region, found.kind, found.measure, found.fine) == (cast.clerk, "eu", "incomplete", "fine", 200)
    assert told(cast.clerk)[-1:] == ["A decision about your handing over"]
    own = clerk.get(f"{ALL}/{found.id}")
    assert "200 yuan" in own.text_of("main") and "Ohne nächsten Schritt." in own.text_of("main")
    assert clerk.get(ALL).has("#violations tbody tr")
    assert clerk.post(f"{ALL}/{found.id}/answer", text="").status == 422
    assert clerk.post(f"{ALL}/{found.id}/answer", text="Der Kunde war am Telefon.").status == 303
    assert clerk.post(f"{ALL}/{found.id}/answer", text="Noch etwas.").status == 409, "once"
    assert "Der Kunde war am Telefon." in leader.get(f"{ALL}/{found.id}").text_of("main")
    assert told(cast.supervisor)[-1].endswith("has answered")
    assert verbs() == ["violation.recorded", "violation.answered"]


def test_what_is_withdrawn_stays_and_does_not_stand(browse, cast, now):
    leader, clerk = browse(cast.supervisor), browse(cast.clerk)
    recorded(leader, cast.clerk)
    found = Violation.get()
    assert leader.post(f"{ALL}/{found.id}/withdrawal", text="").status == 422
    assert leader.post(f"{ALL}/{found.id}/withdrawal", text="War abgesprochen.").status == 303
    assert leader.post(f"{ALL}/{found.id}/withdrawal", text="Noch einmal.").status == 409
    assert clerk.post(f"{ALL}/{found.id}/answer", text="Danke.").status == 409
    assert "War abgesprochen." in clerk.get(f"{ALL}/{found.id}").text_of("main")
    assert told(cast.clerk)[-1] == "The decision about you is withdrawn"
    assert leader.get(f"{ALL}/new").status == 200
    again = recorded(leader, cast.clerk)
    assert "Nothing." in leader.get(again.place).text_of(EARLIER), "it is not held against anybody"
    assert verbs() == ["violation.recorded", "violation.withdrawn", "violation.recorded"]


def test_what_stands_already_is_seen_before_a_decision(browse, cast, now):
    recorded(browse(cast.supervisor), cast.clerk)
    for days, seen in ((100, 1), (466, 0)):  # after twelve months it is not held against anybody
        with time.frozen(now + timedelta(days=days)):
            leader = browse(cast.supervisor)
            reply = recorded(leader, cast.clerk, happened_on="2027-01-05")
            assert len(leader.get(reply.place).soup.select(f"{EARLIER} li")) == seen


def test_it_is_seen_as_soon_as_somebody_is_chosen(browse, cast, now):
    leader = browse(cast.supervisor)
    recorded(leader, cast.clerk)
    assert not leader.get(f"{ALL}/new", htmx=True).has("#history section")
    assert len(leader.get(f"{ALL}/new?staff={cast.clerk.id}", htmx=True).soup.select("#history li")) == 1
    assert not leader.get(f"{ALL}/new?staff={cast.supervisor.id}", htmx=True).has("#history section"), "not one's own"
    assert leader.get(f"{ALL}/new?staff={cast.clerk.id}").value_of("staff") == str(cast.clerk.id)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"measure": "fine"}, "Say how much the fine is"),
        ({"fine": "200"}, "Only a fine has an amount"),
        ({"happened_on": "2099-01-01"}, "still to come"),
        ({"text": " "}, "Please fill this in"),
        ({"measure": "dismissal"}, "Not a valid choice"),
        ({"measure": ""}, "Please fill this in"),
        ({"measure": "fine", "fine": "much"}, "Not a valid integer"),
    ],
    ids=["no amount", "an amount", "ahead", "nothing said", "another measure", "no measure", "no number"],
)
def test_what_makes_no_sense_is_said_and_nothing_is_kept(browse, cast, now, changes, sentence):
    reply = recorded(browse(cast.supervisor), cast.clerk, **changes)
    assert reply.status == 422 and sentence in reply.text_of("main")
    assert Violation.select().count() == 0 and not verbs()


def test_others(browse, cast, now):
    """Who may not: clerks decide on nobody, leaders not on themselves nor in other regions; strangers see nothing."""
    recorded(browse(cast.supervisor), cast.clerk)
    found = Violation.get()
    for person in (cast.clerk, cast.colleague):
        assert recorded(browse(person), cast.clerk).status == 403
        assert browse(person).get(f"{ALL}/new").status == 403
    assert browse(cast.colleague).get(f"{ALL}/{found.id}").status == 404
    assert not browse(cast.colleague).get(ALL).has("#violations tbody tr")
    assert recorded(browse(cast.supervisor), cast.supervisor).status == 422, "not among the names"
    assert recorded(browse(cast.supervisor), cast.stranger).status == 422, "another region's"
    leader_too = make.staff("second.supervisor", roles=["supervisor"], region="us")
    assert browse(leader_too).get(f"{ALL}/{found.id}").status == 404
    assert browse(leader_too).post(f"{ALL}/{found.id}/withdrawal", text="Nein.").status == 404
    assert browse(cast.supervisor).post(f"{ALL}/{found.id}/answer", text="Für sie.").status == 409, "the person answers"


def test_a_relief_that_came_late_is_a_case_until_somebody_decides(browse, cast, shifts):
    with time.frozen(CHANGE):
        note_late_relief(now=CHANGE)
    gap = Gap.get(Gap.post == "relief", Gap.staff == cast.colleague)
    leader = browse(cast.supervisor)
    with time.frozen(CHANGE + timedelta(hours=1)):
        case = leader.get(ALL).soup.select_one(".handovers a")
        assert case["href"] == f"{ALL}/new?gap={gap.id}" and "Late relief" in case.text
        page = leader.get(case["href"])
        assert [one["value"] for one in page.soup.select("#staff option")] == [str(cast.colleague.id)]
        assert page.value_of("kind") == "late" and page.value_of("happened_on") == "2026-11-26"
        assert leader.get("/handovers/duty").has(f"a[href='{case['href']}']")
        about = f"?gap={gap.id}"
        assert recorded(leader, cast.clerk, about=about).status == 422, "somebody else"
        assert recorded(leader, cast.colleague, about=about, measure="none").status == 303
        assert recorded(leader, cast.colleague, about=about).status == 409, "once"
        assert not leader.get(ALL).has(".handovers a")
        assert not leader.get("/handovers/duty").has(f"a[href='{case['href']}']")
    assert Violation.get().gap == gap and Violation.select().count() == 1


@pytest.mark.parametrize(("minutes", "cases"), [(29, 0), (30, 1), (60 * 24 * 29, 1), (60 * 24 * 31, 0)])
def test_an_unsigned_record_is_a_case(browse, cast, shifts, minutes, cases):
    with time.frozen(BEFORE + timedelta(minutes=25)):
        browser = browse(cast.clerk)
        browser.post("/handovers", turn=browser.get("/handovers").value_of("turn"))
    made = Handover.get()
    with time.frozen(CHANGE + timedelta(minutes=minutes)):
        leader = browse(cast.supervisor)
        found = [one["href"] for one in leader.get(ALL).soup.select(".handovers a")]
        assert found == [f"{ALL}/new?handover={made.id}"] * cases
        assert leader.get(f"/handovers/{made.id}").has(f"a[href='{ALL}/new?handover={made.id}']")
        assert not browse(cast.clerk).get(f"/handovers/{made.id}").has(f"a[href*='{ALL}']")
        if cases:
            assert recorded(leader, cast.clerk, about=f"?handover={made.id}", kind="unsigned").status == 303
            assert not leader.get(ALL).has(".handovers a")
            assert Violation.get().handover == made


@pytest.mark.parametrize("about", ["?handover=9999", "?gap=9999", "?gap=x", "?handover=1%00", "?gap=99999999999999999999"])
def test_a_decision_about_nothing_is_not_found(browse, cast, now, about):
    assert browse(cast.supervisor).get(f"{ALL}/new{about}").status == 404
    assert recorded(browse(cast.supervisor), cast.clerk, about=about).status == 404


def test_the_empty_desk_concerns_nobody(browse, cast, now):
    gap = Gap.create(occasion="desk:eu:1", post=Gap.DESK, region="eu", due_at=now, noted_at=now)
    assert browse(cast.supervisor).get(f"{ALL}/new?gap={gap.id}").status == 404
