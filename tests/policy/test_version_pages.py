"""/policy/versions: the list, the proposal, one version with what can be done about it, who has not confirmed."""

from datetime import timedelta

import pytest

from portal import policy
from portal.audit.models import JournalRow
from portal.core import time
from portal.policy import actions, in_force, queries
from portal.policy.models import PolicyVersion
from tests import make

URL = "/policy/versions"


def today():
    return in_force.day_of(time.now())


def filled(**changes):
    given = {"target": "CS-3.1a", "amount_0": "2", "unit_0": "h", "bound_0": "y", "calendar_0": "region"}
    given |= {"effective": today().isoformat(), "reason": "too tight in winter"}
    return {name: value for name, value in (given | changes).items() if value is not None}


@pytest.fixture
def director(cast):
    return make.staff("director", roles=["operations"], region="hq")


@pytest.fixture
def proposed(cast, director):
    wanted = {"CS-3.1a": {"amount": 2, "unit": "h", "bound": True, "calendar": "region"}}
    return actions.propose(wanted, effective=today(), reason="too tight in winter", by=cast.manager)


@pytest.fixture
def approved(cast, director, proposed):
    return actions.approve(proposed, by=director)


def test_an_empty_list_says_what_to_do(browse, cast):
    page = browse(cast.clerk).get(URL)
    assert "No version has been proposed yet" in page.text_of(".empty")
    assert not page.has(".page-head__actions a")


def test_the_list_names_what_changes_from_when(browse, cast, proposed):
    page = browse(cast.manager).get(URL)
    row = page.text_of("#versions tbody tr")
    assert f"Version {proposed.number}" in row
    assert "CS-3.1a" in row and today().isoformat() in row and "Proposed" in row


def test_the_regulations_lead_to_the_versions_and_a_rule_to_a_proposal(browse, cast):
    assert browse(cast.manager).get("/policy").has(f"a[href='{URL}']")
    assert browse(cast.manager).get("/policy/CS-3.1a").has("a[href^='/policy/versions/new?target=CS-3.1a']")
    assert not browse(cast.clerk).get("/policy/CS-3.1a").has("a[href^='/policy/versions/new']")


@pytest.mark.rule("CS-6")
def test_proposing_and_approving_changes_the_figure_everywhere(browse, cast, director):
    reply = browse(cast.manager).post(URL, **filled())
    number = PolicyVersion.get().number
    assert (reply.status, reply.place) == (303, f"{URL}/{number}")
    page = browse(director).get(reply.place)
    assert page.text_of("#changes-2 del") == "within 1 hour"
    assert page.text_of("#changes-2 ins") == "within 2 hours"
    assert browse(director).post(f"{URL}/{number}/approval").status == 303
    assert policy.figure("CS-3.1a").amount == 2
    shown = browse(cast.clerk).get("/policy/CS-3.1a")
    assert shown.text_of("#figures dd") == "within 2 hours"
    assert today().isoformat() in shown.text_of("[aria-labelledby=source]")
    assert f"Version {number}" in shown.text_of("#history-table")
    assert f"version {number} since {today()}" in browse(cast.clerk).get("/policy?q=CS-3.1a").text_of("#rules")
    what = [row.what for row in JournalRow.select().order_by(JournalRow.id.desc()).limit(2)]
    assert what == ["policy.approved", "policy.proposed"]


def test_the_form_holds_what_is_in_force(browse, cast, approved):
    page = browse(cast.manager).get(f"{URL}/new?target=CS-3.1a&target=DM-D2")
    assert (page.value_of("amount_0"), page.value_of("unit_0"), page.value_of("amount_1")) == ("2", "h", "16:30")


