"""`scripts/bench`: make homes, load them, serve them, ask, and print what it cost."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from portal.core import crypto, db
from portal.core.time import now
from portal.reports import jobs as reports
from portal.settings import read
from tests.bench import arithmetic, bulk, crowd, journal, rebase, serving, table
from tests.bench.client import Client
from tests.bench.measuring import Page, measure
from tests.bench.serving import Server

SMALL, LARGE = 1_000, 100_000
LOOKS = 100
CLERK = "agent.eu"
COMMENT = "comment"
SEARCH = "/tickets/search?q=%E9%80%80%E6%AC%BE"
REGION_OF = "SELECT username, region FROM staff"
OPEN_IN = "SELECT number FROM ticket WHERE closed_at IS NULL AND stage = 'treating' AND region = ? ORDER BY id LIMIT 200"
WITH_TEN = (
    "SELECT t.number FROM ticket t WHERE t.closed_at IS NULL AND t.stage = 'treating' AND t.region = ? AND "
    "(SELECT COUNT(*) FROM ticket_entry e WHERE e.ticket_id = t.id) = 10 ORDER BY t.id LIMIT 1"
)


def main() -> int:
    given = _given()
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        homes = {count: _home(Path(folder), count) for count in (SMALL, given.tickets)}
        lines = _measured(given, homes[SMALL], homes[given.tickets])
    sys.stdout.write(table.show(lines) + "\n")
    return 0


def _given() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer and shorter rounds, 20,000 tickets: to see a trend")
    given = parser.parse_args()
    given.tickets, given.rounds, given.count, given.seconds = (20_000, 3, 40, 8) if given.quick else (LARGE, 5, 100, 30)
    return given


def _home(folder: Path, count: int) -> Path:
    home, began = folder / str(count), time.perf_counter()
    serving.portal(home, "init", "--demo")
    serving.portal(home, "seed", "--tickets", str(count))
    _say(f"{count:,} tickets loaded in {time.perf_counter() - began:.0f} s")
    return home


def _measured(given: argparse.Namespace, small: Path, large: Path) -> list[table.Line]:
    figures = list(_figures(large, given.tickets))
    servers = [Server(large), Server(large, "tests.bench.floor:application()"), Server(small)]
    try:
        return [*_lines(given, *servers, large), *figures]
    finally:
        for server in servers:
            server.stop()


def _lines(given: argparse.Namespace, web: Server, bare: Server, small: Server, home: Path):
    tickets, with_ten = _known(home)
    floor, pages, at_small = _pages(web, bare, small, tickets[CLERK], with_ten)
    _say(f"asking, {given.rounds} rounds of {given.count} requests …")
    measure([floor, *pages, at_small], rounds=given.rounds, count=given.count)
    yield from table.page_lines(floor, [*pages, at_small])
    yield table.growth_line(at_small, pages[0], given.tickets, 1.2)
    clerk = Client(web.port, CLERK)
    visits = {"list": "/enquiries", "board": "/enquiries/board", "ticket": f"/enquiries/{with_ten}"}
    yield from table.visit_lines({name: clerk.first_visit(path) for name, path in visits.items()}, 60_000, 150_000, 8)
    _say(f"20 users for {given.seconds} s; they share the machine's cores with the server …")
    yield from table.crowd_lines(crowd.run(web.port, given.seconds, tickets), 20, given.seconds, 80)
    yield from bulk.lines(web.port)
    yield rebase.line(web.port, *rebase.propose(home))
    yield from arithmetic.lines()
    yield from journal.lines(home, next(page.cpu_ms for page in pages if page.name == COMMENT))
    yield _memory(web, home)


def _pages(web: Server, bare: Server, small: Server, tickets: list[str], with_ten: str) -> tuple[Page, list[Page], Page]:
    nobody, clerk, manager, other = (
        Client(bare.port),
        Client(web.port, CLERK),
        Client(web.port, "manager"),
        Client(small.port, CLERK),
    )
    tag = clerk.get("/enquiries", **{"HX-Request": "true"}).headers["ETag"]
    poll = {"HX-Request": "true", "If-None-Match": tag}
    floor = Page("floor: bare page of 50 rows", bare, lambda _n: nobody.get("/"))
    pages = [
        Page("list", web, lambda _n: clerk.get("/enquiries"), 3),
        Page("board", web, lambda _n: clerk.get("/enquiries/board"), 3),
        Page("ticket with ten entries", web, lambda _n: clerk.get(f"/enquiries/{with_ten}"), 3),
        Page("search 退款", web, lambda _n: clerk.get(SEARCH), 4),
        Page("list, every region", web, lambda _n: manager.get("/enquiries"), 3),
        Page("search 退款, every region", web, lambda _n: manager.get(SEARCH), 4),
        Page("report of a month, every region", web, lambda _n: manager.get("/reports?period=month")),
        Page("tickets behind a figure", web, lambda _n: manager.get("/reports/tickets?period=month&kind=answered")),
        Page("report of a quarter by person", web, lambda _n: manager.get("/reports?period=quarter&by=person")),
        Page(COMMENT, web, lambda n: _comment(clerk, tickets[n % len(tickets)])),
        Page("list, nothing new (304)", web, lambda _n: _poll(clerk, poll)),
    ]
    return floor, pages, Page("list at 1,000 tickets", small, lambda _n: other.get("/enquiries"))


def _comment(clerk: Client, number: str):
    return clerk.post(f"/enquiries/{number}/moves/note", htmx=True, text="已联系客户，等待回复。 Called the customer.", seen="0")


def _poll(clerk: Client, headers: dict[str, str]):
    """The list as the page asks for it by itself; when the minute has turned, what came is new and counts as it is."""
    answer = clerk.get("/enquiries", **headers)
    headers["If-None-Match"] = answer.headers["ETag"]
    return answer._replace(status=200) if answer.status == 304 else answer


def _known(home: Path) -> tuple[dict[str, list[str]], str]:
    """Numbers of open tickets that each person sees, and one with ten entries for the clerk."""
    settings = read({}, home=home)
    db.open_database(settings, crypto.read_master_key(settings.master_key_file))
    regions = {username: region if region != "hq" else "eu" for username, region in db.select(REGION_OF)}
    by_region = {region: [row[0] for row in db.select(OPEN_IN, region)] for region in set(regions.values())}
    with_ten = db.select(WITH_TEN, regions[CLERK])[0][0]
    db.database.close()
    return {username: by_region[region] for username, region in regions.items()}, with_ten


def _figures(home: Path, tickets: int) -> Iterator[table.Line]:
    """What it costs to count everything anew, and to look when nothing has changed."""
    began = time.perf_counter()
    serving.portal(home, "facts", "rebuild")
    yield table.Line(f"figures of {tickets:,} tickets made anew", f"{time.perf_counter() - began:6.1f} s")
    settings = read({}, home=home)
    db.open_database(settings, crypto.read_master_key(settings.master_key_file))
    db.ready()
    began = time.process_time()
    for _look in range(LOOKS):
        reports.keep(now=now())
    yield table.Line("figures, nothing changed", f"{(time.process_time() - began) * 1000 / LOOKS:6.2f} ms CPU a look")
    db.database.close()


def _memory(web: Server, home: Path) -> table.Line:
    clock = serving.scheduler(home)
    try:
        time.sleep(6)
        used = [serving.pss_mib(pid) for pid in (*web.processes(), clock.pid)]
    finally:
        clock.terminate()
        clock.wait(20)
    told = " + ".join(f"{mib:.0f}" for mib in used)
    return table.Line("memory (PSS) of all processes", f"{sum(used):6.0f} MiB ({told}: web master, workers, scheduler)")


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main())
