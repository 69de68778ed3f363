"""What is forgotten by the clock: attempts after thirty days, sessions ninety days after their end."""

from datetime import UTC, datetime, timedelta

from portal.access import actions, jobs
from portal.access.models import Session, SignInAttempt
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
