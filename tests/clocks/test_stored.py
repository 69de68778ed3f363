"""What holds for every stopwatch once it is a row: counted anew and back, explained as it is stored."""

from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from portal.audit import SYSTEM
from portal.clocks import actions, queries
from portal.clocks.calendar import Day
from portal.clocks.models import Stopwatch
from portal.clocks.shipped import codes
from portal.core import db
from tests.clocks.strategies import pauses, targets
from tests.clocks.test_start_and_stop import figure

pytestmark = pytest.mark.usefixtures("database")

FEW = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
SUBJECT, KEY = "ticket:7400", "level"
FIRST = datetime(2026, 2, 1, tzinfo=UTC)
starts = st.integers(0, 300 * 1440).map(lambda minutes: FIRST + timedelta(minutes=minutes))


@st.composite
def begun(draw):
    """A start, two rules that compete, the code of a calendar, and the pauses so far."""
    start = draw(starts)
    asked = zip("AB", draw(pairs), strict=True)
    rules = [figure(name, each.amount, each.unit, bound=each.bound) for name, each in asked]
    return start, rules, draw(st.sampled_from(codes())), draw(pauses(start))


pairs = st.tuples(targets, targets)


@contextmanager
def taken_back():
    """Every example of a property finds the database as it was."""
    with db.atomic() as transaction:
        try:
            yield
        finally:
            transaction.rollback()


def started(setting):
    start, rules, code, breaks = setting
    return actions.start(SUBJECT, KEY, rules, code, at=start, percent=75, pauses=breaks)


def columns():
    """The row as it is stored, but for what counts the editions of a calendar."""
    row = Stopwatch.select().where(Stopwatch.subject == SUBJECT).dicts().get()
    rivals = [{name: value for name, value in rival.items() if name != "calendar_version"} for rival in row["rivals"]]
    return {name: value for name, value in row.items() if name not in ("id", "calendar_version")} | {"rivals": rivals}


def rebase(breaks):
    actions.rebase(queries.running(SUBJECT, KEY), breaks, by=SYSTEM, at=FIRST)


@FEW
@given(st.data(), begun())
def test_a_round_trip_through_other_pauses_and_back_is_the_identity(data, setting):
    with taken_back():
        started(setting)
        before = without_a_tie(columns())
        others = data.draw(pauses(setting[0])) + data.draw(st.sampled_from([[], [(setting[0], None)]]))
        rebase(others)
        rebase(setting[3])
        assert columns() == before


@FEW
@given(st.data(), begun())
def test_a_round_trip_through_another_calendar_and_back_is_the_identity(data, setting):
    start, _rules, code, breaks = setting
    with taken_back():
        started(setting)
        before = without_a_tie(columns())
        day = start.date() + timedelta(days=data.draw(st.integers(0, 9)))
        told = queries.calendar_for(code).days.get(day)
        actions.set_day(code, day, Day("off" if told is None else "working"), by=SYSTEM, at=FIRST)
        rebase(breaks)
        restore(code, day, told)
        rebase(breaks)
        assert columns() == before


def restore(code: str, day: date, told: Day | None) -> None:
    if told is None:
        actions.clear_day(code, day, by=SYSTEM, at=FIRST)
    else:
        actions.set_day(code, day, told, by=SYSTEM, at=FIRST)


def without_a_tie(row):
    """Of two rules that ask for the same moment, either may be named first: those are no case of an identity."""
    assume(row["due"].isoformat() != row["rivals"][0]["due"])
    return row


@FEW
@given(begun())
def test_what_is_stored_is_what_is_explained(setting):
    with taken_back():
        started(setting)
        row = queries.running(SUBJECT, KEY)
        explained = queries.explanation(row, setting[3], [])
        assert explained.due == row.due
        assert explained.ledger.entries[-1].spans[-1].end == row.due


@FEW
@given(begun())
def test_what_is_stored_is_explained_even_after_the_calendar_has_changed(setting):
    start, _rules, code, breaks = setting
    with taken_back():
        started(setting)
        actions.set_day(code, start.date() + timedelta(days=1), Day("off"), by=SYSTEM, at=FIRST)
        row = queries.running(SUBJECT, KEY)
        assert queries.explanation(row, breaks, []).due == row.due
