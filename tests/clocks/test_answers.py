"""Every due moment of the table, computed and explained."""

import pytest

from portal.clocks.ledger import explain
from portal.clocks.working_time import due, threshold
from tests.clocks.answers import answers

ANSWERS = answers()
EACH = pytest.mark.parametrize("case", ANSWERS, ids=[f"{n}: {a.reasoning}" for n, a in enumerate(ANSWERS, start=2)])


def test_the_table_is_long_enough():
    assert len(ANSWERS) >= 60


@EACH
def test_the_due_moment_is_the_one_worked_out_by_hand(case):
    assert due(case.start, case.target, case.calendar, case.pauses) == case.due


@EACH
def test_the_ledger_arrives_at_the_same_moment_by_adding_its_rows(case):
    ledger = explain(case.start, case.target, case.calendar, case.pauses)
    assert ledger.due == case.due
    assert ledger.counted == sum((entry.counted for entry in ledger.entries), ledger.counted * 0)
    assert (ledger.counted == ledger.budget) == (case.due is not None)
    if case.due:
        assert max(span.end for entry in ledger.entries for span in entry.spans) == case.due


@EACH
def test_the_warning_is_not_later_than_the_due_moment(case):
    warning = threshold(75, case.start, case.target, case.calendar, case.pauses)
    if case.due:
        assert case.start <= warning <= case.due
    assert threshold(100, case.start, case.target, case.calendar, case.pauses) == case.due
