"""Every due moment of the tables, computed, explained, and looked at on the wall."""

from collections import Counter
from datetime import timedelta

import pytest

from portal.clocks.conformance import OURS
from portal.clocks.ledger import explain
from portal.clocks.working_time import due, threshold
from tests.clocks import oracle
from tests.clocks.answers import answers

ANSWERS = answers()
WEEK = timedelta(days=7)


def is_seen_soon(case):
    """The oracle looks once a minute: what takes it weeks is left to whoever changes the table."""
    return case.way == "minute oracle" and (case.due or case.start) - case.start <= WEEK


def each(cases):
    names = [f"{case.row} {case.calendar.code} {case.reasoning.partition(':')[0]}" for case in cases]
    return pytest.mark.parametrize("case", cases, ids=names)


def test_the_shipped_table_is_long_enough_and_every_row_says_how_and_why():
    rows = answers(OURS)
    assert len(rows) >= 300
    assert {row.way for row in rows} == {"by hand", "minute oracle"}
    assert all(row.reasoning for row in rows)


def test_no_case_is_there_twice():
    told = Counter((case.calendar, case.start, case.target, case.pauses) for case in ANSWERS)
    assert max(told.values()) == 1


@each(ANSWERS)
def test_the_due_moment_is_the_one_worked_out(case):
    assert due(case.start, case.target, case.calendar, case.pauses) == case.due


@each(list(filter(is_seen_soon, ANSWERS)))
def test_a_row_of_the_minute_oracle_is_what_the_oracle_sees(case):
    assert oracle.due(case.start, case.target, case.calendar, case.pauses) == case.due


@each(ANSWERS)
def test_the_ledger_arrives_at_the_same_moment_by_adding_its_rows(case):
    ledger = explain(case.start, case.target, case.calendar, case.pauses)
    assert ledger.due == case.due
    assert ledger.counted == sum((entry.counted for entry in ledger.entries), ledger.counted * 0)
    assert (ledger.counted == ledger.budget) == (case.due is not None)
    if case.due:
        assert max(span.end for entry in ledger.entries for span in entry.spans) == case.due


@each(ANSWERS)
def test_the_warning_is_not_later_than_the_due_moment(case):
    warning = threshold(75, case.start, case.target, case.calendar, case.pauses)
    if case.due:
        assert case.start <= warning <= case.due
    assert threshold(100, case.start, case.target, case.calendar, case.pauses) == case.due
