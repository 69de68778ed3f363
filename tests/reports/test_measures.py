"""Shares, medians and percentiles; every column says how it is counted."""

import pytest

from portal.policy import rule
from portal.reports.measures import BLOCKS, Sums, median, merged, ninetieth, share


@pytest.mark.parametrize(
    ("values", "half", "ninety"),
    [
        ([], None, None),
        ([5], 5, 5),
        ([1, 2], 1, 2),  # the mean of 1 and 2, cut
        ([1, 2, 9], 2, 9),
        (list(range(1, 11)), 5, 9),
        (list(range(1, 12)), 6, 10),  # 9.9 of 11 are the tenth
        (list(range(1, 101)), 50, 90),
    ],
)
def test_median_and_ninetieth(values, half, ninety):
    assert (median(values), ninetieth(values)) == (half, ninety)


@pytest.mark.parametrize(
    ("part", "whole", "mille"), [(0, 0, None), (0, 3, 0), (1, 3, 333), (2, 3, 667), (3, 3, 1000), (3, 2, 1500)]
)
def test_share(part, whole, mille):
    assert share(part, whole) == mille


def test_groups_add_up_and_their_durations_too():
    one, other = Sums(), Sums()
    one.add("answered", "", 2, [10, 30])
    other.add("answered", "", 1, [20])
    other.add("met", "level", 4, [1, 2, 3, 4])
    whole = merged([one, other])
    assert whole.number(("answered",)) == 3
    assert whole.times(("answered",)) == [10, 20, 30]
    assert whole.number(("met",), "first-response") == 0
    assert one.times(("answered",)) == [10, 30]


@pytest.mark.rule("CS-5.1", "TM-6.1")
def test_in_time_is_of_the_limits_that_ended():
    sums = Sums()
    sums.add("met", "first-response", 3)
    sums.add("late", "first-response", 1)
    sums.add("missed", "first-response", 9)  # some of them still run
    sums.add("met", "level", 1)
    measures = {measure.key: measure for blocks in BLOCKS.values() for block in blocks for measure in block.measures}
    assert measures["response_in_time"].of(sums) == 750
    assert measures["solved_in_time"].of(sums) == 1000
    assert measures["in_time"].of(sums) == 800


def test_every_column_says_how_it_is_counted_and_names_rules_there_are():
    for blocks in BLOCKS.values():
        for measure in (measure for block in blocks for measure in block.measures):
            assert len(str(measure.definition)) > 20
            assert all(rule(cited) for cited in measure.rules)
