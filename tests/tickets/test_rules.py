"""Pure decisions about tickets."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.tickets.models import NEVER
from portal.tickets.rules import parts, refusal_to_act, time_left

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("now", "state", "span"),
    [
        (NOON - 2 * HOUR, "ok", 2 * HOUR),
        (NOON - HOUR, "soon", HOUR),
        (NOON, "soon", timedelta()),
        (NOON + HOUR, "late", HOUR),
    ],
)
def test_a_due_moment_is_ok_soon_or_late(now, state, span):
    assert time_left(NOON, NOON - HOUR, now, waiting=False) == (state, span)


@pytest.mark.parametrize(("waiting", "state"), [(True, "paused"), (False, "none")])
def test_without_a_due_moment_it_is_paused_or_free(waiting, state):
    assert time_left(NEVER, NEVER, NOON, waiting).state == state


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        (timedelta(seconds=59), (0, 0, 0)),
        (timedelta(minutes=61), (0, 1, 1)),
        (timedelta(days=2, hours=23, minutes=59, seconds=59), (2, 23, 59)),
    ],
)
def test_parts_of_a_span_are_cut_to_minutes(span, expected):
    assert parts(span) == expected


def test_what_belongs_to_the_owner_is_done_by_nobody_else():
    assert refusal_to_act("owner", 1, 2)
    assert refusal_to_act("owner", 1, 1) is None
    assert refusal_to_act("any", 1, 2) is None
