"""A change of 500 tickets: from the press of the button on its preview to the answer, as a person waits for it."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

from tests.bench.client import Client
from tests.bench.table import Line

TICKETS, GOAL_SECONDS = 500, 2.0
WISHES = {"level": {"level": "3", "subject": "product"}, "owner": {"owner": "", "text": "Stock is checked; the plan is needed."}}
CHOSEN = re.compile(r'name="ticket" value="([^"]+)"')
OWNER = re.compile(r'<option value="(\d+)">')


def lines(port: int) -> Iterator[Line]:
    """Each wish confirmed and undone, so that the next finds the tickets as they were."""
    manager = Client(port, "manager")
    chosen = manager.post("/tickets/bulk", all="1", filter="stage=treating").text
    numbers = CHOSEN.findall(chosen)
    WISHES["owner"]["owner"] = OWNER.findall(chosen)[0]
    for name, wish in WISHES.items():
        place = manager.post("/tickets/bulk/previews", ticket=numbers, **wish).headers["Location"]
        yield _line(name, manager, place, len(numbers))
        manager.post(f"{place}/undoing")


def _line(name: str, manager: Client, place: str, asked: int) -> Line:
    ready = int(re.search(r"<dd>(\d+)</dd>", manager.get(place).text)[1])
    began = time.perf_counter()
    manager.post(f"{place}/confirmation")
    took = time.perf_counter() - began
    per_goal = took / ready * TICKETS
    figure = f"{took:6.2f} s for {ready} of {asked} ({per_goal:.2f} s for {TICKETS})"
    return Line(f"bulk: {TICKETS} tickets, {name}", figure, f"<= {GOAL_SECONDS:g} s", per_goal <= GOAL_SECONDS)
