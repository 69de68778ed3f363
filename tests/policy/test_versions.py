"""Versions of the policy: two people, one day, one figure (CS-6)."""

from datetime import UTC, date, datetime, timedelta

import peewee
import pytest

from portal import policy
from portal.access.models import Staff
from portal.audit.models import JournalRow
from portal.core import db, time
from portal.core.errors import Refused
from portal.messages.jobs import tell_versions
from portal.messages.models import Notice
from portal.policy import actions, in_force, queries
from portal.policy.models import PolicyChange, PolicyVersion
from tests import make
from tests.core import apart

pytestmark = pytest.mark.usefixtures("database")

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)  # 20:00 of the 24th in Shanghai
TODAY, TOMORROW = date(2026, 11, 24), date(2026, 11, 25)
TWO_HOURS = {"CS-3.1a": {"amount": 2, "unit": "h", "bound": True, "calendar": "region"}}
RIVALS = "CS-3.1a+TM-4.2c"


@pytest.fixture
def people(cast):
    """The administrative side proposes, management approves."""
    cast.director = make.staff("director", roles=["operations"], region="hq")
    cast.gm = make.staff("general", roles=["gm"], region="hq")
    Staff.update(created_at=NOON - timedelta(days=90)).execute()
    return cast


def propose(people, wanted=TWO_HOURS, *, effective=TOMORROW, at=NOON, by=None):
    return actions.propose(wanted, effective=effective, reason="too tight in winter", by=by or people.manager, at=at)


def approved(people, wanted=TWO_HOURS, **more):
    return actions.approve(propose(people, wanted, **more), by=people.director, at=more.get("at", NOON))


@pytest.mark.rule("CS-6")
def test_a_version_is_in_force_from_its_day_at_headquarters_on_by_itself(people):
    """The 25th begins in Shanghai at 16:00 UTC of the 24th."""
    made = approved(people)
    begins = datetime(2026, 11, 24, 16, tzinfo=UTC)
    before = policy.figure("CS-3.1a", at=begins - timedelta(seconds=1))
    after = policy.figure("CS-3.1a", at=begins)
    assert (before.amount, before.version, before.unit) == (1, 1, "h")
    assert (after.amount, after.version, after.unit, after.bound) == (2, made.number, "h", True)
    with time.frozen(begins):
        assert policy.figure("CS-3.1a").amount == 2
    with time.frozen(begins - timedelta(days=400)):
        assert policy.figure("CS-3.1a").amount == 1


def test_what_is_only_proposed_refused_or_withdrawn_is_not_in_force(people):
    made = propose(people, effective=TODAY)
    assert policy.figure("CS-3.1a", at=NOON).amount == 1
    actions.refuse(made, reason="no", by=people.director, at=NOON)
    other = propose(people, effective=TODAY)
    actions.withdraw(other, reason="typing error", by=people.manager, at=NOON)
    policy.look_again()
    assert policy.figure("CS-3.1a", at=NOON).amount == 1


@pytest.mark.rule("CS-6")
def test_nobody_approves_what_they_proposed_though_they_hold_both_roles(people):
    made = propose(people, by=people.director)
    with pytest.raises(Refused, match="Who proposed a version cannot decide"):
        actions.approve(made, by=people.director, at=NOON)
    with pytest.raises(Refused, match="withdraw it instead"):
        actions.refuse(made, reason="x", by=people.director, at=NOON)
    assert actions.approve(made, by=people.gm, at=NOON).state == "approved"


def test_the_database_knows_it_too(people):
    made = propose(people)
    with pytest.raises(peewee.IntegrityError), db.atomic():
        PolicyVersion.update(state="approved", approved_by=people.manager, approved_at=NOON).where(
            PolicyVersion.id == made.id
        ).execute()


def test_a_version_never_takes_effect_in_the_past(people):
    with pytest.raises(Refused, match="cannot take effect in the past"):
        propose(people, effective=TODAY - timedelta(days=1))
    late = datetime(2026, 11, 24, 17, tzinfo=UTC)  # the 25th in Shanghai
    with pytest.raises(Refused, match="cannot take effect in the past"):
        propose(people, effective=TODAY, at=late)
    made = propose(people, effective=TODAY)
    with pytest.raises(Refused, match="has passed"):
        actions.approve(made, by=people.director, at=late)


def test_a_second_proposal_for_the_same_figure_is_refused_by_its_number(people):
    first = propose(people)
    with pytest.raises(Refused, match=f"Version {first.number} already proposes"):
        propose(people, {"CS-3.1a": TWO_HOURS["CS-3.1a"] | {"amount": 3}}, by=people.director)
    assert PolicyVersion.select().count() == 1
    actions.refuse(first, reason="no", by=people.gm, at=NOON)
    assert propose(people).number == first.number + 1


def test_two_who_propose_at_the_same_moment_are_kept_apart_by_the_database(people, monkeypatch):
    propose(people)
    monkeypatch.setattr(queries, "open_proposals", lambda _wanted: [])
    with pytest.raises(Refused, match="just now"):
        propose(people, {"CS-3.1a": TWO_HOURS["CS-3.1a"] | {"amount": 3}})
    assert PolicyChange.select().count() == 1


def test_two_versions_for_the_same_figure_and_day_are_not_both_approved(people):
    approved(people)
    second = propose(people, {"CS-3.1a": TWO_HOURS["CS-3.1a"] | {"amount": 3}})
    with pytest.raises(Refused, match="on the same day"):
        actions.approve(second, by=people.director, at=NOON)
    assert queries.version(second.number).state == "proposed", "the refusal left everything as it was"


