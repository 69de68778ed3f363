"""Where the marks of the timeline stand, worked out by hand: ten hours are 1000, with three hundredths of air behind."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.tickets.lanes import Watch, drawn

BEGIN = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


def at(hours: float) -> datetime:
    return BEGIN + timedelta(hours=hours)


def lane(now: float, **changes):
    """One stopwatch beside one that is due ten hours after the beginning, so that the scale is 10.3 hours."""
    other = Watch(BEGIN, due=at(10))
    return drawn([Watch(BEGIN, **changes), other], at(now))[1][0]


def place(hours: float) -> int:
    return round(1000 * hours / 10.3)


def test_one_that_runs_has_what_is_gone_and_what_is_left():
    found = lane(4, due=at(8), warn_at=at(6))
    assert found.ran == [(0, place(4))] and found.ahead == (place(4), place(8)) and found.over is None
    assert (found.warn, found.due, found.ended) == (place(6), place(8), None)


def test_one_that_is_late_shows_what_passed_since():
    found = lane(9, due=at(5))
    assert found.ran == [(0, place(5))] and found.over == (place(5), place(9)) and found.ahead is None


def test_one_that_was_met_ends_before_it_was_due():
    found = lane(9, due=at(5), ended=at(3))
    assert found.ran == [(0, place(3))] and found.over is None and found.ahead is None and found.ended == place(3)


@pytest.mark.parametrize(
    ("pauses", "ran"),
    [
        ([(at(1), at(2))], [(0, place(1)), (place(2), place(4))]),
        ([(at(2), at(3)), (at(1), at(2.5))], [(0, place(1)), (place(3), place(4))]),
        ([(at(-1), at(1))], [(place(1), place(4))]),
        ([(at(3), None)], [(0, place(3))]),
        ([(at(5), at(6))], [(0, place(4))]),
    ],
)
def test_pauses_are_gaps(pauses, ran):
    assert lane(4, due=at(8), pauses=pauses).ran == ran


def test_the_scale_reaches_from_the_first_beginning_to_the_last_moment():
    scale, _lanes = drawn([Watch(at(1), due=at(2)), Watch(at(0), ended=at(3))], at(4))
    assert scale.first == at(0) and scale.place(scale.first) == 0 and scale.now == round(1000 / 1.03)
    assert scale.place(at(100)) == 1000 and scale.place(at(-1)) == 0


def test_what_is_over_does_not_stretch_to_now():
    scale, _lanes = drawn([Watch(at(0), due=at(2), ended=at(1))], at(5000))
    assert scale.now is None and scale.last == at(2 * 1.03)


def test_one_moment_alone_is_drawn_too():
    scale, lanes = drawn([Watch(BEGIN)], BEGIN)
    assert scale.last > scale.first and lanes[0].ran == []
