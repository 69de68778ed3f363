"""The preview of a re-base of every open clock: from the press of the button to the finished page, as a browser waits."""

from __future__ import annotations

import time

from portal.access.models import Staff
from portal.clocks.models import TO_BREACH, Stopwatch
from portal.core import time as clock
from portal.enquiries import procedure as _enquiry  # noqa: F401  (enters its procedure)
from portal.policy import actions as policies
from portal.policy import in_force
from tests.bench.client import Client
from tests.bench.table import Line

BOUND = {"amount": 2, "unit": "h", "bound": True, "calendar": "region"}
DAYS = {"amount": 4, "unit": "wd", "bound": False, "calendar": "region"}
EVERY_CLOCK = {"CS-3.1a": BOUND, "TM-4.5b": DAYS, "TM-4.5c": DAYS}
GOAL_SECONDS, GOAL_CLOCKS = 5.0, 20_000
BETWEEN_POLLS, FINISHED = 0.2, 286


def propose() -> tuple[int, int]:
    """In the database that is open, a version that moves every open clock; its number, and how many clocks are open."""
    now, manager = clock.now(), Staff.get(Staff.username == "manager")
    version = policies.propose(EVERY_CLOCK, effective=in_force.day_of(now), reason="bench", by=manager, at=now)
    return version.number, Stopwatch.select().where(TO_BREACH).count()


def line(port: int, version: int, clocks: int) -> Line:
    """Ask for the preview as the director, and poll as the page does until it says that it is finished."""
    director = Client(port, "operations")
    began = time.perf_counter()
    place = director.post(f"/calendars/rebases/versions/{version}").headers["Location"]
    status, polls = director.get(place).status, 0
    while status != FINISHED:
        time.sleep(BETWEEN_POLLS)
        status, polls = director.get(place, **{"HX-Request": "true"}).status, polls + 1
    took = time.perf_counter() - began
    per_goal = took / clocks * GOAL_CLOCKS
    return Line(
        f"re-base preview of {clocks:,} open clocks",
        f"{took:6.2f} s, {polls} polls ({per_goal:.2f} s for {GOAL_CLOCKS:,})",
        f"<= {GOAL_SECONDS:g} s for {GOAL_CLOCKS:,}",
        per_goal <= GOAL_SECONDS,
    )
