"""What is forgotten by the clock: attempts after thirty days, sessions ninety days after their end."""

from datetime import UTC, datetime, timedelta

from portal.access import actions, jobs
from portal.access.models import HalfSignIn, SecondFactor, Session, SignInAttempt
from portal.core import time

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def test_old_attempts_and_sessions_are_deleted(cast):
    for days in (31, 29):
        SignInAttempt.create(account="a", address="b", at=NOW - timedelta(days=days))
    for days in (92, 80):
        with time.frozen(NOW - timedelta(days=days)):
            actions.start_session(cast.clerk, address="", agent="", lasts=timedelta(days=1))
    assert jobs.forget(NOW) == 2
    assert [row.at for row in SignInAttempt.select()] == [NOW - timedelta(days=29)]
    assert [row.created_at for row in Session.select()] == [NOW - timedelta(days=80)]
    assert jobs.forget(NOW) == 0


def test_what_was_begun_and_never_finished_is_forgotten_and_what_counts_stays(cast):
    for staff, minutes, confirmed in ((cast.clerk, 61, None), (cast.colleague, 59, None), (cast.admin, 9_999, NOW)):
        at = NOW - timedelta(minutes=minutes)
        SecondFactor.create(staff=staff, sealed=b"x", created_at=at, confirmed_at=confirmed)
    for token, minutes in (("over", -1), ("waiting", 1)):
        HalfSignIn.create(token_hash=token, staff=cast.clerk, attempt=0, ends_at=NOW + timedelta(minutes=minutes))
    assert jobs.forget(NOW) == 2
    assert {row.staff for row in SecondFactor.select()} == {cast.colleague, cast.admin}
    assert [row.token_hash for row in HalfSignIn.select()] == ["waiting"]
