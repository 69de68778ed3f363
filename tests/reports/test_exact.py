"""A report of any period is what the source rows say, and what is kept little by little is what a rebuild makes."""

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.core import db
from portal.reports import jobs
from portal.reports.measures import median, ninetieth
from portal.reports.periods import Span
from portal.reports.queries import figures
from portal.reports.queries.figures import GROUPS, Chosen
from portal.reports.rules import KINDS
from tests.reports import histories, oracle

FACTS = "SELECT ticket, day, region, person, channel, kind, stopwatch, rule, at, elapsed, opened FROM fact"
CELLS = "SELECT day, region, person, channel, kind, stopwatch, rule, number, elapsed, opened FROM fact_cell"
SLOWLY = settings(
    max_examples=5, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def kept() -> tuple[list, list]:
    """All that is kept, in an order of its own."""
    return tuple(sorted(map(repr, db.select(sql))) for sql in (FACTS, CELLS))


def shown(person, by: str, time: str, span: Span) -> dict:
    """What a report shows, in the oracle's shape."""
    groups = figures.groups(person, Chosen(by=by, time=time), span)
    return {
        (group, kind, stopwatch): (number, median(sums.times((kind,), stopwatch)), ninetieth(sums.times((kind,), stopwatch)))
        for group, sums in groups.items()
        for (kind, stopwatch), number in sums.numbers.items()
    }


@pytest.mark.rule("CS-5.1", "TM-6.1", "TM-7", "TM-9.3")
@SLOWLY
@given(seed=st.integers(0, 10_000))
def test_a_report_is_what_the_rows_say_and_what_a_rebuild_says(cast, seed):
    with db.atomic() as history:
        desk = histories.Desk(cast, seed)
        desk.work(60)
        desk.keep()
        little_by_little = kept()
        jobs.rebuild(None, now=desk.now)
        assert kept() == little_by_little
        found, chance = oracle.happenings(), Random(seed)
        for by in GROUPS:
            for time in ("elapsed", "opened"):
                first, last = histories.days(chance)
                wanted = oracle.figures(found, by, time, first, last)
                assert shown(cast.manager, by, time, Span(first, last)) == wanted, (by, time, first, last)
        history.rollback()


def test_the_histories_hold_everything_that_is_counted_and_that_moves_it(cast):
    """Else the test above would show less than it says."""
    moving = {"enquiries.imported", "enquiries.import_reverted", "calendar.corrected", "enquiry.wait", "enquiry.resume"}
    seen, seeds = set(), iter(range(40))
    while not seen >= {*KINDS, *moving}:
        with db.atomic() as history:
            histories.Desk(cast, next(seeds)).work(80)
            seen |= {kind for (kind,) in db.select("SELECT DISTINCT kind FROM fact")}
            seen |= {what for (what,) in db.select("SELECT DISTINCT what FROM journal")}
            history.rollback()
