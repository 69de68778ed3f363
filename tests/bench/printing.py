"""What printing costs those who do something else meanwhile: a list of tickets while forms are rendered one after another, and
while a file of a hundred forms is made in the background."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from threading import Event, Thread

from portal.access.models import Staff
from portal.core import time as clock
from portal.openings.papers import SLIP
from portal.signing.actions import documents
from portal.signing.models import PrintRun
from tests.bench import places, serving
from tests.bench.client import Client
from tests.bench.forms import REASON
from tests.bench.homes import CLERK, Home, say
from tests.bench.table import Line

FORMS, LOOKS, GOAL = 100, 150, 1.3
RESTED = 0.02  # seconds between two looks: a person reads
PATIENCE = 300
FACTS = {"customer": "宁波东方进出口有限公司", "handed_on": "2026-11-26", "complete": True, "remark": REASON,
         "papers": [["营业执照", "1", "复印件", "加盖公章"]] * 4}  # fmt: skip


def lines(home: Home) -> Iterator[Line]:
    say(f"a list looked at {3 * LOOKS} times, while forms are rendered …")
    with home.opened():
        drafts = _drafts()
    reader, port = Client(home.web.port, CLERK), home.web.port
    _looked(reader)
    alone = _looked(reader)
    yield Line("the list, nobody prints", f"{alone:6.2f} ms")
    with _rendering(port, drafts) as rendered:
        yield _against(alone, "the list, while forms are rendered on pages", _looked(reader))
    yield Line("  meanwhile", f"{len(rendered)} forms, {median(rendered):.0f} ms each, the first {rendered[0]:.0f} ms")
    scheduler = serving.scheduler(home.folder)
    try:
        began = time.perf_counter()
        Client(port, CLERK).post("/forms/prints", kind=SLIP.key, state="draft")
        yield _against(alone, f"the list, while a file of {FORMS} forms is made", _looked(reader))
        run = _made(home)
        seconds = time.perf_counter() - began
    finally:
        scheduler.terminate()
        scheduler.wait(20)
    whole = run.state == PrintRun.DONE and run.total >= FORMS
    yield Line(f"{run.total} forms as one file, in the background", f"{seconds:6.1f} s, {run.size / 1e6:.1f} MB", "made", whole)


def _drafts() -> list[str]:
    clerk = Staff.get(Staff.username == CLERK)
    about = {"region": clerk.region, "language": "zh", "by": clerk}
    return [documents.begin(SLIP, FACTS, **about, at=clock.now()).number for _number in range(FORMS)]


def _looked(reader: Client) -> float:
    """Milliseconds of a list, the median of many looks."""
    told = []
    for _look in range(LOOKS):
        answer = reader.get(places.LIST)
        assert answer.status == 200
        told.append(answer.ms)
        time.sleep(RESTED)
    return median(told)


@contextmanager
def _rendering(port: int, drafts: list[str]) -> Iterator[list[float]]:
    """A block in which somebody opens one draft after another as a file; the milliseconds of each."""
    told, over = [], Event()
    printer = Client(port, CLERK)

    def render() -> None:
        number = 0
        while not over.is_set():
            answer = printer.get(f"/forms/{drafts[number % len(drafts)]}/file.pdf")
            assert answer.status == 200
            told.append(answer.ms)
            number += 1

    thread = Thread(target=render)
    thread.start()
    try:
        yield told
    finally:
        over.set()
        thread.join()


def _made(home: Home) -> PrintRun:
    """The run when it is over."""
    until = time.perf_counter() + PATIENCE
    while time.perf_counter() < until:
        with home.opened():
            run = PrintRun.select().order_by(PrintRun.id.desc()).get()
        if run.state != PrintRun.RUNNING:
            return run
        time.sleep(0.2)
    raise TimeoutError(f"{run.done} of {run.total} forms after {PATIENCE} s")


def _against(alone: float, what: str, ms: float) -> Line:
    ratio = ms / alone
    return Line(what, f"{ms:6.2f} ms ({ratio:4.2f} x)", f"<= {GOAL:g} x", ratio <= GOAL)
