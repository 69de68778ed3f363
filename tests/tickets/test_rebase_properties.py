"""What holds for every re-base: it can be taken back, there and back is where it began, pauses are kept."""

from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.clocks import queries as calendars
from portal.clocks.actions import edits
from portal.clocks.actions import rebases as runs
from portal.clocks.calendar import OFF, WORKING, Day
from portal.clocks.models import RebaseRun, Stopwatch
from portal.core import db
from portal.enquiries import actions as enquiries
from portal.policy import actions as policies
from portal.policy import in_force, look_again
from portal.tickets.actions import rebases
from portal.tickets.models import Ticket
from tests import make
from tests.make import TUESDAY

pytestmark = pytest.mark.usefixtures("database")

FEW = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)

figures = st.one_of(
    st.builds(lambda amount, bound: (amount, "min", bound), st.integers(1, 3000), st.booleans()),
    st.builds(lambda amount: (amount, "wh", False), st.integers(1, 40)),
    st.builds(lambda amount: (amount, "wd", False), st.integers(1, 9)),
    st.builds(lambda amount: (amount, "h", False), st.integers(25, 200)),
)
waits = st.lists(st.tuples(st.integers(1, 2000), st.integers(1, 2000)), max_size=3)
begun = st.lists(st.tuples(st.sampled_from((2, 3)), st.integers(0, 1440), waits, st.booleans()), min_size=1, max_size=3)


@contextmanager
def taken_back():
    with db.atomic() as transaction:
        try:
            yield
        finally:
            transaction.rollback()
            look_again()


def begin(cast, stories) -> None:
    """Enquiries of these levels, each with its waits, the last one perhaps unfinished."""
    for level, minutes, pauses, goes_on in stories:
        at = TUESDAY - 10 * DAY + minutes * MINUTE
        ticket = make.enquiry(by=cast.clerk, at=at, level=level)
        for place, (gap, length) in enumerate(pauses):
            enquiries.make(ticket, "wait", {"reason": "customer", "text": "?"}, by=cast.clerk, at=(at := at + gap * MINUTE))
            if not (goes_on and place == len(pauses) - 1):
                enquiries.make(ticket, "resume", {"text": "!"}, by=cast.clerk, at=(at := at + length * MINUTE))


def approved(cast, figure, at):
    amount, unit, bound = figure
    calendar = "region" if bound or unit in ("wh", "wd") else None
    facts = {"amount": amount, "unit": unit, "bound": bound, "calendar": calendar}
    day = in_force.day_of(at)
    made = policies.propose({"TM-4.5b": facts, "TM-4.5c": facts}, effective=day, reason="x", by=cast.manager, at=at)
    return policies.approve(made, by=cast.director, at=at)


def carried_out(cast, run, at) -> RebaseRun:
    rebases.carry_on(run.id, now=at, seconds=60)
    rebases.confirm(RebaseRun.get_by_id(run.id), rebase=True, by=cast.director, at=at)
    rebases.carry_on(run.id, now=at, seconds=60)
    return RebaseRun.get_by_id(run.id)


def undo(cast, run, at) -> None:
    runs.undo(run, reason="x", by=cast.director, at=at)
    rebases.carry_on(run.id, now=at, seconds=60)


def rows(model):
    return list(model.select().order_by(model.id).dicts())


@pytest.fixture
def people(cast):
    cast.director = make.staff("director", roles=["operations"], region="hq")
    return cast


@FEW
@given(stories=begun, figure=figures)
def test_a_re_base_to_a_version_and_its_undoing_is_the_identity(people, stories, figure):
    with taken_back():
        begin(people, stories)
        before = rows(Stopwatch), rows(Ticket)
        run = rebases.look_at_version(approved(people, figure, TUESDAY), by=people.director, at=TUESDAY)
        run = carried_out(people, run, TUESDAY)
        undo(people, run, TUESDAY)
        assert (rows(Stopwatch), rows(Ticket)) == before


@FEW
@given(stories=begun, offset=st.integers(-10, 12), kind=st.sampled_from((OFF, WORKING)))
def test_a_re_base_to_a_calendar_and_its_undoing_is_the_identity(people, stories, offset, kind):
    with taken_back():
        begin(people, stories)
        run = carried_out(people, edited(people, offset, kind), TUESDAY)
        changed = rows(Stopwatch)
        undo(people, run, TUESDAY)
        before = rows(Stopwatch)
        carried_out(people, runs.look_at_calendar("de", by=people.director, at=TUESDAY), TUESDAY)
        assert rows(Stopwatch) == changed, "what was undone can be done again"
        assert {row["calendar_version"] for row in before if row["calendar"] == "de"} == {run.from_version}


def edited(people, offset, kind) -> RebaseRun:
    day = date(2026, 11, 24) + offset * DAY
    edit = edits.setting_a_day(day, Day(kind, (), "某日", "Some day"), "x")
    return runs.look_at_edit("de", edit, by=people.director, at=TUESDAY)


@FEW
@given(stories=begun, figure=figures)
def test_there_and_back_by_a_counter_version_gives_the_same_due_moments(people, stories, figure):
    with taken_back():
        approved(people, (90, "wh", False), TUESDAY - 12 * DAY)
        begin(people, stories)
        before = moments()
        for at, wanted in ((TUESDAY, figure), (TUESDAY + DAY, (90, "wh", False))):
            run = rebases.look_at_version(approved(people, wanted, at), by=people.director, at=at)
            carried_out(people, run, at)
        assert moments() == before


def moments():
    return [(row["due"], row["warn_at"], row["rule"]) for row in rows(Stopwatch)]


@FEW
@given(stories=begun, figure=figures)
def test_what_a_re_base_sets_is_what_the_ledger_explains(people, stories, figure):
    from portal.tickets import procedures
    from portal.tickets.actions import stopwatches

    with taken_back():
        begin(people, stories)
        run = rebases.look_at_version(approved(people, figure, TUESDAY), by=people.director, at=TUESDAY)
        carried_out(people, run, TUESDAY)
        for row in Stopwatch.select().where(Stopwatch.key == "level"):
            ticket = Ticket.get_by_id(int(row.subject.partition(":")[2]))
            pauses = stopwatches.pauses_of(procedures.of(ticket.desk), ticket)
            assert calendars.explanation(row, pauses, []).due == row.due