def test_several_figures_and_a_choice_among_rivals_in_one_version(browse, cast):
    fields = filled(target=["CP-15.1:service", "CS-3.1a+TM-4.2c"], amount_0="08:30–17:30", unit_0="window", bound_0=None)
    reply = browse(cast.manager).post(URL, **fields, applies_1="TM-4.2c")
    assert reply.status == 303
    version = PolicyVersion.get()
    changes = {each.target: each.becomes for each in queries.changes_of([version])[version.id]}
    assert changes["CP-15.1:service"]["amount"] == ["08:30", "17:30"]
    assert changes["CS-3.1a+TM-4.2c"] == {"applies": "TM-4.2c"}
    page = browse(cast.manager).get(reply.place)
    assert "the stricter applies" in page.text_of(f"#changes-{version.number}")
    assert "TM-4.2c applies" in page.text_of(f"#changes-{version.number}")


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"amount_0": ""}, "Please fill this in"),
        ({"amount_0": "two"}, "Write it like this: 3"),
        ({"amount_0": "0"}, "whole number from 1 to 87600"),
        ({"amount_0": "99999999"}, "whole number from 1 to 87600"),
        ({"unit_0": "weeks"}, "Not a valid choice"),
        ({"calendar_0": "moon"}, "Not a valid choice"),
        ({"effective": ""}, "Please fill this in"),
        ({"effective": "2026-02-30"}, "Not a valid date"),
        ({"reason": ""}, "Please fill this in"),
        ({"target": None}, "Choose first which figure"),
        ({"target": "CS-3.1z"}, "Choose first which figure"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_proposed(browse, cast, wrong, message):
    reply = browse(cast.manager).post(URL, **filled(**wrong))
    assert reply.status == 422
    assert message in reply.text
    assert not PolicyVersion.select().exists()


def test_a_day_that_has_passed_comes_back_filled(browse, cast):
    reply = browse(cast.manager).post(URL, **filled(effective=(today() - timedelta(days=1)).isoformat()))
    assert reply.status == 409
    assert "cannot take effect in the past" in reply.text
    assert reply.value_of("reason") == "too tight in winter"


def test_the_same_figure_twice_is_refused_by_the_number_of_the_first(browse, cast, proposed):
    reply = browse(cast.manager).post(URL, **filled(amount_0="3"))
    assert reply.status == 409
    assert f"Version {proposed.number} already proposes" in reply.text


def test_an_expired_token_brings_the_proposal_back(browse, cast):
    reply = browse(cast.manager).post(URL, token="stale", **filled())
    assert reply.status == 422
    assert reply.value_of("reason") == "too tight in winter"


def test_who_may_what(browse, cast, proposed):
    clerk, manager = browse(cast.clerk), browse(cast.manager)
    assert clerk.get(f"{URL}/new").status == clerk.post(URL, **filled()).status == 403
    assert clerk.get(f"{URL}/{proposed.number}/readers").status == 403
    for act in ("approval", "refusal"):
        assert manager.post(f"{URL}/{proposed.number}/{act}", reason="x").status == 403
    assert clerk.post(f"{URL}/{proposed.number}/withdrawal", reason="x").status == 403


def test_a_version_that_is_not_there_is_not_found(browse, cast, director):
    for url in (f"{URL}/99", f"{URL}/99999999999", f"{URL}/x"):
        assert browse(director).get(url).status == 404
    assert browse(director).post(f"{URL}/99/approval").status == 404


def test_one_s_own_proposal_shows_no_approving_but_withdrawing(browse, director):
    wanted = {"TM-4.5b": {"amount": 48, "unit": "h", "bound": False, "calendar": None}}
    own = actions.propose(wanted, effective=today(), reason="x", by=director)
    page = browse(director).get(f"{URL}/{own.number}")
    assert not page.has("form[action$=approval]")
    assert page.has("form[action$=withdrawal]")
    assert "cannot decide on it" in page.text_of(".message")
    reply = browse(director).post(f"{URL}/{own.number}/approval")
    assert reply.status == 409
    assert queries.version(own.number).state == "proposed"


def test_refusing_needs_a_reason_which_is_shown(browse, director, proposed):
    browser, url = browse(director), f"{URL}/{proposed.number}"
    assert browser.post(f"{url}/refusal", reason="").status == 422
    assert browser.post(f"{url}/refusal", reason="not before spring").status == 303
    assert "not before spring" in browser.get(url).text_of("[aria-labelledby=who]")
    assert browser.post(f"{url}/approval").status == 409, "a stale page"
    assert JournalRow.select().order_by(JournalRow.id.desc()).get().what == "policy.refused"


def test_withdrawing_one_s_own(browse, cast, proposed):
    url = f"{URL}/{proposed.number}"
    assert browse(cast.manager).post(f"{url}/withdrawal", reason="typing error").status == 303
    assert "Withdrawn" in browse(cast.manager).get(url).text_of(".page-head__meta")
    assert browse(cast.manager).post(f"{url}/withdrawal", reason="again").status == 409


def test_reading_it_is_confirmed_with_one_button(browse, cast, director, approved):
    clerk, url = browse(cast.clerk), f"{URL}/{approved.number}"
    assert clerk.get("/policy").has(f".message a[href='{url}']")
    assert clerk.get(url).has("form[action$=confirmation] button")
    assert clerk.post(f"{url}/confirmation").status == 303
    assert "You confirmed on" in clerk.get(url).text_of("[aria-labelledby=confirming]")
    assert not clerk.get("/policy").has(".message")
    missing = browse(cast.manager).get(f"{url}/readers")
    assert cast.colleague.username in missing.text_of("#missing")
    assert cast.clerk.username not in [cell.text for cell in missing.soup.select("#missing .id")]


def test_confirming_what_is_not_approved_is_refused(browse, cast, proposed):
    assert browse(cast.clerk).post(f"{URL}/{proposed.number}/confirmation").status == 409


def test_in_chinese_no_english_is_left(browse, cast, approved):
    page = browse(cast.clerk, language="zh").get(f"{URL}/{approved.number}")
    assert page.text_of(f"#changes-{approved.number} ins") == "2 小时内"
