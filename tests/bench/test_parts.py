"""The parts of the benchmark run at all, on a real server: what they measure is for whoever runs scripts/bench."""

import pytest

from tests.bench import parts
from tests.bench.homes import Homes
from tests.bench.parts import Effort

TICKETS = 400
CHOSEN = ["list", "board", "search", "ticket", "poll", "bulk"]


@pytest.mark.timeout(300)  # it loads a home and starts two servers
def test_the_parts_about_lists_run_and_say_whether_their_goal_is_reached(tmp_path, monkeypatch):
    monkeypatch.setattr(parts, "SMALL", TICKETS)
    homes = Homes(tmp_path, TICKETS)
    try:
        lines = list(parts.lines(homes, Effort(rounds=1, count=2, seconds=1), CHOSEN, large=False))
    finally:
        homes.stop()
    told = {line.what: line.reached for line in lines}
    with_goals = ("list", "list, four filters", "board", "search 退款", "unchanged poll against the list")
    with_goals += ("bulk: 500 tickets, level", "bulk: 500 tickets, urgency", "bulk: 500 tickets, owner")
    assert all(told[what] is not None for what in with_goals), told
