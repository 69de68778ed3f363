"""Who is away and who stands in; what is told, journaled and refused; two who enter at once."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from playhouse.test_utils import count_queries

from portal.access import actions, queries
from portal.access.models import Absence
from portal.core import db, time
from portal.core.errors import Missing, Refused
from portal.messages.models import Notice
from tests import make
from tests.core import apart

NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)  # 12:00 in Berlin
TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def tuesday():
    with time.frozen(NOON):
        yield


def away(person, deputy=None, *, days=(0, 3), by=None, **more) -> Absence:
    first, last = (TODAY + timedelta(days=number) for number in days)
    return actions.enter_absence(person, first_day=first, last_day=last, deputy=deputy, by=by or person, **more)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2026, 11, 23, 22, 59, tzinfo=UTC), False),  # 23:59 in Berlin, the day before
        (datetime(2026, 11, 23, 23, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 27, 22, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 27, 23, 0, tzinfo=UTC), False),
    ],
)
def test_the_first_and_the_last_day_count_where_the_person_is(cast, moment, expected):
    away(cast.clerk, cast.colleague)
    assert queries.is_away(cast.clerk, at=moment) is expected
    assert (queries.deputy_of(cast.clerk, at=moment) == cast.colleague) is expected


@pytest.mark.parametrize(("zone", "expected"), [("Pacific/Kiritimati", False), ("Etc/GMT+12", True)])
def test_the_farthest_zones_have_another_date(cast, zone, expected):
    """24 November 11:00 UTC is the 25th on Kiritimati and 23:00 of the 23rd at GMT-12."""
    person = make.staff("far", zone=zone)
    Absence.create(staff=person, first_day=date(2026, 11, 23), last_day=date(2026, 11, 24), recorded_at=NOON, recorded_by="far")
    assert queries.is_away(person, at=NOON) is (zone != "Pacific/Kiritimati")
    assert queries.is_away(person, at=NOON - timedelta(hours=23, minutes=30)) is not expected


def test_a_deputy_who_is_away_hands_on(cast):
    away(cast.clerk, cast.colleague)
    away(cast.colleague, cast.senior, days=(0, 1))
    assert queries.deputy_of(cast.clerk, at=NOON) == cast.senior
    assert queries.deputy_of(cast.clerk, at=NOON + timedelta(days=2)) == cast.colleague


def test_two_who_stand_in_for_one_another_have_nobody(cast):
    away(cast.clerk, cast.colleague, days=(0, 3))
    away(cast.colleague, cast.clerk, days=(0, 5))
    assert queries.deputy_of(cast.clerk, at=NOON) is None
    assert queries.deputy_of(cast.clerk, at=NOON + timedelta(days=4)) is None
    assert queries.deputy_of(cast.colleague, at=NOON + timedelta(days=4)) == cast.clerk


def test_a_deputy_who_left_stands_in_no_more(cast):
    away(cast.clerk, cast.colleague)
    actions.deactivate(cast.colleague, by=cast.admin, reason="left")
    assert queries.deputy_of(cast.clerk, at=NOON) is None
    assert queries.is_away(cast.clerk, at=NOON)


def test_the_absent_are_replaced_and_each_is_there_once(cast):
    away(cast.clerk, cast.colleague)
    away(cast.engineer)
    people = [cast.supervisor, cast.clerk, cast.colleague, cast.engineer]
    assert queries.standing_in(people, at=NOON) == [cast.supervisor, cast.colleague, cast.engineer]
    assert queries.standing_in([], at=NOON) == []


def test_it_costs_one_statement_for_any_number(cast):
    away(cast.clerk, cast.colleague)
    away(cast.colleague, cast.senior)
    with count_queries() as told:
        queries.standing_in([cast.clerk, cast.colleague, cast.engineer, cast.supervisor], at=NOON)
    assert told.count == 1


def test_it_is_in_the_journal_without_its_reason(cast, journal):
    absence = away(cast.clerk, cast.colleague, reason="Operation am Knie")
    days = {"first_day": TODAY, "last_day": TODAY + timedelta(days=5)}
    actions.change_absence(absence, **days, deputy=cast.senior, reason="Operation am Knie", by=cast.supervisor)
    actions.end_absence(absence, by=cast.clerk)
    (entered,), (changed,), (ended,) = journal("absence.entered"), journal("absence.changed"), journal("absence.ended")
    assert (entered.who, entered.subject) == ("agent.eu", "agent.eu")
    assert entered.changes == {
        "first_day": [None, "2026-11-24"], "last_day": [None, "2026-11-27"], "deputy": [None, "agent2.eu"],
    }  # fmt: skip
    assert changed.who == "supervisor.eu"
    assert changed.changes == {"last_day": ["2026-11-27", "2026-11-29"], "deputy": ["agent2.eu", "senior.eu"]}
    assert ended.changes == {
        "first_day": ["2026-11-24", None], "last_day": ["2026-11-29", None], "deputy": ["senior.eu", None],
    }  # fmt: skip
    assert "Knie" not in str([entered.changes, changed.changes, ended.changes, entered.reason])


def told(person) -> list[str]:
    return [notice.text_en for notice in Notice.select().where(Notice.staff == person).order_by(Notice.id)]


def test_the_deputy_is_told_of_what_changes(cast):
    absence = away(cast.clerk, cast.colleague)
    assert told(cast.colleague) == ["王芳 is away from 2026-11-24 to 2026-11-27; you stand in"]
    days = {"first_day": TODAY, "last_day": TODAY + timedelta(days=3)}
    with time.frozen(NOON + timedelta(minutes=1)):
        actions.change_absence(absence, **days, deputy=cast.colleague, reason="moving house", by=cast.clerk)
    assert len(told(cast.colleague)) == 1  # nothing that concerns the deputy
    with time.frozen(NOON + timedelta(minutes=2)):
        actions.change_absence(absence, **days, deputy=cast.senior, by=cast.clerk)
    assert told(cast.colleague)[1:] == ["You no longer stand in for 王芳 from 2026-11-24 to 2026-11-27"]
    assert len(told(cast.senior)) == 1
    with time.frozen(NOON + timedelta(minutes=3)):
        actions.end_absence(absence, by=cast.clerk)
    assert told(cast.senior)[1:] == ["You no longer stand in for 王芳 from 2026-11-24 to 2026-11-27"]


def test_an_absence_that_ends_early_keeps_the_days_that_were(cast):
    absence = away(cast.clerk, days=(0, 9))
    with time.frozen(NOON + timedelta(days=3)):
        actions.end_absence(absence, by=cast.clerk)
        assert not queries.is_away(cast.clerk, at=time.now())
    assert Absence.get_by_id(absence.id).last_day == TODAY + timedelta(days=2)


def test_one_that_never_began_is_revoked(cast):
    absence = away(cast.clerk, days=(4, 9))
    actions.end_absence(absence, by=cast.supervisor)
    row = Absence.get_by_id(absence.id)
    assert (row.revoked_by, row.revoked_at, row.last_day) == ("supervisor.eu", NOON, TODAY + timedelta(days=9))
    assert queries.absences_of(cast.clerk) == []
    assert away(cast.clerk, days=(4, 9))
    with pytest.raises(Missing):
        queries.absence_of(cast.clerk, absence.id)


def test_on_the_days_of_a_revoked_one_the_person_is_there(cast):
    revoked = away(cast.clerk, cast.colleague, days=(7, 9))
    then = NOON + timedelta(days=8)
    assert queries.is_away(cast.clerk, at=then)
    actions.end_absence(revoked, by=cast.clerk)
    assert not queries.is_away(cast.clerk, at=then)
    assert queries.deputy_of(cast.clerk, at=then) is None


def test_what_is_over_or_revoked_stays(cast):
    over, revoked = away(cast.clerk), away(cast.clerk, days=(10, 12))
    actions.end_absence(revoked, by=cast.clerk)
    with time.frozen(NOON + timedelta(days=5)):
        for absence in (over, revoked):
            with pytest.raises(Refused):
                actions.end_absence(absence, by=cast.clerk)
            with pytest.raises(Refused):
                actions.change_absence(absence, first_day=TODAY, last_day=TODAY, deputy=None, by=cast.clerk)


def test_nobody_who_left_is_entered_as_away(cast):
    actions.deactivate(cast.clerk, by=cast.admin, reason="left")
    with pytest.raises(Refused, match="not active"):
        away(type(cast.clerk).get_by_id(cast.clerk.id), by=cast.admin)


@pytest.mark.parametrize(
    ("part", "deputy", "words"),
    [
        ("clerk", "clerk", "for themselves"),
        ("clerk", "stranger", "does not see the region"),
        ("senior", "clerk", "cleared for less"),
        ("clerk", "manager", None),
        ("clerk", "engineer", None),
        ("manager", "supervisor", "cleared for less"),
        ("clerk", "admin", "cleared for less"),
    ],
)
def test_a_deputy_is_refused_by_name_of_the_reason(cast, part, deputy, words):
    person, chosen = getattr(cast, part), getattr(cast, deputy)
    assert (chosen in queries.possible_deputies(person)) is (words is None)
    if words is None:
        assert away(person, chosen).deputy == chosen
        return
    with pytest.raises(actions.UnfitDeputy, match=words):
        away(person, chosen)
    assert Absence.select().count() == 0


def test_a_deputy_who_is_away_all_the_time_is_refused_and_one_who_is_there_for_a_day_is_not(cast):
    away(cast.colleague, days=(0, 4))
    with pytest.raises(actions.UnfitDeputy, match="away all that time"):
        away(cast.clerk, cast.colleague, days=(1, 4))
    assert away(cast.clerk, cast.colleague, days=(1, 5))


def test_days_that_meet_another_absence_are_refused(cast):
    mine = away(cast.clerk, days=(2, 4))
    with pytest.raises(actions.UnfitDays, match="Another absence"):
        away(cast.clerk, days=(4, 6))
    first, last = TODAY + timedelta(days=3), TODAY + timedelta(days=8)
    assert actions.change_absence(mine, first_day=first, last_day=last, deputy=None, by=cast.clerk).last_day == last
    assert away(cast.colleague, days=(2, 4))


def test_of_two_who_enter_the_same_days_at_once_one_is_refused(app, tmp_path):
    with apart.pointed_at(apart.home_at(tmp_path / "home")):
        make.ground()
        clerk, start, said = make.cast().clerk, threading.Barrier(4), []

        def enter():
            db.ready()
            start.wait()
            try:
                away(clerk, days=(0, 3))
                said.append("entered")
            except Refused as refusal:
                said.append(type(refusal).__name__)
            finally:
                db.database.close()

        threads = [threading.Thread(target=enter) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(said) == ["UnfitDays", "UnfitDays", "UnfitDays", "entered"]
        assert Absence.select().count() == 1