def test_of_two_who_decide_the_second_is_refused(people):
    made = propose(people)
    actions.approve(made, by=people.director, at=NOON)
    for decide in (
        lambda: actions.approve(made, by=people.gm, at=NOON),
        lambda: actions.refuse(made, reason="x", by=people.gm, at=NOON),
    ):
        with pytest.raises(Refused, match="decided meanwhile"):
            decide()


def test_what_would_change_nothing_is_refused(people):
    with pytest.raises(Refused, match="Nothing would change"):
        propose(people, {"CS-3.1a": TWO_HOURS["CS-3.1a"] | {"amount": 1}})


def test_what_is_approved_can_be_withdrawn_by_management_until_its_day_begins(people):
    made = approved(people)
    with pytest.raises(Refused, match="Only management"):
        actions.withdraw(made, reason="x", by=people.manager, at=NOON)
    actions.withdraw(made, reason="figures were swapped", by=people.gm, at=NOON)
    assert policy.figure("CS-3.1a", at=NOON + timedelta(days=9)).amount == 1
    begun = approved(people, effective=TODAY)
    with pytest.raises(Refused, match="in force already"):
        actions.withdraw(begun, reason="x", by=people.gm, at=NOON)


def test_the_latest_day_holds_whatever_the_order_of_approval(people):
    approved(people, {"CS-3.1a": TWO_HOURS["CS-3.1a"] | {"amount": 5}}, effective=TODAY + timedelta(days=9))
    approved(people, effective=TOMORROW)
    at = [in_force.beginning_of(TODAY + timedelta(days=days)) for days in (0, 1, 8, 9, 99)]
    assert [policy.figure("CS-3.1a", at=moment).amount for moment in at] == [1, 2, 2, 5, 5]


def test_which_of_two_rivals_applies_is_chosen_by_a_version_and_given_back_by_another(people):
    rules = ("CS-3.1a", "TM-4.2c")
    assert policy.applying(rules, at=NOON) == rules, "both, and the stricter sets the limit"
    approved(people, {RIVALS: {"applies": "TM-4.2c"}}, effective=TODAY)
    assert policy.applying(rules, at=NOON) == ("TM-4.2c",)
    assert policy.applying(("CS-3.1a", "TM-4.2d"), at=NOON) == ("CS-3.1a", "TM-4.2d")
    approved(people, {RIVALS: {"applies": None}}, effective=TOMORROW)
    assert policy.applying(rules, at=NOON + timedelta(days=1)) == rules


def test_everything_is_journaled(people):
    made = approved(people)
    actions.confirm(made, by=people.clerk, at=NOON)
    rows = list(JournalRow.select().where(JournalRow.subject == f"policy:{made.number}").order_by(JournalRow.id))
    assert [row.what for row in rows] == ["policy.proposed", "policy.approved", "policy.confirmed"]
    assert [row.who for row in rows] == ["manager", "director", people.clerk.username]
    assert rows[1].reason == "too tight in winter"
    before, after = rows[1].changes["CS-3.1a"]
    assert (before["amount"], after["amount"]) == (1, 2)


@pytest.mark.rule("CS-6")
def test_everybody_is_told_once_confirms_once_and_is_reminded_until_then(people):
    made = approved(people)
    asked = Staff.select().where(Staff.active).count()
    newcomer = make.staff("newcomer")
    Staff.update(created_at=NOON + timedelta(days=1)).where(Staff.id == newcomer.id).execute()
    assert tell_versions(now=NOON) == asked
    assert tell_versions(now=NOON) == 0
    assert actions.confirm(made, by=people.clerk, at=NOON)
    assert not actions.confirm(made, by=people.clerk, at=NOON), "once is enough"
    assert people.clerk.id not in {person.id for person in queries.not_yet(made)}
    assert tell_versions(now=NOON + timedelta(days=2)) == 0
    assert tell_versions(now=NOON + timedelta(days=3)) == asked - 1
    assert tell_versions(now=NOON + timedelta(days=4)) == 0
    assert tell_versions(now=NOON + timedelta(days=6)) == asked - 1
    told = [notice.url for notice in Notice.select().where(Notice.staff == people.colleague)]
    assert told == [f"/policy/versions/{made.number}"] * 3
    assert not Notice.select().where(Notice.staff == newcomer).exists()


def test_what_is_not_approved_cannot_be_confirmed(people):
    with pytest.raises(Refused, match="nothing to confirm"):
        actions.confirm(propose(people), by=people.clerk, at=NOON)


def test_figures_cost_one_statement_in_a_request_however_many_are_asked_for(people):
    from tests.whole.test_queries import statements

    approved(people)
    policy.look_again()
    with statements() as told:
        for _again in range(50):
            policy.figure("CS-3.1a", at=NOON)
            policy.figure("TM-4.2c")
    assert len(told) == 1


def test_another_process_s_approval_is_seen_by_the_next_request(people):
    policy.figure("CS-3.1a")
    made = propose(people, effective=TODAY)
    PolicyVersion.update(state="approved", approved_by=people.gm, approved_at=NOON).where(
        PolicyVersion.id == made.id
    ).execute()
    PolicyChange.update(standing="approved").where(PolicyChange.version == made).execute()
    policy.look_again()  # what every request and every job begins with
    assert policy.figure("CS-3.1a", at=NOON).amount == 2


def test_the_figures_are_those_of_the_database_that_is_open(people, tmp_path):
    """A rehearsal of a restore looks at another one in the same process."""
    approved(people, effective=TODAY)
    assert policy.figure("CS-3.1a", at=NOON).amount == 2
    with apart.pointed_at(apart.home_at(tmp_path / "other")):
        assert policy.figure("CS-3.1a", at=NOON).amount == 1
    assert policy.figure("CS-3.1a", at=NOON).amount == 2
