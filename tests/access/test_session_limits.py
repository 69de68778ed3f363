"""How long a session holds: idle, absolute, revoked; a page that asks by itself is no presence."""

from datetime import UTC, datetime, timedelta

import pytest
from playhouse.test_utils import count_queries

from portal.access import actions, queries
from portal.access.models import Session, Staff
from portal.core import time

MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
IDLE = timedelta(hours=8)
LASTS = timedelta(hours=24)


@pytest.fixture
def started(cast):
    with time.frozen(MORNING):
        return actions.start_session(cast.clerk, address="203.0.113.7", agent="x" * 500, lasts=LASTS)


def who(started, later: timedelta):
    return queries.signed_in(started.token, at=MORNING + later, idle=IDLE)


@pytest.mark.parametrize(("hours", "holds"), [(0, True), (7.99, True), (8, False), (9, False)])
def test_an_idle_session_ends_after_eight_hours(started, hours, holds):
    assert (who(started, timedelta(hours=hours)) is not None) is holds


def test_a_busy_session_ends_after_a_day(started):
    for hour in range(1, 24):
        actions.touch(who(started, timedelta(hours=hour)), at=MORNING + timedelta(hours=hour))
    assert who(started, timedelta(hours=23, minutes=59)) is not None
    assert who(started, timedelta(hours=24)) is None


def test_being_seen_is_written_at_most_once_a_minute(started):
    with count_queries() as counted:
        actions.touch(who(started, timedelta(seconds=59)), at=MORNING + timedelta(seconds=59))
    assert counted.count == 1
    actions.touch(who(started, timedelta(seconds=60)), at=MORNING + timedelta(seconds=60))
    assert Session.get_by_id(started.session_id).seen_at == MORNING + timedelta(seconds=60)


def test_session_and_person_come_with_one_query_and_nothing_is_missing(started, cast):
    with count_queries() as counted:
        person = who(started, timedelta()).staff
        told = {name: getattr(person, name) for name in Staff._meta.sorted_field_names}
    assert counted.count == 1
    assert told == {name: getattr(cast.clerk, name) for name in Staff._meta.sorted_field_names}
    assert not person.dirty_fields


def test_a_made_up_token_opens_nothing(started):
    assert queries.signed_in(Session.get_by_id(started.session_id).token_hash, at=MORNING, idle=IDLE) is None
    assert queries.signed_in("", at=MORNING, idle=IDLE) is None
    assert queries.signed_in("\ud800", at=MORNING, idle=IDLE) is None


def test_a_revoked_session_ends_at_once(started, cast, journal):
    row = Session.get_by_id(started.session_id)
    actions.revoke(row, by=cast.admin)
    actions.revoke(row, by=cast.admin)
    assert who(started, timedelta()) is None
    (told,) = journal("session.revoked")
    assert (told.who, told.subject) == ("admin", "agent.eu")


def test_the_agent_is_cut(started):
    assert len(Session.get_by_id(started.session_id).agent) == 200


def test_a_polling_page_is_no_presence(browse, cast):
    with time.frozen(MORNING):
        browser = browse(cast.clerk)
    with time.frozen(MORNING + timedelta(hours=7)):
        assert browser.get("/notices/bell", htmx=True).status == 200
        assert queries.sessions_of(cast.clerk, at=time.now(), idle=IDLE).get().seen_at == MORNING
        assert browser.get("/me").status == 200
        assert queries.sessions_of(cast.clerk, at=time.now(), idle=IDLE).get().seen_at == time.now()


def test_the_settings_say_how_long_idle_is(browse, cast, set_up_as):
    with time.frozen(MORNING):
        browser = browse(cast.clerk)
    set_up_as(idle_hours=1)
    with time.frozen(MORNING + timedelta(hours=1)):
        assert browser.get("/me").status == 303
