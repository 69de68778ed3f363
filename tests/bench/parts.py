"""The parts of a run by name. Parts that are pages share one measurement, in which all take turns."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

from portal.core.time import now
from portal.reports import jobs
from tests.bench import (
    arithmetic,
    bulk,
    crowd,
    forms,
    journal,
    pages,
    places,
    polling,
    printing,
    rebase,
    serving,
    table,
)
from tests.bench.client import Client
from tests.bench.homes import CLERK, Homes, say
from tests.bench.measuring import Page, measure
from tests.bench.pages import GROWING, People
from tests.bench.table import Line

SMALL, MILLION = 1_000, 1_000_000
GOAL_FROM_SMALL = GOAL_FROM_USUAL = 1.2
LOOKS = 100


class Effort(NamedTuple):
    """How long a run takes: rounds of so many requests, and the seconds of a crowd."""

    rounds: int
    count: int
    seconds: int


def page_lines(homes: Homes, effort: Effort, parts: list[str], *, large: bool) -> Iterator[Line]:
    """The chosen pages beside the floor; lists, boards and searches beside the same on a small and, if asked, a large home."""
    people = People(homes.usual)
    floor, chosen = pages.floor(people), pages.chosen(people, parts)
    if not chosen:
        return
    grown = {size: _growing(homes, size, parts) for size in ((SMALL, MILLION) if large else (SMALL,))}
    say(f"asking, {effort.rounds} rounds of {effort.count} requests …")
    measure([floor, *chosen, *(page for many in grown.values() for page in many)], rounds=effort.rounds, count=effort.count)
    yield from table.page_lines(floor, chosen)
    by_name = {page.name: page for page in chosen}
    if pages.POLL in by_name:
        yield from table.poll_lines(by_name[pages.POLL], by_name[pages.LIST], by_name[pages.NOTHING])
    for page in grown.get(MILLION, ()):
        yield table.growth_line(by_name[page.name], page, homes.tickets, MILLION, GOAL_FROM_USUAL)
    for page in grown[SMALL][:1]:  # the plain list: narrowed ones are shorter there, and cost less for that alone
        yield table.growth_line(page, by_name[page.name], SMALL, homes.tickets, GOAL_FROM_SMALL)


def _growing(homes: Homes, size: int, parts: list[str]) -> list[Page]:
    growing = [part for part in parts if part in GROWING]
    return pages.chosen(People(homes.sized(size)), growing) if growing else []


def visits(homes: Homes, _effort: Effort) -> Iterator[Line]:
    """What somebody's browser loads that knows nothing yet."""
    clerk = Client(homes.usual.web.port, CLERK)
    ticket = places.TICKET.format(number=homes.usual.known.with_ten)
    paths = {"list": places.LIST, "board": places.BOARD, "ticket": ticket}
    yield from table.visit_lines({name: clerk.first_visit(path) for name, path in paths.items()}, 60_000, 150_000, 8)


def crowded(homes: Homes, effort: Effort) -> Iterator[Line]:
    say(f"20 users for {effort.seconds} s; they share the machine's cores with the server …")
    told = crowd.run(homes.usual.web.port, effort.seconds, homes.usual.known.tickets)
    yield from table.crowd_lines(told, 20, effort.seconds, 80)


def polled(homes: Homes, effort: Effort) -> Iterator[Line]:
    yield from polling.lines(homes.usual, 2 * effort.seconds)


def bulk_changes(homes: Homes, _effort: Effort) -> Iterator[Line]:
    yield from bulk.lines(homes.usual.web.port)


def rebased(homes: Homes, _effort: Effort) -> Iterator[Line]:
    with homes.usual.opened():
        proposed = rebase.propose()
    yield rebase.line(homes.usual.web.port, *proposed)


def arithmetics(_homes: Homes, _effort: Effort) -> Iterator[Line]:
    yield from arithmetic.lines()


def journalled(homes: Homes, effort: Effort) -> Iterator[Line]:
    people = People(homes.usual)
    comment = next(page for page in pages.ticket(people) if page.name == pages.COMMENT)
    measure([comment], rounds=effort.rounds, count=effort.count)
    with homes.usual.opened():
        yield from journal.lines(comment.cpu_ms)


def figures(homes: Homes, _effort: Effort) -> Iterator[Line]:
    """What it costs to count everything anew, and to look when nothing has changed."""
    began = time.perf_counter()
    serving.portal(homes.usual.folder, "facts", "rebuild")
    yield Line(f"figures of {homes.tickets:,} tickets made anew", f"{time.perf_counter() - began:6.1f} s")
    with homes.usual.opened():
        began = time.process_time()
        for _look in range(LOOKS):
            jobs.keep(now=now())
        yield Line("figures, nothing changed", f"{(time.process_time() - began) * 1000 / LOOKS:6.2f} ms CPU a look")


def formed(homes: Homes, _effort: Effort) -> Iterator[Line]:
    with homes.usual.opened():
        yield from forms.lines(homes.usual.folder)


def printed(homes: Homes, _effort: Effort) -> Iterator[Line]:
    yield from printing.lines(homes.usual)


def memory(homes: Homes, _effort: Effort) -> Iterator[Line]:
    clock = serving.scheduler(homes.usual.folder)
    try:
        time.sleep(6)
        used = [serving.pss_mib(pid) for pid in (*homes.usual.web.processes(), clock.pid)]
    finally:
        clock.terminate()
        clock.wait(20)
    told = " + ".join(f"{mib:.0f}" for mib in used)
    what = "memory (PSS): web master, workers with their presses, scheduler"
    yield Line(what, f"{sum(used):6.0f} MiB ({told})")


OTHERS: dict[str, Callable[[Homes, Effort], Iterator[Line]]] = {
    "figures": figures,
    "visits": visits,
    "crowd": crowded,
    "polling": polled,
    "bulk": bulk_changes,
    "rebase": rebased,
    "arithmetic": arithmetics,
    "journal": journalled,
    "forms": formed,
    "printing": printed,
    "memory": memory,
}
NAMES = (*pages.PAGES, *OTHERS)


def lines(homes: Homes, effort: Effort, parts: list[str], *, large: bool) -> Iterator[Line]:
    """Every line of the chosen parts; parts that change a home come after those that only look."""
    yield from page_lines(homes, effort, parts, large=large)
    for name, part in OTHERS.items():
        if name in parts:
            yield from part(homes, effort)
