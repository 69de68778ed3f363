"""A change of 500 tickets: from the press of the button on its preview to the answer, as a person waits for it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from typing import TypeVar

from tests.bench import places
from tests.bench.client import Client
from tests.bench.table import Line

T = TypeVar("T")
TICKETS, GOAL_SECONDS = 500, 2.0
TEXT = "Stock is checked; the plan is needed."
WISHES = {
    "level": {"level": "3", "subject": "product"},
    "urgency": {"urgency": "urgent"},
    "owner": {"owner": "", "text": TEXT},
}
CHOSEN = re.compile(r'name="ticket" value="([^"]+)"')
OWNER = re.compile(r'<option value="(\d+)">')
READY = re.compile(r"<dd>(\d+)</dd>")


def lines(port: int) -> Iterator[Line]:
    """Each wish confirmed and undone, so that the next finds the tickets as they were."""
    manager = Client(port, "manager")
    chosen = manager.post(places.BULK, all="1", filter="stage=treating").text
    numbers = CHOSEN.findall(chosen)
    WISHES["owner"]["owner"] = OWNER.findall(chosen)[0]
    for name, wish in WISHES.items():
        previewed, place = _timed(lambda wish=wish: manager.post(places.PREVIEWS, ticket=numbers, **wish).headers["Location"])
        ready = int(READY.search(manager.get(place).text)[1])
        confirmed, _answer = _timed(lambda place=place: manager.post(f"{place}/confirmation"))
        yield _line(name, previewed, confirmed, ready, len(numbers))
        manager.post(f"{place}/undoing")


def _timed(ask: Callable[[], T]) -> tuple[float, T]:
    """Seconds until the answer is read whole, and the answer."""
    began = time.perf_counter()
    answer = ask()
    return time.perf_counter() - began, answer


def _line(name: str, previewed: float, confirmed: float, ready: int, asked: int) -> Line:
    per_goal = confirmed / ready * TICKETS
    figure = f"{confirmed:6.2f} s for {ready} of {asked} ({per_goal:.2f} s for {TICKETS}); its preview {previewed:.2f} s"
    return Line(f"bulk: {TICKETS} tickets, {name}", figure, f"<= {GOAL_SECONDS:g} s", per_goal <= GOAL_SECONDS)
